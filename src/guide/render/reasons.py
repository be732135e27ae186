"""Reasons as data for programs: the tree of lines, values, rules, pages and dates behind an item or fact."""

from __future__ import annotations

from guide.answers import raw_value
from guide.checklist import Writer
from guide.outcome import Outcome
from guide.reasons import ClauseReason, FactReason, LineReason
from guide.sentences import Speaker
from guide.values import UNKNOWN, NotApplicable, Status, Unknown, Value
from guide.why import Explanation

STATUSES = {Status.HOLDS: "holds", Status.OPEN: "open", Status.FAILS: "fails"}
RESULTS = {Status.HOLDS: "applies", Status.OPEN: "may apply", Status.FAILS: "ruled out"}
Data = dict[str, object]


def explanation_data(outcome: Outcome, found: Explanation) -> Data:
    """One explanation with its whole tree."""
    speaker = Speaker(outcome)
    title = Writer(outcome).result_title(found.result) if found.result else None
    status = RESULTS[found.result.status] if found.result else None
    return {
        "id": found.id,
        "title": title,
        "status": status,
        "reasons": [reason_data(speaker, reason) for reason in found.reasons],
        "asked": [
            {"id": asking.result.id, "late": asking.late, "way": [{"fact": str(step.cell), "rule": step.rule} for step in asking.way]} for asking in found.asked
        ],
    }


def reason_data(speaker: Speaker, reason: ClauseReason | FactReason | LineReason) -> Data:
    """One reason and those below it; `text` is how it is said."""
    if isinstance(reason, ClauseReason):
        return clause_data(speaker, reason)
    if isinstance(reason, LineReason):
        return line_data(speaker, reason)
    return {
        "kind": "fact",
        "fact": str(reason.cell),
        "value": value_data(reason.value),
        "source": reason.source,
        "text": speaker.fact(reason),
        "parts": [reason_data(speaker, part) for part in reason.parts],
        "arises": [reason_data(speaker, part) for part in reason.arises],
    }


def clause_data(speaker: Speaker, reason: ClauseReason) -> Data:
    """A rule or item for one binding."""
    return {
        "kind": "clause",
        "id": reason.id,
        "status": STATUSES[reason.status],
        "rows": dict(reason.rows),
        "cite": list(reason.cite),
        "list_without_rows": reason.no_rows,
        "lines": [line_data(speaker, line) for line in reason.lines],
        "arises": [line_data(speaker, line) for line in reason.arises],
    }


def line_data(speaker: Speaker, reason: LineReason) -> Data:
    """One line with the facts that it turns on."""
    return {
        "kind": "line",
        "line": reason.line.text,
        "file": reason.line.place.file,
        "status": STATUSES[reason.status],
        "speaks_for_it": reason.speaks,
        "rows": dict(reason.rows),
        "text": speaker.line(reason),
        "facts": [reason_data(speaker, fact) for fact in reason.facts],
    }


def value_data(value: Value) -> object:
    """A value as JSON holds it."""
    if isinstance(value, NotApplicable):
        return "not applicable"
    if isinstance(value, Unknown):
        return None if value == UNKNOWN else {"least": str(value.least), "most": str(value.most)}
    raw = raw_value(value)
    return raw if isinstance(raw, bool | int | float | str | list) else str(raw) if not isinstance(raw, dict) else {key: str(held) for key, held in raw.items()}
