"""The first screen: open a case of this folder, or begin a new one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from guide.finding import has_words
from guide.model import Rulebook
from guide.tui.files import Files, Found
from guide.tui.messages import CaseChosen, ExampleChosen
from guide.tui.screens.new_case import NewCaseScreen, free_name
from guide.tui.screens.news import NewsScreen
from guide.tui.screens.pick import PickScreen
from guide.tui.widgets.keybar import KeyBar
from guide.tui.widgets.listing import Listing, entry
from guide.tui.widgets.words import Words

NEW, EXAMPLE = "new", "example"


class Cases(Listing):
    """The cases to choose from."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "Open", key_display="Enter", tooltip="Open the case with the > sign, or begin a new one"),
        Binding("w", "screen.news", "What is new", tooltip="See what newer rules change for the case with the > sign"),
    ]


class StartScreen(Screen[None]):
    """What the guide is, and the cases in this folder."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", "New case", tooltip="Begin a new case in this folder"),
        Binding("e", "example", "Examples", tooltip="Open a copy of one of the real cases that come with the guide"),
    ]

    def __init__(self, rulebook: Rulebook, files: Files, today: date) -> None:
        super().__init__()
        self.rulebook = rulebook
        self.files = files
        self.today = today
        self.found: tuple[Found, ...] = ()
        self.examples: tuple[Found, ...] = ()

    def compose(self) -> ComposeResult:
        """The rulebook and its warning, then the cases."""
        with Vertical(id="start"):
            yield Words(self.rulebook.title, classes="heading")
            yield Words(f"Rulebook {self.rulebook.version}", classes="quiet")
            yield Words(self.rulebook.disclaimer)
            yield Words("Cases in this folder:", classes="quiet")
            yield Cases(id="cases")
            yield Words(id="problem")
        yield KeyBar()

    def on_screen_resume(self) -> None:
        """Looks at the folder again."""
        self.found, self.examples = self.files.find(), self.files.examples()
        self.query_one(Cases).fill(self.lines())

    def lines(self) -> Iterator[Option]:
        """The cases by number, and the way to a new one."""
        for number, found in enumerate(self.found):
            yield entry(f"{found.path.name}  {found.title}", str(number), self.since(found))
        yield entry("+ A new case", NEW)
        if self.examples:
            yield entry(f"+ A copy of an example ({len(self.examples)} to choose from)", EXAMPLE)

    def since(self, found: Found) -> str:
        """That the rulebook is another than the one a case was last saved under."""
        now = self.rulebook.version
        return f"Last saved under rulebook {found.version}, now {now}: press W to see what that changes" if found.version not in ("", now) else ""

    def say(self, problem: str) -> None:
        """Says why a case cannot be opened."""
        self.query_one("#problem", Words).say(*(f"! {line.strip()}" for line in problem.splitlines()))

    @on(OptionList.OptionSelected)
    def choose(self, event: OptionList.OptionSelected) -> None:
        """Opens a case, or begins a new one."""
        self.say("")
        if event.option_id == NEW:
            self.action_new()
        elif event.option_id == EXAMPLE:
            self.action_example()
        else:
            self.post_message(CaseChosen(self.found[int(event.option_id or 0)].path))

    def action_new(self) -> None:
        """Begins a new case."""
        self.app.push_screen(NewCaseScreen(self.files, self.today))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """What is new is told of cases, and examples offered where there are any."""
        if action == "news":
            return self.files.news is not None and bool(self.found)
        return bool(self.examples) if action == "example" else True

    def action_example(self) -> None:
        """Offers the examples, and opens a copy of the one picked."""

        def offered(text: str) -> Iterator[Option]:
            return (entry(one.title, str(one.path)) for one in self.examples if has_words(one.title, text))

        def picked(name: str | None) -> None:
            if name:
                self.post_message(ExampleChosen(Path(name), Path(free_name(name, self.files.exists))))

        self.app.push_screen(PickScreen("A copy of an example", "Real cases that come with the guide. Type some words:", offered), picked)

    def action_news(self) -> None:
        """Tells what newer rules change for the case pointed at."""
        option = self.query_one(Cases).highlighted_option
        if self.files.news and option and option.id and option.id.isdecimal():
            found = self.found[int(option.id)]
            self.app.push_screen(NewsScreen(found.title or found.path.name, partial(self.files.news, found.path)))
