"""Figures, maps and the page of a stored run."""
