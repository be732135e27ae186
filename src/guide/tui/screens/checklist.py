"""The checklist so far: what applies, what may apply, what is ruled out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import OptionList
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from guide.cases import Work
from guide.checklist import Checklist, Entry
from guide.finding import has_words
from guide.outcome import Outcome
from guide.sifting import NAMES, Sieve, box, choices, say_sieve, sifted, work_words
from guide.tui.desk import Desk
from guide.tui.screens.ask import LineScreen
from guide.tui.screens.case import CaseScreen
from guide.tui.screens.entry import EntryScreen
from guide.tui.screens.pick import PickScreen
from guide.tui.screens.work import WorkScreen, ticked
from guide.tui.widgets.casebar import CaseBar
from guide.tui.widgets.keybar import KeyBar
from guide.tui.widgets.listing import Listing, entry
from guide.tui.widgets.words import Words
from guide.words import KINDS, level_word, role_name

PARTS = {"applies": "Applies", "may_apply": "May apply", "ruled_out": "Ruled out"}
WORKING = "Working it out..."
NONE_LEFT = "Nothing in this part is like that. Press X to show everything again."
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
        Binding("space", "screen.tick", "Done", key_display="Space", tooltip="Tick the entry with the > sign as done today, or take the tick away"),
        Binding("w", "screen.work", "Work", tooltip="Write down when it was done, a note, or who decided not to follow it and why"),
        Binding("a", "screen.part('applies')", "Applies", tooltip="Show what applies"),
        Binding("m", "screen.part('may_apply')", "May apply", tooltip="Show what may apply, depending on open answers"),
        Binding("r", "screen.part('ruled_out')", "Ruled out", tooltip="Show what is ruled out"),
        Binding("s", "screen.search", "Search", tooltip="Show only entries with some words in them"),
        Binding("f", "screen.filter", "Filter", tooltip="Show only one stage, role, level, kind, or what is still to do"),
        Binding("c", "screen.conflicts", "Conflicts", tooltip="Show only the conflicts of interest, or everything again"),
        Binding("x", "screen.everything", "Show all", tooltip="Show everything again"),
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
        self.sieve = Sieve()

    def compose(self) -> ComposeResult:
        """The parts, then the entries of one of them."""
        yield CaseBar(self.desk)
        yield Words(WORKING, id="parts", classes="heading")
        yield Words(id="sieve", classes="quiet")
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
        whole: tuple[Entry, ...] = getattr(self.checklist, self.part)
        found = sifted(whole, self.sieve, self.desk.session.work, self.desk.rulebook)
        self.entries = (*(each for each in found if each.in_topics), *(each for each in found if not each.in_topics))
        names = (f"{words} {len(getattr(self.checklist, id))}" for id, words in PARTS.items())
        self.query_one("#parts", Words).say("  ".join(f"[{name}]" if id == self.part else f" {name} " for id, name in zip(PARTS, names, strict=True)))
        sieve = say_sieve(self.sieve, self.desk.rulebook)
        self.query_one("#sieve", Words).say(f"{len(found)} of {len(whole)}, only: {sieve}. X shows all." if sieve else "")
        self.query_one("#none", Words).say("" if found else NONE_LEFT if whole else NOTHING[self.part])
        self.refresh_bindings()
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
            work = self.desk.work(each.id)
            yield entry(f"{box(work)} {heading(each)}", str(number), self.below(each), *work_words(work))

    def below(self, each: Entry) -> str:
        """Who is to act, by when, and what to do meanwhile."""
        who = role_name(self.desk.rulebook, each.who) if each.who else ""
        due = "" if each.due is None else f"by {each.due.words}" if each.due.day else "last day not known yet"
        return " | ".join(word for word in (each.nature.capitalize(), who, due, each.meanwhile) if word)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """Everything can be shown again when something is left out."""
        return self.sieve != Sieve() if action == "everything" else True

    def sift(self, sieve: Sieve) -> None:
        """Shows only what a sieve lets through."""
        self.sieve = sieve
        self.show_part()

    def action_everything(self) -> None:
        """Shows everything again."""
        self.sift(Sieve())

    def action_conflicts(self) -> None:
        """Shows only the conflicts, or everything again."""
        self.sift(self.sieve.turned("kind", "conflict"))

    def action_search(self) -> None:
        """Asks for words."""

        def found(text: str | None) -> None:
            if text is not None:
                self.sift(replace(self.sieve, words=text))

        self.app.push_screen(LineScreen("Search the checklist", ("Show entries with these words:",), self.sieve.words, lambda _: ""), found)

    def action_filter(self) -> None:
        """Offers what entries can be sifted by."""
        if self.checklist is None:
            return
        offered = {f"{name} {value}": words for name, value, words in choices(getattr(self.checklist, self.part), self.desk.rulebook)}
        on = {f"{name} {getattr(self.sieve, name)}" for name in NAMES}

        def options(text: str) -> Iterator[Option]:
            return (entry(f"({'x' if id in on else ' '}) {words}", id) for id, words in offered.items() if has_words(words, text))

        def picked(id: str | None) -> None:
            if id:
                self.sift(self.sieve.turned(*id.split(" ", 1)))

        self.app.push_screen(PickScreen("Show only", "Several can be chosen, one after the other. One chosen again is let go.", options), picked)

    def pointed(self) -> Entry | None:
        """The entry pointed at."""
        option = self.query_one(Entries).highlighted_option
        return self.entries[int(option.id)] if option and option.id else None

    def action_tick(self) -> None:
        """Ticks an entry as done today, or takes the tick away."""
        each = self.pointed()
        if each:
            self.record(each, ticked(self.desk.work(each.id), self.desk.today))

    def action_work(self) -> None:
        """Opens the form for what was done about an entry."""
        each = self.pointed()
        if each:
            self.app.push_screen(WorkScreen(each.title, self.desk.work(each.id)), lambda work: self.record(each, work))

    def record(self, each: Entry, work: Work | None) -> None:
        """Writes down what was done about an entry."""
        if work is not None:
            self.desk.record_work(each.id, work)
            self.show_part()
            self.case_changed()

    def step(self, back: bool) -> None:
        """Shows the case as it is after a change was taken back, or made again."""
        super().step(back)
        self.show_part()
        self.on_screen_resume()

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
            self.app.push_screen(EntryScreen(self.desk, self.entries[int(event.option_id)]), lambda _: self.show_part())


def heading(each: Entry) -> str:
    """An entry's level, or what kind of thing it is, and its title."""
    word = level_word(each.level) or KINDS.get(each.kind, "")
    kind = f" ({KINDS[each.kind].lower()})" if each.kind != "item" and each.level and each.kind in KINDS else ""
    return f"{word}{kind}: {each.title}"
