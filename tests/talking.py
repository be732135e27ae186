"""The plain interview as tests use it: what is typed goes in, what is said and saved comes out."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

from guide.cases import CaseError
from guide.loader import load
from guide.plain import interview
from guide.session import Session
from guide.values import Answer

SMALL = load(Path(__file__).parent / "books" / "good" / "small")
ON = date(2026, 4, 1)


class Talk:
    """A conversation: what was typed, what was said, what was saved, and the session after it."""

    def __init__(self, *typed: str, end: str = "\n", full: tuple[int, ...] = ()) -> None:
        self.session = Session(SMALL, ON)
        self.saved: list[int] = []
        self.tries = 0
        self.full = full
        sink = io.StringIO()
        self.code = interview(self.session, "A case", self.save, io.StringIO("\n".join(typed) + end), sink)
        self.said = sink.getvalue()

    def save(self, session: Session) -> None:
        """Takes the answers, except at the tries when the disk is full."""
        self.tries += 1
        if self.tries in self.full:
            raise CaseError(Path("case.toml"), ("the case is not saved: the disk is full",))
        self.saved.append(len(session.answers))

    def answer(self, name: str) -> Answer | None:
        """The answer to a question, if it has one."""
        return self.session.answers.get(self.session.cell(name))

    def value(self, name: str) -> object:
        """What was answered to a question."""
        found = self.answer(name)
        return found and found.value
