"""The checklist and the conflicts register: every item of an outcome with its day, level, title and reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from graphlib import CycleError, TopologicalSorter

from guide.bindings import named
from guide.explain import Explainer
from guide.interview import Settled, in_topics
from guide.lines import Binding, DatePhrase, ParamRef, Ref
from guide.model import LEVELS, Item, Rulebook
from guide.outcome import Outcome, Result, cited_on, live_results, ruled_out
from guide.privacy import WITHHELD
from guide.reading import Rows, all_hold, length, phrase_date, reading_day, value_of
from guide.sentences import Because, Speaker
from guide.values import MISSING, UNKNOWN, Cell, NotYet, Status, Value
from guide.words import label, say_date, say_value


@dataclass(frozen=True, slots=True)
class Due:
    """A last or first day: the day when it is known, and words that always say it."""

    day: date | None
    words: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the checklist."""

    id: str
    item: str
    kind: str
    binding: Binding
    status: Status
    level: str
    title: str
    who: str
    stage: str
    topics: tuple[str, ...]
    due: Due | None
    not_before: Due | None
    cite: tuple[str, ...]
    reasons: tuple[Because, ...]
    questions: tuple[str, ...] = ()
    """What would settle an entry that may apply, in the words of the questions."""
    cells: tuple[Cell, ...] = ()
    note: str = ""
    record: str = ""
    nature: str = ""
    if_unsure: str = "follow"
    in_topics: bool = True

    @property
    def because(self) -> tuple[str, ...]:
        """The reasons in full, each followed by the answers it comes down to."""
        return tuple(str(reason) for reason in self.reasons)

    @property
    def meanwhile(self) -> str:
        """What to do with an entry that only may apply."""
        if self.status is not Status.OPEN:
            return ""
        return "Follow it until this is settled" if self.if_unsure == "follow" else "Do not rely on it until this is settled"


class Checklist:
    """All entries of an outcome, in the order of the stages and of what must come before what.

    What was ruled out is worked out when it is first looked at: with many rows there is much of it. Without `words` the entries have
    no title, reasons and questions, which take most of the time.
    """

    def __init__(self, outcome: Outcome, words: bool = True) -> None:
        self._writer = Writer(outcome, words)
        self._items = outcome.rulebook.items.values()
        self._order = item_order(outcome.rulebook)
        self._stages = {id: index for index, id in enumerate(outcome.rulebook.stages)}

    @cached_property
    def applies(self) -> tuple[Entry, ...]:
        """What applies for sure."""
        return self._entries(result for result in self._live if result.status is Status.HOLDS)

    @cached_property
    def may_apply(self) -> tuple[Entry, ...]:
        """What may apply: something it hangs on is not known."""
        return self._entries(folded(result for result in self._live if result.status is Status.OPEN))

    @cached_property
    def ruled_out(self) -> tuple[Entry, ...]:
        """What does not apply, row by row where rows were looked at."""
        outcome = self._writer.outcome
        return self._entries(result for item in self._items for result in ruled_out(outcome, item))

    @cached_property
    def _live(self) -> tuple[Result, ...]:
        return tuple(result for item in self._items for result in live_results(self._writer.outcome, item))

    def _entries(self, results: Iterable[Result]) -> tuple[Entry, ...]:
        return tuple(sorted((self._writer.entry(result) for result in results), key=self._place))

    def _place(self, entry: Entry) -> tuple[int, int, int]:
        level = LEVELS.index(entry.level) if entry.level in LEVELS else len(LEVELS)
        return self._stages.get(entry.stage, -1), self._order[entry.item], level


def folded(results: Iterable[Result]) -> Iterator[Result]:
    """Open results, with those of an item that are about rows not named yet told once, however many variables that leaves open."""
    missing: dict[str, list[Result]] = {}
    for result in results:
        if any(key == MISSING for _, key in result.binding):
            missing.setdefault(result.item.id, []).append(result)
        else:
            yield result
    for several in missing.values():
        most = max(several, key=lambda result: sum(key == MISSING for _, key in result.binding))
        yield replace(most, bindings=tuple(keys for result in several for keys in result.bindings))


