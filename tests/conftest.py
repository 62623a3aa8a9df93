"""What tests of several rooms need."""

import signal

import pytest


@pytest.fixture
def heeds_interrupts():
    """Ctrl-C is heard by what a test starts: what runs in the background of a shell ignores it, and hands that on."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)
