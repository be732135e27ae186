"""What an answer can be, and what is known of anything: values, rows and three-valued status.

A value of a fact is a plain Python value (`bool`, `str`, `int`, `Fraction`, `date`), `Choices`, `NotYet`, `Unknown` or `NA`;
numbers are exact.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

Number = int | Fraction


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that nobody has given yet, known at most to lie between two bounds (both inclusive)."""

    least: Number | date | None = None
    most: Number | date | None = None


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """What a fact is when the question does not arise."""


@dataclass(frozen=True, slots=True)
class NotYet:
    """Some day after `given_on`, the as-at date under which the answer was given."""

    given_on: date


@dataclass(frozen=True, slots=True)
class Choices:
    """Several options, or several rows: those chosen and those nobody is sure of; every other one is not chosen."""

    chosen: frozenset[str] = frozenset()
    unsure: frozenset[str] = frozenset()


UNKNOWN = Unknown()
NA = NotApplicable()
Value = bool | str | int | Fraction | date | Choices | NotYet | Unknown | NotApplicable


class Status(enum.IntEnum):
    """Kleene's three values of a line, a rule or an item."""

    FAILS = -1
    OPEN = 0
    HOLDS = 1


MISSING = "?"
"""The key of the row that a list may still lack."""


class Cell(NamedTuple):
    """Where an answer goes: a fact of the case, a list, or an attribute of one row of a list."""

    fact: str
    row: str = ""

    def __str__(self) -> str:
        if not self.row:
            return self.fact
        subject, attribute = self.fact.split(".", 1)
        return f"{subject}[{self.row}].{attribute}"


@dataclass(frozen=True, slots=True)
class RowSet:
    """The rows of a list by their keys, in order; `more` while there may be rows that nobody has named."""

    keys: tuple[str, ...] = ()
    more: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person said: a value, or `UNKNOWN` for "not sure", with an optional note and the role who would know."""

    value: Value | RowSet
    note: str = ""
    left_to: str = ""

    @property
    def sure(self) -> bool:
        """False for "not sure"."""
        return not isinstance(self.value, Unknown)


Answers = Mapping[Cell, Answer]
