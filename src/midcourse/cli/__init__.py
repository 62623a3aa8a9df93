"""The shell door: one small file a family of commands; errors become one message and an exit code."""

from .app import main

__all__ = ["main"]
