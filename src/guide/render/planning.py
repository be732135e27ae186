"""The entries of a checklist for other programs: a table for planners, and a calendar of their days."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING

from guide.cases import Work
from guide.checklist import Due, Entry, build
from guide.outcome import Outcome
from guide.privacy import withheld
from guide.words import KINDS, conflict_word, level_word, plain, role_name, say_date

if TYPE_CHECKING:
    from icalendar import Event

Wanted = Callable[[Entry], bool]
COLUMNS = (
    "id",
    "kind",
    "state",
    "level",
    "title",
    "who",
    "stage",
    "not before",
    "due",
    "due in words",
    "why",
    "law",
    "what to do",
    "record to keep",
    "done",
    "note",
    "not followed",
)
STEERING = ("=", "+", "-", "@", "\t", "\r")
"""What makes a cell a formula in spreadsheets."""


def entries(outcome: Outcome, wanted: Wanted) -> Iterator[Entry]:
    """What applies and may apply within the topics, as far as it is wanted."""
    checklist = build(outcome)
    yield from (entry for entry in (*checklist.applies, *checklist.may_apply) if entry.in_topics and wanted(entry))


def table(outcome: Outcome, work: Mapping[str, Work] | None = None, wanted: Wanted = lambda _: True) -> str:
    """The entries as CSV, a heading first. A text that a spreadsheet would calculate begins with an apostrophe."""
    outcome = withheld(outcome)
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([safe(cell) for cell in row(outcome, entry, (work or {}).get(entry.id, Work()))] for entry in entries(outcome, wanted))
    return file.getvalue()


def row(outcome: Outcome, entry: Entry, work: Work) -> tuple[str, ...]:
    """One entry as a row, with what was done about it."""
    book = outcome.rulebook
    return (
        entry.id,
        KINDS[entry.kind],
        "may apply" if entry.meanwhile else "applies",
        conflict_word(entry.level) if entry.kind == "conflict" else level_word(entry.level),
        entry.title,
        role_name(book, entry.who) if entry.who else "",
        book.stages[entry.stage].title if entry.stage in book.stages else "",
        day(entry.not_before),
        day(entry.due),
        entry.due.words if entry.due else "",
        "; ".join(entry.because),
        "; ".join(book.pages[page].cite for page in entry.cite),
        entry.note,
        entry.record,
        work.done.isoformat() if work.done else "",
        work.note,
        override(work),
    )


def day(due: Due | None) -> str:
    """A day as planners read it; nothing while it is not known."""
    return due.day.isoformat() if due and due.day else ""


def safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    text = plain(text)
    return f"'{text}" if text.startswith(STEERING) else text


def calendar(title: str, outcome: Outcome, work: Mapping[str, Work] | None = None, wanted: Wanted = lambda _: True) -> str:
    """The first and last days that are known as an iCalendar file; the same entry has the same id in every file of a case."""
    from icalendar import Calendar  # noqa: PLC0415 - loaded when a calendar is wanted

    outcome = withheld(outcome)
    found = Calendar()
    found.add("prodid", "-//mutuals-guide//checklist//EN")
    found.add("version", "2.0")
    found.add("x-wr-calname", plain(title) or "Checklist")
    for entry in entries(outcome, wanted):
        for word, due in (("By", entry.due), ("Not before", entry.not_before)):
            if due and due.day:
                found.add_component(event(title, outcome, entry, word, due.day, (work or {}).get(entry.id, Work())))
    return str(found.to_ical(), "utf-8")


def event(title: str, outcome: Outcome, entry: Entry, word: str, on: date, work: Work) -> Event:
    """One day of an entry, as an event that lasts all day."""
    from icalendar import Event  # noqa: PLC0415 - loaded when a calendar is wanted

    found = Event()
    mark = blake2b("\0".join((title, entry.id, word)).encode("utf-8", "replace"), digest_size=12).hexdigest()
    found.add("uid", f"{mark}@mutuals-guide")
    found.add("dtstamp", datetime.combine(outcome.as_at, time(0), UTC))
    found.add("dtstart", on)
    if on < date.max:
        found.add("dtend", on + timedelta(days=1))
    state = " (done)" if work.done else " (not followed)" if work.not_followed else ""
    found.add("summary", plain(f"{word}: {entry.title}{' (if it applies)' if entry.meanwhile else ''}{state}"))
    found.add("description", "\n".join([*settled(work), *description(outcome, entry)]))
    found.add("transp", "TRANSPARENT")
    return found


def settled(work: Work) -> Iterator[str]:
    """What was done about an entry."""
    if work.done:
        yield f"Done: {say_date(work.done)}"
    if work.not_followed:
        yield plain(f"Not followed: {override(work)}")


def override(work: Work) -> str:
    """Who decided not to follow an entry, and why; nothing when it is followed."""
    return f"by {work.not_followed.by}, because {work.not_followed.because}" if work.not_followed else ""


def description(outcome: Outcome, entry: Entry) -> Iterable[str]:
    """Who, why and under which law."""
    book = outcome.rulebook
    yield from [plain(f"Who: {role_name(book, entry.who)}")] if entry.who else []
    yield from [plain(f"Why: {'; '.join(entry.because)}")] if entry.because else []
    yield plain(f"Law: {'; '.join(book.pages[page].cite for page in entry.cite)}")
    yield plain(book.disclaimer)
