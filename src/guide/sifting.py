"""The checklist sifted: by words, stage, role, level, kind, and by what was done about its lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from guide.cases.work import Work
from guide.checklist import Entry
from guide.model import Rulebook
from guide.words import KINDS, level_word, role_name, say_date

STATES: Mapping[str, str] = {"to-do": "Still to do", "done": "Done", "not-followed": "Not followed", "noted": "With a note"}
NAMES: Mapping[str, str] = {"stage": "Stage", "who": "Who", "level": "Level", "kind": "Kind", "state": "Work"}


@dataclass(frozen=True, slots=True)
class Sieve:
    """What entries must be to be shown; empty where it does not matter. `words` must all occur in what is told of an entry."""

    words: str = ""
    stage: str = ""
    who: str = ""
    level: str = ""
    kind: str = ""
    state: str = ""

    def turned(self, name: str, value: str) -> Sieve:
        """The sieve with one of its values set; not set, when it was set to that."""
        if name not in NAMES:
            raise KeyError(name)
        return replace(self, **{name: "" if getattr(self, name) == value else value})

    def lets_through(self, entry: Entry, work: Work, book: Rulebook) -> bool:
        """Whether an entry is shown."""
        wanted = {"stage": entry.stage, "who": entry.who, "level": entry.level, "kind": entry.kind}
        if any(getattr(self, name) not in ("", value) for name, value in wanted.items()):
            return False
        if self.state and self.state not in states(work):
            return False
        told = told_of(entry, work, book).casefold()
        return all(word in told for word in self.words.casefold().split())


def sifted(entries: Iterable[Entry], sieve: Sieve, work: Mapping[str, Work], book: Rulebook) -> tuple[Entry, ...]:
    """The entries that a sieve lets through, in their order."""
    return tuple(entry for entry in entries if sieve.lets_through(entry, work.get(entry.id, Work()), book))


def states(work: Work) -> tuple[str, ...]:
    """How far the work on a line has come."""
    standing = "done" if work.done else "not-followed" if work.not_followed else "to-do"
    return (standing, "noted") if work.note else (standing,)


def told_of(entry: Entry, work: Work, book: Rulebook) -> str:
    """Everything in which words are looked for."""
    stage = book.stages[entry.stage].title if entry.stage in book.stages else ""
    who = role_name(book, entry.who) if entry.who else ""
    cites = (f"{book.pages[id].title} {book.pages[id].cite}" for id in entry.cite if id in book.pages)
    return "\n".join((entry.id, entry.title, stage, who, level_word(entry.level), entry.note, *cites, *work_words(work)))


def work_words(work: Work) -> Iterator[str]:
    """What was done about a line, in words."""
    if work.done:
        yield f"Done on {say_date(work.done)}"
    if work.not_followed:
        by = f", decided by {work.not_followed.by}" if work.not_followed.by else ""
        yield f"Not followed{by}: {work.not_followed.because or 'no reason given'}"
    if work.note:
        yield f"Note: {work.note}"


def box(work: Work) -> str:
    """A sign for how a line stands: done, not followed, or to do."""
    return "[x]" if work.done else "[-]" if work.not_followed else "[ ]"


def choices(entries: Iterable[Entry], book: Rulebook) -> Iterator[tuple[str, str, str]]:
    """What entries can be sifted by: the name of a value of a sieve, the value, and words for both."""
    held = tuple(entries)
    yield from (("state", state, f"{NAMES['state']}: {words}") for state, words in STATES.items())
    offered = {
        "stage": {id: stage.title for id, stage in book.stages.items()},
        "who": {id: role_name(book, id) for id in book.roles},
        "level": {id: level_word(id) for id in dict.fromkeys(entry.level for entry in held)},
        "kind": dict(KINDS),
    }
    for name, values in offered.items():
        there = {getattr(entry, name) for entry in held}
        yield from ((name, id, f"{NAMES[name]}: {words}") for id, words in values.items() if id and id in there)


def say_sieve(sieve: Sieve, book: Rulebook) -> str:
    """A sieve in words; empty when it lets everything through."""
    stage = book.stages[sieve.stage].title if sieve.stage in book.stages else ""
    who = role_name(book, sieve.who) if sieve.who else ""
    parts = (stage, who, level_word(sieve.level), KINDS.get(sieve.kind, ""), STATES.get(sieve.state, ""))
    return ", ".join([*(part for part in parts if part), *([f"“{sieve.words}”"] if sieve.words else [])])


__all__ = ["NAMES", "Sieve", "box", "choices", "say_sieve", "sifted", "states", "work_words"]
