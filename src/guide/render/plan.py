"""Where a case stands and its dated plan, in Markdown and as data."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date

from guide.cases.work import Work
from guide.outcome import Outcome
from guide.plan import Plan, Standing, State, Step, plan, where
from guide.privacy import withheld
from guide.render.entries import work_lines
from guide.render.escaping import counted, escape, sentence, table
from guide.render.report import Report
from guide.words import role_name, say_date

STATES = {State.BEHIND: "Behind", State.NOW: "**Now**", State.AHEAD: "Ahead", State.UNKNOWN: "Not known"}
BEHIND = "“Behind” means that the answers say the work has gone past a stage. What is still to do in it is counted in its row."
NOT_SAID = "Nobody has said how far the work has got: only the stages with something to do stand here."
WEEK = 7
MOST_PASSED = 12


def render_plan(title: str, outcome: Outcome, work: Mapping[str, Work] | None = None) -> str:
    """The whole plan of a case as a document, without the entries that are settled; and what it was decided not to follow."""
    outcome = withheld(outcome)
    report = Report(outcome, alone=True, work=work)
    book = report.book
    parts = [
        f"# {escape(title or 'Plan')}",
        "",
        f"{escape(book.title)}. As at **{say_date(outcome.as_at)}**. Rulebook version {escape(book.version)}.",
        "",
        f"> {escape(book.disclaimer)}",
        "",
        *whereabouts(report),
        *planned(report),
        *overridden(report),
    ]
    return "\n".join(parts).rstrip() + "\n"


def settled_by(work: Mapping[str, Work]) -> frozenset[str]:
    """The entries that nobody has to do any more."""
    return frozenset(id for id, one in work.items() if one.done or one.not_followed)


def overridden(report: Report) -> Iterator[str]:
    """What is left out of the plan because it was decided not to follow it, by whom and why."""
    entries = [entry for entry in report.live() if entry.id in report.work and report.work[entry.id].not_followed]
    if entries:
        yield "## Decided not to follow"
        yield ""
        for entry in entries:
            yield f"- {escape(entry.title)}"
            yield from work_lines(report.work[entry.id])
        yield ""


def whereabouts(report: Report) -> Iterator[str]:
    """Where the case stands: what is behind, what is going on, what comes next and who decides."""
    found = where(report.outcome, report.checklist, settled_by(report.work))
    if not found:
        return
    yield "## Where you are"
    yield ""
    now = [one for one in found if one.state is State.NOW]
    yield from (f"- **{escape(one.stage.title)}**. {current(one)}" for one in now)
    yield from [""] if now else []
    known = any(one.state is not State.UNKNOWN for one in found)
    shown = found if known else [one for one in found if one.to_do or one.may]
    yield from table(("Stage", "", "To do", "May apply", "Who decides at its end", "Usual time"), [stage_row(one) for one in shown])
    yield BEHIND if known else NOT_SAID
    yield ""


def current(one: Standing) -> str:
    """What is there when a stage that is going on ends, and who decides then."""
    parts = (f"It ends when: {one.stage.leave_when}" if one.stage.leave_when else "", f"Who decides: {one.stage.gateway}" if one.stage.gateway else "")
    return escape(" ".join(sentence(part) for part in parts if part))


def stage_row(one: Standing) -> tuple[str, ...]:
    """One stage in the table."""
    counts = str(len(one.to_do) or ""), str(len(one.may) or "")
    return escape(one.stage.title), STATES[one.state], *counts, escape(one.stage.gateway), escape(one.stage.typical_time)


def planned(report: Report) -> Iterator[str]:
    """The dated plan, and whether it fits."""
    found = plan(report.outcome, report.checklist, settled_by(report.work))
    if not any(step.takes for step in found.steps):
        return
    yield "## Plan"
    yield ""
    yield from verdict(found)
    yield from table(("Start by", "End by", "What", "Who", "Takes", "To spare"), [step_row(report, found, step) for step in found.steps])
    yield "Start and end are the latest days that keep every later day; where none is due, the earliest that there can be."
    yield "How long things take is practice, no law. What only may apply keeps its time."
    yield ""
    yield from passed(found)


def verdict(found: Plan) -> Iterator[str]:
    """Whether the plan fits, by how much it does not, and what decides that."""
    end = found.tight
    if end is None or end.latest_end is None:
        yield "No day is set yet that the plan could be counted back from."
        yield f"Begun on {say_date(found.as_at)}, the longest chain ends on **{say_date(found.chain[-1].earliest_end)}** at the earliest:"
    elif found.late_by:
        yield f"**The plan does not fit: it is short of {length_words(found.late_by)}.** “{escape(end.entry.title)}” has to end by {say_date(end.latest_end)}."
        yield f"It can end on {say_date(end.earliest_end)} at the earliest, if everything starts on {say_date(found.as_at)}."
        yield "Move the day, or shorten what stands in the chain:"
    else:
        yield f"**The plan fits, with {length_words(end.spare) if end.spare else 'no day'} to spare** where it is tightest."
        yield f"“{escape(end.entry.title)}” has to end by {say_date(end.latest_end)}. What decides it:"
    yield ""
    yield from (f"{number}. {escape(step.entry.title)}{told(step)}" for number, step in enumerate(found.chain, 1))
    yield ""


def told(step: Step) -> str:
    """How long a step of the chain takes, and until when."""
    takes = f"{step.takes}, " if step.takes else ""
    return f" ({takes}to {say_date(step.earliest_end)}{', if it applies' if step.entry.meanwhile else ''})"


def length_words(days: int | None) -> str:
    """`3 days`, `10 weeks (70 days)`."""
    days = days or 0
    return counted(days, "day") if days < 3 * WEEK else f"about {counted(round(days / WEEK), 'week')} ({days} days)"


def step_row(report: Report, found: Plan, step: Step) -> tuple[str, ...]:
    """One step in the table; without a last day its earliest days stand there."""
    dated = step.latest_start is not None
    start, end = (step.latest_start, step.latest_end) if dated else (step.earliest_start, step.earliest_end)
    mark = "" if dated else "from "
    critical = "**" if step in found.chain else ""
    what = f"{critical}{escape(step.entry.title)}{critical}{' (if it applies)' if step.entry.meanwhile else ''}"
    who = escape(role_name(report.book, step.entry.who)) if step.entry.who else ""
    return f"{mark}{say(start)}", say(end) if dated or step.takes else "", what, who, step.takes, spare_words(step)


def spare_words(step: Step) -> str:
    """How much time a step has to spare."""
    if step.spare is None:
        return ""
    return f"**{-step.spare} days short**" if step.spare < 0 else counted(step.spare, "day") if step.spare else "none"


def say(day: date | None) -> str:
    """A day, where there is one."""
    return say_date(day) if day else ""


def passed(found: Plan) -> Iterator[str]:
    """What has a last day that lies behind."""
    if found.passed:
        yield "The day has passed for these: they are done, or late."
        yield ""
        yield from (f"- {escape(entry.title)}: by {escape(entry.due.words) if entry.due else ''}" for entry in found.passed[:MOST_PASSED])
        if len(found.passed) > MOST_PASSED:
            yield f"- and {len(found.passed) - MOST_PASSED} more"
        yield ""


def plan_json(outcome: Outcome, work: Mapping[str, Work] | None = None) -> str:
    """Where the case stands and its plan, for programs; days are ISO dates, `spare_days` is below nought where a step cannot be done in time."""
    outcome = withheld(outcome)
    report = Report(outcome, work=work)
    settled = settled_by(report.work)
    found = plan(outcome, report.checklist, settled)
    document = {
        "as_at": outcome.as_at.isoformat(),
        "rulebook": {"version": report.book.version, "digest": report.book.digest},
        "stages": [standing_data(one) for one in where(outcome, report.checklist, settled)],
        "late_by_days": found.late_by,
        "chain": [step.entry.id for step in found.chain],
        "steps": [step_data(step) for step in found.steps],
        "passed": [entry.id for entry in found.passed],
        "not_followed": [{"id": id, "by": one.not_followed.by, "because": one.not_followed.because} for id, one in report.work.items() if one.not_followed],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def standing_data(one: Standing) -> dict[str, object]:
    """How the case stands at one stage."""
    return {
        "stage": one.stage.id,
        "title": one.stage.title,
        "state": one.state.value,
        "leads": one.stage.leads,
        "gateway": one.stage.gateway,
        "to_do": [entry.id for entry in one.to_do],
        "may_apply": [entry.id for entry in one.may],
    }


def step_data(step: Step) -> dict[str, object]:
    """One step."""
    return {
        "id": step.entry.id,
        "title": step.entry.title,
        "who": step.entry.who,
        "stage": step.entry.stage,
        "if_it_applies": bool(step.entry.meanwhile),
        "takes": step.takes,
        "after": list(step.after),
        "earliest_start": step.earliest_start.isoformat(),
        "earliest_end": step.earliest_end.isoformat(),
        "latest_start": step.latest_start.isoformat() if step.latest_start else None,
        "latest_end": step.latest_end.isoformat() if step.latest_end else None,
        "spare_days": step.spare,
    }