def build(outcome: Outcome, words: bool = True) -> Checklist:
    """The checklist of an outcome."""
    return Checklist(outcome, words)


def item_order(book: Rulebook) -> dict[str, int]:
    """The items in an order that keeps `after` and `before`, and otherwise the authors'; `check` reports circles."""
    earlier: dict[str, dict[str, None]] = {id: dict.fromkeys(item.after) for id, item in book.items.items()}
    for id, item in book.items.items():
        for later in item.before:
            earlier[later][id] = None
    try:
        return {id: index for index, id in enumerate(TopologicalSorter(earlier).static_order())}
    except CycleError:
        return {id: index for index, id in enumerate(book.items)}


def shown(reasons: tuple[Because, ...]) -> tuple[Because, ...]:
    """Reasons without those that would tell details that are withheld."""
    return tuple(dict.fromkeys(KEPT_BACK if WITHHELD in str(reason) else reason for reason in reasons))


KEPT_BACK = Because("it follows from an interest whose details are withheld")


class Writer:
    """Writes the entries of one outcome."""

    def __init__(self, outcome: Outcome, words: bool = True) -> None:
        self.outcome = outcome
        self.words = words
        self.book = outcome.rulebook
        self.explainer = Explainer(outcome)
        self.speaker = Speaker(outcome)
        self.settled = Settled(outcome)

    def entry(self, result: Result) -> Entry:
        """The entry of a result."""
        item, clause = result.item, result.item.clause
        rows = {**named(clause, result.bindings[0]), **dict(result.binding)} if result.bindings else dict(result.binding)
        asked = self.settled.by(result) if self.words and result.status is Status.OPEN else ()
        live = result.status is not Status.FAILS
        return Entry(
            id=result.id,
            item=item.id,
            kind=item.kind,
            binding=result.binding,
            status=result.status,
            level=self.level(item, result) if live else item.level,
            title=self.title(item, rows) if self.words else "",
            who=item.who,
            stage=item.stage,
            topics=item.topics,
            due=self.due(item, item.due, result) if live else None,
            not_before=self.due(item, item.not_before, result) if live else None,
            cite=cited_on(self.outcome, item.cite, reading_day(self.outcome, clause.dated_by, rows)),
            reasons=shown(self.speaker.because(self.explainer.result(result))) if self.words else (),
            questions=tuple(question.ask for question in asked),
            cells=tuple(question.cell for question in asked),
            note=item.note,
            record=item.record,
            nature=self.nature(item, result),
            if_unsure=item.if_unsure,
            in_topics=in_topics(self.outcome, item),
        )

    def level(self, item: Item, result: Result) -> str:
        """An item's level: the highest whose lines hold for any of its bindings."""
        levels = [item.level]
        for level, lines in item.raised:
            for keys in result.bindings:
                rows = named(item.clause, keys)
                if MISSING not in keys and all_hold(self.outcome, lines, rows, reading_day(self.outcome, item.clause.dated_by, rows)) is Status.HOLDS:
                    levels.append(level)
        return min((level for level in levels if level in LEVELS), key=LEVELS.index, default="")

    def nature(self, item: Item, result: Result) -> str:
        """A conflict's nature: potential where its `potential_if` lines hold."""
        for keys in result.bindings:
            rows = named(item.clause, keys)
            if item.potential_if and MISSING not in keys:
                day = reading_day(self.outcome, item.clause.dated_by, rows)
                if all_hold(self.outcome, item.potential_if, rows, day) is Status.HOLDS:
                    return "potential"
        return item.nature

    def title(self, item: Item, rows: Rows) -> str:
        """An item's title with its rows and facts named, in one pass: a row's name is never read as a placeholder."""
        text, words = "", item.title
        for word, ref in item.named:
            before, _, words = words.partition(f"{{{word}}}")
            text += before + self.title_word(ref, rows)
        text += words
        return text[:1].upper() + text[1:]

    def result_title(self, result: Result) -> str:
        """The title of a result, its rows named."""
        rows = named(result.item.clause, result.bindings[0]) if result.bindings else {}
        return self.title(result.item, {**rows, **dict(result.binding)})

    def title_word(self, ref: Ref, rows: Rows) -> str:
        """What stands in a title for a fact; the row's own name for its key, and words for a row that is missing."""
        if not ref.fact:
            return rows.get(ref.var, ref.var)
        fact = self.book.facts[ref.fact]
        if ref.var and ref.var not in rows:
            return f"any {self.book.lists[fact.list].label}"
        row = rows[ref.var] if ref.var else ""
        if row == MISSING:
            called = self.book.lists[fact.list].label
            return f"{'an' if called[:1] in 'aeiou' else 'a'} {called} not named yet"
        if fact.list and ref.fact == f"{fact.list}.{self.book.lists[fact.list].key}":
            return row
        value = value_of(self.outcome, ref.fact, row)
        return f"(not known yet: {label(fact)})" if value == UNKNOWN else say_value(fact, value)

    def due(self, item: Item, phrase: DatePhrase | None, result: Result) -> Due | None:
        """A last or first day, the earliest of the result's bindings; None when it does not apply."""
        if phrase is None:
            return None
        found = [self.one_due(item, phrase, named(item.clause, keys)) for keys in result.bindings if MISSING not in keys]
        known = sorted((due for due in found if due and due.day), key=lambda due: due.day or date.max)
        others = [due for due in found if due]
        return known[0] if known else others[0] if others else None

    def one_due(self, item: Item, phrase: DatePhrase, rows: Rows) -> Due | None:
        """The day of one binding."""
        day = reading_day(self.outcome, item.clause.dated_by, rows)
        value = phrase_date(self.outcome, phrase, rows, day, item.calendar)
        if isinstance(value, date):
            return Due(value, say_date(value))
        if value == UNKNOWN or isinstance(value, NotYet) or not phrase.relation:
            return Due(None, self.phrase_words(phrase, rows, day)) if value == UNKNOWN or isinstance(value, NotYet) else None
        return None

    def phrase_words(self, phrase: DatePhrase, rows: Rows, day: Value) -> str:
        """A date phrase in words, while its day is not known."""
        base = self.base_words(phrase, rows)
        if phrase.span is None:
            return f"{phrase.relation} of the financial year of {base}" if phrase.relation else base
        number = length(self.outcome, phrase.span, day)
        said = str(number) if isinstance(number, int) else label_param(phrase.span.count)
        unit = phrase.span.unit.removesuffix("s") if number == 1 else phrase.span.unit
        return f"{said} {unit} {phrase.relation} {base}"

    def base_words(self, phrase: DatePhrase, rows: Rows) -> str:
        """The date that a phrase counts from, in words."""
        if not isinstance(phrase.base, Ref):
            return say_date(phrase.base) if isinstance(phrase.base, date) else str(phrase.base)
        fact = self.book.facts[phrase.base.fact]
        cell = Cell(phrase.base.fact, rows[phrase.base.var] if phrase.base.var else "")
        return self.speaker.name(fact, cell) if fact.label or not fact.asked else f"the answer to “{self.speaker.asked(fact, cell)}”"


def label_param(count: int | ParamRef) -> str:
    """A parameter's id in words."""
    return count.id.replace("_", " ") if isinstance(count, ParamRef) else str(count)


def by_item(entries: Iterable[Entry]) -> Mapping[str, tuple[Entry, ...]]:
    """Entries by the item they come from."""
    found: dict[str, tuple[Entry, ...]] = {}
    for entry in entries:
        found[entry.item] = (*found.get(entry.item, ()), entry)
    return found
