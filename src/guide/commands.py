"""What each command of the command line does. Each loads what it needs when it runs."""

from __future__ import annotations

import argparse
import gc
import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from guide import shipped_rulebook

if TYPE_CHECKING:
    from guide.cases import Case
    from guide.interview import Question
    from guide.model import Rulebook
    from guide.session import Session

GOOD, FINDINGS, USAGE, UNREADABLE = 0, 1, 2, 3


class Failure(Exception):
    """Ends a command with a message for the person who ran it, and an exit code."""

    def __init__(self, message: str, code: int = USAGE) -> None:
        super().__init__(message)
        self.code = code


# --- what commands share ---


def rulebook(options: argparse.Namespace, tests: bool = False) -> Rulebook:
    """The rulebook that a command works with; ends the command with all findings when it has errors."""
    from guide.loader import RulebookError, load

    root = rules_folder(options)
    try:
        return load(root, tests)
    except RulebookError as error:
        from guide.diagnostics import render_text

        print(render_text(error.findings, error.root), file=sys.stderr)
        raise Failure(f"{error}; `guide check` shows them too", UNREADABLE) from None


def rules_folder(options: argparse.Namespace) -> Path:
    """The folder of the rulebook that a command names, before or after its own name; else the guide's own."""
    folder: Path = getattr(options, "rules", None) or shipped_rulebook()
    return folder


def open_case(options: argparse.Namespace, book: Rulebook, must_exist: bool = True) -> Case:
    """The case of a command. A case that does not exist yet is new, unless it must exist."""
    from guide.cases import CaseError, load_case, new_case

    path = case_path(options)
    if not path.exists() and not must_exist:
        return new_case(book, options.on or today(), getattr(options, "title", "") or path.stem)
    try:
        return load_case(path, book)
    except CaseError as error:
        raise Failure(str(error), UNREADABLE) from None


def case_path(options: argparse.Namespace) -> Path:
    """Where the case is kept."""
    path: Path = options.case or Path("case.toml")
    return path


def today() -> date:
    """The day on the clock; the only place that reads it."""
    return date.today()


def open_session(options: argparse.Namespace, book: Rulebook, must_exist: bool = True) -> tuple[Case, Session]:
    """The case of a command and an interview about it."""
    from guide.session import Session

    case = open_case(options, book, must_exist)
    return case, Session(book, options.on or case.as_at, case.answers)


def save(options: argparse.Namespace, book: Rulebook, case: Case, session: Session) -> None:
    """Saves the answers of an interview to its case. Raises CaseError."""
    from guide.cases import save_case, with_answers

    save_case(case_path(options), with_answers(case, session.answers, session.as_at), book)


def store(options: argparse.Namespace, book: Rulebook, case: Case, session: Session) -> None:
    """Saves, or ends the command."""
    from guide.cases import CaseError

    try:
        save(options, book, case, session)
    except CaseError as error:
        raise Failure(str(error), UNREADABLE) from None


# --- commands ---


def run_home(options: argparse.Namespace) -> int:
    """Opens the terminal interface on its start screen."""
    options.case = None
    return terminal(options, start=True)


def run_ask(options: argparse.Namespace) -> int:
    """Starts or resumes an interview."""
    if options.plain or not (sys.stdout.isatty() and sys.stderr.isatty()):
        from guide.plain import interview

        book = rulebook(options)
        case, session = open_session(options, book, must_exist=False)
        return interview(session, case.title, lambda s: save(options, book, case, s), sys.stdin, sys.stdout)
    return terminal(options, start=False)


def terminal(options: argparse.Namespace, start: bool) -> int:
    """Runs the Textual interface."""
    from guide.tui import run

    book = rulebook(options)
    gc.freeze()  # the rulebook lives as long as the program: looking through it for garbage would cost a key press 40 ms
    return run(book, None if start else case_path(options), options.on, today(), getattr(options, "title", ""))


def run_next(options: argparse.Namespace) -> int:
    """Prints the next question."""
    book = rulebook(options)
    _, session = open_session(options, book, must_exist=False)
    question = session.next_question()
    if options.format == "json":
        print(json.dumps(question_data(question, session) if question else None, indent=2, ensure_ascii=False))
    elif question:
        from guide.plain import say_question

        print("\n".join(say_question(session, question)))
    else:
        print("No question is left that matters.")
    return GOOD


def question_data(question: Question, session: Session) -> dict[str, object]:
    """A question for programs."""
    fact = question.fact
    return {
        "fact": str(question.cell),
        "type": question.kind,
        "ask": question.ask,
        "section": session.rulebook.sections.get(question.section, ""),
        "options": options_data(question, session),
        "unit": fact.unit if fact else "",
        "not_yet": fact.not_yet if fact else "",
        "key": question.list.key if question.list else "",
        "help": question.help,
        "why_asked": list(dict.fromkeys(result.item.title for result in question.because)),
        "hangs_on_it": list(dict.fromkeys(result.id for result in question.because)),
        "left": len(session.questions()),
    }


def options_data(question: Question, session: Session) -> list[dict[str, str]]:
    """The options of a choice, or the rows to choose from."""
    fact = question.fact
    if fact is None:
        return []
    if fact.of:
        return [{"id": key, "title": key} for key in session.outcome().rows[fact.of].keys]
    return [{"id": id, "title": title} for id, title in fact.options.items()]


