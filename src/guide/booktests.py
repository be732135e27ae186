"""Runs the tests that authors write beside their rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from guide.answers import AnswerError, parse_cell, parse_value
from guide.checklist import Due, Writer
from guide.engine import Engine
from guide.interview import open_questions
from guide.lines import Place
from guide.loader.tests import BOUND
from guide.model import BookTest, Rulebook
from guide.outcome import Outcome, Result, live_results, status_of
from guide.values import NA, UNKNOWN, Cell, Status, Unknown, Value
from guide.why import wanted_binding
from guide.words import say_value

STATUS_WORDS = {Status.HOLDS: "applies", Status.OPEN: "may apply", Status.FAILS: "is ruled out"}
WANTED = {"applies": Status.HOLDS, "may": Status.OPEN, "ruled_out": Status.FAILS}


@dataclass(frozen=True, slots=True)
class Failure:
    """An expectation that was not met."""

    test: BookTest
    kind: str
    name: str
    wanted: str
    got: str
    outcome: Outcome = field(compare=False, repr=False)

    @property
    def message(self) -> str:
        """What was expected and what came instead."""
        return f"{self.name}: expected {self.wanted}, got {self.got}"

    @property
    def place(self) -> Place:
        """Where it is expected."""
        return Place(self.test.place.file, (*self.test.place.keys, "expect", self.kind), words=self.name)


@dataclass(slots=True)
class Report:
    """How many tests and expectations ran, and which failed."""

    tests: int = 0
    expectations: int = 0
    failures: list[Failure] = field(default_factory=list)


def run(book: Rulebook, only: Iterable[str] = (), watch: Callable[[BookTest, Outcome], None] | None = None) -> Report:
    """Runs all tests of a rulebook, or those named; `watch` is shown the outcome of each."""
    report = Report()
    wanted = set(only)
    engine = Engine(book)
    for id, test in sorted(book.tests.items(), key=lambda pair: pair[1].on):  # a new day is worked out from nothing, other answers are not
        if not wanted or id in wanted:
            outcome = engine.update(test.given, test.on)
            report.tests += 1
            report.expectations += sum(len(pairs) for pairs in test.expect.values())
            report.failures += failures(test, outcome)
            if watch:
                watch(test, outcome)
    engine.close()
    order = {id: place for place, id in enumerate(book.tests)}
    report.failures.sort(key=lambda failure: order[failure.test.id])
    return report


def failures(test: BookTest, outcome: Outcome) -> Iterator[Failure]:
    """The expectations of a test that an outcome does not meet."""
    for kind, pairs in test.expect.items():
        if kind in WANTED:
            for name, _ in pairs:
                yield from of_item(test, kind, name, outcome)
        elif kind in ("due", "not_before"):
            yield from of_days(test, kind, pairs, outcome)
        elif kind == "level":
            yield from of_levels(test, pairs, outcome)
        elif kind == "asks":
            asked = {str(question.cell) for question in open_questions(outcome)}
            yield from (Failure(test, kind, name, "asked", "not asked", outcome) for name, _ in pairs if name not in asked)
        else:
            for name, value in pairs:
                yield from of_fact(test, kind, name, value, outcome)


def of_item(test: BookTest, kind: str, name: str, outcome: Outcome) -> Iterator[Failure]:
    """An item that should apply, may apply, or be ruled out."""
    match = BOUND.fullmatch(name)
    assert match is not None
    item = outcome.rulebook.items[match["id"]]
    binding = wanted_binding(match["binding"]) if match["binding"] else ()
    lists = dict(item.clause.variables)
    for var, key in binding:
        if var not in item.per:
            yield Failure(test, kind, name, f"a binding of {', '.join(item.per) or 'nothing'}", f"`{var}`", outcome)
            return
        if key not in (*outcome.rows[lists[var]].keys, "?"):
            yield Failure(test, kind, name, f"a row of `{lists[var]}`", f"`{key}`", outcome)
            return
    got = status_of(outcome, item, binding)
    if got is not WANTED[kind]:
        yield Failure(test, kind, name, STATUS_WORDS[WANTED[kind]], STATUS_WORDS[got], outcome)


def of_days(test: BookTest, kind: str, pairs: tuple[tuple[str, object], ...], outcome: Outcome) -> Iterator[Failure]:
    """The last or first day of items that apply or may."""
    writer = Writer(outcome)
    for name, wanted in pairs:
        found = live_result(outcome, name)
        due = due_of(writer, found, kind) if found else None
        got = due.day or due.words if due else None
        if isinstance(wanted, date) and got != wanted:
            yield Failure(test, kind, name, str(wanted), str(got) if found else "ruled out", outcome)
        elif isinstance(wanted, str) and (due is None or wanted not in (due.words, "not known" if due.day is None else "")):
            yield Failure(test, kind, name, wanted, str(got), outcome)


def due_of(writer: Writer, result: Result, kind: str) -> Due | None:
    """The last (`due`) or first (`not_before`) day of a result."""
    return writer.due(result.item, result.item.due if kind == "due" else result.item.not_before, result)


def of_levels(test: BookTest, pairs: tuple[tuple[str, object], ...], outcome: Outcome) -> Iterator[Failure]:
    """The level of items that apply or may."""
    writer = Writer(outcome)
    for name, wanted in pairs:
        found = live_result(outcome, name)
        got = writer.level(found.item, found) if found else "ruled out"
        if got != wanted:
            yield Failure(test, "level", name, str(wanted), got, outcome)


def live_result(outcome: Outcome, name: str) -> Result | None:
    """What applies or may by the name of a result, or of an item; of several the last that applies."""
    item = outcome.rulebook.items.get(name.partition(" ")[0])
    found = [result for result in live_results(outcome, item) if name in (result.id, item.id)] if item else []
    return next((result for result in reversed(found) if result.status is Status.HOLDS), found[-1] if found else None)


def of_fact(test: BookTest, kind: str, name: str, wanted: object, outcome: Outcome) -> Iterator[Failure]:
    """A fact that should hold, fail, be unknown or have a value."""
    try:
        cell = parse_cell(name, outcome.rulebook.facts, outcome.rulebook.lists)
    except AnswerError as error:
        yield Failure(test, kind, name, "the name of a fact", str(error), outcome)
        return
    got = outcome.value(cell)
    if not meets(kind, got, wanted, cell, outcome, test.on):
        said = {"holds": "yes", "fails": "no or not applicable", "unknown": "not known"}.get(kind, str(wanted))
        yield Failure(test, kind, name, said, say_value(outcome.rulebook.facts[cell.fact], got).lower(), outcome)


def meets(kind: str, got: Value, wanted: object, cell: Cell, outcome: Outcome, on: date) -> bool:
    """Whether a value is what is expected."""
    match kind:
        case "holds":
            return got is True
        case "fails":
            return got is False or got == NA
        case "unknown":
            return isinstance(got, Unknown)
        case _:
            if wanted == "not applicable":
                return got == NA
            try:
                return got == (UNKNOWN if wanted == "not sure" else parse_value(outcome.rulebook.facts[cell.fact], wanted, on))
            except AnswerError:
                return False


def by_file(found: Iterable[Failure]) -> Mapping[str, list[Failure]]:
    """Failures by the file of their test."""
    grouped: dict[str, list[Failure]] = {}
    for failure in found:
        grouped.setdefault(failure.test.place.file, []).append(failure)
    return grouped
