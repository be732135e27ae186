"""What a newer rulebook changes for a case: which items and questions, and because of which change of rules, figures or pages."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass

from guide.engine import evaluate
from guide.interview import open_questions
from guide.lines import ParamRef, Place
from guide.model import Figure, Rulebook
from guide.outcome import Outcome
from guide.records.comparing import Differs, differences
from guide.records.essence import essence
from guide.values import Answers
from guide.words import plain

MOST_CHANGES = 4
"""How many changes are told of one item, the nearest first."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What differs for one case: entries with the changes that they go back to, questions that come up and that go."""

    items: tuple[tuple[Differs, tuple[str, ...]], ...]
    asked: tuple[tuple[str, str], ...]
    """Questions asked now and not before: their names, and their words."""
    gone: tuple[str, ...]
    """Questions asked before and not now."""


def moved(before: Outcome, answers: Answers, book: Rulebook) -> Moved:
    """What differs between the outcome under the old rulebook and that of the answers, as the new one reads them."""
    now = evaluate(book, answers, before.as_at)
    tracer = Tracer(before.rulebook, book)
    was = {str(question.cell) for question in open_questions(before)}
    asks = {str(question.cell): question.ask for question in open_questions(now)}
    items = tuple((one, tracer.behind(one.id)) for one in differences(essence(before), essence(now)))
    return Moved(items, tuple((cell, ask) for cell, ask in asks.items() if cell not in was), tuple(sorted(was - asks.keys())))


def say_differences(what: Moved) -> Iterator[str]:
    """What differs, in words."""
    if not (what.items or what.asked or what.gone):
        yield "Nothing differs for this case."
    for one, because in what.items:
        yield plain(str(one))
        yield from (f"  - {plain(text)}" for text in because)
    if what.asked:
        yield "Questions that come up:"
        yield from (f"  - {plain(ask)} ({plain(cell)})" for cell, ask in what.asked)
    if what.gone:
        yield "Questions that are not asked any more:"
        yield from (f"  - {plain(cell)}" for cell in what.gone)


class Tracer:
    """Finds the changes between two rulebooks that an item may go back to."""

    def __init__(self, old: Rulebook, new: Rulebook) -> None:
        self.old, self.new = old, new
        self.parts = [parts_of(old), parts_of(new)]

    def behind(self, id: str) -> tuple[str, ...]:
        """The changes behind an entry, the nearest first."""
        start = f"item:{id.split(' (', maxsplit=1)[0].removesuffix(': ruled out')}"
        seen, todo, found = {start}, deque([start]), list[str]()
        while todo and len(found) < MOST_CHANGES:
            name = todo.popleft()
            found += [change] if (change := self.change(name)) else []
            if name == start and not all(start in parts for parts in self.parts):
                break
            for following in sorted(self.reads(name) - seen):
                seen.add(following)
                todo.append(following)
        return tuple(found)

    def reads(self, name: str) -> set[str]:
        """What a part of either rulebook reads: facts, rules, figures, pages."""
        found: set[str] = set()
        for book, parts in zip((self.old, self.new), self.parts, strict=True):
            found |= book.reads.get(name, frozenset())
            found |= {f"rule:{rule}" for rule in book.concluders.get(name, ())}
            found |= set(named_in(parts[name])) if name in parts else set()
        return found

    def change(self, name: str) -> str:
        """What is new, gone or different about a part; nothing where it is the same."""
        old, new = (parts.get(name) for parts in self.parts)
        kind, _, id = name.rpartition(":")
        called = f"{kind or ('list' if id in self.new.lists or id in self.old.lists else 'fact')} `{id}`"
        if (old is None) != (new is None):
            return f"{called} is {'new' if old is None else 'gone'}"
        if old is None or bare(old) == bare(new):
            return ""
        return f"{called} changed: {'; '.join(list(told(old, new)) or ['its wording'])}"


def parts_of(book: Rulebook) -> dict[str, object]:
    """All that a rulebook is made of, by name."""
    kinds: Mapping[str, Mapping[str, object]] = {
        "": book.facts,
        "list:": book.lists,
        "rule:": book.rules,
        "item:": book.items,
        "param:": book.params,
        "page:": book.pages,
        "calendar:": book.calendars,
    }
    found = {f"{kind}{id}": part for kind, parts in kinds.items() for id, part in parts.items()}
    return found | {id: part for id, part in book.lists.items() if id not in found}


def bare(part: object) -> object:
    """A part without the places where it stands in files."""
    if isinstance(part, Place):
        return None
    if is_dataclass(part):
        return tuple((field.name, bare(getattr(part, field.name))) for field in fields(part) if not field.name.endswith("_line"))
    if isinstance(part, Mapping):
        return tuple((key, bare(value)) for key, value in part.items())
    return tuple(map(bare, part)) if isinstance(part, tuple | list) else part


def named_in(part: object) -> Iterator[str]:
    """The figures, pages and calendars that a part names."""
    if isinstance(part, ParamRef):
        yield f"param:{part.id}"
    elif isinstance(part, Place) or not (is_dataclass(part) or isinstance(part, Mapping | tuple | list)):
        return
    elif is_dataclass(part):
        yield from (f"page:{page}" for page in getattr(part, "cite", None) or () if isinstance(page, str))
        if isinstance(calendar := getattr(part, "calendar", None), str) and calendar:
            yield f"calendar:{calendar}"
        for field in fields(part):
            yield from named_in(getattr(part, field.name))
    else:
        for inner in part.values() if isinstance(part, Mapping) else part:
            yield from named_in(inner)


def told(old: object, new: object) -> Iterator[str]:
    """What differs between two versions of a part: lines by their text, all else by its key."""
    was, now = (set(lines_in(part)) for part in (old, new))
    yield from (f"without `{line}`" for line in sorted(was - now))
    yield from (f"with `{line}`" for line in sorted(now - was))
    for field in fields(old) if is_dataclass(old) else ():
        before, after = getattr(old, field.name, None), getattr(new, field.name, None)
        if field.name in ("place", "body", "clause") or field.name.endswith("_line") or bare(before) == bare(after):
            continue
        if simple(before) and simple(after):
            yield f"{field.name} was {before or 'not set'}, is {after or 'not set'}"
        elif not was ^ now:
            yield field.name


def simple(value: object) -> bool:
    """Whether a value can be told in a word."""
    return value is None or isinstance(value, str | int | float) or hasattr(value, "isoformat")


def lines_in(part: object) -> Iterator[str]:
    """The texts of all lines of a part."""
    if isinstance(part, Place):
        return
    if isinstance(part, Figure):
        yield f"from {part.start} = {part.value}{f' {part.unit}' if part.unit else ''}"
    elif is_dataclass(part) and isinstance(text := getattr(part, "text", None), str):
        yield text
    elif is_dataclass(part):
        for field in fields(part):
            yield from lines_in(getattr(part, field.name))
    elif isinstance(part, tuple | list):
        for inner in part:
            yield from lines_in(inner)
