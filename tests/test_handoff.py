"""Questions left to colleagues: the paper that goes out, and what comes back from any editor."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commanding import run
from guide.cases import load_case, new_case, save_case, with_answers
from guide.handoff import Fate, out_with, paper, read_back, take
from guide.model import Fact
from guide.session import Session
from guide.values import UNKNOWN, Answer, Cell
from small import ON, SMALL, patient, words

ROLE = next(iter(SMALL.roles))
ASKED: dict[str, Fact] = {fact.kind: fact for fact in SMALL.facts.values() if fact.asked and not fact.list}


def left(*kinds: str) -> Session:
    """A session in which a question of each kind is left to a role."""
    session = Session(SMALL, ON)
    for kind in kinds:
        session.not_sure(ASKED[kind].id, "ask them", ROLE)
    return session


def filled(text: str, answers: dict[str, str]) -> str:
    """A paper with answers written behind their signs."""
    lines, name = [], ""
    for line in text.splitlines():
        name = line[1:-1] if line.startswith("[") else name
        lines.append(f"> {answers[name]}" if line == ">" and name in answers else line)
    return "\n".join(lines)


def test_who_has_what_is_told_until_it_is_answered() -> None:
    """In the authors' order; an answer takes the question off the list."""
    session = left("number", "yes-no")
    assert {question.cell.fact for question in out_with(session)[ROLE]} == {ASKED["number"].id, ASKED["yes-no"].id}
    session.answer(ASKED["number"].id, 7)
    assert [question.cell.fact for question in out_with(session)[ROLE]] == [ASKED["yes-no"].id]


def test_a_paper_has_what_is_needed_to_answer() -> None:
    """The question, its options, the note, the role; and room."""
    text = paper(left("choice"), "Leisure", ROLE)
    fact = ASKED["choice"]
    for words_there in (SMALL.roles[ROLE], "Leisure", str(fact.ask), "Note: ask them", f"[{fact.id}]\n>\n", *fact.options.values()):
        assert words_there in text


def test_answers_come_back() -> None:
    """New ones are taken; what is empty, unreadable or the same is not; an answer that differs only when it is wanted."""
    session = left("number", "yes-no", "choice", "text")
    text = filled(paper(session, "T", ROLE), {ASKED["number"].id: "7", ASKED["yes-no"].id: "perhaps", ASKED["text"].id: "words = [x]"})
    found = {one.cell: one for one in read_back(session, text)}
    assert {name: one.fate for name, one in found.items()} == {
        ASKED["number"].id: Fate.NEW,
        ASKED["yes-no"].id: Fate.UNREADABLE,
        ASKED["text"].id: Fate.NEW,
    }
    assert take(session, tuple(found.values()), {}) == 2
    again = read_back(session, text.replace("> 7", "> 8"))
    fates = {one.cell: (one.fate, one.now) for one in again}
    assert fates[ASKED["number"].id] == (Fate.DIFFERS, "£7")
    assert fates[ASKED["text"].id][0] is Fate.SAME
    assert take(session, again, {}) == 0
    assert take(session, again, {ASKED["number"].id: True}) == 1
    assert session.answers[Cell(ASKED["number"].id)] == Answer(8)


@patient
@given(words.filter(lambda text: bool(text.strip())), st.text(max_size=30))
def test_any_words_around_the_answers_do_no_harm(note: str, rubbish: str) -> None:
    """Whatever a colleague writes elsewhere on the paper, the case only takes what stands behind a sign."""
    session = Session(SMALL, ON)
    session.not_sure(ASKED["yes-no"].id, note, ROLE)
    text = paper(session, note, ROLE)
    found = read_back(session, rubbish + "\n" + filled(text, {ASKED["yes-no"].id: "yes"}))
    assert next(one for one in found if one.cell == ASKED["yes-no"].id).fate is Fate.NEW


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A case with a question left to a role."""
    path = tmp_path / "case.toml"
    cell = Cell(ASKED["number"].id)
    save_case(path, with_answers(new_case(SMALL, ON, "T"), {cell: Answer(UNKNOWN, left_to=ROLE)}), SMALL)
    return path


def test_the_commands_write_the_paper_and_take_it_back(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is taken while something cannot be read or differs; then as it was said."""
    on_paper = case.with_name("paper.txt")
    assert run("handoff", str(case)) == 0
    assert f"[{ROLE}]" in capsys.readouterr().out
    assert run("handoff", str(case), ROLE, "-o", str(on_paper)) == 0
    assert run("handoff", str(case), "nobody") != 0
    assert f"there are questions for {ROLE}" in capsys.readouterr().err
    blank = on_paper.read_text(encoding="utf-8")
    for written, code, then in (("seven", 2, UNKNOWN), ("7", 0, 7), ("8", 1, 7)):
        on_paper.write_text(filled(blank, {ASKED["number"].id: written}), encoding="utf-8")
        assert run("takeback", str(case), str(on_paper)) == code
        assert load_case(case, SMALL).answers[Cell(ASKED["number"].id)].value == then
    assert "--theirs" in capsys.readouterr().err
    assert run("takeback", str(case), str(on_paper), "--ours") == 0
    assert load_case(case, SMALL).answers[Cell(ASKED["number"].id)].value == 7
    assert run("takeback", str(case), str(on_paper), "--theirs") == 0
    assert load_case(case, SMALL).answers[Cell(ASKED["number"].id)].value == 8
    assert run("takeback", str(case), str(case.with_name("none.txt"))) == 3
