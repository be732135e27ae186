"""Verifies a case or an exported checklist: all of it worked out again from what is on record, by both evaluators.

Two clocks: what was said then, by the rules of then; what the rules of today say of that day, and of today.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from guide.agreement import Agreement, agreement_on
from guide.cases.case import Case
from guide.engine import evaluate
from guide.model import Rulebook
from guide.outcome import Outcome
from guide.privacy import withheld, without_names
from guide.records.comparing import Differs, differences
from guide.records.essence import essence
from guide.records.fingerprints import Sheet, fingerprint, read_sheet, units
from guide.records.record import Record
from guide.records.work import changed_overrides, overrides, recorded
from guide.render.audiences import render
from guide.values import Answers


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verifying found. `apart` is what the evaluators disagree on, `differs` what is not as recorded, `lines` the guide's
    lines that are not in the file as they were.
    """

    real: Outcome
    """What follows from the answers."""
    outcome: Outcome
    """The same as readers see it."""
    found: Mapping[str, str]
    """That in short, entry by entry."""
    apart: tuple[str, ...]
    differs: tuple[Differs, ...] = ()
    lines: tuple[str, ...] = ()
    own: int = 0
    """How many lines of other people the file has."""

    @property
    def entries(self) -> int:
        """How many entries there are."""
        return len(self.found)

    @property
    def equal(self) -> bool:
        """Whether everything is as recorded."""
        return not (self.apart or self.differs or self.lines)


@dataclass(frozen=True, slots=True)
class Clock:
    """What other rules, or the same on another day, say of the same answers."""

    book: Rulebook
    as_at: date
    differs: tuple[Differs, ...]


def verify_case(case: Case, book: Rulebook) -> Verdict:
    """A case worked out again. What it holds are answers: what follows from them is right when both evaluators say it."""
    outcome = evaluate(book, case.answers, case.as_at)
    agreement = agreement_on(outcome)
    recorded = case.agreement.apart if case.agreement else agreement.apart
    noted = [] if recorded == agreement.apart else [Differs("evaluators", said(Agreement(recorded)), said(agreement))]
    noted += overrides(case.work, outcome)
    return Verdict(outcome, outcome, essence(outcome), agreement.apart, tuple(noted))


def said(agreement: Agreement) -> str:
    """Whether the evaluators agree."""
    return "agree" if agreement.agree else f"disagree on {len(agreement.apart)}"


def verify_checklist(sheet: Sheet, record: Record, case: Case, book: Rulebook) -> Verdict:
    """An exported checklist held against what follows from its answers (or those of the case, where its own are withheld)."""
    real = evaluate(book, case.answers, date.fromisoformat(record.as_at))
    outcome = withheld(without_names(real)) if record.without_names else withheld(real)
    agreement = agreement_on(real)
    found = essence(outcome)
    title = "Checklist" if record.without_names else case.title
    again = render(record.audience, title, outcome, agreement, [id for id, one in recorded(record).items() if one.not_followed]) if sheet.missing else ""
    lines = changed_lines(sheet, again)
    own = sum(not line.own and not line.head for line in sheet.lines)
    differs = (*differences(record.entries, found), *changed_overrides(sheet, record), *overrides(recorded(record), real))
    return Verdict(real, outcome, found, agreement.apart, differs, tuple(lines), own)


def changed_lines(sheet: Sheet, again: str) -> Iterator[str]:
    """The lines that the guide wrote and that are not there, or not as they were: by what they said, where that is known."""
    texts = {fingerprint(says): says for says, _ in units(read_sheet(again).lines)}
    unknown = sum(found not in texts for found in sheet.missing)
    yield from (texts[found] for found in sheet.missing if found in texts)
    if unknown:
        yield f"{unknown} that this guide would word otherwise, or that stood under “No longer applies”"


def clocks(verdict: Verdict, book: Rulebook, answers: Answers, days: Iterable[date]) -> list[Clock]:
    """What rules say of the answers on some days, held against what was said then."""
    then = verdict.real
    before = verdict.found if verdict.outcome is then else essence(then)
    found = {day: before if (book.digest, day) == (then.rulebook.digest, then.as_at) else essence(evaluate(book, answers, day)) for day in set(days)}
    return [Clock(book, day, differences(before, found[day])) for day in days]


__all__ = ["Clock", "Verdict", "clocks", "verify_case", "verify_checklist"]
