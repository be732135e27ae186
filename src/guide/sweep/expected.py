"""What tests expect, held against a population of their cases: one encoding of all tests serves any number of rulebooks alike."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np

from guide.answers import AnswerError, parse_cell, parse_value
from guide.loader.tests import BOUND
from guide.model import LEVELS, BookTest, Rulebook
from guide.sweep.bounds import Bools
from guide.sweep.dressed import days, levels
from guide.sweep.questions import Hanging
from guide.sweep.worked import Worked
from guide.sweep.working import Working
from guide.values import NA, UNKNOWN, Cell, Unknown, Value

STATUS = {"applies": 1, "may": 0, "ruled_out": -1}
Binding = tuple[tuple[str, str], ...]


class Wish(NamedTuple):
    """One expectation of a test; `of` is the item or fact that it is about."""

    test: str
    case: int
    kind: str
    name: str
    wanted: object
    of: str
    binding: Binding
    cell: Cell | None


@dataclass(frozen=True, slots=True)
class Expected:
    """The expectations of tests, by the name (`item:id`, or a fact) that each is about. The cases of the tests are numbered in their order."""

    wishes: Mapping[str, tuple[Wish, ...]]
    asked: tuple[Wish, ...]
    """What the tests expect to be asked: it may hang on anything."""

    def unmet(self, worked: Worked, names: Collection[str] | None = None, questions: bool = True) -> Iterator[Wish]:
        """The expectations that a population of the tests' cases does not meet: of some names, or of all; those of questions last."""
        for start, working in worked.parts:
            for name, wishes in self.wishes.items():
                if names is None or name in names:
                    inside = [wish for wish in wishes if start <= wish.case < start + working.chunk.size]
                    yield from self.of_item(working, start, inside) if name.startswith("item:") else self.of_fact(working, start, inside)
        if questions:
            yield from self.not_asked(worked)

    def of_item(self, working: Working, start: int, wishes: Iterable[Wish]) -> Iterator[Wish]:
        """Those about one item."""
        made: dict[str, object] = {}
        for wish in wishes:
            item = working.rulebook.items[wish.of]
            if wish.kind not in made:
                made[wish.kind] = (
                    working.statuses[item.clause.id]
                    if wish.kind in STATUS
                    else levels(working, item)
                    if wish.kind == "level"
                    else days(working, item, phrase)
                    if (phrase := item.due if wish.kind == "due" else item.not_before)
                    else None
                )
            array = made[wish.kind]
            found = None if array is None else at_rows(working, array, item_lists(working, wish.of), wish, wish.case - start)
            if not met(wish, found):
                yield wish

    def of_fact(self, working: Working, start: int, wishes: Iterable[Wish]) -> Iterator[Wish]:
        """Those about one fact."""
        for wish in wishes:
            assert wish.cell is not None
            if not fact_met(working.rulebook, wish, value_at(working, wish.cell, wish.case - start)):
                yield wish

    def not_asked(self, worked: Worked) -> Iterator[Wish]:
        """Questions that should be asked and are not."""
        for start, working in worked.parts if self.asked else ():
            found = Hanging(working).questions()
            for wish in self.asked:
                case = wish.case - start
                if 0 <= case < working.chunk.size and not is_asked(working, found, wish, case):
                    yield wish


def expected(rulebook: Rulebook, tests: Iterable[BookTest]) -> Expected:
    """The expectations of some tests, whose cases have their order."""
    wishes: dict[str, list[Wish]] = {}
    asked = []
    for number, test in enumerate(tests):
        for kind, pairs in test.expect.items():
            for name, wanted in pairs:
                wish = a_wish(rulebook, test, number, kind, name, wanted)
                if wish.kind == "asks":
                    asked.append(wish)
                else:
                    wishes.setdefault(wish.of if wish.cell else f"item:{wish.of}", []).append(wish)
    return Expected({name: tuple(many) for name, many in wishes.items()}, tuple(asked))


