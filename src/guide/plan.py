"""A dated plan of what is to be done, and where a case stands on its journey.

The plan counts back from the days that entries are due, through what comes after what and how long it takes, and forward
from the as-at date. Order, lengths and days are advice: they never decide whether an entry applies. An entry that only may
apply keeps its time; what is ruled out, or on record as done or not followed, passes its order on. An entry whose own last day
has passed is done or late, which nobody can tell without a record: it is listed apart and takes no time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from fractions import Fraction
from functools import cached_property

from guide.calendars import Uncounted, count
from guide.checklist import Checklist, Entry, by_item, item_order
from guide.journey import Stage
from guide.lines import ParamRef, Span
from guide.model import Item, Rulebook
from guide.outcome import Outcome
from guide.reading import all_hold, length, reading_day
from guide.values import MISSING, Status
from guide.words import say_number

KINDS = ("item",)


@dataclass(frozen=True, slots=True)
class Step:
    """One entry in time. The latest days are None where nothing that has a day comes after it."""

    entry: Entry
    takes: str
    earliest_start: date
    earliest_end: date
    latest_start: date | None = None
    latest_end: date | None = None
    after: tuple[str, ...] = ()
    """The ids of the entries that come before it, those that are ruled out passed over."""
    waits_for: str = ""
    """The one of them that keeps it from starting sooner."""

    @property
    def spare(self) -> int | None:
        """How many days there are to spare; fewer than none when it cannot be done in time; None while it has no last day."""
        return (self.latest_end - self.earliest_end).days if self.latest_end else None


@dataclass(frozen=True, slots=True)
class Plan:
    """The steps in the order in which they start, and those whose day has passed."""

    as_at: date
    steps: tuple[Step, ...]
    passed: tuple[Entry, ...]

    @property
    def late_by(self) -> int:
        """By how many days the plan does not fit; none when it does."""
        return max([0, *(-(step.spare or 0) for step in self.steps)])

    @property
    def tight(self) -> Step | None:
        """The step with a last day that has least to spare; of several the last in order, at which the whole chain ends."""
        dated = [step for step in self.steps if step.spare is not None]
        return min(reversed(dated), key=lambda step: step.spare or 0, default=None)

    @property
    def chain(self) -> tuple[Step, ...]:
        """What decides the earliest end: of the tightest step, or of the last one while no step has a last day."""
        end = self.tight or max(self.steps, key=lambda step: step.earliest_end, default=None)
        return tuple(reversed(list(self.back_from(end)))) if end else ()

    def back_from(self, step: Step | None) -> Iterator[Step]:
        """A step and, one before the other, those that it waited for."""
        by_id = {one.entry.id: one for one in self.steps}
        while step:
            yield step
            step = by_id.get(step.waits_for)


def plan(outcome: Outcome, checklist: Checklist, settled: Collection[str] = ()) -> Plan:
    """The dated plan of an outcome; `settled` are the names of the entries that nobody has to do any more."""
    return Planner(outcome, checklist, settled).plan()


class Planner:
    """Makes one plan."""

    def __init__(self, outcome: Outcome, checklist: Checklist, settled: Collection[str]) -> None:
        self.outcome, self.book = outcome, outcome.rulebook
        live = [entry for entry in (*checklist.applies, *checklist.may_apply) if entry.kind in KINDS and entry.id not in settled]
        late = [entry for entry in live if entry.due and entry.due.day and entry.due.day < outcome.as_at]
        self.passed = tuple(entry for entry in late if entry.in_topics)
        behind = {entry.id for entry in late}
        ahead = [entry for entry in live if entry.id not in behind and all(key != MISSING for _, key in entry.binding)]
        self.entries = by_item(ahead)
        self.order = item_order(self.book)

    @cached_property
    def direct(self) -> Mapping[str, frozenset[str]]:
        """The items that an item names as coming before it, from either side."""
        found = {id: set(item.after) for id, item in self.book.items.items()}
        for id, item in self.book.items.items():
            for later in item.before:
                found[later].add(id)
        return {id: frozenset(before) for id, before in found.items()}

    @cached_property
    def before(self) -> Mapping[str, tuple[str, ...]]:
        """The items of the plan before each of them, those that are not in it passed over. An order in a circle is left out."""
        found: dict[str, frozenset[str]] = {}
        for id in self.order:
            direct = self.direct[id]
            found[id] = frozenset().union(*({one} if one in self.entries else found.get(one, frozenset()) for one in direct))
        return {id: tuple(sorted(found[id], key=self.order.__getitem__)) for id in self.entries}

    def plan(self) -> Plan:
        """The plan: forward from the as-at date, then back from the last days."""
        ids = [id for id in self.order if id in self.entries and self.timed(id)]
        steps: dict[str, list[Step]] = {}
        for id in ids:
            steps[id] = [self.forward(entry, steps) for entry in self.entries[id]]
        for id in reversed(ids):
            steps[id] = [self.backward(step, steps) for step in steps[id]]
        found = [step for id in ids for step in steps[id] if worth_planning(step)]
        return Plan(self.outcome.as_at, tuple(sorted(found, key=lambda step: step.latest_start or step.earliest_start)), self.passed)

    def timed(self, id: str) -> bool:
        """Whether an item has a place in time: a length, a day, or an order with others of the plan."""
        item = self.book.items[id]
        return bool(item.takes or item.due or item.not_before or self.before[id] or any(id in before for before in self.before.values()))

    def forward(self, entry: Entry, steps: Mapping[str, list[Step]]) -> Step:
        """A step with its earliest days."""
        earlier = [step for id in self.before[entry.item] for step in steps.get(id, ())]
        last = max(earlier, key=lambda step: step.earliest_end, default=None)
        first = max(day for day in (self.outcome.as_at, entry.not_before.day if entry.not_before else None) if day)
        start = max(first, last.earliest_end) if last else first
        end, words = self.moved(entry, start, "after")
        waits = last.entry.id if last and last.earliest_end == start else ""
        return Step(entry, words, start, end, after=tuple(step.entry.id for step in earlier), waits_for=waits)

    def backward(self, step: Step, steps: Mapping[str, list[Step]]) -> Step:
        """The step with its latest days."""
        later = [one.latest_start for id, before in self.before.items() if step.entry.item in before for one in steps.get(id, ()) if one.latest_start]
        days = [*later, *([step.entry.due.day] if step.entry.due and step.entry.due.day else [])]
        if not days:
            return step
        return replace(step, latest_end=min(days), latest_start=self.moved(step.entry, min(days), "before")[0])

    def moved(self, entry: Entry, day: date, relation: str) -> tuple[date, str]:
        """The day on which an entry ends (`after`) or starts (`before`), counted from a day; and how long it takes, in words."""
        item = self.book.items[entry.item]
        span = self.span(item)
        if span is None:
            return day, ""
        number, unit = span
        words = say_number(number, "number", unit)
        try:
            return count(day, relation, number, unit, self.book.calendars.get(item.calendar)), words
        except Uncounted:
            return count(day, relation, number, unit, None), words

    def span(self, item: Item) -> tuple[int, str] | None:
        """How long an item takes; None when it says nothing, or its figure is not known."""
        if item.takes is None:
            return None
        found = length(self.outcome, item.takes, reading_day(self.outcome, None, {}))
        return (int(found), self.unit(item.takes)) if isinstance(found, int | Fraction) else None

    def unit(self, span: Span) -> str:
        """The unit of a length of time: its own, or that of its figure."""
        if not isinstance(span.count, ParamRef):
            return span.unit
        figure = self.book.params[span.count.id].on(self.outcome.as_at)
        return figure.unit if figure else span.unit


def worth_planning(step: Step) -> bool:
    """Whether a step belongs in the plan: not what only may apply, where it has no last day or nobody asked for its topic and it takes no time."""
    if not step.entry.meanwhile:
        return True
    return step.latest_end is not None and bool(step.entry.in_topics or step.takes or step.entry.due)


class State(Enum):
    """How far a stage is."""

    BEHIND = "behind"
    """The answers say that the work has gone past it; things may be left to do in it."""
    NOW = "now"
    AHEAD = "ahead"
    UNKNOWN = "not known"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a case stands at a stage: how far it is, and what is to be done in it."""

    stage: Stage
    state: State
    to_do: tuple[Entry, ...] = ()
    may: tuple[Entry, ...] = ()


