"""Case files: the answers of one case in TOML, read whole or not at all, and saved so that a crash costs no answer.

`[answers]` has the form of a test's `given`, `[notes]` what was said about single answers. `[work]` what was done about
the lines of the checklist. `[kept]` has, by cell, what is
in no use today: answers about a row that its list no longer has, and to questions that the rulebook does not ask.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from guide.agreement import Agreement
from guide.cases.case import Case, CaseError
from guide.cases.disk import contents, reason, replace_file
from guide.cases.read import parse_case
from guide.cases.work import NotFollowed, Work, without_nothing
from guide.cases.write import proved
from guide.model import Rulebook
from guide.values import Answers


def new_case(rulebook: Rulebook, as_at: date, title: str = "") -> Case:
    """A case without answers."""
    return Case(title, as_at, {}, rulebook.version, rulebook.digest)


def with_answers(case: Case, answers: Answers, as_at: date | None = None, agreement: Agreement | None = None) -> Case:
    """The case with these answers in place of its own, judged on another day if one is given; and how the evaluators compared."""
    return replace(case, answers=dict(answers), as_at=as_at or case.as_at, agreement=agreement)


def with_work(case: Case, work: Mapping[str, Work]) -> Case:
    """The case with this work in place of its own, without what says nothing."""
    return replace(case, work=without_nothing(work))


def load_case(path: str | Path, rulebook: Rulebook) -> Case:
    """The case in a file. Raises CaseError; the file is never touched."""
    data = contents(Path(path))
    if data is None:
        raise CaseError(Path(path), ("there is no such file",))
    return parse_case(Path(path), data, rulebook)


def save_case(path: str | Path, case: Case, rulebook: Rulebook) -> None:
    """Saves a case, under this rulebook, in place of the case that the file holds; that one stays as `<name>~`.

    A saving that only adds how the evaluators compared leaves `<name>~` alone.

    Raises CaseError, and leaves everything as it was, when there is something else in the file, when the case would not
    read back or when the disk does not take it.
    """
    path = Path(path)
    try:
        old = contents(path)
        held = parse_case(path, old, rulebook) if old is not None else None
        data = proved(path, case, rulebook)
    except CaseError as error:
        raise CaseError(path, tuple(f"the case is not saved: {problem}" for problem in error.problems)) from error
    try:
        if data != old:
            replace_file(path.resolve(), data, keep=held is not None and not same(held, case))
    except OSError as error:
        raise CaseError(path, (f"the case is not saved: {reason(error)}",)) from error


def same(one: Case, other: Case) -> bool:
    """Whether two cases have the same content, whatever is recorded of the evaluators."""
    return replace(one, agreement=None) == replace(other, agreement=None)


__all__ = ["Case", "CaseError", "NotFollowed", "Work", "load_case", "new_case", "save_case", "with_answers", "with_work"]
