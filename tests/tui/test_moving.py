"""Moving about: to any question, any page, any key; changes back and forth."""

from __future__ import annotations

from village import SMALL, answers_of, app, asked, press, said, settle, type_in

from guide.tui.screens.checklist import ChecklistScreen
from guide.tui.screens.page import PageScreen
from guide.tui.screens.pick import PickScreen
from guide.tui.widgets.listing import Listing
from guide.values import Cell

BUS: dict[str, object] = {"case.topics": ["bus"], "case.nation": "England", "bus.wanted": True, "bus.cost": 60_000}


def offered(pilot: object) -> str:
    screen = pilot.app.screen  # type: ignore[attr-defined]
    return "\n".join(str(option.prompt) for option in screen.query_one(Listing).options)


async def test_any_question_is_gone_to_by_its_words() -> None:
    async with app(BUS).run_test(size=SMALL) as pilot:
        await settle(pilot)
        await press(pilot, "ctrl+g")
        assert isinstance(pilot.app.screen, PickScreen)
        await type_in(pilot, "bus cost")
        assert "Your answer now: £60,000" in offered(pilot)
        await press(pilot, "enter")
        assert asked(pilot) == "bus.cost"


async def test_sections_say_how_far_they_have_come_and_lead_to_their_first_open_question() -> None:
    async with app(BUS).run_test(size=SMALL) as pilot:
        await settle(pilot)
        await press(pilot, "ctrl+g")
        assert "Section: The bus\n    2 answered" in offered(pilot)
        await type_in(pilot, "the bus")
        await press(pilot, "enter")
        assert asked(pilot).startswith("bus.")
        assert Cell(asked(pilot)) not in answers_of(pilot)


async def test_words_are_found_in_pages_and_articles_from_everywhere() -> None:
    async with app(BUS).run_test(size=SMALL) as pilot:
        await settle(pilot)
        await press(pilot, "ctrl+f")
        await type_in(pilot, "publish costs")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, PageScreen)
        assert pilot.app.screen.page.id == "publish-costs"
        await press(pilot, "escape", "f7", "ctrl+f")
        await type_in(pilot, "nothing like this anywhere")
        assert "Nothing has all" in said(pilot, "none")
        await press(pilot, "enter", "escape")
        assert isinstance(pilot.app.screen, ChecklistScreen)


async def test_a_key_is_found_by_what_it_does_and_pressed() -> None:
    async with app(BUS).run_test(size=SMALL) as pilot:
        await settle(pilot)
        await press(pilot, "ctrl+p")
        await type_in(pilot, "ruled out")
        await press(pilot, "enter")
        await settle(pilot)
        assert isinstance(pilot.app.screen, ChecklistScreen)


async def test_changes_are_taken_back_and_made_again_at_the_question() -> None:
    async with app({"case.topics": ["bus"], "case.nation": "England"}).run_test(size=SMALL) as pilot:
        await settle(pilot)
        await press(pilot, "y", "5", "enter")
        assert answers_of(pilot)[Cell("bus.cost")].value == 5
        await press(pilot, "ctrl+z", "ctrl+z")
        assert Cell("bus.wanted") not in answers_of(pilot)
        assert asked(pilot) == "bus.wanted"
        await press(pilot, "ctrl+y", "ctrl+y")
        assert answers_of(pilot)[Cell("bus.cost")].value == 5


async def test_taking_an_answer_back_leads_to_its_question() -> None:
    """The next key would answer another one else; one that was changed is shown with the answer it had."""
    async with app({"case.topics": ["bus"]}).run_test(size=SMALL) as pilot:
        first = asked(pilot)
        await press(pilot, "1")
        assert asked(pilot) != first
        await press(pilot, "ctrl+z")
        assert asked(pilot) == first
        await press(pilot, "ctrl+y")
        assert Cell(first) in answers_of(pilot)
