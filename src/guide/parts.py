"""A part of a case for one colleague: a case file with their questions alone, which their guide opens, and the answers that come back in it.

It holds the questions, the notes to them, and of the other answers only those on which it depends whether the questions arise.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from guide.answers import AnswerError, raw_value
from guide.cases import Case, CaseError, new_case
from guide.cases.read import parse_case
from guide.cases.write import proved
from guide.handoff import Reply, out_with, read_form
from guide.model import Rulebook
from guide.session import Session
from guide.values import Answer, Cell, RowSet
from guide.words import plain, role_name, say_value

PART = "part"
SUFFIX = ".toml"


def part(session: Session, role: str, title: str) -> Case:
    """The part of a case that one role is to answer. Raises AnswerError when nothing is left to it."""
    book = session.rulebook
    cells = out_with(session).get(role, ())
    if not cells:
        raise AnswerError(f"no question is left to `{role}`")
    needed = below(book, {cell.fact for cell in cells} | {book.topics, book.nation})
    answers = {cell: answer for cell, answer in session.answers.items() if cell.fact in needed and cell not in cells}
    case = new_case(book, session.as_at, f"{title}: questions for {role_name(book, role)}")
    notes = {str(cell): session.answers[cell].note for cell in cells if session.answers[cell].note}
    extra = {PART: {"role": role, "questions": [str(cell) for cell in cells], **({"to_find_out": notes} if notes else {})}}
    return Case(case.title, case.as_at, answers, case.version, case.digest, extra=extra)


def below(book: Rulebook, names: set[str]) -> set[str]:
    """Some questions, and everything on which it depends whether they arise and what they offer."""
    seen, waiting = set(names), list(names)
    while waiting:
        name = waiting.pop()
        fact = book.facts.get(name)
        lists = [listed for listed in (fact.list, fact.of) if listed] if fact else []
        keys = [f"{name}.{book.lists[name].key}"] if name in book.lists else []
        rules = [f"rule:{rule}" for rule in book.concluders.get(name, ())]
        new = {*book.reads.get(name, ()), *lists, *keys, *rules} - seen
        seen |= new
        waiting += new
    return seen


def part_text(session: Session, role: str, title: str) -> str:
    """A part as a file holds it. Raises AnswerError."""
    try:
        return proved(Path(f"{role}{SUFFIX}"), part(session, role, title), session.rulebook).decode()
    except CaseError as error:
        raise AnswerError("; ".join(error.problems)) from None


def questions_of(case: Case, session: Session) -> dict[Cell, str]:
    """The questions that a case is a part for, as far as there are such questions, each with the note to it; none when it is a case by itself."""
    table = case.extra.get(PART)
    asked, notes = (table.get(key) for key in ("questions", "to_find_out")) if isinstance(table, dict) else (None, None)
    told = notes if isinstance(notes, dict) else {}
    return {cell: plain(str(told.get(str(cell), ""))) for cell in cells_called(session, asked)} if isinstance(asked, list) else {}


def cells_called(session: Session, names: list[object]) -> Iterator[Cell]:
    """The cells of the names that are names of questions."""
    for name in names:
        try:
            yield session.cell(str(name))
        except AnswerError:
            continue


def came_back(session: Session, text: str) -> tuple[Reply, ...]:
    """What a colleague answered, on a form or in a part. Raises AnswerError when it is a case and no part, or cannot be read."""
    if not text.lstrip("\ufeff \n").startswith("format ="):
        return read_form(text)
    try:
        case = parse_case(Path("the part"), text.encode(), session.rulebook)
    except CaseError as error:
        raise AnswerError(str(error)) from None
    cells = questions_of(case, session)
    if not cells:
        raise AnswerError("this is a whole case, and no part with questions for a colleague")
    return tuple(reply(session, cell, case.answers[cell]) for cell in cells if cell in case.answers)


def reply(session: Session, cell: Cell, answer: Answer) -> Reply:
    """An answer of a part as a colleague's reply."""
    if not answer.sure and not isinstance(answer.value, RowSet):
        return Reply(str(cell), "", answer.note)
    raw = list(answer.value.keys) if isinstance(answer.value, RowSet) else raw_value(answer.value, session.as_at)
    return Reply(str(cell), say_value(session.rulebook.facts.get(cell.fact), answer.value), answer.note, raw)


__all__ = ["SUFFIX", "came_back", "part", "part_text", "questions_of"]
