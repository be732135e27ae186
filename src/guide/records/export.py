"""Exports a checklist that can be worked on, written again over itself, and verified."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import tomli

from guide.agreement import Agreement
from guide.cases.case import Case
from guide.cases.disk import contents
from guide.cases.write import write_case
from guide.checklist import Checklist, build
from guide.outcome import Outcome
from guide.privacy import withheld
from guide.records.essence import essence
from guide.records.fingerprints import Sheet, read_sheet, with_owners
from guide.records.merge import Mark, Merged, merge
from guide.records.record import Record, RecordError, read_record, write_record
from guide.render.audiences import EVERYTHING, render
from guide.render.escaping import escape, sentence

MOST_SIGNS = 4_000_000
"""How large a checklist may be that is read: some twenty times as large as one of a full case. Reading what is larger takes minutes."""


def export(
    case: Case,
    outcome: Outcome,
    agreement: Agreement,
    marks: Mapping[str, Mark],
    old: str = "",
    without_names: bool = False,
    audience: str = EVERYTHING,
) -> Merged:
    """The checklist of a case in Markdown with its record, over an older file of it if its text is given.

    `outcome` is what readers may see. Raises RecordError when the older text is not an export that can be merged with.
    """
    before, record = opened(old) if old.strip() else (None, None)
    if record and record.without_names != without_names:
        raise RecordError("it was made with names" if without_names else "it was made without names")
    if record and record.audience != audience:
        raise RecordError(f"it was made for another reader ({record.audience})")
    shown = withheld(outcome)
    title = "Checklist" if without_names else case.title
    checklist = build(shown)
    overridden = {id for id, mark in marks.items() if mark.overridden}
    merged = merge(
        render(audience, title, outcome, agreement, overridden), marks, before, lambda id: why_gone(shown, checklist, id), record.ticked if record else ()
    )
    is_withheld = shown is not outcome
    held = {} if is_withheld else case_table(replace(case, title=title, work={} if without_names else case.work), outcome)
    book = outcome.rulebook
    new = Record(
        audience,
        without_names,
        is_withheld,
        book.version,
        book.digest,
        outcome.as_at.isoformat(),
        essence(shown),
        merged.written,
        merged.ticked,
        held,
    )
    return replace(merged, text=f"{merged.text}\n{write_record(new)}")


def older(path: Path, case: Path | None = None) -> str:
    """The text of the checklist that a file holds already; nothing where there is no file, or it is the case itself or a device.

    Raises CaseError when it cannot be read, RecordError when it is no text.
    """
    try:
        if not path.is_file() or (case and path.samefile(case)):
            return ""
    except (OSError, ValueError):
        if not is_there(path):
            return ""
    try:
        return (contents(path) or b"").decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise RecordError("it is not UTF-8 text") from error


def is_there(path: Path) -> bool:
    """Whether there is a file; a name that no file can have has none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def opened(text: str) -> tuple[Sheet, Record]:
    """An exported file as it was read, each line with its owner, and its record. Raises RecordError."""
    if len(text) > MOST_SIGNS:
        raise RecordError(f"it is far larger than any checklist ({len(text):,} signs; at most {MOST_SIGNS:,} are read)")
    sheet = read_sheet(text)
    record = read_record(sheet.record)
    return with_owners(sheet, record.written), record


def case_table(case: Case, outcome: Outcome) -> dict[str, object]:
    """The content of a case file with the answers that readers may see."""
    seen = Case(case.title, outcome.as_at, outcome.answers, outcome.rulebook.version, outcome.rulebook.digest, work=case.work)
    return tomli.loads(write_case(seen, outcome.rulebook), parse_float=Decimal)


def why_gone(outcome: Outcome, checklist: Checklist, id: str) -> str:
    """Why an entry of an older checklist is not on this one."""
    item = outcome.rulebook.items.get(id.partition(" (")[0])
    if item is None:
        return "The rulebook does not have it any more."
    live = [entry for entry in (*checklist.applies, *checklist.may_apply) if entry.id == id]
    if live and live[0].in_topics:
        return "It is told with others now: it is counted in the tables of what is not settled, or stands with everybody whom it may be about."
    if live:
        return "It is outside of the topics that were chosen."
    out = [entry for entry in checklist.ruled_out if entry.item == item.id]
    exact = [entry for entry in out if entry.id == id] or (out if len(out) == 1 or id == item.id else [])
    if not exact:
        return "It is about somebody or something that is not on the lists any more."
    return said(reason for entry in exact[:1] for reason in map(str, entry.reasons)) or "It does not apply on the answers given now."


def said(reasons: Iterable[str]) -> str:
    """Reasons as sentences."""
    return " ".join(escape(sentence(reason)) for reason in dict.fromkeys(reasons))
