"""What an author's lines say, once read: operands, comparisons, clauses, date phrases and calculations."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

from guide.values import Status


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was written: a file of the rulebook and the TOML keys that lead to it.

    `words` narrows it to some words of the value, `on_key` to the key itself. A place without keys, in broken TOML or in
    Markdown, says its `line` and `column` (from 1) instead.
    """

    file: str
    keys: tuple[str | int, ...] = ()
    words: str = ""
    on_key: bool = False
    line: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True)
class Ref:
    """A fact of the case (`var` empty), an attribute of the row bound to `var`, or (`fact` empty) that row itself."""

    fact: str
    var: str = ""


@dataclass(frozen=True, slots=True)
class ParamRef:
    """A parameter, read on the date of whatever reads it."""

    id: str


Operand = Ref | ParamRef | bool | str | int | Fraction | date


class Op(enum.StrEnum):
    """What a line asks of its left side. Negations are a flag of the line."""

    TRUE = "true"
    IS = "is"
    IN = "in"
    HAS = "has"
    GE = ">="
    LE = "<="
    GT = ">"
    LT = "<"
    UNCONFIRMED = "unconfirmed"


Origin = Literal["", "from", "until", "nation"]


@dataclass(frozen=True, slots=True)
class Line:
    """One condition. `origin` tells the lines that come from dates and nations; in those *not yet* reads as the as-at date."""

    text: str
    left: Ref
    op: Op
    right: tuple[Operand, ...] = ()
    negated: bool = False
    origin: Origin = ""
    place: Place = field(default=Place(""), compare=False)
    variables: frozenset[str] = field(init=False, compare=False)
    """The row variables that the line reads."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "variables", frozenset(ref.var for ref in self.refs() if ref.var))

    def refs(self) -> Iterator[Ref]:
        """Every fact, attribute or row that the line reads."""
        yield self.left
        for operand in self.right:
            if isinstance(operand, Ref):
                yield operand


Binding = tuple[tuple[str, str], ...]
"""Which row each variable stands for, in the order of `for`: `(("p", "Ann"), ("q", "Bob"))`."""


@dataclass(frozen=True, slots=True, eq=False)
class Clause:
    """Lines that decide something together: all of `when` must hold and all of `unless` fail, per binding of `variables`.

    Compared by identity, so that looking up how a clause is joined costs nothing.
    """

    id: str
    when: tuple[Line, ...] = ()
    unless: tuple[Line, ...] = ()
    variables: tuple[tuple[str, str], ...] = ()
    dated_by: Ref | None = None

    def lines(self) -> Iterator[tuple[Line, Status]]:
        """Every line with the status that speaks for the clause."""
        for line in self.when:
            yield line, Status.HOLDS
        for line in self.unless:
            yield line, Status.FAILS


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time: a number, or a parameter whose own unit is one of time."""

    count: int | ParamRef
    unit: str = ""


Relation = Literal["", "before", "after", "beginning with", "ending with", "start", "end"]


@dataclass(frozen=True, slots=True)
class DatePhrase:
    """A date: `base` itself (`relation` empty), counted from it by `span`, or an edge of its financial year."""

    text: str
    base: Operand
    relation: Relation = ""
    span: Span | None = None


CalcKind = Literal["sum", "product", "difference", "share", "count", "least", "most", "date"]


@dataclass(frozen=True, slots=True)
class Calculation:
    """How a derived fact is worked out: over `operands`, over `counted` lines, over rows (`clause`), or as a date."""

    kind: CalcKind
    operands: tuple[Operand, ...] = ()
    counted: tuple[Line, ...] = ()
    clause: Clause | None = None
    phrase: DatePhrase | None = None
