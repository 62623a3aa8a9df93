"""Write docs/credibility.md from docs/credibility.yaml; `--check` only says whether it is up to date."""

import sys
from pathlib import Path

from ruamel.yaml import YAML

ROOT = Path(__file__).parent.parent
SOURCE, PAGE = ROOT / "docs" / "credibility.yaml", ROOT / "docs" / "credibility.md"
FACTORS = ("verification", "validation", "input", "uncertainty")
HEAD = "head"


def read_levels():
    """Rows of the table: model -> {factor: [level, test]}, missing."""
    rows = YAML(typ="safe").load(SOURCE.read_text(encoding="utf-8"))
    return {model: row for model, row in rows.items() if model != HEAD}


def page_of(rows):
    """Text of the page.

    Parameters
    ----------
    rows : dict from `read_levels`
    """
    lines = []
    for model, row in rows.items():
        cells = [f"{row[f][0]}" + (f" [test](../{row[f][1]})" if len(row[f]) > 1 else "") for f in FACTORS]
        lines.append(f"| [{model}](models/{model}.md) | {' | '.join(cells)} | {row['missing']} |\n")
    head = YAML(typ="safe").load(SOURCE.read_text(encoding="utf-8"))[HEAD]
    return head + "".join(lines)


if __name__ == "__main__":
    text = page_of(read_levels())
    if "--check" in sys.argv:
        sys.exit(0 if PAGE.read_text(encoding="utf-8") == text else "run tools/write_credibility.py")
    PAGE.write_text(text, encoding="utf-8")
