"""Alliances, treaties and the claims that governments made: rules on records, nothing about files."""

from .alliance import ALLIANCES, Member, is_protected, members, owner_of

__all__ = ["ALLIANCES", "Member", "is_protected", "members", "owner_of"]
