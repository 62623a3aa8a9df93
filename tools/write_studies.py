"""Write a page with its figure for every study into docs/studies/, from the program's own answers.

Use: python tools/write_studies.py [NAME ...]
"""

import sys
from pathlib import Path

from midcourse.exchange import study_answer, study_page
from midcourse.report import study_figure
from midcourse.run import studies

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "studies"


def page_of(found):
    """Text of the page of a study.

    Parameters
    ----------
    found : run.studies.Study
    """
    return study_page.study_page(study_answer.study(found), f"{found.claim.key}.png")


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name in sys.argv[1:] or studies.names():
        answer = studies.study(name)
        study_figure.figure_study(answer, FOLDER / f"{name}.png")
        (FOLDER / f"{name}.md").write_text(page_of(answer), encoding="utf-8")
        print(f"wrote {name}.md")
