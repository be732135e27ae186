"""Questions left to colleagues: what is out with whom, a paper with just their questions, and what comes back.

A paper is plain text that is filled in with any editor: below each question stands its name in square brackets, and behind
the `>` below that goes the answer. Whatever else is on the paper is for the reader and is not read back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from guide.answers import AnswerError
from guide.checklist import Writer
from guide.interview import Question, author_order
from guide.session import Session
from guide.spoken import TYPES
from guide.typed import options, understand
from guide.values import RowSet, Unknown
from guide.words import plain, role_name, say_date, say_value

NAME = re.compile(r"^\[(?P<name>[^\n]+)\]\s*$")
ANSWER = re.compile(r"^>(?P<answer>.*)$")
MOST_TITLES = 6


class Fate(StrEnum):
    """What becomes of an answer on a paper."""

    NEW = "new"
    SAME = "same"
    DIFFERS = "differs"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Returned:
    """One answer on a paper that came back: as it was written, what it means, and what the case says already. `problem` tells why it cannot be read."""

    cell: str
    written: str
    fate: Fate
    value: object = None
    now: str = ""
    problem: str = ""
    line: int = 0


def out_with(session: Session) -> dict[str, tuple[Question, ...]]:
    """The questions left to each role that still wait for an answer, in the authors' order."""
    found: dict[str, list[Question]] = {}
    for cell, answer in session.answers.items():
        if answer.left_to and isinstance(answer.value, Unknown):
            found.setdefault(answer.left_to, []).append(session.question(cell))
    place = author_order(session.outcome()).place
    return {role: tuple(sorted(asked, key=place)) for role, asked in sorted(found.items())}


def paper(session: Session, title: str, role: str) -> str:
    """The paper for a role: its questions, why each is asked, help, and room for the answers."""
    return "\n".join(paper_lines(session, title, role)) + "\n"


def paper_lines(session: Session, title: str, role: str) -> Iterator[str]:
    """The lines of a paper."""
    asked = out_with(session).get(role, ())
    yield f"Questions for: {plain(role_name(session.rulebook, role))}"
    yield f"Case: {plain(title)}, judged as at {say_date(session.as_at)}"
    yield ""
    yield "Write each answer behind the > below its question, save this file and send it back."
    yield "Leave the > empty where you do not know. Do not change the names in square brackets."
    for number, question in enumerate(asked, 1):
        yield ""
        yield from question_lines(session, number, question)


def question_lines(session: Session, number: int, question: Question) -> Iterator[str]:
    """One question with room for its answer."""
    yield f"{number}. {plain(question.ask)}"
    yield from (f"   {place}. {plain(words)}" for place, (_, words) in enumerate(options(session, question), 1))
    yield f"   {TYPES[question.kind]}"
    note = session.answers[question.cell].note
    if note:
        yield f"   Note: {plain(note)}"
    writer = Writer(session.outcome())
    titles = list(dict.fromkeys(map(writer.result_title, session.because(question.cell))))
    yield from (f"   It may decide: {plain(words)}" for words in titles[:MOST_TITLES])
    if len(titles) > MOST_TITLES:
        yield f"   and {len(titles) - MOST_TITLES} more."
    article = session.rulebook.articles.get(question.help)
    if article:
        yield from (f"   {plain(line)}".rstrip() for line in article.body.strip().splitlines())
    yield f"[{question.cell}]"
    yield ">"


def read_back(session: Session, text: str) -> tuple[Returned, ...]:
    """What a paper that came back says, question by question; what was left empty is left out."""
    found: list[Returned] = []
    name = ""
    for line, words in enumerate(text.splitlines(), 1):
        if match := NAME.match(words):
            name = match["name"]
        elif name and (match := ANSWER.match(words)):
            written, asked = match["answer"].strip(), name
            name = ""
            if written:
                found.append(returned(session, asked, written, line))
    return tuple(found)


def returned(session: Session, name: str, written: str, line: int) -> Returned:
    """One answer that came back, tried against the question."""
    try:
        question = session.question(name)
        value = understand(session, question, written)
        after = session.answers_with(question.cell, value)[question.cell]
    except AnswerError as error:
        return Returned(name, written, Fate.UNREADABLE, problem=str(error), line=line)
    before = session.answers.get(question.cell)
    if before is None or (not before.sure and not isinstance(before.value, RowSet)):
        return Returned(name, written, Fate.SAME if after == before else Fate.NEW, value, line=line)
    fate = Fate.SAME if after.value == before.value else Fate.DIFFERS
    return Returned(name, written, fate, value, say_value(session.rulebook.facts.get(question.cell.fact), before.value), line=line)


def take(session: Session, found: tuple[Returned, ...], theirs: Mapping[str, bool]) -> int:
    """Gives the answers that came back: new ones, and those of `theirs` where the case says otherwise; how many."""
    given = 0
    for one in found:
        if one.fate is Fate.NEW or (one.fate is Fate.DIFFERS and theirs.get(one.cell, False)):
            session.answer(one.cell, one.value)
            given += 1
    return given


__all__ = ["Fate", "Returned", "out_with", "paper", "read_back", "take"]
