"""What a person types at the prompt of the plain interview, read as an answer to the question being asked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from guide.answers import EXACTLY, NOT_SURE, AnswerError
from guide.diagnostics import suggest
from guide.interview import Question
from guide.session import Session


def options(session: Session, question: Question) -> list[tuple[str, str]]:
    """What a question offers, each with its words."""
    fact = question.fact
    if fact is None:
        return []
    if fact.of:
        return [(key, key) for key in session.outcome().rows[fact.of].keys]
    return list(fact.options.items())


def understand(session: Session, question: Question, text: str) -> object:
    """What a person typed as an answer; `=` before it takes the words as they stand. Raises AnswerError."""
    if text.startswith("="):
        return as_it_stands(session, question, text[1:].strip())
    if text.casefold() == NOT_SURE or text == "?":
        return NOT_SURE
    if text.lower() in ("not yet", "n/y") and question.fact and question.fact.not_yet:
        return "not yet"
    match question.kind:
        case "choice" | "row":
            return picked(session, question, text)
        case "choices" | "rows":
            parts = [] if text.lower() == "none" else [part.strip() for part in text.split(",") if part.strip()]
            return [
                {EXACTLY: picked(session, question, part)} if not part.endswith("?") else f"{picked(session, question, part[:-1].strip())}?" for part in parts
            ]
        case "list":
            return [] if text.lower() == "none" else [part.strip() for part in text.split(",") if part.strip()]
        case _:
            return text


def as_it_stands(session: Session, question: Question, words: str) -> object:
    """An answer that is these words, whatever else they might mean."""
    match question.kind:
        case "list":
            return [words]
        case "choices" | "rows":
            return [{EXACTLY: chosen(session, question, words)}]
        case "choice" | "row":
            return {EXACTLY: chosen(session, question, words)}
        case _:
            return {EXACTLY: words}


def picked(session: Session, question: Question, text: str) -> str:
    """An option by its number, its id or its words."""
    if not text.isdecimal():
        return chosen(session, question, text)
    offered = options(session, question)
    if not 1 <= int(text[:9]) <= len(offered):
        raise AnswerError(f"choose a number from 1 to {len(offered)}" if offered else "there is nothing to choose from yet")
    return offered[int(text) - 1][0]


def chosen(session: Session, question: Question, words: str) -> str:
    """An option by its id or its words, in capitals or not."""
    return offered_as(options(session, question), words)


def offered_as(offered: Sequence[tuple[str, str]], words: str) -> str:
    """The one of what is offered that goes by these words. Raises AnswerError."""
    for id, title in offered:
        if words in (id, title):
            return id
    for id, title in offered:
        if words.casefold() in (id.casefold(), title.casefold()):
            return id
    near = suggest(words, [id for id, _ in offered])
    raise AnswerError(f"`{words}` is not offered" + (f"; did you mean `{near}`?" if near else ""))


def renaming(text: str, names: tuple[str, ...], word: str = "rename") -> tuple[str, str]:
    """The old name and the new in `OLD = NEW` behind a word; either may have a `=` in it, as long as the old one is known."""
    for match in re.finditer("=", text):
        old, new = text[: match.start()].strip(), text[match.end() :].strip()
        if old in names:
            return old, new
    raise AnswerError(f"write `{word} OLD = NEW`, with one of the names given: {', '.join(names) or 'there are none yet'}")
