"""The texts that can be read about a case: its plan, cases like it, and the documents of the rulebook."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from textual.widgets.option_list import Option

from guide.finding import has_words
from guide.paperwork import made
from guide.privacy import withheld
from guide.records import shown_work
from guide.render.plan import render_plan
from guide.render.similar import render_similar
from guide.tui.desk import Desk
from guide.tui.widgets.listing import entry
from guide.words import say_date

DAY = "day"
LEAVE_OUT = "What is done or not followed is left out."


@dataclass(frozen=True, slots=True)
class Text:
    """A text: what it is called, what stands below that in a menu, how it is made, and the file that it would be written to."""

    title: str
    below: str
    make: Callable[[], str]
    file: str


def texts_about(desk: Desk) -> dict[str, Text]:
    """Every text about a case, by id."""
    session, book, stem = desk.session, desk.rulebook, desk.path.stem

    def plan() -> str:
        outcome = session.outcome()
        return render_plan(f"Plan: {desk.title}", outcome, shown_work(session.work, outcome, withheld(outcome)))

    found = {"plan": Text("Where you are, and a dated plan", LEAVE_OUT, plan, f"{stem}-plan.md")}
    if book.alike:
        below = "How each ended, and what went wrong"
        found["like"] = Text("Real cases like this one", below, lambda: render_similar(f"Cases like {desk.title}", session.outcome()), f"{stem}-like.md")
    for document in book.documents.values():
        below = "A copy for each, one after the other" if document.variables else ""
        found[f"document:{document.id}"] = Text(document.title, below, partial(made, session, document), f"{stem}-{document.id}.md")
    return found


def more(desk: Desk, text: str) -> Iterator[Option]:
    """The texts that have all the words, and the day to judge on."""
    for id, one in texts_about(desk).items():
        if has_words(f"{one.title} {one.below} read document", text):
            yield entry(one.title, id, one.below)
    day = "Judge the law on another day"
    if has_words(day, text):
        yield entry(day, DAY, f"Now {say_date(desk.session.as_at)}")


__all__ = ["DAY", "Text", "more", "texts_about"]
