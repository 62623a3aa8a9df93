"""Lint a skeleton of the package once for each planted violation; print which contracts each one breaks, as JSON.

Run in a process of its own: `lint_plants.py PYPROJECT SKELETON CASES`, where CASES is JSON: name -> {file: text}.
"""

import importlib
import io
import json
import sys
from pathlib import Path

from importlinter.application.output import console
from importlinter.application.use_cases import create_report, read_user_options
from importlinter.configuration import configure
from importlinter.contracts.acyclic_siblings import AcyclicSiblingsContract
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.layers import LayersContract
from importlinter.contracts.protected import ProtectedContract
from importlinter.domain.contract import registry

KINDS = {
    "forbidden": ForbiddenContract,
    "layers": LayersContract,
    "protected": ProtectedContract,
    "acyclic_siblings": AcyclicSiblingsContract,
}


def broken_contracts(options):
    """Names of the contracts that the package on the path breaks."""
    importlib.invalidate_caches()
    report = create_report(options, cache_dir=None)
    if report.could_not_run:
        raise SystemExit(f"contracts could not run: {report.invalid_contract_options}")
    return [contract.name for contract, check in report.get_contracts_and_checks() if not check.kept]


def write(skeleton, files):
    """Write these files; None takes a file away, and its folder when that is then empty."""
    for file, text in files.items():
        place = skeleton / file
        if text is None:
            place.unlink()
            if not any(place.parent.iterdir()):
                place.parent.rmdir()
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)


def main():
    """Answer for every case."""
    pyproject, skeleton, cases = sys.argv[1], Path(sys.argv[2]), json.loads(sys.argv[3])
    configure()
    for kind, contract in KINDS.items():
        registry.register(contract, kind)
    console.file = io.StringIO()
    options = read_user_options(pyproject)
    sys.path.insert(0, str(skeleton.parent))
    answers = {}
    for name, files in cases.items():
        before = {file: (skeleton / file).read_text() if (skeleton / file).exists() else None for file in files}
        write(skeleton, files)
        answers[name] = broken_contracts(options)
        write(skeleton, before)
    print(json.dumps(answers))


if __name__ == "__main__":
    main()
