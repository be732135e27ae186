"""Answers, checklist, reasons, law, export: what they show and where they lead."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from textual.widgets import Input
from village import BOOK, CASE, SMALL, TODAY, Memory, answered, answers_of, app, asked, desk, press, said, settle, start, type_in

from guide.session import Session
from guide.tui.desk import Desk
from guide.tui.screens.answers import DORMANT, AnswersScreen
from guide.tui.screens.ask import LineScreen, WaysScreen
from guide.tui.screens.change import ChangeScreen
from guide.tui.screens.checklist import ChecklistScreen, Entries
from guide.tui.screens.entry import EntryScreen
from guide.tui.screens.page import PageScreen
from guide.tui.screens.question import QuestionScreen
from guide.tui.screens.reasons import ReasonsScreen
from guide.tui.screens.start import StartScreen
from guide.tui.screens.why import TOPICS, WhyScreen
from guide.tui.widgets.help import Help
from guide.tui.widgets.listing import Listing
from guide.tui.widgets.typed import Field
from guide.tui.widgets.words import Words
from guide.values import Answer, Cell

BUS: dict[str, object] = {"case.topics": ["bus"], "case.nation": "England", "bus.wanted": True, "bus.cost": 60_000}


def text_of(listing: Listing) -> str:
    return "\n".join(str(option.prompt) for option in listing.options)


async def test_the_answers_are_shown_by_section_with_dormant_ones_marked() -> None:
    async with app({**BUS, "bus.wanted": False}).run_test(size=SMALL) as pilot:
        await press(pilot, "f6")
        shown = text_of(pilot.app.screen.query_one(Listing))
        assert "THE BUS" in shown
        assert f"£60,000\n    {DORMANT}" in shown
        assert shown.count(DORMANT) == 1


async def test_an_answer_is_cleared_and_the_clearing_taken_back() -> None:
    async with app(BUS).run_test(size=SMALL) as pilot:
        await press(pilot, "f6", "end", "delete")
        assert Cell("bus.cost") not in answers_of(pilot)
        await press(pilot, "ctrl+z")
        assert answers_of(pilot)[Cell("bus.cost")] == Answer(60_000)


async def test_an_answer_is_left_as_it_is_with_escape() -> None:
    async with app(BUS).run_test(size=SMALL) as pilot:
        await press(pilot, "f6", "end", "enter")
        assert asked(pilot) == "bus.cost"
        await type_in(pilot, "9")
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, AnswersScreen)
        assert answers_of(pilot)[Cell("bus.cost")] == Answer(60_000)


async def test_what_is_typed_stays_while_other_screens_are_looked_at() -> None:
    async with app({"case.topics": ["bus"], "case.nation": "Wales", "bus.wanted": True}).run_test(size=SMALL) as pilot:
        await settle(pilot)
        await type_in(pilot, "12")
        await press(pilot, "f6", "escape")
        assert pilot.app.screen.query_one(Field).value == "12"
        await press(pilot, "f6", "home", "down", "delete", "escape")
        assert asked(pilot) == "bus.cost"
        assert pilot.app.screen.query_one(Field).value == "12"
        await press(pilot, "escape", "enter")
        assert pilot.app.screen.query_one(Field).value == "12"


async def test_a_question_that_no_longer_arises_gives_way_to_the_next() -> None:
    async with app({"case.topics": ["bus"], "bus.wanted": True}).run_test(size=SMALL) as pilot:
        await settle(pilot)
        assert asked(pilot) == "bus.cost"
        await press(pilot, "f6", "end", "enter", "n", "enter", "escape")
        assert asked(pilot) == ""


async def test_a_change_that_drops_or_adds_anything_is_told_before_it_is_made() -> None:
    memory = Memory()
    async with app(BUS, memory).run_test(size=SMALL) as pilot:
        await press(pilot, "f6", "home", "down", "down", "enter", "n")
        screen = pilot.app.screen
        assert isinstance(screen, ChangeScreen)
        told = "\n".join(screen.lines)
        assert "Would be ruled out:\n  Tell the passengers" in told
        assert "Answers that would not count, but are kept:\n  What does the bus cost a year?" in told
        assert answers_of(pilot)[Cell("bus.wanted")] == Answer(True)
        await press(pilot, "end", "enter")
        assert asked(pilot) == "bus.wanted"
        assert answers_of(pilot)[Cell("bus.wanted")] == Answer(True)
        assert memory.savings == 0 or memory.cases[CASE].answers[Cell("bus.wanted")] == Answer(True)
        await press(pilot, "n", "enter")
        assert memory.cases[CASE].answers[Cell("bus.wanted")] == Answer(False)


async def test_the_checklist_has_three_parts_and_each_entry_its_reasons_and_law() -> None:
    async with app(BUS).run_test(size=SMALL) as pilot:
        await press(pilot, "f7")
        assert said(pilot, "parts").startswith("[Applies 2]")
        assert "Should: Publish what the bus costs\n    Treasurer" in text_of(pilot.app.screen.query_one(Entries))
        await press(pilot, "right")
        assert "[May apply" in said(pilot, "parts")
        await press(pilot, "r")
        assert "[Ruled out" in said(pilot, "parts")
        await press(pilot, "a", "end", "enter")
        assert isinstance(pilot.app.screen, EntryScreen)
        shown = "\n".join(str(words.content) for words in pilot.app.screen.query(Words))
        assert "you said “£60,000” to “What does the bus cost a year?”" in shown
        law = text_of(pilot.app.screen.query_one("#ways", Listing))
        assert "Made-up Guidance 3.2 (official guidance was read)" in law
        assert "https://example.org/made-up/publish-costs" in law


async def test_all_reasons_of_an_entry_are_a_tree_that_ends_with_what_would_change_it() -> None:
    async with app(BUS).run_test(size=SMALL) as pilot:
        await press(pilot, "f7", "end", "enter", "t")
        assert isinstance(pilot.app.screen, ReasonsScreen)
        told = "\n".join(str(words.content) for words in pilot.app.screen.query(Words))
        assert "] applies:" in told
        assert "What would rule it out:" in told
        assert "answering “No” to “" in told
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, EntryScreen)


async def test_the_law_is_read_and_leads_to_linked_pages_and_back() -> None:
    async with app(BUS).run_test(size=SMALL) as pilot:
        await press(pilot, "f7", "home", "enter", "enter")
        assert isinstance(pilot.app.screen, PageScreen)
        assert pilot.app.screen.page.id == "tell-passengers"
        await press(pilot, "enter")
        assert pilot.app.screen.page.id == "publish-costs"
        await press(pilot, "escape", "escape", "escape")
        assert isinstance(pilot.app.screen, ChecklistScreen)


async def test_an_open_entry_leads_to_the_question_that_would_settle_it() -> None:
    async with app(BUS).run_test(size=SMALL) as pilot:
        await press(pilot, "f7", "m", "home")
        await press(pilot, "enter", "end", "enter")
        assert asked(pilot) == "bus.staff_share"
        await type_in(pilot, "60")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ChecklistScreen)
        assert said(pilot, "parts").strip().startswith("Applies 3")


async def test_why_a_question_is_asked() -> None:
    async with app({"case.topics": ["bus"]}).run_test(size=SMALL) as pilot:
        await press(pilot, "f5")
        assert isinstance(pilot.app.screen, WhyScreen)
        assert "- Must: Apply for the licence of a large bus" in pilot.app.screen.lines()
        effects = said(pilot, "effects")
        assert "What each answer would do" in effects
        assert "Yes:\n  Would apply:\n    Tell the passengers" in effects
        assert "Apply for the licence of a large bus" in effects.split("Would be ruled out:")[-1]
        assert "[" not in effects
        await press(pilot, "escape")
        assert asked(pilot) == "bus.wanted"


async def test_the_topics_are_asked_for_because_they_decide_what_is_asked() -> None:
    async with app().run_test(size=SMALL) as pilot:
        await press(pilot, "f5")
        assert isinstance(pilot.app.screen, WhyScreen)
        assert pilot.app.screen.lines() == (TOPICS,)


async def test_help_is_shown_by_a_key_on_a_narrow_screen_and_unasked_on_a_wide_one() -> None:
    async with app().run_test(size=SMALL) as pilot:
        await settle(pilot)
        assert not pilot.app.screen.query_one(Help).display
        await press(pilot, "f4")
        assert pilot.app.screen.query_one(Help).display
        await press(pilot, "f4")
        assert not pilot.app.screen.query_one(Help).display
    async with app().run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        assert pilot.app.screen.query_one(Help).display


async def test_an_export_asks_before_it_writes_over_a_file_and_leaves_what_is_no_checklist() -> None:
    memory = Memory()
    async with app(BUS, memory).run_test(size=SMALL) as pilot:
        await press(pilot, "f8", "enter")
        assert said(pilot, "done") == "Written to /home/officer/case.md"
        noted = memory.texts[Path("case.md")].replace("- [ ]", "- [x]", 1)
        memory.texts[Path("case.md")] = noted
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, WaysScreen)
        await press(pilot, "enter")
        assert memory.texts[Path("case.md")] == noted
        await press(pilot, "enter", "down", "enter")
        assert "- [x]" in memory.texts[Path("case.md")]
        memory.texts[Path("case.md")] = "mine"
        await press(pilot, "enter", "down", "enter")
        assert "is left as it is: it has no record of what the guide wrote" in said(pilot, "problem")
        assert memory.texts[Path("case.md")] == "mine"


async def test_an_export_does_not_go_where_the_answers_are() -> None:
    async with app(BUS).run_test(size=SMALL) as pilot:
        await press(pilot, "f8")
        pilot.app.screen.query_one(Input).value = "case.toml"
        await press(pilot, "enter")
        assert "Your answers are kept in that file" in said(pilot, "problem")


async def test_an_export_that_fails_says_why() -> None:
    memory = Memory()
    memory.full = True
    async with app(BUS, memory).run_test(size=SMALL) as pilot:
        await press(pilot, "f8", "enter")
        assert "no space left on device" in said(pilot, "problem")
        assert said(pilot, "done") == ""


async def test_when_the_disk_is_full_nothing_is_lost_and_another_file_can_be_tried() -> None:
    memory = Memory()
    async with app({"case.topics": ["bus"]}, memory).run_test(size=SMALL) as pilot:
        await settle(pilot)
        memory.full = True
        await press(pilot, "y")
        assert "NOT SAVED" in said(pilot, "standing")
        assert asked(pilot) == "bus.cost"
        await press(pilot, "ctrl+s", "enter")
        assert isinstance(pilot.app.screen, LineScreen)
        await press(pilot, "enter")
        assert "the disk is full" in said(pilot, "problem")
        memory.full = False
        pilot.app.screen.query_one(Input).value = "other"
        await press(pilot, "enter")
        assert said(pilot, "standing").endswith("saved")
        assert "NOT" not in said(pilot, "standing")
    assert memory.cases[Path("other.toml")].answers[Cell("bus.wanted")] == Answer(True)


async def test_quitting_unsaved_asks_first() -> None:
    memory = Memory()
    guide = app({"case.topics": ["bus"]}, memory)
    async with guide.run_test(size=SMALL) as pilot:
        await settle(pilot)
        memory.full = True
        await press(pilot, "y", "f10")
        assert isinstance(guide.screen, WaysScreen)
        await press(pilot, "escape")
        assert isinstance(guide.screen, QuestionScreen)
        memory.full = False
        await press(pilot, "f10")
    assert memory.cases[CASE].answers[Cell("bus.wanted")] == Answer(True)


async def test_quitting_with_something_begun_asks_first() -> None:
    guide = app({"case.topics": ["bus"], "bus.wanted": True})
    async with guide.run_test(size=SMALL) as pilot:
        await type_in(pilot, "12")
        await press(pilot, "f10")
        assert isinstance(guide.screen, WaysScreen)
        await press(pilot, "enter")
        assert asked(pilot) == "bus.cost"
        assert guide.screen.query_one(Field).value == "12"


async def test_a_case_that_cannot_be_opened_is_said_on_the_start_screen() -> None:
    memory = Memory([(CASE, answered({}))])
    memory.broken.add(CASE)
    async with start(memory).run_test(size=SMALL) as pilot:
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, StartScreen)
        assert "the file is broken" in said(pilot, "problem")


async def test_the_start_tells_which_cases_were_saved_under_another_rulebook() -> None:
    older = replace(answered(BUS), version="0.9.0")
    async with start(Memory([(CASE, older), (Path("now.toml"), answered(BUS))])).run_test(size=SMALL) as pilot:
        await settle(pilot)
        shown = text_of(pilot.app.screen.query_one(Listing))
        assert f"Last saved under rulebook 0.9.0, now {BOOK.version}" in shown
        assert shown.count("Last saved under") == 1


async def test_words_of_users_and_files_are_never_markup_nor_control_codes() -> None:
    evil = "[red]A[/red]\x1b[31mB\x07\u202eC"
    at = app({**BUS, "bus.route": evil})
    async with at.run_test(size=SMALL) as pilot:
        await press(pilot, "f6")
        assert "[red]A[/red][31mBC" in text_of(pilot.app.screen.query_one(Listing))
        await press(pilot, "f7")
        assert "[red]A[/red][31mBC" in text_of(pilot.app.screen.query_one(Listing))
    assert desk({"bus.route": evil}).words(Cell("bus.route")) == evil


def test_an_entry_tells_the_terms_that_it_uses() -> None:
    told = Desk(Session(replace(BOOK, glossary={"Licence": "a *leave*", "Tram": "none"}), TODAY, answered(BUS).answers), Memory().files, CASE, answered(BUS))
    large = next(entry for entry in told.checklist(told.session.outcome()).may_apply if "licence of a large bus" in entry.title)
    lines = list(EntryScreen(told, large).lines())

    assert lines[lines.index("Words:") :] == ["Words:", "- Licence: a *leave*"]
