"""What dates make impossible or doubtful: empty periods, rules that outlive their pages, calendars that run out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from guide.check.reads import clauses
from guide.diagnostics import Finding, warning
from guide.lines import Clause, Op, Place
from guide.model import Page, Rulebook

SOON = timedelta(days=366)
Period = tuple[date | None, date | None]


def period(clause: Clause) -> Period:
    """The first and the last day of a clause, by its own dates or those of its pages; None where there is no bound."""
    first = [line.right[0] for line in clause.when if line.origin == "from" and line.op is Op.GE]
    last = [line.right[0] for line in clause.when if line.origin == "until"]
    return (first[0] if first and isinstance(first[0], date) else None), (last[0] if last and isinstance(last[0], date) else None)


def empty_periods(book: Rulebook) -> Iterator[Finding]:
    """Periods that end before they start."""
    for page in book.pages.values():
        if isinstance(page.start, date) and page.end and page.end < page.start:
            yield empty(f"page `{page.id}`", Place(page.place.file, ("until",)), page.start, page.end)
    for param in book.params.values():
        if param.figures and param.until and param.until < param.figures[-1].start:
            yield empty(f"last figure of `{param.id}`", Place(param.place.file, (*param.place.keys, "until")), param.figures[-1].start, param.until)
    for name, place, clause in clauses(book):
        first, last = period(clause)
        if first and last and last < first:
            yield empty(name, Place(place.file, (*place.keys, "until")), first, last)


def empty(name: str, place: Place, first: date, last: date) -> Finding:
    """One of them."""
    return Finding("R403", f"the {name} ends on {last}, before it starts on {first}", place, "`from` and `until` are the first and the last day")


def outlived_pages(book: Rulebook) -> Iterator[Finding]:
    """Rules and items that hold on days on which no page they cite does."""
    cited = {f"rule:{rule.id}": rule.cite for rule in book.rules.values()} | {f"item:{item.id}": item.cite for item in book.items.values()}
    for name, place, clause in clauses(book):
        pages = [book.pages[page] for page in cited[clause.id]]
        first, last = period(clause)
        if bound := before_pages(pages, first):
            at = Place(place.file, (*place.keys, "from"))
            yield warning(
                "R402", f"the {name} starts before the pages it cites, the first of which holds from {bound}", at, "cite the earlier law too, or start later"
            )
        if bound := after_pages(pages, last):
            at = Place(place.file, (*place.keys, "until"))
            yield warning("R402", f"the {name} outlives the pages it cites, the last of which ends on {bound}", at, "cite what came after, or end it too")


def before_pages(pages: list[Page], first: date | None) -> date | None:
    """The day on which the first page starts, when a rule gives itself an earlier one; one that holds always says what a word means."""
    starts = [page.start for page in pages if isinstance(page.start, date)]
    return min(starts) if starts and len(starts) == len(pages) and first and first < min(starts) else None


def after_pages(pages: list[Page], last: date | None) -> date | None:
    """The day on which the last page ends, when that is earlier."""
    ends = [page.end for page in pages if page.end]
    return max(ends) if ends and len(ends) == len(pages) and (last is None or last > max(ends)) else None


def calendars_that_end(book: Rulebook, on: date) -> Iterator[Finding]:
    """Calendars whose days are known for less than a year more."""
    for calendar in book.calendars.values():
        if calendar.known_to < on + SOON:
            yield warning(
                "R405",
                f"the days off of `{calendar.id}` are known only to {calendar.known_to}",
                Place("rules/calendars.toml", ("calendar", calendar.id, "known_to")),
                "add the days off of the year after, and move `known_to`",
            )
