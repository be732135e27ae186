"""The commands that fill documents, and say what is new in the register of conflicts."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from guide.commands.case import GOOD, UNREADABLE, Failure, as_json, open_session, rulebook, show, tell
from guide.commands.reports import put

if TYPE_CHECKING:
    from guide.checklist import Entry
    from guide.news import News


def run_document(options: argparse.Namespace) -> int:
    """Fills a document from a case, or tells which documents there are."""
    from guide.agreement import agreement_on
    from guide.answers import AnswerError
    from guide.cases import CaseError
    from guide.paperwork import document_called, made, offered, one_before
    from guide.render.html import page

    book = rulebook(options)
    _, session = open_session(options, book)
    if not options.name:
        show("\n".join(offered(book)))
        return GOOD
    if options.since and options.without_names:
        raise Failure("what is new is told by name: leave out `--since` or `--without-names`")
    try:
        document = document_called(book, options.name)
        path = None if options.output in (None, Path("-")) or options.without_names else options.output
        before = one_before(session, document, path, options.since)
        text = made(session, document, options.row or "", before, options.without_names)
    except AnswerError as error:
        raise Failure(str(error)) from None
    except CaseError as error:
        raise Failure(str(error), UNREADABLE) from None
    return put(options, page(text) if options.format == "html" else text, agreement_on(session.outcome()))


def run_since(options: argparse.Namespace) -> int:
    """Says what is new in the register of conflicts since an earlier one."""
    from guide.agreement import agreement_on
    from guide.cases import CaseError
    from guide.news import news
    from guide.paperwork import say_news, since
    from guide.privacy import withheld

    book = rulebook(options)
    _, session = open_session(options, book)
    try:
        found = news(since(session, options.earlier), withheld(session.outcome()))
    except CaseError as error:
        raise Failure(str(error), UNREADABLE) from None
    show(as_json(news_data(found)) if options.format == "json" else "\n".join(say_news(session, found)))
    return tell(agreement_on(session.outcome()))


def news_data(found: News) -> dict[str, object]:
    """What is new, for programs."""
    return {
        "before": {"source": found.before.source, "as_at": found.before.as_at.isoformat()},
        "as_at": found.as_at.isoformat(),
        "other_rules": found.other_rules,
        "joined": {name: list(keys) for name, keys in found.joined.items()},
        "left": {name: list(keys) for name, keys in found.left.items()},
        "new": list(map(entry_data, found.new)),
        "settled": list(map(entry_data, found.settled)),
        "changed": [{**entry_data(entry), "was": {"level": was.level, "nature": was.nature}} for was, entry in found.changed],
        "gone": [{"title": was.title, "level": was.level, "nature": was.nature, "because": why} for was, why in found.gone],
        "doubtful": list(map(entry_data, found.doubtful)),
        "opened": list(map(entry_data, found.opened)),
        "cleared": list(found.cleared),
    }


def entry_data(entry: Entry) -> dict[str, object]:
    """A conflict for programs."""
    return {
        "id": entry.id,
        "title": entry.title,
        "level": entry.level,
        "nature": entry.nature,
        "who": entry.who,
        "because": list(entry.because),
    }
