"""Missiles and their flights."""

from .propagate import propagate, propagate_many
from .trajectory import Impact, Moment, Trajectory

__all__ = ["Impact", "Moment", "Trajectory", "propagate", "propagate_many"]
