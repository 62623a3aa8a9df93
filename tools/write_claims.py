"""Run the commands of docs/claims.yaml and write docs/claims.md: public claims, each as a calculation.

Use: python tools/write_claims.py
"""

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

from ruamel.yaml import YAML

DOCS = Path(__file__).resolve().parents[1] / "docs"
MIDCOURSE = Path(sys.executable).parent / "midcourse"
VALUE = re.compile(r"\{(\d+)\|([^}]*?)(?::([^}:]+))?\}")
STEP = re.compile(r"([^.\[\]]+)|\[((?:[^\[\]]|\[[^\]]*\])+)\]")
NOT_CALCULATED = "not calculated"
HEAD = """# Claims, each as a calculation

What was said in public about the shield of 2001 and the European site of 2006-09, and the commands that speak to it.
The figures are what the program prints; `tools/write_claims.py` writes this page from [claims.yaml](claims.yaml).
They say what a calculation with public figures gives, not who was right: intent is not computed. Where a claim has a
study, its page holds both sides, the disputed readings, and the values at which the answer turns.
"""


def claims():
    """The file of claims: part -> list of claims."""
    return YAML(typ="safe").load((DOCS / "claims.yaml").read_text(encoding="utf-8"))


def answer(command):
    """What a command prints as JSON; a study is not run again, its page holds its answer.

    Parameters
    ----------
    command : str
    """
    if command.startswith("study "):
        return {}
    words = [str(MIDCOURSE), *shlex.split(command), "--json"]
    return json.loads(subprocess.run(words, capture_output=True, text=True, check=True).stdout)


def value_at(found, path):
    """A value of an answer.

    Parameters
    ----------
    found : dict
    path : str
        Keys and numbers with dots between; [key=value,...] takes the row of a list; # counts.

    Raises
    ------
    LookupError
        There is nothing.
    """
    for name, rule in STEP.findall(path):
        if rule:
            wanted = [part.split("=", 1) for part in rule.split(",")]
            rows = [row for row in found if all(str(row[key]) == value for key, value in wanted)]
            found = rows[0]
        elif name == "#":
            found = len(found)
        else:
            found = found[int(name)] if isinstance(found, list) else found[name]
    return found


def told(text, answers):
    """A line with the values of the answers put in; what is null is left out.

    Parameters
    ----------
    text : str
    answers : list of dict
    """

    def put(match):
        value = value_at(answers[int(match[1])], match[2])
        return "" if value is None else format(value, match[3] or "")

    return VALUE.sub(put, text)


def section(one):
    """Lines of one claim."""
    lines = [f"### {one['key']}", f"{one['claim']} Said by: {one['said']} [{one['source']}]", "", "```sh"]
    lines += [f"midcourse {command}" for command in one["ask"]] + ["```", ""]
    answers = [answer(command) for command in one["ask"]]
    lines += [f"- {told(text, answers)}" for text in one.get("told", ())]
    if "study" in one:
        lines.append(f"- Readings, ranges and where the answer turns: [{one['study']}](studies/{one['study']}.md)")
    if "leaves" in one:
        lines.append(f"- Left out: {one['leaves']}")
    return [*lines, ""]


def page():
    """Text of the page."""
    lines = [HEAD]
    for part, rows in claims().items():
        lines.append(f"## {part[0].upper()}{part[1:]}")
        if part == NOT_CALCULATED:
            lines += ["Claims of the same debate that the program does not answer, and why.", ""]
            lines += [f"- {row['claim']} {row['why'][0].upper()}{row['why'][1:]}" for row in rows]
            continue
        for one in rows:
            print(one["key"], file=sys.stderr)
            lines += section(one)
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    (DOCS / "claims.md").write_text(page(), encoding="utf-8")
    print("wrote docs/claims.md")
