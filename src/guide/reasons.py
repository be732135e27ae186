"""What a reason is made of: data, which `sentences` says and JSON carries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from guide.lines import Line
from guide.values import Cell, Status, Value

Source = Literal["said", "not-sure", "not-asked", "fixed", "concluded", "calculated", "not-applicable", "depends", "as-at", "row"]


@dataclass(frozen=True, slots=True)
class FactReason:
    """Why a fact has its value: what was said, or the rules, calculation or lines that it comes from."""

    cell: Cell
    value: Value
    source: Source
    parts: tuple[ClauseReason | FactReason | LineReason, ...] = ()
    arises: tuple[LineReason, ...] = ()
    """Why the question arises at all: its own `only_if` lines and its list's, which hold."""
    option: str = ""
    """The one option or row that is explained, of a fact that has several."""


@dataclass(frozen=True, slots=True)
class LineReason:
    """Why a line holds, fails or is open; `speaks` when that is for its clause. `facts` are those it turns on."""

    line: Line
    rows: Mapping[str, str]
    status: Status
    speaks: bool
    day: Value
    missing: tuple[str, ...] = ()
    facts: tuple[FactReason, ...] = ()


@dataclass(frozen=True, slots=True)
class ClauseReason:
    """Why a rule or item holds, fails or is open for a binding: the lines that decide it."""

    id: str
    status: Status
    cite: tuple[str, ...]
    rows: Mapping[str, str]
    lines: tuple[LineReason, ...] = ()
    no_rows: str = ""
    """The list that has no rows, when that is why nothing can hold."""
    arises: tuple[LineReason, ...] = ()
    """Why the lists of its rows arise, or do not."""
