"""What was edited between two rulebooks: names added and gone, rules that mean something else, words alone.

Two rules mean the same when their lines say the same, in whatever order and words, over the same rows and dates.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Literal

from guide.documents import Document
from guide.lines import Calculation, Clause, DatePhrase, Line, ParamRef, Place, Span
from guide.model import Article, Fact, Item, Page, Param, RowList, Rule, Rulebook

EditKind = Literal["added", "gone", "rules", "words"]
WORDS = {
    "fact": ("ask", "label", "section", "help", "place"),
    "list": ("ask", "label", "section", "help", "place", "private", "withheld_if"),
    "item": (
        "title",
        "who",
        "stage",
        "note",
        "record",
        "cite",
        "place",
        "after",
        "before",
        "takes",
        "compare",
        "suits",
        "strains",
        "nature",
        "potential_if",
    ),
    "rule": ("cite", "place"),
}
"""What of each kind is words and advice: it decides no status, level or day."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One name that was edited. Of rules also: whose meaning differs, which need not have any effect."""

    name: str
    kind: EditKind
    place: Place


Entry = Fact | RowList | Rule | Item | Param


def edits(old: Rulebook, new: Rulebook) -> tuple[Edit, ...]:
    """Everything that was edited, in the order of the new rulebook; what is gone comes last."""
    found = []
    before, after = dict(entries(old)), dict(entries(new))
    for name, entry in after.items():
        if name not in before:
            found.append(Edit(name, "added", entry.place))
        elif untouched(before[name], entry) and same_calendar(old, new, entry):
            continue
        elif meaning(old, name) != meaning(new, name):
            found.append(Edit(name, "rules", entry.place))
        elif wording(before[name]) != wording(entry):
            found.append(Edit(name, "words", entry.place))
    found += [Edit(name, "gone", entry.place) for name, entry in before.items() if name not in after]
    return (*found, *texts(old, new))


