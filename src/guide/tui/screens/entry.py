"""One entry of the checklist: what to do, why, and under which law."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from guide.cases import Work
from guide.checklist import Entry
from guide.glossary import terms_in
from guide.model import Page
from guide.sifting import box, work_words
from guide.tui.desk import Desk
from guide.tui.keys import CLOSE
from guide.tui.messages import Changed
from guide.tui.screens.page import PageScreen
from guide.tui.screens.question import QuestionScreen
from guide.tui.screens.reasons import ReasonsScreen
from guide.tui.screens.work import WorkScreen, ticked
from guide.tui.widgets.casebar import CaseBar
from guide.tui.widgets.keybar import KeyBar
from guide.tui.widgets.listing import PAGING, Listing, entry
from guide.tui.widgets.reading import Reading
from guide.tui.widgets.words import Words
from guide.values import Status
from guide.words import CHECKED, KINDS, level_word, role_name

STANDING = {Status.HOLDS: "This applies", Status.OPEN: "This may apply", Status.FAILS: "This is ruled out"}
WHY = {Status.HOLDS: "Because:", Status.OPEN: "It is open because:", Status.FAILS: "It is ruled out because:"}


class Ways(Listing):
    """The pages of law and the questions to go to from here."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "Open", key_display="Enter", tooltip="Read the page of law, or answer the question, with the > sign"),
        Binding("space", "screen.tick", "Done", key_display="Space", tooltip="Tick this as done today, or take the tick away"),
        Binding("w", "screen.work", "Work", tooltip="Write down when it was done, a note, or who decided not to follow it and why"),
        *PAGING,
    ]


class EntryScreen(Screen[None]):
    """The reasons of an entry, and the ways from it to the law and to open questions."""

    BINDINGS: ClassVar[list[BindingType]] = [
        CLOSE,
        Binding("t", "tree", "All reasons", tooltip="See every reason step by step, and what would change this"),
    ]

    def __init__(self, desk: Desk, shown: Entry) -> None:
        super().__init__()
        self.desk = desk
        self.shown = shown

    def compose(self) -> ComposeResult:
        """The text, and below it the ways on."""
        yield CaseBar(self.desk)
        yield Words(self.shown.title, classes="heading")
        with Reading(id="text", can_focus=False):
            yield Words(*self.lines(), id="entry")
        yield Ways(self.ways(), id="ways")
        yield KeyBar()

    def lines(self) -> Iterator[str]:
        """What to do, by whom and when, and why."""
        shown, book = self.shown, self.desk.rulebook
        yield f"{STANDING[shown.status]}. {shown.meanwhile}{'.' if shown.meanwhile else ''}"
        work = self.desk.work(shown.id)
        yield from [f"{box(work)} {'. '.join(work_words(work))}"] if work != Work() else []
        facts = {
            "What": f"{KINDS.get(shown.kind, '')}{f' ({shown.nature})' if shown.nature else ''}",
            "Level": level_word(shown.level),
            "Who": role_name(book, shown.who) if shown.who else "",
            "Stage": book.stages[shown.stage].title if shown.stage in book.stages else "",
            "Not before": shown.not_before.words if shown.not_before else "",
            "Due": shown.due.words if shown.due else "",
        }
        yield from (f"{name}: {words}" for name, words in facts.items() if words)
        if shown.note:
            yield from ("", shown.note)
        if shown.record:
            yield f"Record: {shown.record}"
        yield from ("", WHY[shown.status], *(f"- {reason}" for reason in shown.because))
        terms = terms_in(book, (shown.title, shown.note))
        yield from ("", "Words:", *(f"- {term}: {meaning}" for term, meaning in terms.items())) if terms else ()

    def ways(self) -> Iterator[Option]:
        """The law, each page with how it was checked, then the open questions."""
        book = self.desk.rulebook
        yield entry("THE LAW", heading=True)
        for id in self.shown.cite:
            if id in book.pages:
                yield entry(book.pages[id].title, f"page:{id}", *page_lines(book.pages[id]))
        if self.shown.questions:
            yield entry("QUESTIONS THAT WOULD SETTLE IT", heading=True)
        for number, question in enumerate(self.shown.questions):
            unsure = self.shown.cells[number] in self.desk.session.answers
            yield entry(f"{question}{' (not sure yet)' if unsure else ''}", f"cell:{number}")

    @on(OptionList.OptionSelected)
    def follow(self, event: OptionList.OptionSelected) -> None:
        """Opens a page of law, or a question."""
        event.stop()
        kind, _, name = (event.option_id or "").partition(":")
        if kind == "page":
            self.app.push_screen(PageScreen(self.desk.rulebook, self.desk.rulebook.pages[name]))
        elif kind == "cell":
            before = self.desk.session.outcome()
            self.app.push_screen(QuestionScreen(self.desk, self.shown.cells[int(name)], alone=True), lambda _: self.look_again(before))

    def action_tick(self) -> None:
        """Ticks the entry as done today, or takes the tick away."""
        self.record(ticked(self.desk.work(self.shown.id), self.desk.today))

    def action_work(self) -> None:
        """Opens the form for what was done about the entry."""
        self.app.push_screen(WorkScreen(self.shown.title, self.desk.work(self.shown.id)), self.record)

    def record(self, work: Work | None) -> None:
        """Writes down what was done about the entry."""
        if work is not None:
            self.desk.record_work(self.shown.id, work)
            self.query_one("#entry", Words).say(*self.lines())
            self.app.call_after_refresh(self.app.post_message, Changed())

    def action_tree(self) -> None:
        """Shows every reason step by step, and what would change the entry."""
        self.app.push_screen(ReasonsScreen(self.desk, self.shown))

    def look_again(self, before: object) -> None:
        """Goes back to the checklist when an answer has changed: the entry may stand there otherwise now."""
        if self.desk.session.outcome() is not before:
            self.post_message(Changed())
            self.dismiss()

    def action_page(self, direction: int) -> None:
        """Scrolls the text."""
        self.query_one(Reading).page(direction)

    def action_close(self) -> None:
        """Goes back to the checklist."""
        self.dismiss()


def page_lines(page: Page) -> tuple[str, ...]:
    """What stands below a page's title: its citation, how it was checked, and its address."""
    return f"{page.cite} ({CHECKED.get(page.checked, page.checked)})", page.url
