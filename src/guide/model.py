"""What a rulebook declares, as frozen data: facts, lists, figures, rules, items, pages and tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

from guide.documents import Document
from guide.journey import Precedent, Stage
from guide.lines import Calculation, Clause, DatePhrase, Line, Op, Operand, ParamRef, Place, Ref, Span
from guide.values import Answers, Number, Value

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
    private: str = ""
    """What stands in place of the rows' names in an export without names, like `Person`; empty where names are public."""
    withheld_if: tuple[Line, ...] = ()
    """Where these hold, or somebody is not sure of them, no export says more of a row than that there is one."""

    def row_key(self, row: Mapping[str, Value]) -> str:
        """The name by which a fixed row is known."""
        return str(row[f"{self.id}.{self.key}"])


@dataclass(frozen=True, slots=True)
class Figure:
    """What a parameter is from a day on."""

    start: date
    value: Number | date
    unit: str = ""
    cite: tuple[str, ...] = ()


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
    topics: tuple[str, ...] = ()
    """Within which topics it causes questions; within all when it names none."""
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
    information: str = ""
    """Why no rule or item cites it, where none does."""
    body_line: int = 1
    """The line of its file on which the body starts."""


@dataclass(frozen=True, slots=True)
class Article:
    """A help article shown beside questions."""

    id: str
    place: Place
    title: str
    body: str
    body_line: int = 1
    """The line of its file on which the body starts."""


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


@dataclass(frozen=True, slots=True, eq=False)
class Rulebook:
    """Everything that `rules/` and `kb/` say, checked and linked. One is another only if it is the same object."""

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
    documents: Mapping[str, Document] = field(default_factory=dict)
    precedents: Mapping[str, Precedent] = field(default_factory=dict)
    """The real cases, by their pages."""
    alike: tuple[str, ...] = ()
    """The facts by which a case is like a real one, the weightiest first."""
    glossary: Mapping[str, str] = field(default_factory=dict)
    """What each term of the field means, in plain English."""
    related: frozenset[str] = field(init=False)
    """The facts of which more is known than a row's own entry: those that count both ways, and rows that rules conclude."""

    def __post_init__(self) -> None:
        related = frozenset(fact.id for fact in self.facts.values() if fact.both_ways or (fact.kind == "rows" and not fact.asked))
        object.__setattr__(self, "related", related)


AS_AT = "case.as_at"
