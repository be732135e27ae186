"""The vocabulary of the guide: rulebooks, answers and values, as frozen data.

Knows nothing but itself. A value of a fact is a plain Python value (`bool`, `str`, `int`, `Fraction`, `date`), `Choices`,
`NotYet`, `Unknown` or `NA`; numbers are exact.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal, NamedTuple

Number = int | Fraction


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


# --- values -----------------------------------------------------------------


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


# --- lines ------------------------------------------------------------------


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


# --- dates and calculations ---------------------------------------------------


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


# --- what a rulebook declares ---------------------------------------------------

FactKind = Literal["yes-no", "choice", "choices", "number", "money", "percent", "date", "text", "row", "rows"]


@dataclass(frozen=True, slots=True)
class Fact:
    """Something about the case, or (`list` set) about each row of a list. `ask` is None when it is derived."""

    id: str
    kind: FactKind
    place: Place
    ask: str | None = None
    label: str = ""
    list: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    of: str = ""
    unit: str = ""
    only_if: tuple[Line, ...] = ()
    not_yet: str = ""
    negative: bool = False
    both_ways: bool = False
    calculation: Calculation | None = None
    section: str = ""
    help: str = ""
    dated_by: Ref | None = None
    calendar: str = ""

    @property
    def asked(self) -> bool:
        """Whether people answer it; if not, it is concluded by rules or calculated."""
        return self.ask is not None


@dataclass(frozen=True, slots=True)
class RowList:
    """A list of rows: asked, or (`rows` not None) fixed in the rulebook."""

    id: str
    place: Place
    ask: str = ""
    label: str = ""
    key: str = "name"
    attributes: tuple[str, ...] = ()
    rows: tuple[Mapping[str, Value], ...] | None = None
    only_if: tuple[Line, ...] = ()
    section: str = ""
    help: str = ""
    dated_by: Ref | None = None

    def row_key(self, row: Mapping[str, Value]) -> str:
        """The name by which a fixed row is known."""
        return str(row[f"{self.id}.{self.key}"])


@dataclass(frozen=True, slots=True)
class Figure:
    """What a parameter is from a day on."""

    start: date
    value: Number | date
    unit: str = ""
    cite: str = ""


@dataclass(frozen=True, slots=True)
class Param:
    """A dated amount: figures in order of their start, ended (if at all) by `until`, the last day."""

    id: str
    place: Place
    figures: tuple[Figure, ...] = ()
    until: date | None = None

    def on(self, day: date) -> Figure | None:
        """The figure in force on a day; None before the first. Whether it has ended is for the caller to see."""
        found = None
        for figure in self.figures:
            if figure.start <= day:
                found = figure
        return found


def may_be_negative(facts: Mapping[str, Fact], params: Mapping[str, Param], operand: Operand) -> bool:
    """Whether an amount may lie below nought. The loader has marked the derived facts that may."""
    if isinstance(operand, Ref):
        return bool(operand.fact) and facts[operand.fact].negative
    if isinstance(operand, ParamRef):
        return any(isinstance(figure.value, int | Fraction) and figure.value < 0 for figure in params[operand.id].figures)
    return isinstance(operand, int | Fraction) and operand < 0


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What a rule concludes: a yes-no (`op` TRUE), a value (IS) or one row or option more (HAS)."""

    target: Ref
    op: Op = Op.TRUE
    value: Operand = True


@dataclass(frozen=True, slots=True)
class Rule:
    """One way in which a derived fact comes about."""

    id: str
    place: Place
    cite: tuple[str, ...]
    clause: Clause
    then: Conclusion


ItemKind = Literal["item", "conflict", "warning", "route"]
LEVELS = ("prohibited", "must", "should", "could", "declare")


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the checklist, of the conflicts register, a warning or a route."""

    id: str
    kind: ItemKind
    place: Place
    title: str
    cite: tuple[str, ...]
    clause: Clause
    named: tuple[tuple[str, Ref], ...] = ()
    """The facts that the title names in braces, by the words that stand there."""
    level: str = ""
    raised: tuple[tuple[str, tuple[Line, ...]], ...] = ()
    nature: str = ""
    potential_if: tuple[Line, ...] = ()
    who: str = ""
    stage: str = ""
    note: str = ""
    record: str = ""
    topic: str = ""
    per: tuple[str, ...] = ()
    due: DatePhrase | None = None
    not_before: DatePhrase | None = None
    calendar: str = ""
    after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    takes: Span | None = None
    if_unsure: Literal["follow", "wait"] = "follow"
    compare: str = ""
    suits: tuple[Line, ...] = ()
    strains: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A page of law or guidance."""

    id: str
    place: Place
    title: str
    cite: str = ""
    url: str = ""
    nation: tuple[str, ...] = ()
    start: date | Literal["not confirmed"] | None = None
    end: date | None = None
    checked: str = "unchecked"
    checked_on: date | None = None
    review_by: date | None = None
    body: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """A help article shown beside questions."""

    id: str
    place: Place
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the journey."""

    id: str
    title: str
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are no working days, besides Saturdays and Sundays, and the last day for which that is known."""

    id: str
    title: str
    off: frozenset[date]
    known_to: date
    known_from: date = date.min


@dataclass(frozen=True, slots=True)
class BookTest:
    """A test that authors write: the answers given on a date, and what they expect."""

    id: str
    place: Place
    on: date
    given: Answers
    expect: Mapping[str, tuple[tuple[str, object], ...]]


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Everything that `rules/` and `kb/` say, checked and linked."""

    title: str
    version: str
    digest: str
    disclaimer: str
    topics: str
    nation: str
    facts: Mapping[str, Fact]
    lists: Mapping[str, RowList]
    params: Mapping[str, Param]
    rules: Mapping[str, Rule]
    items: Mapping[str, Item]
    pages: Mapping[str, Page]
    articles: Mapping[str, Article]
    sections: Mapping[str, str]
    roles: Mapping[str, str]
    stages: Mapping[str, Stage]
    calendars: Mapping[str, Calendar]
    tests: Mapping[str, BookTest]
    order: tuple[str, ...]
    """Facts, lists, rules (`rule:id`) and items (`item:id`), each after everything that it reads."""
    reads: Mapping[str, frozenset[str]]
    """What each name of `order` reads directly."""
    concluders: Mapping[str, tuple[str, ...]]
    """The ids of the rules that conclude each derived fact, in the authors' order."""


AS_AT = "case.as_at"
