"""The commands of the interview: ask, next, answer and clear."""

from __future__ import annotations

import argparse
import gc
import json
import sys
from decimal import Decimal
from typing import TYPE_CHECKING

from guide.commands.case import GOOD, Failure, as_json, case_path, held, open_session, rulebook, rules_folder, save, show, store, today

if TYPE_CHECKING:
    from guide.model import Rulebook
    from guide.session import Session
    from guide.values import Answers

MOST_ECHOED = 60


def run_home(options: argparse.Namespace) -> int:
    """Opens the terminal interface on its start screen."""
    if not on_screen():
        raise Failure("the screens need a terminal; `guide ask CASE --plain` asks line by line, `guide --help` lists the commands")
    options.case = None
    return terminal(options, start=True)


def run_ask(options: argparse.Namespace) -> int:
    """Starts or resumes an interview; nobody else may change its case meanwhile."""
    with held(options):
        return ask(options)


def ask(options: argparse.Namespace) -> int:
    """Asks line by line or on screens."""
    if options.plain or not on_screen():
        from guide.plain import interview

        book = rulebook(options)
        case, session = open_session(options, book, must_exist=False)
        code = interview(session, case.title, lambda s: save(options, book, case, s), sys.stdin, sys.stdout, today())
        changed = dict(session.answers) != dict(case.answers)
        return store(options, book, case, session) if changed and code == GOOD else code
    return terminal(options, start=False)


def on_screen() -> bool:
    """Whether a person sits at a terminal."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))


def terminal(options: argparse.Namespace, start: bool) -> int:
    """Runs the Textual interface."""
    from guide.tui import run

    book = rulebook(options)
    gc.freeze()  # the rulebook lives as long as the program: looking through it for garbage would cost a key press 40 ms
    return run(book, None if start else case_path(options), options.on, today(), getattr(options, "title", ""), rules_folder(options))


def run_next(options: argparse.Namespace) -> int:
    """Prints the next question."""
    book = rulebook(options)
    _, session = open_session(options, book, must_exist=False)
    question = session.next_question()
    if options.format == "json":
        from guide.render.questions import question_data

        data = question_data(session.outcome(), question, len(session.questions())) if question else None
        show(as_json(data))
    elif question:
        from guide.plain import say_question

        show("\n".join(say_question(session, question)))
    else:
        show("No question is left that matters.")
    return GOOD


def run_answer(options: argparse.Namespace) -> int:
    """Records answers."""
    with held(options):
        return answer(options)


def answer(options: argparse.Namespace) -> int:
    """Records answers in a case that is held."""
    from guide.answers import AnswerError
    from guide.words import plain

    book = rulebook(options)
    case, session = open_session(options, book, must_exist=False)
    problems = []
    for text in options.answers:
        try:
            record(session, text)
        except AnswerError as error:
            problems.append(f"`{shortened(text)}`: {error}")
    problems += lost(session.answers, case.answers, book)
    if problems:
        raise Failure("\n  ".join(["nothing is recorded:", *problems]))
    code = store(options, book, case, session)
    given = len(options.answers)
    print(plain(f"recorded {given} {'answer' if given == 1 else 'answers'} in {case_path(options)}"), file=sys.stderr)
    return code


def lost(answers: Answers, before: Answers, book: Rulebook) -> list[str]:
    """The answers given now that name a row which is not on its list."""
    from guide.given import lost_rows

    already = set(lost_rows(before, book.facts))
    return [f"{misfit.message}; {misfit.help}".removesuffix("; ") for misfit in lost_rows(answers, book.facts) if misfit not in already]


def shortened(text: str) -> str:
    """What was typed, on one line and not without end."""
    line = " ".join(text.split())
    return line if len(line) <= MOST_ECHOED else f"{line[:MOST_ECHOED]}…"


def record(session: Session, text: str) -> None:
    """Records one `FACT=VALUE` or `FACT?`. Raises AnswerError."""
    from guide.answers import NOT_SURE, AnswerError

    if any("\ud800" <= character <= "\udfff" for character in text):
        raise AnswerError("this is not UTF-8 text")
    name, value = split(session, text)
    if not name:
        raise AnswerError("this is no answer: write FACT=VALUE, or FACT? for not sure")
    session.answer(name, NOT_SURE if value is None else typed(session, name, value))


def split(session: Session, text: str) -> tuple[str, str | None]:
    """The name and the value of an answer, None for not sure: where the name is that of a question, best of a row that is there."""
    pairs: list[tuple[str, str | None]] = [(text[:index], text[index + 1 :]) for index, character in enumerate(text) if character == "="]
    if text.endswith("?"):
        pairs.append((text[:-1], None))
    known = [pair for pair in pairs if is_question(session, pair[0])]
    there = [pair for pair in known if is_there(session, pair[0])]
    return next(iter((*there, *known, *pairs)), ("", None))


def is_there(session: Session, name: str) -> bool:
    """Whether a question is about the case, or about a row that is on its list."""
    cell = session.cell(name)
    return not cell.row or cell.row in session.outcome().rows[session.rulebook.facts[cell.fact].list].keys


def is_question(session: Session, name: str) -> bool:
    """Whether something is the name of a question: names of rows may have `=` themselves."""
    from guide.answers import AnswerError

    try:
        session.cell(name)
    except AnswerError:
        return False
    return True


def typed(session: Session, name: str, value: str) -> object:
    """A value of the command line: words as they stand where the question takes words, else JSON where it looks like JSON. Raises AnswerError."""
    from guide.answers import EXACTLY, AnswerError

    fact = session.rulebook.facts.get(session.cell(name).fact)
    if fact is not None and fact.kind == "text":
        return {EXACTLY: value}
    if value[:1] not in ("[", "{"):
        return value
    try:
        return json.loads(value, parse_float=Decimal)
    except json.JSONDecodeError as error:
        raise AnswerError(f"this is not JSON: {error.msg.lower()} at character {error.pos + 1}") from None
    except (ValueError, RecursionError):
        raise AnswerError("a number in it is too long, or its lists are nested too deeply") from None


def run_clear(options: argparse.Namespace) -> int:
    """Takes answers back."""
    with held(options):
        return clear(options)


def clear(options: argparse.Namespace) -> int:
    """Takes answers back from a case that is held."""
    from guide.answers import AnswerError

    book = rulebook(options)
    case, session = open_session(options, book)
    problems = []
    for name in options.facts:
        try:
            session.clear(name)
        except AnswerError as error:
            problems.append(str(error))
    if problems:
        raise Failure("\n  ".join(["nothing is taken back:", *problems]))
    return store(options, book, case, session)
