"""A saved case and an exported checklist say whether the two evaluators agree; a disagreement is a defect that nobody can miss."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from commanding import SMALL, case, output, run
from guide.agreement import Agreement, agreement_on
from guide.cases import CaseError, load_case, new_case, save_case, with_answers
from guide.engine import evaluate
from guide.loader import load
from guide.outcome import Outcome
from guide.session import Session
from guide.sweep import Sweep
from guide.values import Answer, Cell

__all__ = ["case"]

BOOK = load(SMALL)
ON = date(2026, 4, 1)
LARGE = ("case.nation=England", "contract.wanted=true", "contract.value=150000")


def told() -> Outcome:
    """An outcome with something known and something open."""
    session = Session(BOOK, ON)
    session.answer("case.nation", "England")
    session.answer("contract.wanted", True)
    session.answer("contract.value", 150_000)
    session.answer("person", [{"name": "Ann"}])
    found = session.outcome()
    session.close()
    return found


@pytest.fixture
def wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second evaluator that takes every contract for a small one."""
    right = Sweep.value
    monkeypatch.setattr(Sweep, "value", lambda swept, number, cell: False if cell.fact == "contract.large" else right(swept, number, cell))


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second evaluator that cannot cope."""

    def fail(swept: Sweep, number: int, outcome: Outcome) -> tuple[str, ...]:
        raise IndexError("past the last row")

    monkeypatch.setattr(Sweep, "disagreements", fail)


def test_two_evaluators_that_say_the_same_agree() -> None:
    """Nothing is apart, and there is nothing to tell."""
    assert agreement_on(told()) == Agreement()
    assert Agreement().defect() == ()


@pytest.mark.usefixtures("wrong")
def test_what_they_say_differently_is_named() -> None:
    """The fact, what the one says, and what the other."""
    found = agreement_on(told())
    assert not found.agree
    assert found.apart == ("contract.large: False, not True",)


def test_a_question_that_only_one_would_ask_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Questions are compared like values."""
    right = Sweep.asks
    monkeypatch.setattr(Sweep, "asks", lambda swept, number: frozenset(sorted(right(swept, number))[1:]))
    assert [line.split(" ", 1)[0] for line in agreement_on(told()).apart] == ["question"]


def test_a_level_or_day_that_only_one_says_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the checklist shows beside an item is worked out twice like the item itself."""
    said = {**told().answers, Cell("contract.signed_on"): Answer(date(2026, 12, 24))}
    outcome = evaluate(BOOK, said, ON)
    assert agreement_on(outcome).agree
    monkeypatch.setattr("guide.sweep.entries.day", lambda *_: None)
    assert agreement_on(outcome).apart == ("level and days of publish-notice: must, not must, 2027-01-11",)


@pytest.mark.usefixtures("broken")
def test_an_evaluator_that_fails_is_a_defect_too() -> None:
    """It costs nobody the answers, and it is not hidden."""
    assert agreement_on(told()).apart == ("the second evaluator failed: IndexError: past the last row",)


# --- saved cases ---


@pytest.mark.parametrize("agreement", [None, Agreement(), Agreement(("contract.large: False, not True", 'a "quoted" one'))])
def test_the_record_comes_back_from_the_file(tmp_path: Path, agreement: Agreement | None) -> None:
    """No record, a good one, and one with differences."""
    path = tmp_path / "case.toml"
    save_case(path, with_answers(new_case(BOOK, ON), told().answers, agreement=agreement), BOOK)
    assert load_case(path, BOOK).agreement == agreement


def test_other_answers_lose_the_record() -> None:
    """What was compared were the answers before."""
    before = with_answers(new_case(BOOK, ON), told().answers, agreement=Agreement())
    assert with_answers(before, {}).agreement is None


def test_recording_the_agreement_keeps_the_case_before(tmp_path: Path) -> None:
    """`case.toml~` has the answers before, not the same answers without the record."""
    path = tmp_path / "case.toml"
    empty = new_case(BOOK, ON)
    full = with_answers(empty, told().answers)
    save_case(path, empty, BOOK)
    save_case(path, full, BOOK)
    save_case(path, with_answers(full, full.answers, agreement=Agreement()), BOOK)
    assert load_case(f"{path}~", BOOK).answers == {}


@pytest.mark.parametrize(
    ("record", "problem"),
    [
        ("agree = 1", "`evaluators.agree` must be true, or false with what is `apart`"),
        ("agree = false", "`evaluators.agree` must be true, or false with what is `apart`"),
        ('agree = true\napart = ["something"]', "`evaluators.agree` must be true, or false with what is `apart`"),
        ("apart = [1]", "`evaluators.apart` must be a list of texts"),
        ("agree = true\nsure = true", "`sure` is not a key of `evaluators`: use agree or apart"),
    ],
)
def test_a_record_that_cannot_be_is_refused(tmp_path: Path, record: str, problem: str) -> None:
    """Somebody wrote in the file."""
    path = tmp_path / "case.toml"
    path.write_text(f"format = 1\nas_at = 2026-04-01\n[evaluators]\n{record}\n")
    with pytest.raises(CaseError) as caught:
        load_case(path, BOOK)
    assert caught.value.problems == (problem,)


# --- commands ---


def test_an_answer_on_the_command_line_is_compared_and_recorded(case: str) -> None:
    """The file says that both evaluators agree."""
    assert run("answer", case, "--on", "2026-04-01", *LARGE) == 0
    assert load_case(case, BOOK).agreement == Agreement()


@pytest.mark.usefixtures("wrong")
def test_a_disagreement_is_recorded_told_and_costs_no_answer(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 1, the difference on standard error and in the file, the answers saved."""
    assert run("answer", case, "--on", "2026-04-01", *LARGE) == 1
    told = capsys.readouterr().err
    assert "This is a defect of the guide: its two evaluators disagree on one point." in told
    assert "contract.large: False, not True" in told
    saved = load_case(case, BOOK)
    assert saved.agreement == Agreement(("contract.large: False, not True",))
    assert len(saved.answers) == 3


@pytest.mark.usefixtures("wrong")
def test_an_exported_checklist_shows_a_disagreement(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    """In Markdown under a heading of its own, near the top; in JSON as data."""
    run("answer", case, "--on", "2026-04-01", *LARGE)
    capsys.readouterr()

    assert run("checklist", case) == 1
    text = output(capsys)
    assert "\n## Defect\n" in text
    assert text.index("## Defect") < text.index("## What to do")
    assert "Worked out twice" not in text

    assert run("checklist", case, "--format", "json") == 1
    assert json.loads(output(capsys))["evaluators"] == {"agree": False, "apart": ["contract.large: False, not True"]}


@pytest.mark.usefixtures("broken")
def test_answers_are_saved_whatever_the_second_evaluator_does(case: str) -> None:
    """It fails; the file has the answers, and that it failed."""
    assert run("answer", case, "--on", "2026-04-01", "contract.wanted=true") == 1
    saved = load_case(case, BOOK)
    assert len(saved.answers) == 1
    assert saved.agreement is not None
    assert not saved.agreement.agree
