"""The checklist so far: what applies, what may apply, what is ruled out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import OptionList
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from guide.checklist import Checklist, Entry
from guide.outcome import Outcome
from guide.tui.desk import Desk
from guide.tui.screens.case import CaseScreen
from guide.tui.screens.entry import EntryScreen
from guide.tui.widgets.casebar import CaseBar
from guide.tui.widgets.keybar import KeyBar
from guide.tui.widgets.listing import Listing, entry
from guide.tui.widgets.words import Words
from guide.words import KINDS, level_word, role_name

PARTS = {"applies": "Applies", "may_apply": "May apply", "ruled_out": "Ruled out"}
WORKING = "Working it out..."
OTHER = "OUTSIDE THE CHOSEN TOPICS"
NOTHING = {
    "applies": "Nothing applies so far. Look under “May apply”: press the right arrow.",
    "may_apply": "Nothing is open: every item either applies or is ruled out.",
    "ruled_out": "Nothing is ruled out so far.",
}


class Entries(Listing):
    """The entries of one part."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "Reasons", key_display="Enter", tooltip="See why, and under which law, for the entry with the > sign"),
        Binding("right", "screen.turn(1)", "Part", key_display="←→", tooltip="Go to what applies, may apply or is ruled out"),
        Binding("left", "screen.turn(-1)", "Part", show=False),
        Binding("a", "screen.part('applies')", "Applies", tooltip="Show what applies"),
        Binding("m", "screen.part('may_apply')", "May apply", tooltip="Show what may apply, depending on open answers"),
        Binding("r", "screen.part('ruled_out')", "Ruled out", tooltip="Show what is ruled out"),
    ]


class ChecklistScreen(CaseScreen):
    """One part of the checklist at a time."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "go('question')", "Back", key_display="Esc", tooltip="Go back to the questions"),
        Binding("f7", "go('question')", "Back", show=False),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.part = "applies"
        self.checklist: Checklist | None = None
        self.entries: tuple[Entry, ...] = ()

    def compose(self) -> ComposeResult:
        """The parts, then the entries of one of them."""
        yield CaseBar(self.desk)
        yield Words(WORKING, id="parts", classes="heading")
        yield Words(id="none")
        yield Entries(id="entries")
        yield KeyBar()

    def on_screen_resume(self) -> None:
        """Works the checklist out again when the case has changed."""
        self.show_standing()
        self.work_out(self.desk.session.outcome())

    @work(thread=True, exclusive=True)
    def work_out(self, outcome: Outcome) -> None:
        """Works the checklist out aside, so that keys are heard meanwhile."""
        checklist = self.desk.checklist(outcome)
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self.show_checklist, checklist)

    def show_checklist(self, checklist: Checklist) -> None:
        """Shows a checklist, if it is another one."""
        if checklist is not self.checklist:
            self.checklist = checklist
            self.show_part()

    def show_part(self) -> None:
        """Shows the entries of the part chosen."""
        if self.checklist is None:
            return
        found: tuple[Entry, ...] = getattr(self.checklist, self.part)
        self.entries = (*(each for each in found if each.in_topics), *(each for each in found if not each.in_topics))
        names = (f"{words} {len(getattr(self.checklist, id))}" for id, words in PARTS.items())
        self.query_one("#parts", Words).say("  ".join(f"[{name}]" if id == self.part else f" {name} " for id, name in zip(PARTS, names, strict=True)))
        self.query_one("#none", Words).say("" if found else NOTHING[self.part])
        listing = self.query_one(Entries)
        at = listing.highlighted_option.id if listing.highlighted_option else None
        listing.fill(self.lines(), at)

    def lines(self) -> Iterator[Option]:
        """The entries, those outside the chosen topics last and apart."""
        apart = False
        for number, each in enumerate(self.entries):
            if not each.in_topics and not apart:
                apart = True
                yield entry(OTHER, heading=True)
            yield entry(heading(each), str(number), self.below(each))

    def below(self, each: Entry) -> str:
        """Who is to act, by when, and what to do meanwhile."""
        who = role_name(self.desk.rulebook, each.who) if each.who else ""
        due = "" if each.due is None else f"by {each.due.words}" if each.due.day else "last day not known yet"
        return " | ".join(word for word in (who, due, each.meanwhile) if word)

    def action_part(self, part: str) -> None:
        """Shows another part."""
        self.part = part
        self.show_part()

    def action_turn(self, by: int) -> None:
        """Shows the next part, or the one before."""
        parts = list(PARTS)
        self.action_part(parts[(parts.index(self.part) + by) % len(parts)])

    @on(OptionList.OptionSelected)
    def reasons(self, event: OptionList.OptionSelected) -> None:
        """Opens the reasons of an entry."""
        event.stop()
        if event.option_id:
            self.app.push_screen(EntryScreen(self.desk, self.entries[int(event.option_id)]))


def heading(each: Entry) -> str:
    """An entry's level, or what kind of thing it is, and its title."""
    word = level_word(each.level) or KINDS.get(each.kind, "")
    kind = f" ({KINDS[each.kind].lower()})" if each.kind != "item" and each.level and each.kind in KINDS else ""
    return f"{word}{kind}: {each.title}"
