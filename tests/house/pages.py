"""Model pages and citations: where they are, what they must hold, what they name."""

import ast
import re

from .tree import PACKAGE, ROOT, docstrings, finding, is_kernel_file, package_files, python_files, room_of, tree_of

PAGES = ROOT / "docs" / "models"
MENTION = re.compile(r"docs/models/[\w/-]+\.md")
TEST_PATH = re.compile(r"tests/[\w/]+\.py")
REFERENT = re.compile(r"against|referent|published|printed|closed form|enumerat|independent", flags=re.IGNORECASE)
PHYSICS = {"earth", "flight", "sensing", "tracking", "engagement", "battle", "analysis"}

SECTIONS = {
    "the question it answers": r"question|^what it answers",
    "equations": r"equation|formula|method|rule",
    "symbols": r"symbol",
    "assumptions and where it fails": r"assum|limit|fail|holds",
    "source": r"source",
    "what it was checked against": r"check",
}

KEY = r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*"
CITED = re.compile(rf"(?<![\w\]])\[({KEY})((?:[,;] [^\]\[]*)?)\](?!\()")
LOOKS_LIKE_A_KEY = re.compile(r"^[a-z][a-z-]*\d{2,4}[a-z]?$")
YAML_SOURCE = re.compile(r"""\bsource:\s*(?:"([^"]*)"|'([^']*)'|([^,}\n]+))""")


def model_pages():
    """Every page of a model, sorted."""
    return sorted(PAGES.rglob("*.md"))


def mentions():
    """Pages that the package's docstrings name: dict of page -> list of (file, line)."""
    named = {}
    for path in package_files():
        for line, text in docstrings(path):
            for page in MENTION.findall(text):
                named.setdefault(page, []).append((path, line))
    return named


def headings(text):
    """Headings of a page with the text under each: dict of heading, lower case -> text."""
    parts = re.split(r"^#{2,}\s+(.*)$", text, flags=re.MULTILINE)
    return {heading.lower(): body for heading, body in zip(parts[1::2], parts[2::2], strict=True)}


def missing_sections(page, text):
    """Sections that a model page lacks."""
    found = headings(text)
    for name, pattern in SECTIONS.items():
        if not any(re.search(pattern, heading) and body.strip() for heading, body in found.items()):
            yield finding(
                page, 1, f"a model page has a section: {name}", sorted(found), f"add `## {name.capitalize()}`"
            )


def referents(text):
    """Test files that a page's section on checks names."""
    return [path for heading, body in headings(text).items() if "check" in heading for path in TEST_PATH.findall(body)]


def page_room(page):
    """Room of a model page."""
    return page.relative_to(PAGES).parts[0]


def models_without_page():
    """Modules with public functions of their own in the rooms of physics that name no page."""
    for path in package_files():
        if room_of(path) not in PHYSICS or path.stem == "__init__" or is_kernel_file(path):
            continue
        text = path.read_text(encoding="utf-8")
        public = re.search(r"^def [a-z]\w*\(", text, flags=re.MULTILINE)
        if public and not MENTION.search(text):
            yield finding(
                path, 1, "a module of physics names its model page", "no docs/models/... in it", "add the line"
            )


def keys_in(text):
    """Citations in a text: (line number, key, whether it must be a key). `[a, eq. 3; b]` cites both."""
    for number, line in enumerate(text.splitlines(), start=1):
        certain = re.search(r"\bsources?\b", line, flags=re.IGNORECASE)
        for match in CITED.finditer(line):
            keys = [match[1], *re.findall(rf"; ({KEY})", match[2])]
            for key in keys:
                yield number, key, bool(LOOKS_LIKE_A_KEY.match(key)) or bool(certain and len(key) > 3)


def yaml_keys(text):
    """Sources in a catalog file: (line number, key). The first word of a source is a key; later ones may be."""
    for number, line in enumerate(text.splitlines(), start=1):
        for match in YAML_SOURCE.finditer(line):
            source = (match[1] or match[2] or match[3]).strip()
            first = re.split(r"[,; ]", source)[0]
            yield number, first
            words = re.findall(KEY, source[len(first) :])
            yield from ((number, word) for word in words if re.match(r"^[a-z-]+\d{4}[a-z]?$", word))


def citations():
    """Every citation of the project: (file, line, key, whether it must be a key)."""
    for path in [*python_files("src", "tests", "tools", "benchmarks", "examples")]:
        if path.is_relative_to(ROOT / "tests" / "house"):
            continue
        for line, text in _spoken(path):
            for _, key, certain in keys_in(text):
                yield path, line, key, certain
    for path in sorted((ROOT / "docs").rglob("*.md")):
        for line, key, certain in keys_in(path.read_text(encoding="utf-8")):
            yield path, line, key, certain
    for path in sorted((PACKAGE / "scenario" / "data").rglob("*.yaml")):
        for line, key in yaml_keys(path.read_text(encoding="utf-8")):
            yield path, line, key, True


def _spoken(path):
    """Docstrings, strings that stand alone and comments of a Python file, with their lines."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield node.lineno, node.value.value
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if "#" in line:
            yield number, line.split("#", 1)[1]
