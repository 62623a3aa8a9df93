"""The Earth: shape, frames, gravity, air, lines over its surface, horizons."""
