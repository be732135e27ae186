"""The plain interview beside answering: work on the checklist, looking around, and questions left to colleagues."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from guide.cases import NotFollowed, Work, load_case, new_case, save_case, with_answers
from guide.cli import main
from guide.handoff import Fit, Reply, read_form, weigh
from guide.loader import load
from guide.session import Session
from guide.values import UNKNOWN, Answer, Cell
from talking import ON, Talk

START = ("1", "1", "yes", "200000")
LINE = "publish-notice"
ASKED = ("1", "? @buyer ask Jo", "? @buyer")


def work(*typed: str) -> Work | None:
    return Talk(*START, *typed).session.work.get(LINE)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ([f"done {LINE}"], Work(ON)),
        ([f"done {LINE} = 1 May 2026"], Work(date(2026, 5, 1))),
        ([f"done {LINE}", f"undone {LINE}"], None),
        ([f"note {LINE} = ask Jo = Ann"], Work(note="ask Jo = Ann")),
        ([f"note {LINE} = x", f"note {LINE} ="], None),
        ([f"not-followed {LINE} = Jo Smith: too late: see file"], Work(not_followed=NotFollowed("Jo Smith", "too late: see file"))),
        ([f"not-followed {LINE} = Jo: late", f"followed {LINE}"], None),
        ([f"not-followed {LINE} = Jo: late", f"done {LINE}"], Work(ON)),
        ([f"done {LINE}", "undo"], None),
        ([f"done {LINE}", "undo", "redo"], Work(ON)),
    ],
)
def test_work_is_written_down_by_words(typed: list[str], kept: Work | None) -> None:
    """Each word does what `help` says, and undo reaches it."""
    assert work(*typed) == kept


def test_work_is_saved_and_read_out_in_the_list() -> None:
    """The line of the checklist is followed by what was done about it."""
    talk = Talk(*START, f"done {LINE}", "list")

    assert len(talk.saved) == len(START) + 1
    assert f"[{LINE}]" in talk.said
    assert talk.said.count("Done on 1 April 2026") == 2  # when it is ticked, and in the list


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (f"not-followed {LINE} = Jo", "with both the name and the reason"),
        ("done publish-notic", f"did you mean `{LINE}`?"),
        (f"done {LINE} = soon", "That does not work"),
        ("only colour=red", "`colour` is nothing to choose by"),
        ("only state=done", "Applies: 0"),
        ("only publish", f"[{LINE}]"),
        ("conflicts", "May apply: 0"),
        ("progress", "In all: 4 answered"),
        ("questions nation", "[case.nation]"),
        ("questions nonsense", "No question has all"),
        ("find notice", "[notice-duty]"),
        ("find nonsense", "No page or article"),
        ("out", "No question is left to anybody"),
        ("handoff buyer", "write `handoff ROLE FILE`"),
        ("handoff buyer nowhere.txt", "no question is left to `buyer`"),
        ("take /nowhere/at-all", "cannot be read"),
    ],
)
def test_words_beside_the_interview(typed: str, said: str) -> None:
    """Each does what `help` says, or says what is wrong."""
    assert said in Talk(*START, typed).said


def filled(path: Path, *answers: str) -> str:
    """The form with these answers, in the order of its questions."""
    parts = path.read_text("utf-8").split("\nAnswer:")
    return "".join(part + (f"\nAnswer: {answers[place]}" if place < len(parts) - 1 else "") for place, part in enumerate(parts))


def test_a_form_goes_out_and_its_answers_come_back(tmp_path: Path) -> None:
    """The colleague fills it in; what they wrote is taken over as one change."""
    path = tmp_path / "buyer.txt"
    talk = Talk(*ASKED, "out", f"handoff buyer {path}")
    assert "What to find out: ask Jo" in path.read_text("utf-8")
    assert "[case.nation] (note: ask Jo)" in talk.said

    path.write_text(filled(path, "Wales", "no"), "utf-8")
    back = Talk(*ASKED, f"take {path}")
    assert (back.value("case.nation"), back.value("contract.wanted")) == ("Wales", False)
    assert "Taken: 2" in back.said

    undone = Talk(*ASKED, f"take {path}", "undo")
    assert undone.answer("case.nation") == Answer(UNKNOWN, "ask Jo", "buyer")


def test_an_answer_that_the_case_has_another_for_is_not_taken_without_being_asked_for(tmp_path: Path) -> None:
    """Both are shown, and somebody decides."""
    path = tmp_path / "buyer.txt"
    Talk(*ASKED, f"handoff buyer {path}")
    path.write_text(filled(path, "Wales", ""), "utf-8")

    talk = Talk("1", "England", f"take {path}")
    assert talk.value("case.nation") == "England"
    assert "They say: Wales. The case says: England" in talk.said
    assert Talk("1", "England", f"take-theirs {path}").value("case.nation") == "Wales"


def test_a_form_is_never_written_over_a_file(tmp_path: Path) -> None:
    """What a colleague wrote is not lost."""
    path = tmp_path / "buyer.txt"
    path.write_text("mine", "utf-8")

    assert "is there already" in Talk(*ASKED, f"handoff buyer {path}").said
    assert path.read_text("utf-8") == "mine"


def test_replies_are_read_whatever_else_stands_on_the_form() -> None:
    """Answers over several lines are joined; what is set in is never read as an answer."""
    text = "Hello\nQuestion a.b\n  Answer: in the help\nAnswer: one\n  two\nNote:\nperhaps\nQuestion c.d\nAnswer:\nNote:\n"

    assert read_form(text) == (Reply("a.b", "one two", "perhaps"),)


def test_what_does_not_fit_is_said_and_the_rest_is_taken(tmp_path: Path) -> None:
    """One wrong answer does not hold up the others."""
    path = tmp_path / "buyer.txt"
    Talk(*ASKED, f"handoff buyer {path}")
    path.write_text(filled(path, "Mars", "yes"), "utf-8")
    talk = Talk(*ASKED, f"take {path}")

    assert talk.value("contract.wanted") is True
    assert "Not understood: [case.nation] Mars" in talk.said
    assert [each.fit for each in weigh(talk.session, (Reply("no.such", "x", ""), Reply("contract.wanted", "yes", "")))] == [Fit.WRONG, Fit.SAME]


def test_the_commands_hand_questions_out_and_take_answers_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same as at the prompt, for scripts: a form on standard output, findings where something is apart."""
    case, letter = str(tmp_path / "case.toml"), tmp_path / "form.txt"
    rules = ["--rules", str(Path(__file__).parent / "books" / "good" / "small")]
    book = load(Path(rules[1]))
    session = Session(book, ON)
    session.answer("case.topics", ["contract"])
    session.not_sure("case.nation", "ask Jo", "buyer")
    save_case(case, with_answers(new_case(book, ON, "A case"), session.answers), book)

    assert main(["handoff", case, *rules]) == 0
    assert "[case.nation] (note: ask Jo)" in capsys.readouterr().out
    assert main(["handoff", case, "--to", "buyer", *rules]) == 0
    letter.write_text(capsys.readouterr().out, "utf-8")
    letter.write_text(filled(letter, "Wales"), "utf-8")
    assert main(["take", case, str(letter), *rules]) == 0
    assert load_case(case, book).answers[Cell("case.nation")].value == "Wales"

    letter.write_text(letter.read_text("utf-8").replace("Answer: Wales", "Answer: England"), "utf-8")
    assert main(["take", case, str(letter), *rules]) == 1
    assert load_case(case, book).answers[Cell("case.nation")].value == "Wales"
    assert main(["take", case, str(letter), "--theirs", *rules]) == 0
    assert load_case(case, book).answers[Cell("case.nation")].value == "England"