def run_answer(options: argparse.Namespace) -> int:
    """Records answers."""
    from guide.answers import AnswerError

    book = rulebook(options)
    case, session = open_session(options, book, must_exist=False)
    problems = []
    for text in options.answers:
        try:
            record(session, text)
        except AnswerError as error:
            problems.append(f"`{text}`: {error}")
    if problems:
        raise Failure("nothing was recorded:\n  " + "\n  ".join(problems) if len(problems) > 1 else problems[0])
    store(options, book, case, session)
    return GOOD


def record(session: Session, text: str) -> None:
    """Records one `FACT=VALUE` or `FACT?`."""
    name, equals, value = text.partition("=")
    if not equals:
        if not text.endswith("?"):
            from guide.answers import AnswerError

            raise AnswerError("this is no answer: write FACT=VALUE, or FACT? for not sure")
        session.not_sure(text.removesuffix("?"))
        return
    session.answer(name, typed(value))


def typed(value: str) -> object:
    """A value of the command line: JSON where it is JSON for a list, a table, a number or a truth value; else the text."""
    if value[:1] in "[{" or value in ("true", "false"):
        try:
            return json.loads(value)
        except json.JSONDecodeError as error:
            from guide.answers import AnswerError

            raise AnswerError(f"this is not JSON: {error.msg} at character {error.pos + 1}") from None
    return value


def run_clear(options: argparse.Namespace) -> int:
    """Takes answers back."""
    from guide.answers import AnswerError

    book = rulebook(options)
    case, session = open_session(options, book)
    for name in options.facts:
        try:
            session.clear(name)
        except AnswerError as error:
            raise Failure(str(error)) from None
    store(options, book, case, session)
    return GOOD


def run_checklist(options: argparse.Namespace) -> int:
    """Writes the checklist."""
    book = rulebook(options)
    case, session = open_session(options, book)
    if options.format == "json":
        from guide.render.json import render as render_json

        text = render_json(session.outcome())
    else:
        from guide.render.markdown import render

        text = render(case.title, session.outcome())
    if options.output is None:
        print(text, end="")
        return GOOD
    try:
        options.output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Failure(f"{options.output} cannot be written: {error.strerror}", UNREADABLE) from None
    print(f"wrote {options.output}", file=sys.stderr)
    return GOOD


def run_why(options: argparse.Namespace) -> int:
    """Explains one item or fact."""
    from guide.explain import NothingCalled, why

    book = rulebook(options)
    _, session = open_session(options, book)
    outcome = session.outcome()
    try:
        if options.format == "json":
            from guide.render.reasons import explanation_data

            print(json.dumps([explanation_data(outcome, found) for found in why(outcome, options.id)], indent=2, ensure_ascii=False))
        else:
            from guide.plain import say_why

            print("\n".join(say_why(outcome, options.id)))
            if options.change:
                print("\n".join(say_changes(session, options.id)))
    except NothingCalled as error:
        raise Failure(str(error)) from None
    return GOOD


def say_changes(session: Session, name: str) -> Iterator[str]:
    """The smallest changes of answers that would change an item, in words."""
    from guide.changes import what_would_change
    from guide.engine import Engine
    from guide.explain import RESULT, wanted_binding
    from guide.words import plain, say_value

    match = RESULT.fullmatch(name.strip())
    item = session.rulebook.items.get(match["id"] if match else name.strip())
    if item is None:
        raise Failure(f"`{name}` is no item; only of items can it be said what would change them")
    engine = Engine(session.rulebook)
    binding = wanted_binding(match["binding"]) if match else ()
    found = what_would_change(session.outcome(), item, binding, lambda answers: engine.update(answers, session.as_at))
    engine.close()
    if found.changes:
        yield "What would change this:"
    elif found.complete:
        yield "No change of up to three answers would change this."
    for change in found.changes:
        said = [f"“{say_value(session.rulebook.facts[cell.fact], value)}” to “{session.question(cell).ask}”" for cell, value in change.values.items()]
        yield plain(f"  answering {' and '.join(said)}")
    if not found.complete:
        yield "There may be more: the search stopped early." if found.changes else "The search stopped before it found a change."


def run_check(options: argparse.Namespace) -> int:
    """Judges the rulebook."""
    from guide.check import check
    from guide.diagnostics import render_github, render_json, render_text

    root = rules_folder(options)
    findings = check(root)
    render = {"text": render_text, "json": render_json, "github": render_github}[options.format]
    if findings or options.format == "json":
        print(render(findings, root))
    errors = sum(finding.severity == "error" for finding in findings)
    print(f"{errors} errors, {len(findings) - errors} warnings", file=sys.stderr)
    return FINDINGS if findings else GOOD


def run_test(options: argparse.Namespace) -> int:
    """Runs the rulebook's own tests."""
    from guide.booktests import run

    book = rulebook(options, tests=True)
    unknown = [name for name in options.tests if name not in book.tests]
    if unknown:
        raise Failure(f"there is no test `{unknown[0]}`")
    report = run(book, options.tests)
    for failure in report.failures:
        print(f"{failure.test.place.file}: [test.{failure.test.id}] {failure.kind}: {failure.message}")
    print(f"{report.tests} tests, {report.expectations} expectations, {len(report.failures)} not met", file=sys.stderr)
    return FINDINGS if report.failures else GOOD
