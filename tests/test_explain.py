"""Reasons: complete, minimal, and said in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import guide
from guide.engine import Engine, evaluate
from guide.explain import Explainer
from guide.loader import load
from guide.model import Rulebook
from guide.outcome import Outcome, Result, live_results, ruled_out, status_of
from guide.reasons import ClauseReason, FactReason, LineReason
from guide.sentences import Speaker
from guide.session import Session
from guide.values import Answers, Cell, RowSet, Status
from guide.why import NothingCalled, why

SMALL = load(Path(__file__).parent / "books" / "good" / "small")
ON = date(2026, 4, 1)


def small_outcome(**answers: object) -> Outcome:
    session = Session(SMALL, ON)
    for name, value in answers.items():
        session.answer(name.replace("__", "."), value)
    outcome = session.outcome()
    session.close()
    return outcome


def because(outcome: Outcome, name: str) -> tuple[str, ...]:
    speaker = Speaker(outcome)
    return tuple(text for explanation in why(outcome, name) for _, text in speaker.tree(explanation.reasons))


def test_what_applies_is_explained_by_what_was_said() -> None:
    """The value and the threshold of the day stand side by side."""
    said = because(small_outcome(case__nation="England", contract__wanted=True, contract__value=150_000), "publish-notice")

    assert any("you said “£150,000” to “What is the contract worth?”, which is at least £120,000.50" in text for text in said)


def test_a_date_of_the_law_is_a_reason() -> None:
    """Below the new threshold the same value is not large; the figure shown is the one in force."""
    said = because(small_outcome(case__nation="England", contract__wanted=True, contract__value=110_000), "contract.large")

    assert any("which is not at least £120,000.50" in text for text in said)


def test_one_failed_line_is_enough_to_rule_out() -> None:
    """Without a contract there is no notice, and nothing else needs to be said."""
    outcome = small_outcome(contract__wanted=False)
    (explanation,) = why(outcome, "publish-notice")
    (reason,) = explanation.reasons

    assert explanation.result is not None
    assert explanation.result.status is Status.FAILS
    assert isinstance(reason, ClauseReason)
    assert len(reason.lines) == 1


def test_what_may_apply_is_explained_by_its_open_lines() -> None:
    """Only what is not settled is told."""
    (explanation,) = why(small_outcome(contract__wanted=True), "publish-notice")
    (reason,) = explanation.reasons

    assert explanation.result is not None
    assert explanation.result.status is Status.OPEN
    assert isinstance(reason, ClauseReason)
    assert all(line.status is Status.OPEN for line in reason.lines)


def test_a_question_that_does_not_arise_says_why() -> None:
    """Not applicable is kept apart from no."""
    (explanation,) = why(small_outcome(contract__wanted=False), "contract.value")
    (reason,) = explanation.reasons

    assert isinstance(reason, FactReason)
    assert reason.source == "not-applicable"
    assert isinstance(reason.parts[0], LineReason)
    assert reason.parts[0].facts[0].cell == Cell("contract.wanted")


def test_an_unknown_name_is_refused() -> None:
    """The message names what was asked for."""
    with pytest.raises(NothingCalled, match="no-such-thing"):
        why(small_outcome(), "no-such-thing")


# --- completeness, on the shipped rulebook ---


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return load(guide.shipped_rulebook(), tests=True)


def cells_of(reason: ClauseReason | FactReason | LineReason) -> Iterator[Cell]:
    """Every answer that a reason comes down to."""
    if isinstance(reason, FactReason):
        if reason.source in ("said", "not-sure"):
            yield reason.cell
        parts: tuple[ClauseReason | FactReason | LineReason, ...] = reason.parts + reason.arises
    else:
        parts = reason.lines + reason.arises if isinstance(reason, ClauseReason) else reason.facts
    for part in parts:
        yield from cells_of(part)


def reduced(outcome: Outcome, result: Result) -> Answers:
    """The answers that a result's reason names, and the rows of lists; nothing else."""
    kept = set(cells_of(Explainer(outcome).result(result)))
    return {cell: answer for cell, answer in outcome.answers.items() if cell in kept or isinstance(answer.value, RowSet)}


def test_a_reason_is_complete(book: Rulebook) -> None:
    """With only the answers that its reason names, an item still applies, or is still ruled out, for the same rows."""
    live, again = Engine(book), Engine(book)
    wrong = []
    for test in list(book.tests.values())[::240]:
        outcome = live.update(test.given, test.on)
        for item in list(book.items.values())[:: 1 + len(test.given) % 5]:
            for result in (*live_results(outcome, item)[:2], *list(ruled_out(outcome, item))[:2]):
                if result.status is Status.OPEN:
                    continue
                alone = again.update(reduced(outcome, result), test.on)
                if status_of(alone, item, result.binding) is not result.status:
                    wrong.append((test.id, result.id, result.status))
    live.close()
    again.close()

    assert wrong[:5] == []


def test_the_outcome_explained_is_the_outcome_evaluated() -> None:
    """Explaining reads the outcome and changes nothing."""
    outcome = small_outcome(contract__wanted=True)
    because(outcome, "publish-notice")

    assert evaluate(SMALL, outcome.answers, ON).judgements == outcome.judgements
