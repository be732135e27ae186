"""A part of a case for one colleague: only their questions go out, and their answers come back and are looked at."""

from __future__ import annotations

from pathlib import Path

import pytest

from commanding import output, run
from guide.answers import AnswerError
from guide.cases import Case, load_case, save_case, with_answers
from guide.handoff import Fit, take, weigh
from guide.parts import came_back, part, part_text, questions_of
from guide.session import Session
from guide.values import UNKNOWN, Answer, Cell, Choices
from talking import ON, SMALL, Talk


def begun() -> Session:
    """A case with some answers, two of whose questions are left to the buyer."""
    session = Session(SMALL, ON)
    session.answer("case.topics", ["contract"])
    session.answer("service.name", "a secret")
    session.answer("contract.wanted", True)
    session.answer("person", [{"name": "Ann"}, {"name": "Bob"}])
    session.not_sure("contract.value", "ask Jo", "buyer")
    session.not_sure("person[Bob].roles", "", "buyer")
    return session


def opened(case: Case) -> Session:
    """The part as the colleague's guide opens it."""
    session = Session(SMALL, case.as_at, case.answers)
    session.ask_only(questions_of(case, session))
    return session


def test_a_part_asks_its_questions_alone_and_holds_no_more_than_they_need(tmp_path: Path) -> None:
    """Saved, opened, answered and saved again, it is still the part."""
    save_case(tmp_path / "part.toml", part(begun(), "buyer", "A case"), SMALL)
    case = load_case(tmp_path / "part.toml", SMALL)
    session = opened(case)

    assert "a secret" not in (tmp_path / "part.toml").read_text("utf-8")
    assert [str(question.cell) for question in session.questions()] == ["contract.value", "person[Bob].roles"]
    assert session.to_find_out(Cell("contract.value")) == "ask Jo"
    assert session.progress().words == "0 answered, 2 left"
    session.answer("contract.value", 5)
    assert [str(question.cell) for question in session.questions()] == ["person[Bob].roles"]
    assert session.progress().words == "1 answered, 1 left"
    save_case(tmp_path / "part.toml", with_answers(case, session.answers), SMALL)
    assert [str(cell) for cell in questions_of(load_case(tmp_path / "part.toml", SMALL), session)] == ["contract.value", "person[Bob].roles"]


def test_answers_come_back_as_one_change_and_conflicts_are_asked_about() -> None:
    """What was answered here meanwhile is not taken over without being asked for; what is not theirs is not taken at all."""
    mine = begun()
    case = part(mine, "buyer", "A case")
    theirs = opened(case)
    theirs.answer("contract.value", 200_000)
    theirs.answer("person[Bob].roles", ["evaluator?"])
    theirs.answer("contract.wanted", False)
    mine.answer("contract.value", 7)
    text = text_of(case, theirs)

    weighed = weigh(mine, came_back(mine, text))
    assert [(each.reply.name, each.fit) for each in weighed] == [("contract.value", Fit.APART), ("person[Bob].roles", Fit.NEW)]
    assert (weighed[0].reply.answer, weighed[0].why) == ("£200,000", "£7")
    assert take(mine, weighed) == 1
    assert mine.answers[Cell("person.roles", "Bob")].value == Choices(frozenset(), frozenset({"evaluator"}))
    assert mine.answers[Cell("contract.value")].value == 7
    assert take(mine, weigh(mine, came_back(mine, text)), theirs=True) == 1
    assert mine.answers[Cell("contract.value")].value == 200_000
    assert mine.answers[Cell("contract.wanted")].value is True
    assert [each.fit for each in weigh(mine, came_back(mine, text))] == [Fit.SAME, Fit.SAME]


def test_what_the_colleague_does_not_know_either_comes_back_with_their_note() -> None:
    """And stays with them."""
    mine = begun()
    case = part(mine, "buyer", "A case")
    theirs = opened(case)
    theirs.not_sure("contract.value", "in May")
    take(mine, weigh(mine, came_back(mine, text_of(case, theirs))))

    assert mine.answers[Cell("contract.value")] == Answer(UNKNOWN, "in May", "buyer")


def text_of(case: Case, session: Session) -> str:
    """A part with the answers of a session, as a file holds it."""
    from guide.cases.write import proved

    return proved(Path("part.toml"), with_answers(case, session.answers), SMALL).decode()


def test_a_whole_case_and_a_broken_one_are_no_part() -> None:
    """Said in words."""
    session = begun()
    for text, said in ((text_of(Case("x", ON, {}, "", ""), session), "a whole case"), ("format = 1\nas_at = x", "not TOML")):
        with pytest.raises(AnswerError, match=said):
            came_back(session, text)
    with pytest.raises(AnswerError, match="no question is left to `clerk`"):
        part_text(session, "clerk", "A case")


def test_a_part_goes_out_and_comes_back_at_the_prompt_and_by_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The colleague's interview asks its question, says what to find out, and ends."""
    file, case = tmp_path / "buyer.toml", tmp_path / "case.toml"
    Talk("1", "? @buyer which one", f"handoff buyer {file}")
    assert run("next", str(file)) == 0
    said = output(capsys)
    assert "What to find out: which one" in said
    assert run("answer", str(file), "case.nation=Wales") == 0
    assert run("next", str(file)) == 0
    assert "No question is left" in output(capsys)
    assert Talk("1", "? @buyer which one", f"take {file}").value("case.nation") == "Wales"

    session = begun()
    save_case(case, with_answers(Case("x", ON, {}, "", ""), session.answers), SMALL)
    assert run("handoff", str(case), "--to", "buyer", "--part") == 0
    file.write_text(output(capsys), "utf-8")
    assert run("answer", str(file), "contract.value=9") == 0
    assert run("take", str(case), str(file)) == 0
    assert load_case(case, SMALL).answers[Cell("contract.value")].value == 9
