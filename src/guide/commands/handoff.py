"""The commands that hand questions to colleagues: handoff and take."""

from __future__ import annotations

import argparse
import sys

from guide.commands.case import FINDINGS, GOOD, Failure, open_session, rulebook, show, store


def run_handoff(options: argparse.Namespace) -> int:
    """Tells what is out with whom, or writes the form of one role."""
    from guide.answers import AnswerError
    from guide.handoff import form, say_out
    from guide.parts import part_text

    book = rulebook(options)
    case, session = open_session(options, book)
    if options.to is None:
        show("\n".join(say_out(session)))
        return GOOD
    try:
        show((part_text if options.part else form)(session, options.to, case.title or options.case.stem).rstrip("\n"))
    except AnswerError as error:
        raise Failure(str(error)) from None
    return GOOD


def run_take(options: argparse.Namespace) -> int:
    """Takes the new answers of a form over; tells what is apart and what is not understood."""
    from guide.answers import AnswerError
    from guide.chores import reply_text
    from guide.handoff import Fit, say_weighed, take, weigh
    from guide.parts import came_back

    book = rulebook(options)
    case, session = open_session(options, book)
    try:
        weighed = weigh(session, came_back(session, reply_text(options.form)))
        taken = take(session, weighed, options.theirs)
    except AnswerError as error:
        raise Failure(str(error)) from None
    code = store(options, book, case, session) if taken else GOOD
    show("\n".join(say_weighed(weighed)))
    print(f"took {taken} {'answer' if taken == 1 else 'answers'}", file=sys.stderr)
    left = any(each.fit is Fit.WRONG or (each.fit is Fit.APART and not options.theirs) for each in weighed)
    return FINDINGS if left else code


__all__ = ["run_handoff", "run_take"]
