"""Alliances, treaties and the claims that governments made: rules on records, nothing about files."""
