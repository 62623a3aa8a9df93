"""Links, paths and code of the pages that people read."""

import ast
import re
import shlex

from .tree import ROOT, finding

LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```", flags=re.MULTILINE | re.DOTALL)
NAMED_PATH = re.compile(r"`((?:src|tests|docs|tools|examples|benchmarks|changes|requirements)/[\w./-]+\.\w+)`")
SAME_PAGE = re.compile(r"[^\w\s-]")


def pages():
    """Every page of the project for people: README, CONTRIBUTING, docs, changes."""
    folders = ("docs", "changes", "examples", "benchmarks")
    return [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(p for f in folders for p in (ROOT / f).rglob("*.md"))]


def line_of(text, position):
    """Line number of a position in a text."""
    return text.count("\n", 0, position) + 1


def anchors(text):
    """Anchors that the headings of a page make."""
    found = re.findall(r"^#+\s+(.*)$", text, flags=re.MULTILINE)
    return {SAME_PAGE.sub("", heading.lower()).strip().replace(" ", "-") for heading in found}


def broken_links(path, text):
    """Links to files or headings that are not there; addresses of the web are not followed."""
    for match in LINK.finditer(text):
        link = match[1] or match[2]
        if re.match(r"[a-z]+:", link):
            continue
        file, _, anchor = link.partition("#")
        goal = (path.parent / file) if file else path
        line = line_of(text, match.start())
        if not goal.exists():
            yield finding(path, line, "a link leads to a file", link, "write the page or mend the link")
        elif anchor and anchor not in anchors(goal.read_text(encoding="utf-8")):
            yield finding(path, line, "a link leads to a heading", link, "one of the page's headings")


def missing_paths(path, text):
    """Paths of the project that a page names in backticks and that are not there."""
    for match in NAMED_PATH.finditer(text):
        if not re.search(r"KIND|KEY|ROOM|NAME|MODEL|NNNN|_x\.py", match[1]) and not (ROOT / match[1]).exists():
            yield finding(path, line_of(text, match.start()), "a path that is named exists", match[1], "mend the path")


def blocks(text, language):
    """Fenced code of a language: (line, code)."""
    return [(line_of(text, m.start()) + 1, m[2]) for m in FENCE.finditer(text) if m[1] in language]


def wrong_python(path, text):
    """Python blocks that are no Python."""
    for line, code in blocks(text, {"python", "py"}):
        try:
            ast.parse(code)
        except SyntaxError as error:
            yield finding(path, line + (error.lineno or 1) - 1, "an example is Python", error.msg, "run it once")


def unknown_doors(path, text, doors):
    """Names taken from `mc` or `midcourse` in Python blocks that the package does not have."""
    for line, code in blocks(text, {"python", "py"}):
        for name in re.findall(r"\b(?:mc|midcourse)\.([a-z]\w*)", code, flags=re.IGNORECASE):
            if name not in doors:
                yield finding(path, line, "an example uses what there is", f"mc.{name}", "a name of midcourse.__all__")


def command_lines(text):
    """Lines of shell blocks that call the program: (line, words after its name)."""
    for start, code in blocks(text, {"sh", "bash", "console", "shell"}):
        joined = re.sub(r"\\\n", "  ", code)
        for number, line in enumerate(joined.splitlines()):
            words = shlex.split(line.removeprefix("$ "), comments=True)
            if words and words[0] in {"./run", "midcourse"}:
                yield start + number, words


def wrong_commands(path, text, commands):
    """Calls of the program with a command or an option that it does not have.

    `commands` is a dict of command -> set of its options.
    """
    own = {"test", "gates"}
    for line, words in command_lines(text):
        name = words[1] if len(words) > 1 else "--help"
        if name.startswith("-") or (words[0] == "./run" and name in own) or name.isupper():
            continue
        if name not in commands:
            yield finding(path, line, "an example calls a command that exists", name, sorted(commands))
            continue
        used = {word.split("=")[0] for word in words[2:] if word.startswith("--")}
        for option in sorted(used - commands[name] - {"--help", "--debug"}):
            yield finding(path, line, f"an example uses an option of {name}", option, f"midcourse {name} --help")
