"""What the commands share: exit codes, failures, the rulebook, and the case with its interview."""

from __future__ import annotations

import argparse
import atexit
import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from guide import shipped_rulebook

if TYPE_CHECKING:
    from guide.agreement import Agreement
    from guide.cases import Case
    from guide.model import Rulebook
    from guide.session import Session

LENT = ExitStack()
"""Folders that last as long as the program."""
atexit.register(LENT.close)
SIGNS = 12
"""How much of a digest is shown."""
GOOD, FINDINGS, USAGE, UNREADABLE = 0, 1, 2, 3


class Failure(Exception):
    """Ends a command with a message for the person who ran it, and an exit code."""

    def __init__(self, message: str, code: int = USAGE) -> None:
        super().__init__(message)
        self.code = code


def rulebook(options: argparse.Namespace, tests: bool = False) -> Rulebook:
    """The rulebook that a command works with, in a folder or at a revision; ends the command with all findings when it has errors."""
    root = rules_folder(options)
    return book_in(root if root.is_dir() else taken_out(root), tests)


def taken_out(revision: Path) -> Path:
    """A folder with the rulebook of a revision, until the program ends; the name itself when it is no revision."""
    from guide.revisions import RevisionError, opened

    for folder in (Path.cwd(), shipped_rulebook()):
        try:
            return LENT.enter_context(opened(revision, folder))
        except RevisionError:
            continue
    return revision


def book_in(root: Path, tests: bool = False) -> Rulebook:
    """The rulebook in a folder; ends the command with all findings when it has errors."""
    from guide.loader import RulebookError, load

    try:
        return load(root, tests)
    except RulebookError as error:
        from guide.diagnostics import render_text

        print(render_text(error.findings, error.root), file=sys.stderr)
        raise Failure(f"{error}; `guide check` shows them too", UNREADABLE) from None


def rules_folder(options: argparse.Namespace) -> Path:
    """The folder of the rulebook that a command names, before or after its own name."""
    named: Path | None = getattr(options, "rules", None)
    return named or own_folder()


def own_folder() -> Path:
    """The folder of the rulebook when none is named: the one that a command is run in, if it holds one; else the guide's own."""
    here = Path.cwd()
    return here if (here / "rules").is_dir() and (here / "kb").is_dir() else shipped_rulebook()


def open_case(options: argparse.Namespace, book: Rulebook, must_exist: bool = True) -> Case:
    """The case of a command. A case that does not exist yet is new, unless it must exist."""
    from guide.cases import CaseError, load_case, new_case
    from guide.words import plain

    path = case_path(options)
    if not must_exist and is_free(path):
        return new_case(book, options.on or today(), plain(getattr(options, "title", "") or path.stem))
    try:
        case = load_case(path, book)
    except CaseError as error:
        raise Failure(str(error), UNREADABLE) from None
    tell_moved(path, case, book)
    return case


def tell_moved(path: Path, case: Case, book: Rulebook) -> None:
    """Says on standard error that a case was saved under other rules than those in use."""
    from guide.words import plain

    if case.digest and case.digest != book.digest:
        was, now = (f"version {version}" if case.version != book.version else f"digest {digest[:SIGNS]}" for version, digest in stamps(case, book))
        print(plain(f"guide: {path} was saved under other rules ({was}) than those in use ({now}): `guide moved {path}` says what differs"), file=sys.stderr)


def stamps(case: Case, book: Rulebook) -> tuple[tuple[str, str], tuple[str, str]]:
    """Version and digest of the rules that a case was saved under, and of those in use."""
    return (case.version, case.digest), (book.version, book.digest)


def known_role(options: argparse.Namespace, book: Rulebook) -> None:
    """Ends the command when `--role` names a role that there is not."""
    from guide.diagnostics import suggest

    if options.role and options.role not in book.roles:
        near = suggest(options.role, book.roles)
        there = f"did you mean `{near}`?" if near else f"the roles are {', '.join(book.roles)}"
        raise Failure(f"there is no role `{options.role}`: {there}")


def is_free(path: Path) -> bool:
    """Whether there is nothing at a path yet, and there may be."""
    try:
        return not path.exists()
    except OSError:
        return False


def case_path(options: argparse.Namespace) -> Path:
    """Where the case is kept."""
    path: Path = options.case or Path("case.toml")
    return path


@contextmanager
def held(options: argparse.Namespace) -> Iterator[None]:
    """Holds the case of a command; ends the command when another guide has it."""
    from guide.cases import CaseError
    from guide.cases.lock import holding

    with ExitStack() as stack:
        try:
            stack.enter_context(holding(case_path(options)))
        except CaseError as error:
            raise Failure(str(error), UNREADABLE) from None
        yield


def today() -> date:
    """The day on the clock; the only place that reads it."""
    return date.today()


def open_session(options: argparse.Namespace, book: Rulebook, must_exist: bool = True) -> tuple[Case, Session]:
    """The case of a command and an interview about it."""
    from guide.parts import questions_of
    from guide.session import Session

    case = open_case(options, book, must_exist)
    session = Session(book, options.on or case.as_at, case.answers, case.work)
    session.ask_only(questions_of(case, session))
    return case, session


def save(options: argparse.Namespace, book: Rulebook, case: Case, session: Session, agreement: Agreement | None = None) -> None:
    """Saves the answers of an interview to its case, and how the evaluators compared on them. Raises CaseError."""
    from guide.cases import save_case, with_answers, with_work

    save_case(case_path(options), with_work(with_answers(case, session.answers, session.as_at, agreement), session.work), book)


def store(options: argparse.Namespace, book: Rulebook, case: Case, session: Session) -> int:
    """Saves, or ends the command; the exit code that tells whether the two evaluators agree."""
    from guide.agreement import agreement_on
    from guide.cases import CaseError

    agreement = agreement_on(session.outcome())
    try:
        save(options, book, case, session, agreement)
    except CaseError as error:
        raise Failure(str(error), UNREADABLE) from None
    return tell(agreement)


def tell(agreement: Agreement) -> int:
    """Says on standard error what the evaluators disagree on; the exit code."""
    from guide.words import plain

    for line in agreement.defect():
        print(plain(line), file=sys.stderr)
    return GOOD if agreement.agree else FINDINGS


def show(text: str) -> None:
    """Prints an answer. A sign that could steer a terminal is written out, as JSON does it."""
    print("".join(c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in text))


def as_json(data: object) -> str:
    """Data for programs."""
    return json.dumps(data, indent=2, ensure_ascii=False)