def a_wish(rulebook: Rulebook, test: BookTest, case: int, kind: str, name: str, wanted: object) -> Wish:
    """One expectation with what it is about."""
    if kind in (*STATUS, "due", "not_before", "level"):
        match = BOUND.fullmatch(name)
        assert match is not None
        pairs = (part.split("=", 1) for part in (match["binding"] or "").split(","))
        return Wish(test.id, case, kind, name, wanted, match["id"], tuple((pair[0].strip(), pair[1].strip()) for pair in pairs if len(pair) == 2), None)
    try:
        cell = parse_cell(name, rulebook.facts, rulebook.lists)
    except AnswerError:
        cell = Cell(name)
    return Wish(test.id, case, kind, name, wanted, cell.fact, (), cell)


def item_lists(working: Working, item: str) -> dict[str, str]:
    """The list of each variable that makes a result of an item."""
    found = working.rulebook.items[item]
    lists = dict(found.clause.variables)
    return {variable: lists[variable] for variable in found.per}


def at_rows(working: Working, array: object, lists: Mapping[str, str], wish: Wish, case: int) -> int | None:
    """What an array over `per` says of a wish's rows, of all rows together where it names none; None where there are no such rows."""
    assert isinstance(array, np.ndarray)
    here = array[..., 0 if array.shape[-1] == 1 else case]
    if not wish.binding:
        live = here[here >= 0] if wish.kind in ("level", "due", "not_before") else here
        return int(live.flat[0]) if wish.kind not in STATUS and live.size else int(here.max())
    rows = dict(wish.binding)
    if rows.keys() != lists.keys():
        return None
    index = []
    for (variable, listed), length in zip(lists.items(), here.shape, strict=True):
        names = working.chunk.row_names(listed, case)
        if rows[variable] not in names:
            return None
        index.append(0 if length == 1 else names.index(rows[variable]))
    return int(here[tuple(index)])


def met(wish: Wish, found: int | None) -> bool:
    """Whether what an item shows is what is expected."""
    if found is None:
        return False
    if wish.kind in STATUS:
        return found == STATUS[wish.kind]
    if wish.kind == "level":
        return found >= 0 and (LEVELS[found] if found < len(LEVELS) else "") == wish.wanted
    if isinstance(wish.wanted, date):
        return found == wish.wanted.toordinal()
    return found == 0


def value_at(working: Working, cell: Cell, case: int) -> Value:
    """The value of a fact in one case; unknown for a row that its list lacks."""
    fact = working.rulebook.facts.get(cell.fact)
    if fact is None:
        return UNKNOWN
    if not fact.list:
        return working.chunk.value(working.columns[cell.fact], fact, case, None)
    names = working.chunk.row_names(fact.list, case)
    there = working.there[fact.list]
    place = names.index(cell.row) if cell.row in names else -1
    if place < 0 or there[place, 0 if there.shape[1] == 1 else case] != 1:
        return UNKNOWN
    return working.chunk.value(working.columns[cell.fact], fact, case, place)


def fact_met(rulebook: Rulebook, wish: Wish, got: Value) -> bool:
    """Whether a fact has the value that is expected."""
    if wish.kind == "holds":
        return got is True
    if wish.kind == "fails":
        return got is False or got == NA
    if wish.kind == "unknown":
        return isinstance(got, Unknown)
    if wish.wanted == "not applicable":
        return got == NA
    try:
        return got == (UNKNOWN if wish.wanted == "not sure" else parse_value(rulebook.facts[wish.of], wish.wanted, date.min))
    except (AnswerError, KeyError):
        return False


def is_asked(working: Working, questions: Mapping[str, Bools], wish: Wish, case: int) -> bool:
    """Whether a question is among those that are open in one case."""
    assert wish.cell is not None
    mask = questions.get(wish.cell.fact)
    if mask is None:
        return False
    fact = working.rulebook.facts.get(wish.cell.fact)
    here = mask[..., 0 if mask.shape[-1] == 1 else case]
    if fact is None or not fact.list or here.ndim == 0:
        return bool(np.any(here))
    names = working.chunk.row_names(fact.list, case)
    place = names.index(wish.cell.row) if wish.cell.row in names else -1
    return place >= 0 and bool(here[place if len(here) > 1 else 0])
