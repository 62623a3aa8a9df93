"""The program run through its real entry point."""

import pytest

from midcourse.cli import app as door


@pytest.fixture
def shell(monkeypatch, capsys):
    """Run `midcourse WORDS`; gives (exit code, stdout, stderr)."""

    def midcourse(*words):
        monkeypatch.setattr("sys.argv", ["midcourse", *map(str, words)])
        code = 0
        try:
            door.main()
        except SystemExit as end:
            code = end.code or 0
        said = capsys.readouterr()
        return code, said.out, said.err

    return midcourse


@pytest.fixture
def refused(shell):
    """Run what cannot be carried out: exit 2, nothing on standard output; gives the one message."""

    def midcourse(*words):
        code, out, err = shell(*words)
        messages = [line for line in err.splitlines() if line.startswith("midcourse: ")]
        assert (code, out, len(messages)) == (2, "", 1)
        assert "Traceback" not in err
        return messages[0]

    return midcourse
