"""The checklist in Markdown: what to do, who, by when, why, under which law; what is open; what was ruled out.

CommonMark with tables and task lists. Words of users and authors are escaped: they are never markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from guide.checklist import Checklist, Entry, build, by_item
from guide.interview import is_unasked, question
from guide.model import Cell
from guide.outcome import Outcome
from guide.render.appendix import about, answered_order, answers, contradictions, law, ruled_out, worked_out
from guide.render.entries import cites, details, named, reasons, task, unnamed
from guide.render.escaping import comment, escape
from guide.words import level_word, role_name, say_date

DIGEST_SHOWN = 12


def render(title: str, outcome: Outcome) -> str:
    """The whole checklist document of a case."""
    checklist = build(outcome)
    parts = [
        *head(title, outcome, checklist),
        *to_do(outcome, checklist),
        *routes(outcome, checklist),
        *warnings(outcome, checklist),
        *register(outcome, checklist),
        *still_open(outcome, checklist),
        *not_named_yet(outcome, checklist),
        *other_topics(checklist),
        *ruled_out(checklist),
        *worked_out(checklist),
        *contradictions(outcome),
        *answers(outcome),
        *law(outcome, checklist),
        *about(outcome),
    ]
    return "\n".join(parts).rstrip() + "\n"


def head(title: str, outcome: Outcome, checklist: Checklist) -> Iterator[str]:
    """The title, the date, the rulebook and a summary."""
    book = outcome.rulebook
    own = [entry for entry in checklist.applies if entry.in_topics]
    may = named(checklist)
    yield f"# {escape(title or 'Checklist')}"
    yield ""
    yield f"{escape(book.title)}. The law as at **{say_date(outcome.as_at)}**. Rulebook version {escape(book.version)} ({book.digest[:DIGEST_SHOWN]})."
    yield ""
    yield f"> {escape(book.disclaimer)}"
    yield ""
    yield "| | Apply | May apply |"
    yield "| --- | --- | --- |"
    for kind, name in (("item", "Things to do"), ("conflict", "Conflicts of interest"), ("warning", "Warnings"), ("route", "Routes")):
        yield f"| {name} | {sum(e.kind == kind for e in own)} | {sum(e.kind == kind for e in may)} |"
    yield ""
    yield from dated(own + may)


def dated(entries: Iterable[Entry]) -> Iterator[str]:
    """The last days that are known, in order."""
    due = sorted(((entry.due.day, entry) for entry in entries if entry.due and entry.due.day), key=lambda pair: (pair[0], pair[1].title))
    if due:
        yield "## Dates to keep"
        yield ""
        for day, entry in due:
            yield f"- **{say_date(day)}**: {escape(entry.title)}{' (if it applies)' if entry.meanwhile else ''}"
        yield ""


def to_do(outcome: Outcome, checklist: Checklist) -> Iterator[str]:
    """The things to do, by stage: those that apply, then those that may."""
    yield from by_stage(outcome, "What to do", [e for e in checklist.applies if e.kind == "item" and e.in_topics], "Nothing yet.")
    yield from by_stage(outcome, "What may apply", [e for e in named(checklist) if e.kind == "item"], "")


def not_named_yet(outcome: Outcome, checklist: Checklist) -> Iterator[str]:
    """What may apply to people and things that a list still lacks: told once and in short."""
    entries = [entry for entry in checklist.may_apply if entry.in_topics and unnamed(entry)]
    if not entries:
        return
    lists = dict.fromkeys(cell.fact for entry in entries for cell in entry.cells if cell.fact in outcome.rulebook.lists)
    yield "## People and things not named yet"
    yield ""
    yield "A list that may have more rows leaves these open. Name who or what is missing, or say that there is nobody and nothing more:"
    yield ""
    for listed in lists:
        yield f"- {escape(outcome.rulebook.lists[listed].ask)}"
    yield ""
    for entry in entries:
        level = f"**{level_word(entry.level)}:** " if entry.level else ""
        yield f"- {level}{escape(entry.title)} <!-- guide: {comment(entry.id)} -->"
    yield ""


def by_stage(outcome: Outcome, heading: str, entries: list[Entry], nothing: str) -> Iterator[str]:
    """Things to do under a heading, by stage."""
    if not entries and not nothing:
        return
    yield f"## {heading}"
    yield ""
    if not entries:
        yield nothing
        yield ""
    for stage in (*outcome.rulebook.stages, ""):
        here = [entry for entry in entries if (entry.stage if entry.stage in outcome.rulebook.stages else "") == stage]
        if not here:
            continue
        yield f"### {escape(outcome.rulebook.stages[stage].title if stage else 'At any time')}"
        yield ""
        for entry in here:
            yield from task(outcome, entry)
        yield ""


def routes(outcome: Outcome, checklist: Checklist) -> Iterator[str]:
    """Ways that are open, may be, or are ruled out, side by side."""
    shown = {id for id, _ in by_item(e for e in (*checklist.applies, *checklist.may_apply) if e.in_topics).items()}
    live = [e for e in (*checklist.applies, *named(checklist)) if e.kind == "route" and e.in_topics]
    out = [e for e in checklist.ruled_out if e.kind == "route" and e.in_topics and e.item not in shown]
    if not live and not out:
        return
    yield "## Routes"
    yield ""
    yield "| Route | | Why | Law |"
    yield "| --- | --- | --- | --- |"
    for entry in [*live, *out]:
        state = "May be open. Do not rely on it until this is settled." if entry.meanwhile else "Ruled out" if entry in out else "Open"
        yield f"| {escape(entry.title)} | {state} | {reasons(entry)} | {cites(outcome.rulebook, entry.cite)} |"
    yield ""


def warnings(outcome: Outcome, checklist: Checklist) -> Iterator[str]:
    """What to beware of."""
    entries = [e for e in (*checklist.applies, *named(checklist)) if e.kind == "warning" and e.in_topics]
    if entries:
        yield "## Warnings"
        yield ""
        for entry in entries:
            yield f"- **{escape(entry.title)}**{' (may apply)' if entry.meanwhile else ''} <!-- guide: {comment(entry.id)} -->"
            for line in details(outcome, entry):
                yield f"  - {line}"
        yield ""


def register(outcome: Outcome, checklist: Checklist) -> Iterator[str]:
    """The conflicts-of-interest register: found, not settled, and checked and cleared."""
    entries = [e for e in (*checklist.applies, *named(checklist)) if e.kind == "conflict" and e.in_topics]
    cleared = [e for e in checklist.ruled_out if e.kind == "conflict" and e.in_topics]
    if not entries and not cleared:
        return
    yield "## Conflicts of interest register"
    yield ""
    yield f"{len([e for e in entries if not e.meanwhile])} found, {len([e for e in entries if e.meanwhile])} not settled, {len(cleared)} checked and ruled out."
    yield ""
    if entries:
        yield "| Conflict | Kind | Level | Who acts |"
        yield "| --- | --- | --- | --- |"
        for entry in entries:
            state = " (may apply)" if entry.meanwhile else ""
            who = escape(role_name(outcome.rulebook, entry.who))
            yield f"| {escape(entry.title)}{state} | {entry.nature.capitalize()} | {level_word(entry.level)} | {who} |"
        yield ""
        for entry in entries:
            yield from task(outcome, entry)
        yield ""


def still_open(outcome: Outcome, checklist: Checklist) -> Iterator[str]:
    """The questions that would settle what may apply, each with what waits on it."""
    waiting: dict[Cell, list[Entry]] = {}
    for entry in named(checklist):
        for cell in entry.cells:
            waiting.setdefault(cell, []).append(entry)
    if not waiting:
        return
    yield "## Still open"
    yield ""
    yield "Settle these, and what waits on them becomes clear."
    yield ""
    for cell, entries in sorted(waiting.items(), key=lambda pair: -len(pair[1])):
        asked = question(outcome, cell)
        titles = list(dict.fromkeys(entry.title for entry in entries))
        answer = outcome.answers.get(cell)
        note = f" Note: {escape(answer.note)}" if answer and answer.note else ""
        who = f" Left to: {escape(role_name(outcome.rulebook, answer.left_to))}." if answer and answer.left_to else ""
        state = "Not asked yet" if is_unasked(outcome, cell) else "Not sure"
        yield f"- **{escape(asked.ask)}** {state}.{who}{note}"
        yield f"  - Waiting: {'; '.join(escape(title) for title in titles[:6])}{f'; and {len(titles) - 6} more' if len(titles) > 6 else ''}"
    yield ""


def other_topics(checklist: Checklist) -> Iterator[str]:
    """What applies outside the topics that were chosen: evaluated, never asked about."""
    entries = [entry for entry in checklist.applies if not entry.in_topics]
    if entries:
        yield "## Outside the topics you chose"
        yield ""
        yield "These already apply on your answers. Choose their topic to be asked about the rest."
        yield ""
        for entry in entries:
            yield f"- {level_word(entry.level) + ': ' if entry.level else ''}{escape(entry.title)}"
        yield ""


__all__ = ["answered_order", "escape", "render"]