def where(outcome: Outcome, checklist: Checklist, settled: Collection[str] = ()) -> tuple[Standing, ...]:
    """How the case stands at each stage, without what is settled; nothing when the rulebook does not say when its stages are done."""
    book = outcome.rulebook
    if not any(stage.done_when for stage in book.stages.values()):
        return ()
    states = states_of(outcome, book)
    to_do, may = by_stage(checklist.applies, settled), by_stage(checklist.may_apply, settled)
    return tuple(Standing(stage, states[id], to_do.get(id, ()), may.get(id, ())) for id, stage in book.stages.items())


def states_of(outcome: Outcome, book: Rulebook) -> Mapping[str, State]:
    """How far each stage is. One that is not done waits for those that it needs."""
    found: dict[str, State] = {}
    for id, stage in book.stages.items():
        done = all_hold(outcome, stage.done_when, {}, outcome.as_at) if stage.done_when else Status.FAILS
        needed = {found[need] for need in stage.needs}
        if done is Status.HOLDS:
            found[id] = State.BEHIND
        elif done is Status.OPEN or State.UNKNOWN in needed:
            found[id] = State.UNKNOWN
        else:
            found[id] = State.NOW if needed <= {State.BEHIND} else State.AHEAD
    return found


def by_stage(entries: Iterable[Entry], settled: Collection[str]) -> Mapping[str, tuple[Entry, ...]]:
    """Things to do within the topics, by stage."""
    found: dict[str, tuple[Entry, ...]] = {}
    for entry in entries:
        if entry.in_topics and entry.kind in KINDS and entry.id not in settled:
            found[entry.stage] = (*found.get(entry.stage, ()), entry)
    return found
