"""What is doubtful about the figures of parameters: missing on a day, read by nothing, starting without their law."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import reduce

from guide.check.periods import Period, period
from guide.check.reads import all_lines, clauses
from guide.diagnostics import Finding, warning
from guide.figures import due_figures, fact_figures, line_figures, params_in
from guide.lines import ParamRef, Place
from guide.model import Figure, Page, Param, Rulebook


def missing_amounts(book: Rulebook) -> Iterator[Finding]:
    """Parameters that have no figure on a day on which a rule with dates of its own reads them."""
    for name, _, clause in clauses(book):
        first, last = period(clause)
        for line in clause.when + clause.unless:
            for operand in line.right:
                if isinstance(operand, ParamRef) and (gap := gap_in(book.params[operand.id], first, last)):
                    yield missing(operand.id, gap, name, line.place)
    for item in book.items.values():
        for key, phrase in (("due", item.due), ("not_before", item.not_before)):
            count = phrase.span.count if phrase and phrase.span else None
            if isinstance(count, ParamRef) and (gap := gap_in(book.params[count.id], *period(item.clause))):
                yield missing(count.id, gap, f"{item.kind} `{item.id}`", Place(item.place.file, (*item.place.keys, key)))


def missing(param: str, gap: str, name: str, place: Place) -> Finding:
    """One of them."""
    return warning("R401", f"`{param}` has no figure {gap}, when the {name} needs it", place, "add a figure, or change the dates")


def gap_in(param: Param, first: date | None, last: date | None) -> str:
    """When a parameter is missing in a period."""
    if first and (not param.figures or param.figures[0].start > first):
        return f"on {first}"
    if param.until and ((last is None and first is not None) or (last and last > param.until)):
        return f"after {param.until}"
    return ""


def idle_params(book: Rulebook) -> Iterator[Finding]:
    """Parameters whose figures nothing reads."""
    read = params_in(operand for line in all_lines(book) for operand in line.right)
    read = reduce(frozenset.union, [*map(due_figures, book.items.values()), *map(fact_figures, book.facts.values())], read)
    for param in book.params.values():
        if param.id not in read:
            at = Place(param.place.file, param.place.keys, on_key=True)
            yield warning("R503", f"`{param.id}` decides nothing: nothing reads it", at, "read it in a rule or item, or take it out")


def odd_days(book: Rulebook) -> Iterator[Finding]:
    """Figures that start while no page they rest on is in force, first figures that start with nothing, last ones that end with nothing."""
    read = readers(book)
    for param in book.params.values():
        days = read.get(param.id, [])
        yield from (finding for figure in param.figures if (finding := odd_start(book, param, figure, [first for first, _ in days])))
        if param.until and (end := expected_end(param, book, [last for _, last in days])) < param.until:
            at = Place(param.place.file, (*param.place.keys, "until"))
            yield warning("R406", f"the last figure of `{param.id}` ends on {param.until}, and nothing reads it after {end}", at, "correct the day")


def odd_start(book: Rulebook, param: Param, figure: Figure, read_from: list[date | None]) -> Finding | None:
    """What is odd about the first day of a figure."""
    pages = [book.pages[id] for id in figure.cite if id in book.pages]
    at = Place(param.place.file, (*param.place.keys, "from", str(figure.start)), on_key=True)
    if pages and not any(in_force(page, figure.start) for page in pages):
        said = f"`{param.id}` has a figure from {figure.start}, when {' or '.join(f'`{page.id}`' for page in pages)} is not in force"
        return warning("R406", said, at, "correct the day, or cite the law that gave this figure")
    days = expected_starts(figure, pages, read_from)
    if figure is param.figures[0] and figure.start not in days:
        return warning("R406", f"the first figure of `{param.id}` starts on {figure.start}, not on {' or '.join(map(str, days))}", at, EARLY)
    return None


EARLY = "start it with its law or with what reads it, or say why it starts on another day"


def in_force(page: Page, day: date) -> bool:
    """Whether a page is in force on a day; one without dates always is."""
    return not (isinstance(page.start, date) and day < page.start) and not (page.end and page.end < day)


def expected_starts(figure: Figure, pages: list[Page], read_from: list[date | None]) -> list[date]:
    """The days on which a first figure may start: with a page, or with the first rule or item that reads it.

    The day itself where nothing else says so, and where it is missed already on the day on which something starts to read it.
    """
    starts = {page.start for page in pages if isinstance(page.start, date)}
    reading = [day for day in read_from if day is not None]
    if any(day < figure.start for day in reading):
        return [figure.start]
    return sorted(starts | ({min(reading)} if reading and len(reading) == len(read_from) else set())) or [figure.start]


def expected_end(param: Param, book: Rulebook, read_until: list[date | None]) -> date:
    """The last day on which something reads a parameter, or else its page is in force; the day itself where nothing says so."""
    pages = [book.pages[id].end for id in param.figures[-1].cite if id in book.pages]
    days = read_until or pages
    known = [day for day in days if day is not None]
    assert param.until is not None
    return max(known) if known and len(known) == len(days) else param.until


def readers(book: Rulebook) -> dict[str, list[Period]]:
    """The first and the last day of everything that reads a parameter; None where there is no bound."""
    found: dict[str, list[Period]] = {}
    read = [(line_figures(clause), period(clause)) for _, _, clause in clauses(book)]
    read += [(due_figures(item), period(item.clause)) for item in book.items.values()]
    read += [(fact_figures(fact), (None, None)) for fact in book.facts.values()]
    for params, days in read:
        for id in params:
            found.setdefault(id, []).append(days)
    return found
