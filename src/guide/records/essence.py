"""An outcome in short: of every entry whether it applies, how strong it is, its days, and a fingerprint of its reasons as data.

The words of reasons may get better with the guide. What they rest on (lines, values, rows, pages) is fixed by rulebook and answers alone.
"""

from __future__ import annotations

from collections.abc import Mapping

from guide.checklist import Entry, build
from guide.explain import Explainer
from guide.outcome import Outcome, Result, live_results, ruled_out
from guide.reasons import ClauseReason, FactReason, LineReason
from guide.records.fingerprints import fingerprint
from guide.render.reasons import value_data
from guide.values import Status, Value

STATES = {Status.HOLDS: "applies", Status.OPEN: "may apply", Status.FAILS: "ruled out"}


def essence(outcome: Outcome) -> dict[str, str]:
    """By entry (by item of those ruled out) its short form: `applies; must; by 2026-05-03; why Ab3dEf9h`."""
    reasons = reasons_of(outcome)
    checklist = build(outcome, words=False)
    found = {entry.id: short(entry, reasons.get(entry.id, [])) for entry in (*checklist.applies, *checklist.may_apply)}
    out = dict.fromkeys(entry.item for entry in checklist.ruled_out)
    return found | {f"{item}: ruled out": f"why {fingerprint(' '.join(sorted(reasons.get(f'{item}: ruled out', []))))}" for item in out}


def short(entry: Entry, reasons: list[str]) -> str:
    """One entry in short."""
    days = [f"{word} {due.day or 'an open day'}" for word, due in (("by", entry.due), ("not before", entry.not_before)) if due]
    parts = [STATES[entry.status], entry.level, entry.nature, *days, f"why {fingerprint(' '.join(sorted(reasons)))}"]
    return "; ".join(part for part in parts if part)


def reasons_of(outcome: Outcome) -> Mapping[str, list[str]]:
    """The reasons of every result, as fingerprints of all that they rest on."""
    weigher, found = Weigher(outcome), dict[str, list[str]]()
    for item in outcome.rulebook.items.values():
        for result in live_results(outcome, item):
            found.setdefault(result.id, []).append(weigher.result(result))
        for result in ruled_out(outcome, item):
            found.setdefault(f"{item.id}: ruled out", []).append(f"{result.id} {weigher.result(result)}")
    return found


class Weigher:
    """Tells what reasons rest on; a fact that many rest on is looked at once."""

    def __init__(self, outcome: Outcome) -> None:
        self.explainer = Explainer(outcome)
        self._facts: dict[int, tuple[FactReason, str]] = {}

    def result(self, result: Result) -> str:
        """The fingerprint of a result's reason."""
        return fingerprint(self.rests_on(self.explainer.result(result)))

    def rests_on(self, reason: ClauseReason | FactReason | LineReason) -> str:
        """What a reason rests on."""
        match reason:
            case ClauseReason():
                parts = [self.rests_on(part) for part in (*reason.lines, *reason.arises)]
                rows, cite = sorted(reason.rows.items()), sorted(reason.cite)
                return f"[{reason.id} {STATES[reason.status]} {rows} {cite} {reason.no_rows} {parts}]"
            case LineReason():
                facts = [self.rests_on(fact) for fact in reason.facts]
                return f"({reason.line.text} {STATES[reason.status]} {sorted(reason.rows.items())} {facts})"
            case FactReason():
                return self.fact(reason)

    def fact(self, reason: FactReason) -> str:
        """The fingerprint of what a fact rests on."""
        if id(reason) not in self._facts:
            parts = [self.rests_on(part) for part in (*reason.parts, *reason.arises)]
            text = f"<{reason.cell} {said(reason.value)} {reason.source} {reason.option} {parts}>"
            self._facts[id(reason)] = reason, fingerprint(text)
        return self._facts[id(reason)][1]


def said(value: Value) -> str:
    """A value in a form that does not hang on the order of its parts."""
    data = value_data(value)
    return str(sorted(map(str, data))) if isinstance(data, list) else str(data)
