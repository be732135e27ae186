"""The commands that tell what follows from a case: checklist and why."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from guide.commands.case import GOOD, UNREADABLE, Failure, as_json, case_path, open_session, rulebook, show

if TYPE_CHECKING:
    from guide.session import Session


def run_checklist(options: argparse.Namespace) -> int:
    """Writes the checklist."""
    from guide.words import plain

    book = rulebook(options)
    case, session = open_session(options, book)
    if options.format == "json":
        from guide.render.json import render as render_json

        text = render_json(session.outcome())
    else:
        from guide.render.markdown import render

        text = render(case.title, session.outcome())
    if options.output in (None, Path("-")):
        show(text.removesuffix("\n"))
        return GOOD
    write(options.output, text, case_path(options))
    print(plain(f"wrote {options.output}"), file=sys.stderr)
    return GOOD


def write(path: Path, text: str, case: Path) -> None:
    """Writes a document to a file; never over the case that it comes from."""
    try:
        if path.exists() and path.samefile(case):
            raise Failure(f"{path} is the case itself: name another file for the checklist")
        path.write_text(text, encoding="utf-8")
    except (OSError, ValueError) as error:
        from guide.cases.disk import reason

        raise Failure(f"{path} cannot be written: {reason(error)}", UNREADABLE) from None


def run_why(options: argparse.Namespace) -> int:
    """Explains one item or fact."""
    from guide.explain import NothingCalled, why

    book = rulebook(options)
    _, session = open_session(options, book)
    outcome = session.outcome()
    try:
        if options.format == "json":
            from guide.render.reasons import explanation_data

            show(as_json([explanation_data(outcome, found) for found in why(outcome, options.id)]))
        else:
            from guide.plain import say_why

            show("\n".join(say_why(outcome, options.id)))
            if options.change:
                show("\n".join(say_changes(session, options.id)))
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
