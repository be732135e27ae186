"""What the screens offer to pick from: pages with some words, sections and questions, and the keys that work."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from textual.widgets.option_list import Option

from guide.finding import find, has_words
from guide.model import Rulebook
from guide.tui.desk import Desk
from guide.tui.texts import Text
from guide.tui.widgets.keybar import Key
from guide.tui.widgets.listing import entry
from guide.values import Cell

SECTION = "section:"
QUESTION = "question:"


def pages(book: Rulebook, text: str) -> Iterator[Option]:
    """The articles and pages of law that have all the words."""
    for hit in find(book, text):
        yield entry(hit.title, hit.id, "Help article" if hit.article else hit.cite, hit.around)


class Places:
    """The sections and questions of a case as it is now."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.sections = desk.progress().sections
        self.questions = tuple(desk.askable())
        self.open = {question.cell for question in desk.session.questions()}

    def offered(self, text: str) -> Iterator[Option]:
        """The sections, each with how far it has come, then the questions; those that have all the words."""
        titles = self.desk.rulebook.sections
        for section in self.sections:
            title = titles.get(section.id, "Other questions")
            if has_words(title, text):
                yield entry(f"Section: {title}", f"{SECTION}{section.id}", section.words)
        for number, question in enumerate(self.questions):
            words = f"{question.ask} {self.desk.section(question)}"
            if has_words(words, text):
                yield entry(question.ask, f"{QUESTION}{number}", self.standing(question.cell), self.desk.section(question))

    def standing(self, cell: Cell) -> str:
        """How a question stands."""
        if cell in self.desk.session.answers:
            return f"Your answer now: {self.desk.words(cell)}"
        return "To answer now" if cell in self.open else "Not answered; nothing hangs on it now"

    def cell(self, id: str) -> Cell | None:
        """The question that was picked; of a section the first to answer now, else the first there is."""
        if id.startswith(QUESTION):
            return self.questions[int(id.removeprefix(QUESTION))].cell
        within = [question.cell for question in self.questions if question.section == id.removeprefix(SECTION)]
        return next((cell for cell in within if cell in self.open), within[0] if within else None)


def commands(keys: tuple[Key, ...], texts: Mapping[str, Text], text: str) -> Iterator[Option]:
    """The keys whose sentence has all the words, and the texts that can be read."""
    for key in keys:
        if has_words(f"{key.says} {key.tooltip}", text):
            yield entry(f"{key.says}  ({key.shown})", key.key, key.tooltip)
    for id, one in texts.items():
        if has_words(f"read {one.title} {one.below}", text):
            yield entry(f"Read: {one.title}", id, one.below)


__all__ = ["Places", "commands", "pages"]
