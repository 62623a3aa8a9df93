"""Missiles and their flights."""
