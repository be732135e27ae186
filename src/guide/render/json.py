"""The checklist as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Mapping

from guide.agreement import Agreement
from guide.cases.work import Work, write_work
from guide.checklist import Entry, build
from guide.comparisons import Comparison, compared
from guide.outcome import Contradiction, Outcome
from guide.privacy import withheld
from guide.values import Status
from guide.words import say_value

STANDING = {Status.HOLDS: "open", Status.OPEN: "may-be-open", Status.FAILS: "ruled-out"}


def render(outcome: Outcome, agreement: Agreement, work: Mapping[str, Work] | None = None) -> str:
    """The checklist: the rulebook and date it was judged by, whether the evaluators agree, what applies, may apply and was ruled out, and the work on it."""
    outcome = withheld(outcome)
    checklist = build(outcome)
    book = outcome.rulebook
    document = {
        "rulebook": {"version": book.version, "digest": book.digest},
        "as_at": outcome.as_at.isoformat(),
        "evaluators": {"agree": agreement.agree, "apart": list(agreement.apart)},
        "disclaimer": book.disclaimer,
        "applies": [entry_data(entry) for entry in checklist.applies],
        "may_apply": [entry_data(entry) for entry in checklist.may_apply],
        "ruled_out": [entry_data(entry) for entry in checklist.ruled_out],
        "comparisons": [comparison_data(found) for found in compared(outcome, checklist)],
        "contradictions": [contradiction_data(outcome, found) for found in outcome.contradictions],
    }
    if work:
        document["work"] = {id: {**write_work({id: one})[id], "done": one.done.isoformat() if one.done else None} for id, one in work.items()}  # type: ignore[dict-item]
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def contradiction_data(outcome: Outcome, found: Contradiction) -> dict[str, object]:
    """A fact to which rules give different values: a mistake in the rulebook."""
    fact = outcome.rulebook.facts[found.cell.fact]
    return {"fact": str(found.cell), "values": [say_value(fact, value) for value in found.values], "rules": list(found.rules)}


def comparison_data(found: Comparison) -> dict[str, object]:
    """Routes side by side, by their ids: how each stands, and what speaks for and against it."""
    return {
        "id": found.name,
        "title": found.title,
        "routes": [
            {
                "id": side.entry.id,
                "standing": STANDING[side.entry.status],
                "suits": list(side.suits),
                "strains": list(side.strains),
                "not_known": list(side.unknown),
            }
            for side in found.sides
        ],
    }


def entry_data(entry: Entry) -> dict[str, object]:
    """One entry; `due` is an ISO date where it is known, with the words beside it."""
    return {
        "id": entry.id,
        "item": entry.item,
        "kind": entry.kind,
        "binding": dict(entry.binding),
        "level": entry.level,
        "title": entry.title,
        "who": entry.who,
        "stage": entry.stage,
        "due": entry.due.day.isoformat() if entry.due and entry.due.day else None,
        "due_words": entry.due.words if entry.due else None,
        "not_before": entry.not_before.day.isoformat() if entry.not_before and entry.not_before.day else None,
        "cite": list(entry.cite),
        "because": list(entry.because),
        "note": entry.note,
        "record": entry.record,
        "meanwhile": entry.meanwhile,
        "open_questions": [str(cell) for cell in entry.cells],
        "nature": entry.nature,
        "in_topics": entry.in_topics,
    }
