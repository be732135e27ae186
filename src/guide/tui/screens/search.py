"""Looks for words in the law and the help."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Input, OptionList

from guide.finding import Hit, find
from guide.model import Rulebook
from guide.tui.keys import CLOSE
from guide.tui.screens.ask import Line
from guide.tui.screens.page import ArticleScreen, PageScreen
from guide.tui.widgets.keybar import KeyBar
from guide.tui.widgets.listing import Listing, entry
from guide.tui.widgets.words import Words

KINDS = {"page": "Law", "article": "Help"}


class Hits(Listing):
    """What was found."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "Read", key_display="Enter", tooltip="Read the page with the > sign"),
        Binding("slash", "screen.again", "Search again", key_display="/", tooltip="Go back to the line with the words"),
    ]


class SearchScreen(Screen[None]):
    """A line for the words, and below it what has them."""

    BINDINGS: ClassVar[list[BindingType]] = [CLOSE]

    def __init__(self, rulebook: Rulebook) -> None:
        super().__init__()
        self.rulebook = rulebook
        self.hits: tuple[Hit, ...] = ()

    def compose(self) -> ComposeResult:
        """The line, then the hits."""
        yield Words("Search the law and the help", classes="heading")
        yield Words("Which words?", classes="quiet")
        yield Line(id="words", max_length=200, compact=True)
        yield Words(id="none")
        yield Hits(id="hits")
        yield KeyBar()

    @on(Input.Submitted)
    def search(self, event: Input.Submitted) -> None:
        """Looks for the words."""
        event.stop()
        self.hits = find(self.rulebook, event.value)
        self.query_one("#none", Words).say(f"{len(self.hits)} found." if self.hits else "Nothing has all of these words. Try fewer, or others.")
        hits = self.query_one(Hits)
        hits.fill(entry(f"{KINDS[hit.kind]}: {hit.title}", str(number), hit.around) for number, hit in enumerate(self.hits))
        if self.hits:
            hits.focus()

    @on(OptionList.OptionSelected)
    def read(self, event: OptionList.OptionSelected) -> None:
        """Opens what was found."""
        event.stop()
        hit = self.hits[int(event.option_id or 0)]
        if hit.kind == "page":
            self.app.push_screen(PageScreen(self.rulebook, self.rulebook.pages[hit.id]))
        else:
            self.app.push_screen(ArticleScreen(self.rulebook.articles[hit.id]))

    def action_again(self) -> None:
        """Goes back to the line."""
        self.query_one(Line).focus()

    def action_close(self) -> None:
        """Goes back."""
        self.dismiss()
