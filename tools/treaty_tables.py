"""Write the verdict tables of the built-in scenarios into docs/models/policy/treaty.md, from the program's own answers.

Use: python tools/treaty_tables.py
"""

from pathlib import Path

from midcourse import ask
from midcourse.exchange import treaty_answer
from midcourse.scenario import load, names

PAGE = Path(__file__).resolve().parents[1] / "docs" / "models" / "policy" / "treaty.md"
DAYS = ("2001-05-30", "2002-06-12", "2002-06-13", "2008-04-05")
BEGIN, END = "<!-- verdicts: written by tools/treaty_tables.py -->", "<!-- end of verdicts -->"


def tables():
    """Text of the section: one table a built-in scenario."""
    parts = []
    for name in names():
        scenario = load(name)
        found = {day: ask.treaty(scenario, day) for day in DAYS}
        party = found[DAYS[0]].party
        answers = {day: treaty_answer.treaty(answer) for day, answer in found.items()}
        parts += [f"### {name}, party {party}", "", treaty_answer.verdict_table(answers), ""]
    return "\n".join(parts).rstrip()


def with_tables(page, text):
    """The page with its section of tables replaced."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{text}\n{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(with_tables(PAGE.read_text(encoding="utf-8"), tables()), encoding="utf-8")
    print(f"wrote {PAGE.name}")
