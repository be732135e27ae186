"""The work on a checklist between the case and the file: as marks to write, and taken back from what people wrote."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from guide.cases.case import Case
from guide.cases.work import NotFollowed, Work, read_work, without_nothing
from guide.checklist import build
from guide.outcome import Outcome, result_id
from guide.privacy import withheld
from guide.records.comparing import Differs
from guide.records.fingerprints import Sheet
from guide.records.merge import Mark
from guide.records.record import Record
from guide.records.taking import Taken, taken
from guide.render.entries import work_lines

LEFT_OUT = ("somebody whose name is left out", "a reason that is left out")


def shown_work(work: Mapping[str, Work], real: Outcome, shown: Outcome, without_names: bool = False) -> dict[str, Work]:
    """Work by the ids of the entries that readers see. Without names, notes and reasons are left out."""
    names = shown_ids(real, shown) if work else {}
    seen = {names.get(id, id): nameless(one) if without_names else one for id, one in work.items() if id in names or not without_names}
    return without_nothing(seen)


def nameless(work: Work) -> Work:
    """The work on one entry without what people wrote."""
    return Work(work.done, "", NotFollowed(*LEFT_OUT) if work.not_followed else None)


def marks_of(work: Mapping[str, Work]) -> dict[str, Mark]:
    """Work as marks to write on a checklist."""
    return {id: Mark(one.done is not None, work_lines(one), bool(one.not_followed)) for id, one in work.items()}


def shown_marks(case: Case, outcome: Outcome) -> dict[str, Mark]:
    """The work of a case as marks on the checklist that its readers see."""
    return marks_of(shown_work(case.work, outcome, withheld(outcome)))


def shown_ids(real: Outcome, shown: Outcome) -> dict[str, str]:
    """The id of each entry as readers see it, by its own: rows that are renamed keep their order."""
    rows = {listed: dict(zip(found.keys, shown.rows[listed].keys, strict=True)) for listed, found in real.rows.items()}
    checklist, found = build(real, words=False), dict[str, str]()
    for entry in (*checklist.applies, *checklist.may_apply, *checklist.ruled_out):
        lists = dict(real.rulebook.items[entry.item].clause.variables)
        binding = tuple((var, rows.get(lists[var], {}).get(key, key)) for var, key in entry.binding)
        found[entry.id] = result_id(entry.item, binding)
    return found


@dataclass(frozen=True, slots=True)
class Took:
    """The work of a case with what a file says taken into it, and which entries changed."""

    work: Mapping[str, Work]
    changed: tuple[str, ...]


def take_back(case: Case, sheet: Sheet, record: Record, real: Outcome, shown: Outcome, on: date) -> Took:
    """What people wrote on a checklist taken into its case; a tick without a day was made `on` this day.

    What was changed in the case since the file was written stays, unless the file says something else.
    """
    own = {seen: id for id, seen in shown_ids(real, shown).items()}
    then = recorded(record)
    work = dict(case.work)
    for seen, says in taken(sheet, record.ticked).items():
        id = own.get(seen, seen)
        work[id] = one_taken(case.work.get(id, Work()), then.get(id, Work()), says, on)
    work = {id: one for id, one in work.items() if one}
    return Took(work, tuple(id for id in dict.fromkeys([*work, *case.work]) if work.get(id) != case.work.get(id)))


def one_taken(now: Work, then: Work, says: Taken, on: date) -> Work:
    """The work on one entry: what the case has now, changed as the file was since it was written."""
    done = now.done
    if says.unticked:
        done = None
    elif says.ticked != bool(then.done) or says.done not in (None, then.done):
        done = says.done or (on if says.ticked else now.done)
    mine, wrote, has = (text.split("\n") if text else [] for text in (then.note, says.note, now.note))
    kept = [line for line in has if line not in mine or same_in(line, wrote)]
    note = "\n".join([*kept, *(line for line in wrote if not same_in(line, kept))])
    override = NotFollowed(says.by, says.because) if says.by or says.because else None if now.not_followed == then.not_followed else now.not_followed
    return replace(now, done=done, note=note, not_followed=override)


def same_in(line: str, lines: list[str]) -> bool:
    """Whether a line is among others, however its spaces are."""
    return " ".join(line.split()) in {" ".join(other.split()) for other in lines}


def recorded(record: Record) -> dict[str, Work]:
    """The work that a file had when it was written."""
    table = record.case.get("work", {})
    return read_work(table) if isinstance(table, dict) else {}


def overrides(work: Mapping[str, Work], outcome: Outcome) -> Iterator[Differs]:
    """What is marked as not followed and lacks a name or reason, or is no item of the rulebook."""
    for id, one in work.items():
        if one.not_followed is None:
            continue
        lacks = [word for word, said in (("a name", one.not_followed.by), ("a reason", one.not_followed.because)) if not said.strip()]
        if lacks:
            yield Differs(id, "not followed", f"lacks {' and '.join(lacks)}")
        if id.partition(" (")[0] not in outcome.rulebook.items:
            yield Differs(id, "not followed", "the rulebook has no such item")


def changed_overrides(sheet: Sheet, record: Record) -> Iterator[Differs]:
    """What was marked as not followed when a file was written, and is told otherwise in it now."""
    now = taken(sheet, record.ticked)
    for id, one in recorded(record).items():
        says = now.get(id)
        if one.not_followed and says and (says.by, says.because) != tuple(" ".join(text.split()) for text in (one.not_followed.by, one.not_followed.because)):
            was = f"not followed by {one.not_followed.by}, because {one.not_followed.because}"
            yield Differs(id, was, f"not followed by {says.by}, because {says.because}" if says.by else "no word of it")
