"""The command line. Standard output is the answer, standard error the commentary.

Exit codes: 0 good, 1 findings, 2 usage, 3 unreadable.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from guide import shipped_rulebook

if TYPE_CHECKING:
    from guide.cases import Case
    from guide.interview import Question
    from guide.model import Rulebook
    from guide.session import Session

GOOD, FINDINGS, USAGE, UNREADABLE = 0, 1, 2, 3
DESCRIPTION = "A guide to spinning council services out into mutuals and co-operatives. Not legal advice."


class Failure(Exception):
    """Ends a command with a message for the person who ran it, and an exit code."""

    def __init__(self, message: str, code: int = USAGE) -> None:
        super().__init__(message)
        self.code = code


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line; the exit code."""
    parser = make_parser()
    options = parser.parse_args(arguments)
    try:
        run: Callable[[argparse.Namespace], int] = options.run
        return run(options)
    except Failure as failure:
        print(f"guide: {failure}", file=sys.stderr)
        return failure.code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return GOOD
    except KeyboardInterrupt:
        return 130


def make_parser() -> argparse.ArgumentParser:
    """The commands and their options."""
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--rules", type=Path, metavar="DIR", default=None, help="a folder with rules/ and kb/ (default: the guide's own)")
    dated = argparse.ArgumentParser(add_help=False)
    dated.add_argument("--on", type=a_day, metavar="DATE", help="judge the law as at this day, like 2012-12-06 (default: the case's own, else today)")
    parser = argparse.ArgumentParser(prog="guide", description=DESCRIPTION, parents=[shared])
    parser.add_argument("--version", action="version", version=f"guide {package_version()}")
    parser.set_defaults(run=run_home, on=None)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    def command(name: str, help: str, run: Callable[[argparse.Namespace], int], *parents: argparse.ArgumentParser) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=help, description=help, parents=[shared, *parents])
        added.set_defaults(run=run)
        return added

    ask = command("ask", "start or resume an interview", run_ask, dated)
    ask.add_argument("case", nargs="?", type=Path, metavar="CASE", help="the case file (default: case.toml)")
    ask.add_argument("--plain", action="store_true", help="line by line, for screen readers and pipes")
    ask.add_argument("--title", default="", help="what to call a new case")
    nxt = command("next", "print the next question, or null when none is left", run_next, dated)
    nxt.add_argument("case", type=Path, metavar="CASE")
    nxt.add_argument("--format", choices=["text", "json"], default="text")
    answer = command("answer", "record answers", run_answer, dated)
    answer.add_argument("case", type=Path, metavar="CASE")
    answer.add_argument("answers", nargs="+", metavar="FACT=VALUE", help="an answer; `FACT?` for not sure; a list's rows as JSON")
    clear = command("clear", "take answers back", run_clear, dated)
    clear.add_argument("case", type=Path, metavar="CASE")
    clear.add_argument("facts", nargs="+", metavar="FACT")
    checklist = command("checklist", "write the checklist", run_checklist, dated)
    checklist.add_argument("case", type=Path, metavar="CASE")
    checklist.add_argument("--format", choices=["md", "json"], default="md")
    checklist.add_argument("-o", "--output", type=Path, metavar="FILE", help="write to a file instead of standard output")
    why = command("why", "explain one item or fact, either way", run_why, dated)
    why.add_argument("case", type=Path, metavar="CASE")
    why.add_argument("id", metavar="ID", help="an item, like `tell-when-decided` or `dpi-at-meeting (p = Ann)`, or a fact")
    check = command("check", "judge the rulebook", run_check)
    check.add_argument("--format", choices=["text", "json", "github"], default="text")
    test = command("test", "run the rulebook's own tests", run_test)
    test.add_argument("tests", nargs="*", metavar="TEST", help="only these (default: all)")
    return parser


def package_version() -> str:
    """The installed version of the guide."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("mutuals-guide")
    except PackageNotFoundError:
        return "(not installed)"


def a_day(text: str) -> date:
    """A date of the command line."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"`{text}` is not a date; write it as 2012-12-06") from None


# --- what commands share ---


def rulebook(options: argparse.Namespace, tests: bool = False) -> Rulebook:
    """The rulebook that a command works with; ends the command with all findings when it has errors."""
    from guide.loader import RulebookError, load

    root = options.rules or shipped_rulebook()
    try:
        return load(root, tests)
    except RulebookError as error:
        from guide.diagnostics import render_text

        print(render_text(error.findings, error.root), file=sys.stderr)
        raise Failure(f"{error}; `guide check` shows them too", UNREADABLE) from None


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


def store(options: argparse.Namespace, book: Rulebook, case: Case, session: Session) -> None:
    """Saves the answers of an interview to its case."""
    from guide.cases import CaseError, save_case, with_answers

    try:
        save_case(case_path(options), replace(with_answers(case, session.answers), as_at=session.as_at), book)
    except CaseError as error:
        raise Failure(str(error), UNREADABLE) from None


# --- commands ---


def run_home(options: argparse.Namespace) -> int:
    """Opens the terminal interface on its start screen."""
    options.case = None
    return terminal(options, start=True)


def run_ask(options: argparse.Namespace) -> int:
    """Starts or resumes an interview."""
    if options.plain or not sys.stdout.isatty():
        from guide.plain import interview

        book = rulebook(options)
        case, session = open_session(options, book, must_exist=False)
        return interview(session, case.title, lambda s: store(options, book, case, s), sys.stdin, sys.stdout)
    return terminal(options, start=False)


def terminal(options: argparse.Namespace, start: bool) -> int:
    """Runs the Textual interface."""
    from guide.tui import run

    book = rulebook(options)
    return run(book, None if start else case_path(options), options.on, today())


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
    for text in options.answers:
        try:
            record(session, text)
        except AnswerError as error:
            raise Failure(f"{text}: {error}") from None
    store(options, book, case, session)
    return GOOD


def record(session: Session, text: str) -> None:
    """Records one `FACT=VALUE` or `FACT?`."""
    name, equals, value = text.partition("=")
    if not equals:
        if not text.endswith("?"):
            raise Failure(f"`{text}` is no answer: write FACT=VALUE, or FACT? for not sure")
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
    from guide.explain import NothingCalled
    from guide.plain import say_why

    book = rulebook(options)
    _, session = open_session(options, book)
    try:
        print("\n".join(say_why(session.outcome(), options.id)))
    except NothingCalled as error:
        raise Failure(str(error)) from None
    return GOOD


def run_check(options: argparse.Namespace) -> int:
    """Judges the rulebook."""
    from guide.check import check
    from guide.diagnostics import render_github, render_json, render_text

    root = options.rules or shipped_rulebook()
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


def entry() -> NoReturn:
    """Where `guide` starts."""
    sys.exit(main())


if __name__ == "__main__":
    entry()