def untouched(one: object, other: object) -> bool:
    """Whether an entry, or a part of one, was left as it was, which most are; the order of options counts."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one == other and list(one) == list(other)
    if type(one) is type(other) and isinstance(one, Entry | Clause | Calculation):
        return all(untouched(getattr(one, part.name), getattr(other, part.name)) for part in fields(one))
    return one == other


def same_calendar(old: Rulebook, new: Rulebook, entry: Entry) -> bool:
    """Whether the calendar that an entry counts by was left as it was."""
    calendar = getattr(entry, "calendar", "")
    return not calendar or old.calendars.get(calendar) == new.calendars.get(calendar)


def entries(book: Rulebook) -> Iterator[tuple[str, Entry]]:
    """Everything with a meaning, by the name it has in the order of working out; parameters as `param:id`."""
    yield from book.facts.items()
    yield from book.lists.items()
    yield from ((f"rule:{id}", rule) for id, rule in book.rules.items())
    yield from ((f"item:{id}", item) for id, item in book.items.items())
    yield from ((f"param:{id}", param) for id, param in book.params.items())


def texts(old: Rulebook, new: Rulebook) -> Iterator[Edit]:
    """Pages, articles and documents with other words."""
    for word, before, after in (("page", old.pages, new.pages), ("article", old.articles, new.articles), ("document", old.documents, new.documents)):
        one: Mapping[str, Page | Article | Document] = dict(before.items())
        other: Mapping[str, Page | Article | Document] = dict(after.items())
        for id in sorted(one.keys() | other.keys()):
            if id not in one:
                yield Edit(f"{word}:{id}", "added", other[id].place)
            elif id not in other:
                yield Edit(f"{word}:{id}", "gone", one[id].place)
            elif plain(one[id]) != plain(other[id]):
                yield Edit(f"{word}:{id}", "words", other[id].place)


def meaning(book: Rulebook, name: str) -> object:
    """What decides how a name comes out, beside what it reads by name. Of words there is nothing in it."""
    entry = next(table[id] for table, id in tables(book, name) if id in table)
    kind = {Fact: "fact", RowList: "list", Item: "item", Rule: "rule"}.get(type(entry), "")
    skipped = WORDS.get(kind, ("place",))
    parts = [(one.name, sense(book, getattr(entry, one.name))) for one in fields(entry) if one.name not in (*skipped, "named")]
    if isinstance(entry, Item):
        parts.append(("named", sorted({str(ref) for _, ref in entry.named})))
    if isinstance(entry, Fact):
        parts = [(key, tuple(entry.options) if key == "options" else bool(value) if key == "not_yet" else value) for key, value in parts]
        parts.append(("asked", entry.asked))
    parts = [(key, value) for key, value in parts if key != "calendar"]
    if counts_days(book, entry):
        days = book.calendars[entry.calendar]  # type: ignore[union-attr]
        parts.append(("calendar", (tuple(sorted(days.off)), days.known_from, days.known_to)))
    return tuple(parts)


def counts_days(book: Rulebook, entry: Entry) -> bool:
    """Whether an entry counts working days by a calendar."""
    how = entry.calculation if isinstance(entry, Fact) else None
    phrases = (entry.due, entry.not_before) if isinstance(entry, Item) else (how.phrase,) if how else ()
    units = {unit for phrase in phrases if phrase and phrase.span for unit in units_of(book, phrase.span)}
    return bool(getattr(entry, "calendar", "")) and "working days" in units


def units_of(book: Rulebook, span: Span) -> Iterator[str]:
    """The units that a length of time has, now or then."""
    if isinstance(span.count, ParamRef):
        yield from (figure.unit for figure in book.params[span.count.id].figures)
    else:
        yield span.unit


def tables(book: Rulebook, name: str) -> Iterator[tuple[Mapping[str, Entry], str]]:
    """Where a name may be declared."""
    kind, _, id = name.partition(":")
    kinds: Mapping[str, Mapping[str, Entry]] = {"rule": book.rules, "item": book.items, "param": book.params}
    if id and kind in kinds:
        yield kinds[kind], id
    else:
        yield from ((book.facts, name), (book.lists, name))


def sense(book: Rulebook, value: object) -> object:
    """A part of an entry as it decides: lines without their words and in no order."""
    match value:
        case Line():
            return (sense(book, value.left), value.op, tuple(sense(book, one) for one in value.right), value.negated, bool(value.origin))
        case Clause():
            sides = [tuple(sorted({repr(sense(book, line)) for line in lines})) for lines in (value.when, value.unless)]
            return (*sides, value.variables, sense(book, value.dated_by))
        case DatePhrase():
            return (sense(book, value.base), value.relation, sense(book, value.span))
        case tuple():
            made = [sense(book, one) for one in value]
            return tuple(sorted(map(repr, made))) if value and all(isinstance(one, Line) for one in value) else tuple(made)
        case Mapping():
            return tuple((key, sense(book, one)) for key, one in value.items())
    if is_dataclass(value) and not isinstance(value, type):
        return tuple((one.name, sense(book, getattr(value, one.name))) for one in fields(value) if one.name not in ("place", "text", "cite"))
    return value


def wording(entry: Entry) -> object:
    """All that is written in an entry."""
    return plain(entry)


def plain(value: object) -> object:
    """A value as it was written, wherever it stands."""
    if isinstance(value, Clause):
        return tuple((one.name, plain(getattr(value, one.name))) for one in fields(value))
    if isinstance(value, Place):
        return None
    if is_dataclass(value) and not isinstance(value, type):
        return tuple(
            (one.name, plain(getattr(value, one.name)))
            for one in fields(value)
            if one.name not in ("place", "body_line", "variables") or isinstance(value, Clause)
        )
    if isinstance(value, Mapping):
        return tuple((key, plain(one)) for key, one in value.items())
    return tuple(map(plain, value)) if isinstance(value, tuple) else value


__all__ = ["Edit", "edits"]
