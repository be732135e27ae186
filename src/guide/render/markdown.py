"""The checklist in Markdown: what to do, who, by when, why, under which law; what is open; what was ruled out.

CommonMark with tables and task lists. Words of users and authors are escaped: they are never markup. What an officer needs
first comes first; what an auditor needs comes last.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from guide.agreement import Agreement
from guide.checklist import Entry, by_item
from guide.outcome import Outcome
from guide.privacy import withheld
from guide.render.appendix import about, answered_order, answers, contradictions, defects, law, notes, other_topics, words
from guide.render.cleared import by_reason, ruled_out
from guide.render.comparison import side_by_side
from guide.render.entries import cites, details, heading, reasons, reference, task
from guide.render.escaping import counted, escape, table
from guide.render.open import not_named_yet, still_open
from guide.render.plan import planned, whereabouts
from guide.render.report import Report
from guide.render.similar import precedents
from guide.render.unsettled import alone, few_and_many, summed_up, told_once
from guide.words import KINDS, conflict_word, role_name, say_date

DIGEST_SHOWN = 12
SHORT = (
    ("item", "thing to do", "things to do"),
    ("conflict", "conflict of interest", "conflicts of interest"),
    ("warning", "warning", "warnings"),
    ("route", "open route", "open routes"),
)


def render(title: str, outcome: Outcome, agreement: Agreement, overridden: Collection[str] = ()) -> str:
    """The whole checklist document of a case; `overridden` are the entries that it was decided not to follow."""
    outcome = withheld(outcome)
    report = Report(outcome)
    parts = [
        *head(title, report),
        *defects(agreement),
        *contradictions(outcome),
        *whereabouts(report),
        *routes(report),
        *side_by_side(report),
        *dates(report),
        *planned(report),
        *warnings(report),
        *by_stage(report, "What to do", report.applying("item")),
        *register(report),
        *still_open(report),
        *by_stage(report, "What may apply", report.maybe("item")),
        *not_named_yet(report),
    ]
    parts += [*decided(report, report.live(), overridden, parts), *precedents(report), *answers(outcome), *other_topics(report), *ruled_out(report)]
    parts += [
        *notes(report),
        *words(report),
        *law(report),
        *about(outcome, agreement),
    ]
    return "\n".join(parts).rstrip() + "\n"


def head(title: str, report: Report) -> Iterator[str]:
    """The title, the date, the rulebook and what there is to do, in short."""
    book = report.book
    yield f"# {escape(title or 'Checklist')}"
    yield ""
    yield f"{escape(book.title)}. The law as at **{say_date(report.outcome.as_at)}**. Rulebook version {escape(book.version)} ({book.digest[:DIGEST_SHOWN]})."
    yield ""
    yield f"> {escape(book.disclaimer)}"
    yield ""
    yield "## In short"
    yield ""
    found = [in_short(report, *words) for words in SHORT]
    yield from [f"- {line}" for line in found if line] or ["- Nothing applies yet."]
    if report.waiting:
        yield f"- {counted(len(report.waiting), 'question')} still open"
    yield ""
    yield from who_acts(report)


def in_short(report: Report, kind: str, one: str, many: str) -> str:
    """How many entries of a kind there are; nothing when there are none."""
    applying, maybe = len(report.applying(kind)), len(report.maybe(kind))
    more = f"{', and ' if applying else ''}{maybe} {'more ' if applying else ''}that may apply" if maybe else ""
    if not applying:
        return f"{counted(maybe, one, many)} that may apply" if maybe else ""
    return f"**{counted(applying, one, many)}**{more}"


def who_acts(report: Report) -> Iterator[str]:
    """How much each role has to do."""
    applying, maybe = report.applying("item", "conflict"), report.maybe("item", "conflict")
    roles = [role for role in report.book.roles if any(entry.who == role for entry in (*applying, *maybe))]
    if roles:
        rows = [(escape(role_name(report.book, role)), count(applying, role), count(maybe, role)) for role in roles]
        yield from table(("Who acts", "To do", "May apply"), rows)


def count(entries: Iterable[Entry], role: str) -> str:
    """How many entries a role acts on."""
    return str(sum(entry.who == role for entry in entries))


def routes(report: Report, heading: str = "Routes") -> Iterator[str]:
    """Ways that are open or may be, and those that are ruled out; those that are compared stand in tables of their own."""
    live = [entry for entry in (*report.applying("route"), *report.maybe("route")) if not report.book.items[entry.item].compare]
    out = [entry for entry in report.out("route") if entry.item not in by_item(live) and not report.book.items[entry.item].compare]
    if not live and not out:
        return
    yield f"## {heading}"
    yield ""
    if live:
        words = [(escape(entry.title), "May be open" if entry.meanwhile else "Open") for entry in live]
        why = [(reasons(report, entry), cites(report.book, entry.cite)) for entry in live]
        yield from table(("Route", "", "Why", "Law"), [(*first, *last) for first, last in zip(words, why, strict=True)])
    if out:
        yield "Ruled out:"
        yield ""
        yield from by_reason(report, out)


def dates(report: Report) -> Iterator[str]:
    """The first and last days that are known, in order."""
    entries = [*report.applying(), *report.maybe()]
    last = [(entry.due.day, "By", entry) for entry in entries if entry.due and entry.due.day]
    first = [(entry.not_before.day, "Not before", entry) for entry in entries if entry.not_before and entry.not_before.day]
    if not last and not first:
        return
    yield "## Dates to keep"
    yield ""
    rows = []
    for day, word, entry in sorted((*last, *first), key=lambda found: (found[0], found[1], found[2].title)):
        passed = " (has passed)" if word == "By" and day < report.outcome.as_at else ""
        what = f"{escape(entry.title)}{' (if it applies)' if entry.meanwhile else ''}"
        rows.append((f"{word} **{say_date(day)}**{passed}", what, escape(role_name(report.book, entry.who)) if entry.who else ""))
    yield from table(("When", "What", "Who"), rows)


def warnings(report: Report, heading: str = "Warnings") -> Iterator[str]:
    """What to beware of."""
    entries = [*report.applying("warning"), *report.maybe("warning")]
    if entries:
        yield f"## {heading}"
        yield ""
        few, many = few_and_many(entries)
        for entry in few:
            yield f"- **{escape(entry.title)}**{' (if it applies)' if entry.meanwhile else ''} {reference(entry)}"
            yield from details(report, entry)
        for several in many:
            yield from told_once(report, several)
        yield ""


def by_stage(report: Report, heading: str, entries: list[Entry]) -> Iterator[str]:
    """Things to do under a heading, by stage."""
    if not entries:
        return
    yield f"## {heading}"
    yield ""
    stages = report.book.stages
    for stage in (*stages, ""):
        here = [entry for entry in entries if (entry.stage if entry.stage in stages else "") == stage]
        if here:
            yield f"### {escape(stages[stage].title) if stage else 'At any time'}"
            yield ""
            few, many = few_and_many(here)
            for entry in few:
                yield from task(report, entry)
            for several in many:
                yield from told_once(report, several)
            yield ""


def decided(report: Report, entries: Iterable[Entry], overridden: Collection[str], parts: Iterable[str]) -> Iterator[str]:
    """What it was decided not to follow, as far as it is on no other part of the document as a line of its own."""
    there = {line.rpartition(" <!-- ")[2] for line in parts if line.startswith("- ")}
    found = [entry for entry in entries if entry.id in overridden and reference(entry).removeprefix("<!-- ") not in there]
    if found:
        yield "## Decided not to follow"
        yield ""
        for entry in found:
            yield f"- **{heading(entry) or KINDS[entry.kind]}:** {escape(entry.title)} {reference(entry)}"
            yield from details(report, entry)
        yield ""


def register(report: Report) -> Iterator[str]:
    """The conflicts-of-interest register: found and not settled; those checked and cleared come further down."""
    found, unsettled, cleared = report.applying("conflict"), report.maybe("conflict"), report.out("conflict")
    if not found and not unsettled and not cleared:
        return
    yield "## Conflicts of interest register"
    yield ""
    yield f"{len(found)} found, {len(unsettled)} not settled, {len(cleared)} checked and ruled out (see “Ruled out”)."
    yield ""
    yield from conflicts(report, found, unsettled)


def conflicts(report: Report, found: list[Entry], unsettled: list[Entry]) -> Iterator[str]:
    """Conflicts in a table, then what to do about each; those not settled, when they are many, by what is missing."""
    entries = [*found, *alone(unsettled)]
    if entries:
        rows = [(escape(e.title), "Not settled" if e.meanwhile else "Found", e.nature.capitalize(), conflict_word(e.level), role(report, e)) for e in entries]
        yield from table(("Conflict", "State", "Kind", "Level", "Who acts"), rows)
        for entry in entries:
            yield from task(report, entry)
        yield ""
    yield from summed_up(report, unsettled)


def role(report: Report, entry: Entry) -> str:
    """Who acts on an entry."""
    return escape(role_name(report.book, entry.who)) if entry.who else ""


__all__ = ["answered_order", "escape", "render"]
