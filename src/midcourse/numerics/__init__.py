"""Arithmetic that knows no physics: compiling, interpolation, roots, grids, random streams."""
