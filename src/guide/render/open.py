"""What is still open: the questions that would settle what may apply, and the lists that may lack rows."""

from __future__ import annotations

from collections.abc import Iterator

from guide.checklist import by_item
from guide.interview import is_unasked
from guide.render.entries import STILL_OPEN, reference
from guide.render.escaping import escape, listed, sentence
from guide.render.report import MOST_ALIKE, Report, unnamed
from guide.render.unsettled import asked, names, titled
from guide.values import Cell, RowSet
from guide.words import level_word, role_name

MOST_TITLES = 3
NOT_ASKED = "Not asked yet."


def still_open(report: Report) -> Iterator[str]:
    """The questions to settle: those that somebody was not sure of first, each with what waits on it."""
    if not report.waiting:
        return
    yield f"## {STILL_OPEN}"
    yield ""
    yield "Find these out. What waits on them is then settled."
    yield ""
    for number, cells in enumerate(report.asked, 1):
        indent = " " * len(f"{number}. ")
        entries = {entry.id: entry for cell in cells for entry in report.waiting[cell]}.values()
        alike = by_item(entries).values() if len(entries) > MOST_ALIKE else [(entry,) for entry in entries]
        titles = list(dict.fromkeys(escape(titled(several)) for several in alike))
        yield f"{number}. **{asked(report, cells)}** {state(report, cells[0])}"
        yield from [f"{indent}- Of whom: {names([cell.row for cell in cells])}"] if len(cells) > 1 else []
        yield f"{indent}- Waiting for this: {listed(titles, MOST_TITLES, '; ')}"
    yield ""


def state(report: Report, cell: Cell) -> str:
    """How far a question has come: not asked, or not sure, who would know, and the note."""
    answer = report.outcome.answers.get(cell)
    if answer is None or is_unasked(report.outcome, cell):
        return NOT_ASKED
    unsure = "There may be more." if isinstance(answer.value, RowSet) else "Not sure of all of it." if answer.sure else "Not sure."
    who = f"Ask: {role_name(report.book, answer.left_to)}." if answer.left_to else ""
    note = sentence(f"Note: {answer.note}") if answer.note else ""
    return escape(" ".join(part for part in (unsure, who, note) if part))


def not_named_yet(report: Report) -> Iterator[str]:
    """What may apply to people and things that a list still lacks: told once and in short."""
    entries = [entry for entry in report.chosen(report.checklist.may_apply, ()) if unnamed(entry)]
    if not entries:
        return
    lists = dict.fromkeys(cell.fact for entry in entries for cell in entry.cells if cell.fact in report.book.lists)
    yield "## People and things not named yet"
    yield ""
    yield "These lists may have more rows. Add who or what is missing, or say that the list is complete:"
    yield ""
    yield from (f"- {escape(report.book.lists[name].ask)}" for name in lists)
    yield ""
    yield "Until then these may apply to a person or thing that is not on the list:"
    yield ""
    for entry in entries:
        level = f"**{level_word(entry.level)}:** " if entry.level else ""
        yield f"- {level}{escape(entry.title)} {reference(entry)}"
    yield ""
