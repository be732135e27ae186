"""First pass over the dated figures and the calendars."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from guide.lines import Place
from guide.loader.files import Findings, take
from guide.loader.raw import SUBJECT, Declared, Raw, add, cited, day, texts
from guide.model import Calendar, Figure, Param
from guide.schema import CALENDAR, FIGURE, PARAM, is_number


def declare_param(id: str, raw: Raw, declared: Declared, findings: Findings) -> None:
    """A parameter and its figures by date."""
    table = take(raw.table, PARAM, raw.place, findings)
    if not SUBJECT.fullmatch(id):
        findings.error("R305", f"`{id}` is not the id of a parameter", Place(raw.place.file, raw.place.keys, on_key=True), "use small letters, digits and `_`")
    starts = table.get("from", {})
    read = [read_figure(start, value, raw, declared, findings) for start, value in starts.items()] if isinstance(starts, dict) else []
    figures = sorted((figure for figure in read if figure), key=lambda figure: figure.start)
    cited(texts(table.get("cite")), raw, declared, findings)
    if len(figures) < len(read):
        declared.unread.add(id)
    else:
        add(declared.params, id, Param(id, raw.place, tuple(figures), day(table.get("until"))), raw, "parameter", findings)


def read_figure(start: str, value: object, raw: Raw, declared: Declared, findings: Findings) -> Figure | None:
    """One figure: an amount or a date, or a table of value, unit and cite."""
    try:
        since = date.fromisoformat(start)
    except ValueError:
        findings.error(
            "R304", f"`{start}` is not a date", Place(raw.place.file, (*raw.place.keys, "from", start), on_key=True), "write `from.2024-01-01 = ...`"
        )
        return None
    own = Raw(take(value, FIGURE, raw.at("from", start), findings) if isinstance(value, dict) else {"value": value}, raw.at("from", start))
    cited(texts(own.table.get("cite")), own, declared, findings)
    value, unit, cite = (own.table.get(key, raw.table.get(key)) for key in ("value", "unit", "cite"))
    unit = unit if isinstance(unit, str) else ""
    if (on := day(value)) is not None:
        return Figure(since, on, unit or "date", texts(cite))
    if not is_number(value):
        if value is not None:
            findings.error("R304", "a figure must be a number or a date", raw.at("from", start), "write it without quotes, like `100_000` or `2026-01-05`")
        return None
    exact = Fraction(str(value))
    return Figure(since, int(exact) if exact.denominator == 1 else exact, unit, texts(cite))


def declare_calendar(id: str, raw: Raw, declared: Declared, findings: Findings) -> None:
    """The days that are no working days."""
    table = take(raw.table, CALENDAR, raw.place, findings)
    off = table.get("off", [])
    bad = [i for i, d in enumerate(off) if day(d) is None] if isinstance(off, list) else [0]
    for index in bad:
        findings.error("R304", "`off` must be a list of dates", raw.at("off", index))
    days = frozenset(d for d in off if isinstance(d, date)) if isinstance(off, list) else frozenset()
    known_to, known_from = day(table.get("known_to")), day(table.get("known_from"))
    add(declared.calendars, id, Calendar(id, str(table.get("title", id)), days, known_to or date.max, known_from or date.min), raw, "calendar", findings)
