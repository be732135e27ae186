"""Checklists that people work on: written again without loss, taken back into the case, and verified."""

from __future__ import annotations

from guide.records.export import export, older, opened
from guide.records.merge import Lost, Mark, Merged
from guide.records.record import Record, RecordError
from guide.records.verify import Clock, Verdict, clocks, verify_case, verify_checklist
from guide.records.work import marks_of, shown_marks, shown_work, take_back

__all__ = [
    "Clock",
    "Lost",
    "Mark",
    "Merged",
    "Record",
    "RecordError",
    "Verdict",
    "clocks",
    "export",
    "marks_of",
    "older",
    "opened",
    "shown_marks",
    "shown_work",
    "take_back",
    "verify_case",
    "verify_checklist",
]
