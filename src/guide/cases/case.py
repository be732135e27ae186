"""A case, and what may be wrong with its file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from guide.agreement import Agreement
from guide.cases.work import Work
from guide.diagnostics import harmless
from guide.values import Answers

STAMP = ("version", "digest")
NOTE = ("note", "left_to")
EVALUATORS = ("agree", "apart")
Table = dict[str, object]


@dataclass(frozen=True, slots=True)
class Case:
    """One case. `version` and `digest` tell the rulebook it was last saved under.

    `agreement` is what comparing the two evaluators found when it was saved; None while these answers were not compared.
    `unknown` and `unknown_notes` hold, by cell and as the file has them, answers that the rulebook has no question for and
    their notes; `extra` holds the top-level keys that this guide does not know. All three are kept and never used.
    """

    title: str
    as_at: date
    answers: Answers
    version: str
    digest: str
    agreement: Agreement | None = None
    work: Mapping[str, Work] = field(default_factory=dict)
    """What was done about the lines of the checklist, by their names."""
    unknown: Mapping[str, object] = field(default_factory=dict)
    unknown_notes: Mapping[str, object] = field(default_factory=dict)
    extra: Mapping[str, object] = field(default_factory=dict)


class CaseError(Exception):
    """A case file that cannot be read or written, and all the reasons why."""

    def __init__(self, path: Path, problems: tuple[str, ...]) -> None:
        super().__init__(path, problems)
        self.path, self.problems = path, problems

    def __str__(self) -> str:
        start = "\n  " if len(self.problems) > 1 else " "
        return f"{harmless(str(self.path))}:" + "".join(start + harmless(problem) for problem in self.problems)
