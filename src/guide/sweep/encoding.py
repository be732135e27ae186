"""Reads the answers of many cases into a population."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np

from guide.model import Fact, Rulebook
from guide.sweep.bounds import DAYS, ROOM, Bound, Numbers, Side
from guide.sweep.columns import NA_CODE, NEVER, NO_CODE, UNKNOWN_CODE, Code, Column, Many, Ordered, Truth, domain_of
from guide.sweep.literals import literal_texts
from guide.sweep.population import Population, Rows
from guide.values import NA, UNKNOWN, Answers, Choices, NotApplicable, NotYet, RowSet, Unknown, Value

Shape = tuple[int, ...]


@dataclass(slots=True)
class Said:
    """The answers to one question: case, row and value, side by side."""

    fact: Fact
    cases: list[int] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    values: list[Value] = field(default_factory=list)


@dataclass(slots=True)
class Names:
    """The names that each case uses of one list's rows: the rows themselves, then names that the list lacks."""

    fixed: tuple[str, ...] = ()
    places: list[dict[str, int]] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    more: list[bool] = field(default_factory=list)
    said: list[bool] = field(default_factory=list)

    def begin(self, answer: object) -> dict[str, int]:
        """Starts a case with the rows it answers."""
        keys = answer.keys if isinstance(answer, RowSet) else ()
        self.more.append(answer.more if isinstance(answer, RowSet) else not self.fixed)
        self.counts.append(len(keys))
        self.said.append(answer is not None)
        places = {key: place for place, key in enumerate(self.fixed or keys)}
        self.places.append(places)
        return places


class Encoder:
    """Gathers the answers of case after case, then makes columns of them."""

    def __init__(self, rulebook: Rulebook, texts: dict[str, int] | None = None) -> None:
        self.rulebook = rulebook
        self.as_at: list[int] = []
        self.texts = {text: place for place, text in enumerate(literal_texts(rulebook))} if texts is None else texts
        self.names = {id: Names(tuple(map(listed.row_key, listed.rows or ()))) for id, listed in rulebook.lists.items()}
        self.asked = {fact.id: Said(fact) for fact in rulebook.facts.values() if fact.asked and not is_fixed(rulebook, fact.list)}
        self.per_case = {fact.id: Said(fact) for fact in rulebook.facts.values() if is_fixed(rulebook, fact.list) and names_asked_rows(rulebook, fact)}

    def add(self, answers: Answers, as_at: date) -> None:
        """Takes in one case."""
        case = len(self.as_at)
        self.as_at.append(as_at.toordinal())
        places = {}
        for id, names in self.names.items():
            answer = answers.get((id, ""))  # type: ignore[call-overload]  # a cell is this pair
            places[id] = names.begin(answer.value if answer else None)
        for (id, row), answer in answers.items():
            said = self.asked.get(id)
            if said is None or bool(row) != bool(said.fact.list):
                continue
            place = places[said.fact.list].get(row, -1) if row else 0
            if place < 0:
                continue
            said.cases.append(case)
            said.rows.append(place)
            said.values.append(UNKNOWN if isinstance(answer.value, RowSet) else answer.value)
        for said in self.per_case.values():
            self.add_fixed(said, case)

    def add_fixed(self, said: Said, case: int) -> None:
        """Takes in what the rulebook fixes of rows that are each case's own."""
        fixed = self.rulebook.lists[said.fact.list].rows or ()
        said.cases += [case] * len(fixed)
        said.rows += range(len(fixed))
        said.values += [row[said.fact.id] for row in fixed]

    def population(self) -> Population:
        """All cases that were taken in."""
        columns: dict[str, Column] = {}
        asked = {}
        for id, said in (self.asked | self.per_case).items():
            if said.cases:
                columns[id] = self.column(said)
                asked[id] = mask(self.shape(said), self.index(said))
        rows = {id: self.list_rows(names) for id, names in self.names.items()}
        return Population(len(self.as_at), np.array(self.as_at, np.int32), columns, rows, tuple(self.texts), asked)

    # --- lists ---

    def list_rows(self, names: Names) -> Rows:
        """The rows of a list, with every name used of them."""
        width = max(map(len, names.places), default=0)
        codes = np.full((width, len(self.as_at)), NO_CODE, np.int32)
        for case, places in enumerate(names.places):
            for name, place in places.items():
                codes[place, case] = self.text(name)
        return Rows(np.array(names.counts, np.int16), np.array(names.more, bool), codes, np.array(names.said, bool))

    def text(self, text: str) -> int:
        """The code of a text."""
        return self.texts.setdefault(text, len(self.texts))

    # --- columns ---

    def shape(self, said: Said) -> Shape:
        """The shape of a question's column: cases, with rows before them for an attribute."""
        cases = len(self.as_at)
        if not said.fact.list:
            return (cases,)
        names = self.names[said.fact.list]
        return (max(len(names.fixed), *names.counts), cases)

    def index(self, said: Said) -> tuple[list[int], ...]:
        """Where the answers to a question go."""
        return (said.rows, said.cases) if said.fact.list else (said.cases,)

    def column(self, said: Said) -> Column:
        """The column of a question."""
        match said.fact.kind:
            case "yes-no":
                return Truth(self.coded(said, np.int8, 0, lambda value, _: 1 if value else -1))
            case "choice":
                options = {option: place for place, option in enumerate(said.fact.options)}
                return Code(self.coded(said, code_type(len(options)), UNKNOWN_CODE, lambda value, _: options[str(value)]), domain_of(said.fact))
            case "text":
                return Code(self.coded(said, np.int32, UNKNOWN_CODE, lambda value, _: self.text(str(value))), domain_of(said.fact))
            case "row":
                return Code(self.coded(said, np.int16, UNKNOWN_CODE, lambda value, case: self.named(said.fact.of, case, str(value))), domain_of(said.fact))
            case "choices" | "rows":
                return self.many(said)
            case _:
                return self.ordered(said)

    def named(self, listed: str, case: int, name: str) -> int:
        """The place of a name among those that a case uses of a list's rows."""
        places = self.names[listed].places[case]
        return places.setdefault(name, len(places))

    def coded(self, said: Said, dtype: Any, nothing: int, code: Callable[[Value, int], int]) -> Numbers:
        """A column of small codes."""
        array = np.full(self.shape(said), nothing, dtype)
        array[self.index(said)] = [
            nothing if isinstance(value, Unknown) else NA_CODE if isinstance(value, NotApplicable) else code(value, case)
            for value, case in zip(said.values, said.cases, strict=True)
        ]
        return array

    def many(self, said: Said) -> Many:
        """A column of several options or rows."""
        options = {option: place for place, option in enumerate(said.fact.options)}
        rows = said.fact.kind == "rows"
        marks = []
        for value, case in zip(said.values, said.cases, strict=True):
            if isinstance(value, Choices):
                find = (lambda name, case=case: self.named(said.fact.of, case, name)) if rows else options.__getitem__
                marks.append((1, [(find(name), 1) for name in value.chosen] + [(find(name), 0) for name in value.unsure - value.chosen]))
            else:
                marks.append((NA_CODE if isinstance(value, NotApplicable) else 0, []))
        width = max((len(places) for places in self.names[said.fact.of].places), default=0) if rows else len(options)
        *before, cases = self.shape(said)
        has, state = np.zeros((*before, width, cases), np.int8), np.zeros((*before, cases), np.int8)
        for index, (known, entries) in zip(zip(*self.index(said), strict=True), marks, strict=True):
            state[index] = known
            if known:
                has[(*index[:-1], slice(None), index[-1])] = -1
            for place, mark in entries:
                has[(*index[:-1], place, index[-1])] = mark
        return Many(has, state, domain_of(said.fact))

    def ordered(self, said: Said) -> Ordered:
        """A column of amounts or dates between bounds."""
        index, shape = self.index(said), self.shape(said)
        na, not_yet = np.zeros(shape, bool), np.zeros(shape, bool)
        na[index] = [isinstance(value, NotApplicable) for value in said.values]
        not_yet[index] = [isinstance(value, NotYet) for value in said.values]
        make = day_bound if said.fact.kind == "date" else amount_bound
        low = make([lower(value) for value in said.values], shape, index, -1)
        high = make([upper(value) for value in said.values], shape, index, 1)
        return Ordered(low, high, na if na.any() else NEVER, not_yet if not_yet.any() else NEVER)


