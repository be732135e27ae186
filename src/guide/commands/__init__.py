"""What each command of the command line does. Each loads what it needs when it runs."""

from __future__ import annotations

from guide.commands.authoring import run_check, run_rename
from guide.commands.case import FINDINGS, GOOD, UNREADABLE, USAGE, Failure
from guide.commands.caseload import run_cases
from guide.commands.handoff import run_handoff, run_take
from guide.commands.interview import run_answer, run_ask, run_clear, run_home, run_next
from guide.commands.papers import run_document, run_since
from guide.commands.records import run_moved, run_verify
from guide.commands.reports import run_checklist, run_like, run_plan, run_preview, run_why
from guide.commands.reviewing import run_mutate, run_replay, run_review
from guide.commands.serving import run_serve
from guide.commands.start import run_init, run_new, run_schema
from guide.commands.taking import run_import
from guide.commands.testing import run_test

__all__ = [
    "FINDINGS",
    "GOOD",
    "UNREADABLE",
    "USAGE",
    "Failure",
    "run_answer",
    "run_ask",
    "run_cases",
    "run_check",
    "run_checklist",
    "run_clear",
    "run_document",
    "run_handoff",
    "run_home",
    "run_import",
    "run_init",
    "run_like",
    "run_moved",
    "run_mutate",
    "run_new",
    "run_next",
    "run_plan",
    "run_preview",
    "run_rename",
    "run_replay",
    "run_review",
    "run_schema",
    "run_serve",
    "run_since",
    "run_take",
    "run_test",
    "run_verify",
    "run_why",
]
