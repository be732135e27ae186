"""Real cases that are like a case."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

import shipped as books
from guide.loader import RulebookError, load
from guide.model import Rulebook
from guide.render.similar import render_similar, similar_json
from guide.similar import similar
from guide.values import Status
from journeys import BOOK, HEAD, ITEMS, ON, PAGE, judged

MORE = """
[fact.work.tools]
ask = "With what?"
type = "choices"
section = "main"
options.saw = "A saw"
options.axe = "An axe"
"""
CASES = {
    "far": ("2020-01-01", 'ended = "So"\nlike.work.reached = "third"\nlike.work.tools = "axe"'),
    "half": ("2020-01-01", 'ended = "So"\nlike.work.tools = ["saw", "axe"]'),
    "near": ("2020-01-01", 'ended = "It fell *down*"\nwrong = "No plan"\nanswered_by = ["draw", "ask"]\nlike.work.reached = ["first", "second"]'),
    "both": ("2020-01-01", 'ended = "So"\nlike.work.reached = "first"\nlike.work.tools = "saw"'),
    "later": ("2026-04-02", 'ended = "So"\nlike.work.reached = "first"'),
}


def written(folder: Path, cases: Mapping[str, tuple[str, str]], alike: str = '["work.reached", "work.tools"]') -> Path:
    (folder / "rules").mkdir(parents=True)
    (folder / "kb/law").mkdir(parents=True)
    (folder / "rules/rulebook.toml").write_text(f"{BOOK}alike = {alike}\n", encoding="utf-8")
    (folder / "rules/all.toml").write_text(HEAD + MORE + ITEMS, encoding="utf-8")
    (folder / "kb/law/law.md").write_text(PAGE, encoding="utf-8")
    for id, (start, precedent) in cases.items():
        head = f'title = "{id.capitalize()}"\ncite = "{id}"\nfrom = {start}\nchecked = "secondary"\ninformation = "a case"'
        (folder / f"kb/law/{id}.md").write_text(f"+++\n{head}\n[precedent]\n{precedent}\n+++\nText.\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    return load(written(tmp_path_factory.mktemp("like") / "book", CASES))


def found(book: Rulebook, on: date = ON, **work: object) -> list[str]:
    return [one.page.id for one in similar(judged(book, {"work": work}, on))]


def test_the_nearest_comes_first(book: Rulebook) -> None:
    """Alike in both, then in the weightier, then in the other; not at all is left out."""
    assert found(book, reached="first", tools=["saw"]) == ["both", "near", "half"]


def test_what_is_not_known_says_nothing(book: Rulebook) -> None:
    """Nobody answered: nothing is near. One answer: nothing differs in the other."""
    assert found(book) == []
    assert found(book, tools="not sure", reached="third") == ["far"]
    (one,) = [one for one in similar(judged(book, {"work": {"reached": "second"}})) if one.page.id == "near"]
    assert (one.same, one.differs) == (("work.reached",), ())


def test_a_case_of_later_years_is_not_told(book: Rulebook) -> None:
    """It began on 2 April 2026."""
    assert "later" not in found(book, reached="first")
    assert "later" in found(book, date(2026, 4, 2), reached="first")


def test_the_items_that_answer_it_say_how_they_stand(book: Rulebook) -> None:
    """One applies, one nobody knows."""
    (one,) = [one for one in similar(judged(book, {"work": {"reached": "first"}})) if one.page.id == "near"]
    assert [(item.id, status) for item, status in one.answers] == [("draw", Status.HOLDS), ("ask", Status.OPEN)]


def test_the_document_and_the_data_tell_the_same(book: Rulebook) -> None:
    """Words of authors are never markup."""
    outcome = judged(book, {"work": {"reached": "first"}})
    text, data = render_similar("Mine", outcome), json.loads(similar_json(outcome))

    assert "**How it ended:** It fell \\*down\\*." in text
    assert "Draw (it applies here)" in text
    assert [one["page"] for one in data] == [one.page.id for one in similar(outcome)]
    assert "No real case is known" in render_similar("Mine", judged(book, {}))


@pytest.mark.parametrize(
    ("precedent", "alike", "code"),
    [
        ('ended = "So"\nanswered_by = ["drwa"]\nlike.work.reached = "first"', '["work.reached"]', "R110"),
        ('ended = "So"\nlike.work.reached = "frist"', '["work.reached"]', "R104"),
        ('ended = "So"\nlike.work.tools = "saw"', '["work.reached"]', "R101"),
        ('ended = "So"\nlike.work.reached = "first"', '["work.reached", "work.move_on"]', "R101"),
        ('like.work.reached = "first"', '["work.reached"]', "R302"),
        ('ended = "So"\nlike.work.reached = "first"\nhow = "x"', '["work.reached"]', "R301"),
    ],
)
def test_a_case_that_cannot_be_read_is_a_finding(tmp_path: Path, precedent: str, alike: str, code: str) -> None:
    """An item, option or fact that is not there, a fact without options, a key too few or too many."""
    with pytest.raises(RulebookError) as caught:
        load(written(tmp_path / "book", {"wrong": ("2020-01-01", precedent)}, alike))

    assert [finding.code for finding in caught.value.findings] == [code]


@pytest.fixture(scope="module")
def shipped() -> Rulebook:
    return books.book()


def test_every_real_case_has_its_end(shipped: Rulebook) -> None:
    """Each page of a case tells it, and what went wrong is answered by an item."""
    cases = {id for id in shipped.pages if id.startswith("case-")}

    assert len(cases) >= 20
    assert cases == set(shipped.precedents)
    assert [id for id, one in shipped.precedents.items() if one.wrong and not one.answered_by] == []


def test_a_library_service_finds_the_libraries(shipped: Rulebook) -> None:
    """With the form known, York and Suffolk stand before Devon."""
    given = {"case": {"nation": "England"}, "service": {"kind": "libraries"}, "mutual": {"form": "community-benefit-society"}}
    near = [one.page.id for one in similar(judged(shipped, given, date(2026, 11, 25)))]

    assert set(near[:3]) == {"case-york", "case-suffolk", "case-scl"}
    assert "case-devon" in near
    assert [one.page.id for one in similar(judged(shipped, given, date(2012, 12, 6)))] == ["case-scl", "case-suffolk", "case-gll", "case-rbh"]
