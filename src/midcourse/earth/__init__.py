"""The Earth: shape, frames, gravity, air, lines over its surface, horizons."""

from .ellipsoid import SPHERE, WGS84, Earth, choose_earth

__all__ = ["SPHERE", "WGS84", "Earth", "choose_earth"]
