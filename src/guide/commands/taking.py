"""The command that takes the work on a checklist back into its case."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from guide.commands.case import GOOD, UNREADABLE, Failure, held, open_session, rulebook, show, today
from guide.commands.records import contents_of

if TYPE_CHECKING:
    from guide.cases import Work


def run_import(options: argparse.Namespace) -> int:
    """Takes what people wrote on a checklist into its case."""
    from guide.cases import CaseError, save_case, with_work
    from guide.privacy import withheld
    from guide.records import RecordError, opened, take_back
    from guide.words import plain

    with held(options):
        book = rulebook(options)
        case, session = open_session(options, book)
        try:
            text = contents_of(options.file).decode("utf-8-sig")
            sheet, record = opened(text)
            if record.without_names:
                raise RecordError("it was made without names, so that nobody can say whose lines they are")
            real = session.outcome()
            took = take_back(case, sheet, record, real, withheld(real), options.done or today())
            save_case(options.case, with_work(case, took.work), book)
        except CaseError as error:
            raise Failure(str(error), UNREADABLE) from None
        except UnicodeDecodeError:
            raise Failure(f"{options.file} is not UTF-8 text: nothing was taken", UNREADABLE) from None
        except RecordError as error:
            raise Failure(f"{options.file} cannot be taken back: {error}", UNREADABLE) from None
    show("\n".join(say_took(took.work, took.changed)))
    print(plain(f"took {options.file} into {options.case}"), file=sys.stderr)
    return GOOD


def say_took(work: Mapping[str, Work], changed: Iterable[str]) -> Iterator[str]:
    """What is new about the work on each entry."""
    from guide.cases import Work
    from guide.words import plain, say_date

    told = False
    for id in changed:
        one = work.get(id, Work())
        done = f"done on {say_date(one.done)}" if one.done else "not done"
        more = [f"note: {'; '.join(one.note.splitlines())}"] if one.note else []
        more += [f"not followed by {one.not_followed.by}, because {one.not_followed.because}"] if one.not_followed else []
        yield plain(f"{id}: {'; '.join([done, *more])}")
        told = True
    if not told:
        yield "Nothing new."
