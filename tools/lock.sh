#!/bin/sh
# Make the requirement files again: versions and hashes, no download addresses.
set -eu
cd "$(dirname "$0")/.."
UV="${UV:-uv}"
lock() {
  "$UV" pip compile pyproject.toml -q --universal --python-version 3.11 --generate-hashes \
    --no-annotate --no-header --no-emit-index-url "$@"
}
lock --group build -o requirements/run.txt
lock --group build --group test -c requirements/run.txt -o requirements/test.txt
lock --group build --group test --group bench -c requirements/test.txt -o requirements/bench.txt