def code_type(words: int) -> type[np.signedinteger[Any]]:
    """The smallest type for codes of so many words."""
    return np.int8 if words < 120 else np.int16


def is_fixed(rulebook: Rulebook, listed: str) -> bool:
    """Whether the rulebook itself says a list's rows."""
    return bool(listed) and rulebook.lists[listed].rows is not None


def names_asked_rows(rulebook: Rulebook, fact: Fact) -> bool:
    """Whether an attribute's values are rows of a list that people answer."""
    return bool(fact.of) and not is_fixed(rulebook, fact.of)


def mask(shape: Shape, index: tuple[list[int], ...]) -> Any:
    """Where there is an answer."""
    found = np.zeros(shape, bool)
    found[index] = True
    return found


def lower(value: Value) -> Any:
    """The least that an answer can be."""
    if isinstance(value, NotYet):
        return date.fromordinal(value.given_on.toordinal() + 1)
    return value.least if isinstance(value, Unknown) else None if value == NA else value


def upper(value: Value) -> Any:
    """The most that an answer can be."""
    if isinstance(value, NotYet):
        return None
    return value.most if isinstance(value, Unknown) else None if value == NA else value


def day_bound(values: list[Any], shape: Shape, index: tuple[list[int], ...], side: Side) -> Bound:
    """Bounds of dates."""
    array = np.full(shape, side * DAYS, np.int32)
    array[index] = [side * DAYS if value is None else value.toordinal() for value in values]
    return Bound(array)


def amount_bound(values: list[Any], shape: Shape, index: tuple[list[int], ...], side: Side) -> Bound:
    """Bounds of amounts over their common denominator; Python numbers if that makes them too great."""
    den = math.lcm(*{value.denominator for value in values if isinstance(value, Fraction)})
    if den < ROOM and all(value is None or abs(value) * den < ROOM for value in values):
        array = np.full(shape, side * ROOM, np.int64)
        array[index] = [side * ROOM if value is None else int(value * den) for value in values]
        return Bound(array, den)
    plain = np.full(shape, side * math.inf, object)
    for place, value in zip(zip(*index, strict=True), values, strict=True):
        plain[place] = side * math.inf if value is None else value
    return Bound(plain)


def encode(rulebook: Rulebook, cases: Iterable[tuple[Answers, date]]) -> Population:
    """The population of some cases: each its answers and the as-at date."""
    encoder = Encoder(rulebook)
    for answers, as_at in cases:
        encoder.add(answers, as_at)
    return encoder.population()
