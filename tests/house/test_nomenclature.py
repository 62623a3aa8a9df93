"""Every field of every record is put together from the words of docs/nomenclature.md."""

import ast
import re

from .tree import EDGE_ROOMS, ROOT, finding, is_generated, package_files, room_of, show, tree_of

PAGE = (ROOT / "docs" / "nomenclature.md").read_text(encoding="utf-8")
INSIDE = [path for path in package_files() if room_of(path) not in EDGE_ROOMS and not is_generated(path)]


def rows(heading):
    """Cells of the table under a heading."""
    section = PAGE.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in section.splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def words(heading):
    """Words in the first column of the table under a heading."""
    return [word for row in rows(heading) for word in re.findall(r"`([a-z0-9_]+)`", row[0])]


NOUNS = set(words("Quantities")) | set(words("Things"))
QUALIFIERS = set(words("Qualifiers")) | set(words("Frames"))


def is_record(node):
    """Whether a class is a record that rooms hand each other; named tuples are views for kernels."""
    return any("dataclass" in ast.unparse(item) for item in node.decorator_list)


def record_fields():
    """Fields of the records inside the house: (file, line, record, field)."""
    for path in INSIDE:
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.ClassDef) and is_record(node) and not node.name.startswith("_"):
                for item in node.body:
                    if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name):
                        yield path, item.lineno, node.name, item.target.id


def takes_apart(name, noun=False):
    """Whether a name is made of listed words, at least one of them a quantity or a thing."""
    if not name:
        return noun
    parts = name.split("_")
    for k in range(len(parts), 0, -1):
        head, rest = "_".join(parts[:k]), "_".join(parts[k:])
        if (head in NOUNS and takes_apart(rest, True)) or (head in QUALIFIERS and takes_apart(rest, noun)):
            return True
    return False


def test_every_field_is_made_of_listed_words():
    found = [
        finding(path, line, "a field is made of words of docs/nomenclature.md", f"{record}.{name}", "use or add a word")
        for path, line, record, name in record_fields()
        if not name.startswith("_") and not takes_apart(name)
    ]
    assert not found, show(found)


def test_there_are_records_to_look_at():
    assert len(list(record_fields())) > 50


def test_every_quantity_has_a_meaning_or_a_unit():
    bare = [row[0] for row in rows("Quantities") if len(row) != 4 or not (row[2] or row[3])]
    assert not bare, f"give unit or meaning: {bare}"


def test_a_word_is_listed_once():
    listed = words("Quantities") + words("Things") + words("Qualifiers")
    assert not {word for word in listed if listed.count(word) > 1}


def test_unlisted_words_do_not_pass():
    assert takes_apart("launch_latitude")
    assert takes_apart("knot_position_eci")
    assert not takes_apart("first_last")
    assert not takes_apart("warp_factor")
    assert not takes_apart("launch_warp")
