"""Routes side by side, in Markdown: one table for each comparison."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from guide.comparisons import Side, compared
from guide.render.entries import cites, reasons
from guide.render.escaping import escape, sentence, table
from guide.render.report import Report
from guide.values import Status

STANDING = {Status.HOLDS: "Open", Status.OPEN: "May be open", Status.FAILS: "Ruled out"}


def side_by_side(report: Report, heading: str = "Side by side") -> Iterator[str]:
    """Every comparison within the topics: which routes are open, what speaks for and against each, and why one is ruled out."""
    found = compared(report.outcome, report.checklist)
    if not found:
        return
    yield f"## {heading}"
    yield ""
    yield "What speaks for or against a route does not decide. The choice is yours."
    yield ""
    for comparison in found:
        yield f"### {escape(comparison.title)}"
        yield ""
        yield from table(("Route", "", "Speaks for it", "Speaks against it", "Not known yet", "Why", "Law"), [row(report, side) for side in comparison.sides])


def row(report: Report, side: Side) -> tuple[str, ...]:
    """One route as a row of the table."""
    entry = side.entry
    note = f" {escape(sentence(entry.note))}" if entry.note else ""
    return (
        escape(entry.title),
        STANDING[entry.status],
        said(side.suits),
        said(side.strains),
        said(side.unknown),
        f"{reasons(report, entry)}{note}",
        cites(report.book, entry.cite),
    )


def said(lines: Iterable[str]) -> str:
    """Lines as sentences."""
    return " ".join(escape(sentence(line)) for line in lines)
