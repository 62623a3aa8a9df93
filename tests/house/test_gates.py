"""`./run gates` runs every gate even when one fails, shows what failed, and ends with 1 when any did."""

import importlib.util
import sys

import pytest

from .tree import ROOT


@pytest.fixture
def gates():
    spec = importlib.util.spec_from_file_location("gates", ROOT / "tools" / "gates.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def says(text, code):
    """A command that says something and ends with a code."""
    return [sys.executable, "-c", f"print({text!r}); raise SystemExit({code})"]


def test_every_gate_runs_and_every_failure_is_named(gates, monkeypatch, capsys):
    table = {
        "one": ("first", says("rule one", 1)),
        "two": ("second", says("quiet", 0)),
        "three": ("third", says("rule 3", 2)),
    }
    monkeypatch.setattr(gates, "GATES", table)
    assert gates.main([]) == 1
    told = capsys.readouterr().out
    assert "rule one" in told
    assert "rule 3" in told
    assert "quiet" not in told
    assert told.rstrip().endswith("gates: BROKEN: one, three")


def test_gates_that_are_kept_end_with_zero(gates, monkeypatch, capsys):
    monkeypatch.setattr(gates, "GATES", {"one": ("first", says("x", 0))})
    assert gates.main(["one"]) == 0
    assert "all kept" in capsys.readouterr().out


def test_a_gate_that_cannot_be_run_here_says_why_and_breaks_nothing(gates, monkeypatch, capsys):
    monkeypatch.setattr(gates, "GATES", {"one": ("first", says("no Node", gates.SKIPPED))})
    assert gates.main([]) == 0
    told = capsys.readouterr().out
    assert "no Node" in told
    assert "left" in told


def test_an_unknown_gate_is_refused(gates, capsys):
    with pytest.raises(SystemExit) as stop:
        gates.main(["wall"])
    assert stop.value.code == 2
    assert "no such gate: wall" in capsys.readouterr().err


def test_the_gates_are_the_promised_ones(gates):
    assert set(gates.GATES) >= {"format", "lint", "types", "imports", "house", "docs", "tsc", "page"}
    house = {word.split("/")[-1] for word in gates.GATES["house"][1] if "ignore" in str(word)}
    assert house == {str(word).split("/")[-1] for word in gates.GATES["docs"][1][6:]}, (
        "what one leaves out the other runs"
    )
