"""Fixtures that several test files share."""

from commanding import case

__all__ = ["case"]
