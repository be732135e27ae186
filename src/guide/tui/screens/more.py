"""What else there is to do with a case: a menu."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from guide.answers import AnswerError, parse_date
from guide.handoff import out_with, paper
from guide.model import Document
from guide.outcome import Outcome
from guide.progress import Section
from guide.render.documents import fill
from guide.render.plan import render_plan
from guide.render.similar import render_similar
from guide.tui.desk import Desk
from guide.tui.screens.ask import LineScreen, WaysScreen
from guide.tui.screens.case import CaseScreen
from guide.tui.screens.question import QuestionScreen
from guide.tui.screens.search import SearchScreen
from guide.tui.screens.text import TextScreen
from guide.tui.widgets.casebar import CaseBar
from guide.tui.widgets.keybar import KeyBar
from guide.tui.widgets.listing import Listing, entry
from guide.tui.widgets.words import Words
from guide.words import role_name, say_date


class MoreScreen(CaseScreen):
    """A menu of what is seldom wanted."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "go('question')", "Back", key_display="Esc", tooltip="Go back to the questions"),
        Binding("f12", "go('question')", "Back", show=False),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.ways: dict[str, Callable[[], None]] = {}

    def compose(self) -> ComposeResult:
        """The menu."""
        yield CaseBar(self.desk)
        yield Words("More", classes="heading")
        yield Listing(id="more")
        yield KeyBar()

    def on_screen_resume(self) -> None:
        """Shows the menu as the case is now."""
        listing = self.query_one(Listing)
        at = listing.highlighted_option.id if listing.highlighted_option else None
        self.ways.clear()
        listing.fill(self.lines(), at)
        self.show_standing()

    def lines(self) -> Iterator[Option]:
        """The ways on, under their headings."""
        session, book = self.desk.session, self.desk.rulebook
        yield entry("THE CASE", heading=True)
        yield self.way("Where you are, and a dated plan", lambda: self.read("Plan", partial(render_plan, self.desk.title), "plan.md"))
        yield self.way("Real cases like yours", lambda: self.read("Cases like yours", partial(render_similar, self.desk.title), "like.md"))
        yield self.way(f"Judge the law on another day (now {say_date(session.as_at)})", self.ask_day)
        yield self.way("Take the last change back", lambda: self.step(self.desk.undo(), "back"))
        yield self.way("Make the change again that was taken back", lambda: self.step(self.desk.redo(), "forward"))
        yield entry("LOOK SOMETHING UP", heading=True)
        yield self.way("Search the law and the help", lambda: self.app.push_screen(SearchScreen(book)))
        if book.documents:
            yield entry("DOCUMENTS FILLED FROM YOUR ANSWERS", heading=True)
        for document in book.documents.values():
            yield self.way(document.title, partial(self.document, document))
        out = out_with(session)
        if out:
            yield entry("QUESTIONS LEFT TO COLLEAGUES", heading=True)
        for role, asked in out.items():
            many = f"{len(asked)} question{'s' if len(asked) > 1 else ''}"
            yield self.way(f"{role_name(book, role)}: {many}, as a paper to fill in", partial(self.paper, role))
        yield entry("GO TO A SECTION", heading=True)
        for section in self.desk.progress().sections:
            yield self.way(say_section(book.sections, section), partial(self.to_section, section.id))

    def way(self, words: str, go: Callable[[], object]) -> Option:
        """A line of the menu."""
        id = str(len(self.ways))
        self.ways[id] = lambda: void(go())
        return entry(words, id)

    @on(OptionList.OptionSelected)
    def follow(self, event: OptionList.OptionSelected) -> None:
        """Goes the way chosen."""
        event.stop()
        if event.option_id:
            self.ways[event.option_id]()

    def read(self, heading: str, make: Callable[[Outcome], str], file: str) -> None:
        """Shows a text about the case."""
        outcome = self.desk.session.outcome()
        self.app.push_screen(TextScreen(self.desk, heading, lambda: make(outcome), f"{self.desk.path.stem}-{file}"))

    def document(self, document: Document) -> None:
        """Shows a document."""
        self.read(document.title, partial(fill, document), f"{document.id}.md")

    def paper(self, role: str) -> None:
        """Shows the paper for a role."""
        text = paper(self.desk.session, self.desk.title, role)
        self.app.push_screen(TextScreen(self.desk, f"Questions for: {role_name(self.desk.rulebook, role)}", lambda: text, f"{self.desk.path.stem}-{role}.txt"))

    def step(self, done: bool, where: str) -> None:
        """Says how a step back or forward went, and saves."""
        self.notify("Done." if done else f"There is nothing to go {where} to.", markup=False)
        self.on_screen_resume()
        self.case_changed()

    def ask_day(self) -> None:
        """Asks for another day."""
        self.app.push_screen(LineScreen("Judge the law on which day?", (), say_date(self.desk.session.as_at), problem_of_day), self.judge)

    def judge(self, text: str | None) -> None:
        """Judges the case on another day."""
        if text:
            self.desk.judge_as_at(parse_date(text))
            self.on_screen_resume()
            self.case_changed()

    def to_section(self, section: str) -> None:
        """Offers the questions of a section."""
        session = self.desk.session
        asked = [question for question in session.questions() if question.section == section]
        given = [said.question for said in self.desk.said() if said.question.section == section and not said.dormant]
        ways = {str(number): f"{question.ask}{'' if number < len(asked) else ' (answered)'}" for number, question in enumerate([*asked, *given])}
        cells = [question.cell for question in [*asked, *given]]
        self.app.push_screen(WaysScreen(self.desk.rulebook.sections[section], (), ways), lambda way: self.ask(cells[int(way)]) if way else None)

    def ask(self, cell: object) -> None:
        """Asks one question."""
        self.app.push_screen(QuestionScreen(self.desk, cell, alone=True))  # type: ignore[arg-type]


def void(_: object) -> None:
    """Nothing comes of it."""


def problem_of_day(text: str) -> str:
    """Why a day will not do, if it will not."""
    try:
        parse_date(text)
    except AnswerError as error:
        return str(error)
    return ""


def say_section(titles: Mapping[str, str], section: Section) -> str:
    """A section with how far it has come."""
    left = f", {section.open} open" if section.open else ""
    most = f", at most {section.at_most} to come" if section.at_most > section.open else ""
    return f"{titles.get(section.id, section.id)}: {section.answered} answered{left}{most}"
