"""What the house tests look at: the files of the project, their syntax trees, and how a finding is told."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "midcourse"
EDGE_ROOMS = {"scenario", "cli", "report", "web", "exchange", "ask", "results", "units", "columns"}
FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)


def finding(path, line, rule, got, advice):
    """One finding in one line: file:line, the rule, what was found, what to try."""
    place = path.relative_to(ROOT) if isinstance(path, Path) and path.is_relative_to(ROOT) else path
    return f"{place}:{line}: {rule}; got: {got}; try: {advice}"


def show(findings):
    """Text for an assertion: one finding a line."""
    return f"{len(findings)} finding(s)\n" + "\n".join(findings)


def package_files():
    """Every Python file of the package, sorted."""
    return sorted(PACKAGE.rglob("*.py"))


def python_files(*folders):
    """Every Python file under these folders of the project, sorted."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


@cache
def project_files():
    """Every file that git tracks or would track, sorted; everything but caches where there is no git."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    except (OSError, subprocess.CalledProcessError):
        skip = {".venv", ".tools", ".git", "__pycache__", "build", "dist"}
        listed = [str(p.relative_to(ROOT)) for p in ROOT.rglob("*") if not skip & set(p.relative_to(ROOT).parts)]
    return tuple(sorted(path for path in {ROOT / name for name in listed if name} if path.is_file()))


@cache
def tree_of(path):
    """Syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def room_of(path):
    """Room that a file of the package belongs to: "flight", "cli", or a module's own name at the top."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def is_kernel_file(path):
    """Whether a file holds compiled arithmetic: kernels, lane drivers, generated steps."""
    parts = path.relative_to(PACKAGE).parts if path.is_relative_to(PACKAGE) else path.parts
    return any(part.removesuffix(".py") in {"_kernels", "_lanes", "_steps"} for part in parts)


def is_generated(path):
    """Whether a file is written by a program of tools/."""
    return path.name == "_steps.py"


def functions(tree):
    """Every function of a tree with the class that holds it (None outside classes); inner functions included."""

    def walk(node, holder):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, FUNCTION):
                yield child, holder
                yield from walk(child, None)
            elif isinstance(child, ast.ClassDef):
                yield from walk(child, child)
            else:
                yield from walk(child, holder)

    yield from walk(tree, None)


def arguments(function, holder=None):
    """Names of a function's arguments in order, `*args` and `**options` with their stars; no self or cls."""
    spec = function.args
    names = [argument.arg for argument in [*spec.posonlyargs, *spec.args]]
    static = any(isinstance(d, ast.Name) and d.id == "staticmethod" for d in function.decorator_list)
    if holder is not None and not static:
        names = names[1:]
    if spec.vararg:
        names.append("*" + spec.vararg.arg)
    names += [argument.arg for argument in spec.kwonlyargs]
    if spec.kwarg:
        names.append("**" + spec.kwarg.arg)
    return names


def body_without_docstring(node):
    """Statements of a function or class, its docstring left out."""
    first = node.body[0]
    is_text = (
        isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
    )
    return node.body[1:] if is_text else node.body


def docstrings(path):
    """Every docstring of a file as (line, text)."""
    tree = tree_of(path)
    for node in ast.walk(tree):
        if isinstance(node, (*FUNCTION, ast.ClassDef, ast.Module)) and node.body:
            text = ast.get_docstring(node)
            if text:
                yield node.body[0].lineno, text
