"""The commands that leave questions to colleagues and take their answers back."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from guide.commands.case import FINDINGS, GOOD, UNREADABLE, Failure, case_path, held, open_session, rulebook, show, store

if TYPE_CHECKING:
    from guide.handoff import Returned
    from guide.session import Session


def run_handoff(options: argparse.Namespace) -> int:
    """Tells what is out with whom, or writes the paper for one role."""
    from guide.commands.reports import write
    from guide.handoff import out_with, paper
    from guide.words import plain

    book = rulebook(options)
    case, session = open_session(options, book)
    out = out_with(session)
    if not options.role:
        show("\n".join(said(session)))
        return GOOD
    if options.role not in out:
        there = f"there are questions for {', '.join(out)}" if out else "no question is left to anybody"
        raise Failure(f"no question is left to `{options.role}`: {there}")
    text = paper(session, case.title or case_path(options).stem, options.role)
    if options.output is None:
        show(text.removesuffix("\n"))
    else:
        write(options.output, text, case_path(options))
        print(plain(f"wrote {options.output}"), file=sys.stderr)
    return GOOD


def said(session: Session) -> Iterator[str]:
    """What is out with whom, in words."""
    from guide.handoff import out_with
    from guide.words import plain, role_name

    out = out_with(session)
    if not out:
        yield "No question is left to anybody."
    for role, asked in out.items():
        yield plain(f"{role_name(session.rulebook, role)} [{role}]:")
        yield from (plain(f"  {question.ask} [{question.cell}]") for question in asked)


def run_takeback(options: argparse.Namespace) -> int:
    """Takes the answers on a paper that came back; nothing is taken while one cannot be read or says otherwise than the case."""
    with held(options):
        return takeback(options)


def takeback(options: argparse.Namespace) -> int:
    """Takes the answers on a paper into the case."""
    from guide.cases.disk import reason
    from guide.handoff import Fate, read_back, take
    from guide.words import plain

    book = rulebook(options)
    case, session = open_session(options, book)
    try:
        text = options.paper.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        raise Failure(f"{options.paper} cannot be read: {reason(error) if isinstance(error, OSError) else 'it is not UTF-8 text'}", UNREADABLE) from None
    found = read_back(session, text)
    bad = [f"line {one.line}: [{one.cell}] `{one.written}`: {one.problem}" for one in found if one.fate is Fate.UNREADABLE]
    if bad:
        raise Failure("\n  ".join(["nothing is taken:", *bad]))
    apart = [one for one in found if one.fate is Fate.DIFFERS]
    if apart and not (options.theirs or options.ours):
        print("\n".join(differing(apart)), file=sys.stderr)
        return FINDINGS
    given = take(session, found, dict.fromkeys((one.cell for one in apart), options.theirs))
    code = store(options, book, case, session) if given else GOOD
    print(plain(f"took {given} {'answer' if given == 1 else 'answers'} of {len(found)} on the paper"), file=sys.stderr)
    return code


def differing(apart: list[Returned]) -> Iterator[str]:
    """The answers that the case has otherwise, and how to decide."""
    from guide.words import plain

    yield "nothing is taken yet: the case says otherwise"
    yield from (plain(f"  [{one.cell}] the paper says {one.written}; the case says {one.now}") for one in apart)
    yield "say --theirs to take what the paper says of these, or --ours to keep what the case says"
