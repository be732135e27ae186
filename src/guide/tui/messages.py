"""What widgets and screens tell those above them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from textual.message import Message

from guide.values import Cell

# Textual writes to a message after it is made, so these cannot be frozen; nothing of ours changes them.


@dataclass
class Given(Message):
    """An answer, in the form that case files use."""

    cell: Cell
    raw: object


@dataclass
class RowsGiven(Message):
    """The rows of a list: each with the name it had before, if any, and the name it has now."""

    cell: Cell
    rows: tuple[tuple[str, str], ...]
    more: bool


@dataclass
class RowsPasted(Message):
    """A text of several lines was pasted where a name is typed."""

    text: str


@dataclass
class NotSure(Message):
    """The answer "not sure"."""

    cell: Cell


@dataclass
class Kept(Message):
    """The answer given before, left as it is."""

    cell: Cell


@dataclass
class NotReady(Message):
    """Enter was pressed before there was an answer: what is missing, for the line beside the field."""

    text: str


@dataclass
class NameAnother(Message):
    """A row is wanted that its list does not have yet."""

    list: str


@dataclass
class TableWanted(Message):
    """The rows of a list are wanted as a table: where to point in it, and a text that was pasted for it."""

    list: str
    at: Cell | None = None
    text: str = ""


@dataclass
class CaseChosen(Message):
    """A case file to open."""

    path: Path


@dataclass
class ExampleChosen(Message):
    """An example, to open as a case of one's own, and the file that it goes to."""

    example: Path
    path: Path


@dataclass
class Go(Message):
    """Another of the main screens is wanted."""

    where: Literal["question", "answers", "checklist", "export"]


@dataclass
class Changed(Message):
    """The case has changed and is to be saved."""


@dataclass
class CaseBegun(Message):
    """A new case, and the file that it goes to."""

    path: Path
    title: str
    as_at: date
