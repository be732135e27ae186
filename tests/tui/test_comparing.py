"""The second evaluator is asked in a pause, and on leaving; answering never waits for it."""

from __future__ import annotations

import pytest
from village import CASE, SMALL, Memory, press, settle, start

from guide.agreement import Agreement
from guide.sweep import Sweep
from guide.tui import saving as terminal


async def test_an_answer_is_saved_at_once_and_compared_in_a_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """First without a record of the evaluators, then with one, for the same answers."""
    monkeypatch.setattr(terminal, "PAUSE", 1.0)
    memory = Memory()
    async with start(memory).run_test(size=SMALL) as pilot:
        await press(pilot, "n", "enter", "enter", "enter")
        await press(pilot, "1", "enter")
        answers = memory.cases[CASE].answers
        assert answers
        assert memory.cases[CASE].agreement is None
        await pilot.pause(1.1)
        await settle(pilot)
        assert memory.cases[CASE].agreement == Agreement()
        assert memory.cases[CASE].answers == answers


async def test_leaving_does_not_forget_the_comparison() -> None:
    """However soon after the last answer."""
    memory = Memory()
    async with start(memory).run_test(size=SMALL) as pilot:
        await press(pilot, "n", "enter", "enter", "enter", "1", "enter", "f10")
    assert memory.cases[CASE].agreement == Agreement()


async def test_a_disagreement_is_told_on_the_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The officer need not look into the file."""
    monkeypatch.setattr(terminal, "PAUSE", 0.05)
    monkeypatch.setattr(Sweep, "disagreements", lambda *_: ("bus.cost: 1, not 2",))
    memory = Memory()
    async with start(memory).run_test(size=SMALL) as pilot:
        await press(pilot, "n", "enter", "enter", "enter", "1", "enter")
        await pilot.pause(0.2)
        await settle(pilot)
        assert memory.cases[CASE].agreement == Agreement(("bus.cost: 1, not 2",))
        assert {(said.title, said.severity) for said in pilot.app._notifications} == {("Defect", "error")}
