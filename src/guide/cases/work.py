"""What people did about the lines of a checklist: done on a day, noted, or not followed, by whom and why.

Work is kept by the name of the line (`item`, or `item (p = Ann)`), whether the line applies now or not: nothing that
somebody wrote down is lost because an answer changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from guide.model import Rulebook
from guide.outcome import result_id

KEYS = ("done", "note", "not_followed_by", "not_followed_because")
Table = dict[str, object]


@dataclass(frozen=True, slots=True)
class NotFollowed:
    """Who decided not to follow a line, and why."""

    by: str
    because: str


@dataclass(frozen=True, slots=True)
class Work:
    """What was done about one line. `done` is the day on which it was, or nothing yet."""

    done: date | None = None
    note: str = ""
    not_followed: NotFollowed | None = None

    def __bool__(self) -> bool:
        return self != Work()


def read_work(table: Mapping[str, object]) -> dict[str, Work]:
    """The work that a case file's `[work]` tells; it has been seen to have no problems."""
    return {name: one for name, raw in table.items() if isinstance(raw, dict) and (one := one_work(raw))}


def one_work(raw: Mapping[str, object]) -> Work:
    """The work on one line."""
    done, by, because = raw.get("done"), str(raw.get("not_followed_by", "")), str(raw.get("not_followed_because", ""))
    return Work(done if isinstance(done, date) else None, str(raw.get("note", "")), NotFollowed(by, because) if by or because else None)


def work_problems(table: Mapping[str, object]) -> Iterator[str]:
    """What is wrong with a file's `[work]`."""
    for name, raw in table.items():
        if not isinstance(raw, dict):
            yield f"`work.{name}` must be a table with {', '.join(KEYS)}"
            continue
        for key, value in raw.items():
            if key not in KEYS:
                yield f"`{key}` is not a key of `work.{name}`: use {', '.join(KEYS)}"
            elif key == "done" and (not isinstance(value, date) or isinstance(value, datetime)):
                yield f"`work.{name}`: `done` must be a day, like 2027-04-01"
            elif key != "done" and not isinstance(value, str):
                yield f"`work.{name}`: `{key}` must be a text"


def write_work(work: Mapping[str, Work]) -> Table:
    """Work as a case file has it, without what says nothing."""
    return {name: written for name, one in sorted(work.items()) if (written := one_written(one))}


def one_written(work: Work) -> Table:
    """The work on one line as a table."""
    by, because = (work.not_followed.by, work.not_followed.because) if work.not_followed else ("", "")
    told: Table = {"done": work.done, "note": work.note, "not_followed_by": by, "not_followed_because": because}
    return {key: value for key, value in told.items() if value}


def without_nothing(work: Mapping[str, Work]) -> dict[str, Work]:
    """Work without what says nothing."""
    return {name: one for name, one in work.items() if one}


def renamed(work: Mapping[str, Work], rulebook: Rulebook, list: str, old: str, new: str) -> dict[str, Work]:
    """The work with a row's name changed in the names of the lines that are about it."""
    names: dict[str, str] = {}
    for item in rulebook.items.values():
        lists = dict(item.clause.variables)
        about = [var for var in item.per if lists[var] == list]
        for name in work if about else ():
            if name.startswith(f"{item.id} (") and (again := rebound(name, item.id, item.per, about, old, new)):
                names[name] = again
    return {names.get(name, name): one for name, one in work.items()}


def rebound(name: str, item: str, per: tuple[str, ...], about: list[str], old: str, new: str) -> str:
    """The name of a line with a row's name changed; empty when it is about no such row. Names of rows may have commas."""
    rest, keys = name.removeprefix(f"{item} (").removesuffix(")"), []
    for var, later in zip(per, (*per[1:], ""), strict=True):
        start = f"{var} = "
        end = rest.find(f", {later} = ") if later else len(rest)
        if not rest.startswith(start) or end < 0:
            return ""
        keys.append(rest[len(start) : end])
        rest = rest[end + 2 :]
    changed = [new if var in about and key == old else key for var, key in zip(per, keys, strict=True)]
    return result_id(item, tuple(zip(per, changed, strict=True))) if changed != keys else ""


__all__ = ["NotFollowed", "Work", "read_work", "renamed", "without_nothing", "work_problems", "write_work"]
