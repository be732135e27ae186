"""A page of law or guidance, or an article, to read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Markdown, OptionList

from guide.model import Article, Page, Rulebook
from guide.tui.keys import CLOSE
from guide.tui.links import called, linked
from guide.tui.widgets.keybar import KeyBar
from guide.tui.widgets.listing import PAGING, Listing, entry
from guide.tui.widgets.reading import Reading
from guide.tui.widgets.words import Words
from guide.words import CHECKED, say_date


class Links(Listing):
    """The pages that a page links to."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "Open", key_display="Enter", tooltip="Read the linked page with the > sign"),
        *PAGING,
    ]


class PageScreen(Screen[None]):
    """A page with where it comes from, since when it is law, and how it was checked."""

    BINDINGS: ClassVar[list[BindingType]] = [CLOSE]

    def __init__(self, rulebook: Rulebook, page: Page | Article) -> None:
        super().__init__()
        self.rulebook = rulebook
        self.page = page
        self.linked = tuple(other for other in linked(rulebook, page.body) if other.id != page.id)

    def compose(self) -> ComposeResult:
        """The head, the text, and the pages it links to."""
        yield Words(self.page.title, classes="heading")
        yield Words(*(head(self.page) if isinstance(self.page, Page) else ()), classes="quiet")
        with Reading(id="text", can_focus=not self.linked):
            yield Markdown(open_links=False)
        if self.linked:
            yield Words("Linked pages:", classes="quiet")
            yield Links((entry(page.title, page.id) for page in self.linked), id="ways")
        yield KeyBar()

    def on_mount(self) -> None:
        """Sets the text once the page is on the screen."""
        self.call_after_refresh(self.query_one(Markdown).update, self.page.body)

    @on(OptionList.OptionSelected)
    def follow(self, event: OptionList.OptionSelected) -> None:
        """Opens a linked page."""
        event.stop()
        self.open(called(self.rulebook, event.option_id or ""))

    @on(Markdown.LinkClicked)
    def click(self, event: Markdown.LinkClicked) -> None:
        """Opens the page of a link that is clicked."""
        event.stop()
        self.open(next(iter(linked(self.rulebook, f"[]({event.href})")), None))

    def open(self, page: Page | Article | None) -> None:
        """Shows a page on top of this one."""
        if page:
            self.app.push_screen(PageScreen(self.rulebook, page))

    def action_page(self, direction: int) -> None:
        """Scrolls the text."""
        self.query_one(Reading).page(direction)

    def action_close(self) -> None:
        """Goes back."""
        self.dismiss()


def head(page: Page) -> Iterator[str]:
    """Where a page comes from, when and where it is law, and how it was checked."""
    yield page.cite
    yield page.url
    start = f"from {say_date(page.start)}" if page.start and not isinstance(page.start, str) else page.start or ""
    end = f"until {say_date(page.end)}" if page.end else ""
    yield "; ".join(word for word in (", ".join(page.nation), f"{start} {end}".strip()) if word)
    on = f" on {say_date(page.checked_on)}" if page.checked_on else ""
    yield f"How it was checked: {CHECKED.get(page.checked, page.checked)}{on}"
