"""Many cases at once: how each stands, what it rests on, and totals for a report to a committee. No row of a case is named."""

from __future__ import annotations

from guide.caseload.relying import NothingCalled, relying, sought
from guide.caseload.standing import Point, Standing, standings
from guide.caseload.telling import csv_table, data, report, summary

__all__ = ["NothingCalled", "Point", "Standing", "csv_table", "data", "relying", "report", "sought", "standings", "summary"]
