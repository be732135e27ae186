"""What is new in the register of conflicts since an earlier one: what appeared, what went, and what moved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from guide.checklist import Checklist, Entry, Writer, build
from guide.outcome import Outcome, ruled_out
from guide.values import MISSING, Status

CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Told:
    """What a register said of a conflict that it found."""

    title: str
    level: str
    nature: str


@dataclass(frozen=True, slots=True)
class Register:
    """What a register said: the conflicts found, the ids of those not settled, and who and what was on the lists.

    `source` says where it comes from; `stamp` is the digest of its rules, nothing where it was worked out under the rules in use.
    """

    as_at: date
    found: Mapping[str, Told]
    open: frozenset[str] = frozenset()
    rows: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    stamp: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class News:
    """What differs between an earlier register and the one now."""

    before: Register
    as_at: date
    other_rules: bool
    joined: Mapping[str, tuple[str, ...]]
    """By list the rows that were not on it."""
    left: Mapping[str, tuple[str, ...]]
    new: tuple[Entry, ...]
    """Found now, and neither found nor open then."""
    settled: tuple[Entry, ...]
    """Found now, and not settled then."""
    changed: tuple[tuple[Told, Entry], ...]
    """Found both times, with another level or nature."""
    gone: tuple[tuple[Told, str], ...]
    """Found then and not now, with the reason."""
    doubtful: tuple[Entry, ...]
    """Found then, and not settled now."""
    opened: tuple[Entry, ...]
    """Not settled now, and not on the earlier register at all."""
    cleared: tuple[str, ...]
    """The ids of those not settled then and ruled out now."""

    @property
    def nothing(self) -> bool:
        """Whether nothing is new."""
        return not (self.joined or self.left or self.new or self.settled or self.changed or self.gone or self.doubtful or self.opened or self.cleared)


def register_of(outcome: Outcome, source: str = "", stamped: bool = False) -> Register:
    """What a register of an outcome says; `stamped` with the rules that say it."""
    checklist = build(outcome)
    found = {entry.id: Told(entry.title, entry.level, entry.nature) for entry in conflicts(checklist.applies)}
    unsettled = frozenset(entry.id for entry in conflicts(checklist.may_apply))
    return Register(outcome.as_at, found, unsettled, rows_of(outcome), outcome.rulebook.digest if stamped else "", source)


def conflicts(entries: Iterable[Entry]) -> list[Entry]:
    """The conflicts within the topics, of rows that have a name."""
    return [entry for entry in entries if entry.kind == CONFLICT and entry.in_topics and all(key != MISSING for _, key in entry.binding)]


def rows_of(outcome: Outcome) -> dict[str, tuple[str, ...]]:
    """The rows of the lists that conflicts are about."""
    book = outcome.rulebook
    lists = dict.fromkeys(name for item in book.items.values() if item.kind == CONFLICT for name in dict(item.clause.variables).values())
    return {name: outcome.rows[name].keys for name in lists if book.lists[name].rows is None}


def news(before: Register, outcome: Outcome, checklist: Checklist | None = None) -> News:
    """What is new since an earlier register."""
    checklist = checklist or build(outcome)
    found, unsettled = conflicts(checklist.applies), conflicts(checklist.may_apply)
    now, there = {entry.id for entry in (*found, *unsettled)}, rows_of(outcome)
    writer = Writer(outcome)
    return News(
        before=before,
        as_at=outcome.as_at,
        other_rules=bool(before.stamp) and before.stamp != outcome.rulebook.digest,
        joined=more(there, before.rows),
        left=more(before.rows, there),
        new=tuple(entry for entry in found if entry.id not in before.found and entry.id not in before.open),
        settled=tuple(entry for entry in found if entry.id in before.open),
        changed=tuple((told, entry) for entry in found if (told := before.found.get(entry.id)) and (told.level, told.nature) != (entry.level, entry.nature)),
        gone=tuple((told, why_gone(writer, id)) for id, told in before.found.items() if id not in now),
        doubtful=tuple(entry for entry in unsettled if entry.id in before.found),
        opened=tuple(entry for entry in unsettled if entry.id not in before.found and entry.id not in before.open),
        cleared=tuple(sorted(before.open - now)),
    )


def more(rows: Mapping[str, tuple[str, ...]], others: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """By list the rows that others do not have."""
    found = {name: tuple(key for key in keys if key not in others.get(name, ())) for name, keys in rows.items()}
    return {name: keys for name, keys in found.items() if keys}


def why_gone(writer: Writer, id: str) -> str:
    """Why a conflict is not found any more."""
    item = writer.book.items.get(id.partition(" (")[0])
    if item is None:
        return "the rulebook does not have it any more"
    exact = [result for result in ruled_out(writer.outcome, item) if result.id == id or not result.binding]
    reasons = [str(reason) for result in exact[:1] for reason in writer.entry(result).reasons if result.status is Status.FAILS]
    return "; ".join(dict.fromkeys(reasons)) or "it is about somebody or something that is not on the lists any more, or outside of the topics"


__all__ = ["News", "Register", "Told", "news", "register_of"]
