"""What is new in the register of conflicts since an earlier one, and documents read out at the prompt."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commanding import output, run
from guide.cases import CaseError, new_case, save_case, with_answers
from guide.news import News, news, register_of
from guide.records.earlier import earlier, in_file, remembered
from guide.render.aloud import TO_FILL_IN, aloud
from guide.render.documents import fill
from guide.session import Session
from guide.values import Answers
from talking import ON, SMALL, Talk
from test_meaning import examples

ANN = {"name": "Ann", "roles": ["evaluator"], "acts_for": ["Newco"], "related_to": [], "reports_to": "Bob"}
BOB = {"name": "Bob", "roles": ["director"], "acts_for": [], "related_to": [], "reports_to": "Bob"}
BOTH: dict[str, object] = {"case.topics": ["people"], "case.nation": "England", "body": [{"label": "Newco", "kind": "bidder"}], "person": [ANN, BOB]}
OFF, MANAGER = "take-off (p = Ann)", "marks-own-manager (p = Ann, q = Bob)"


@pytest.fixture
def session() -> Iterator[Session]:
    session = Session(SMALL, ON)
    for name, value in BOTH.items():
        session.answer(name, value)
    yield session
    session.close()


def ids(found: News) -> dict[str, list[str]]:
    """What is new, by kind, without what is not."""
    kinds = {kind: [entry.id for entry in getattr(found, kind)] for kind in ("new", "settled", "doubtful", "opened")}
    kinds |= {"changed": [entry.id for _, entry in found.changed], "gone": [was.title for was, _ in found.gone], "cleared": list(found.cleared)}
    return {kind: those for kind, those in kinds.items() if those}


def test_nothing_is_new_while_nothing_changes(session: Session) -> None:
    """The register of now, held against itself."""
    assert news(register_of(session.outcome()), session.outcome()).nothing


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"person[Ann].acts_for": []}, {}, {"new": [OFF]}),
        ({}, {"person[Ann].acts_for": []}, {"gone": ["Take Ann off the evaluation"]}),
        ({"person[Ann].acts_for": None}, {}, {"settled": [OFF]}),
        ({}, {"person[Ann].acts_for": None}, {"doubtful": [OFF]}),
        ({"person[Ann].acts_for": []}, {"person[Ann].acts_for": None}, {"opened": [OFF]}),
        ({"person[Ann].acts_for": None}, {"person[Ann].acts_for": []}, {"cleared": [OFF]}),
    ],
    ids=["new", "gone", "settled", "doubtful", "opened", "cleared"],
)
def test_each_change_is_told_as_what_it_is(session: Session, before: dict[str, object], after: dict[str, object], expected: dict[str, list[str]]) -> None:
    """Found, not settled and ruled out, each way."""
    for name, value in before.items():
        session.not_sure(name) if value is None else session.answer(name, value)
    then = register_of(session.outcome())
    session.answer("person", [ANN, BOB])
    for name, value in after.items():
        session.not_sure(name) if value is None else session.answer(name, value)

    assert ids(news(then, session.outcome())) == expected


def test_another_level_is_a_change(session: Session) -> None:
    """What was found as milder than it is now is neither new nor silent."""
    now = register_of(session.outcome())
    milder = replace(now, found={id: replace(told, level="declare") for id, told in now.found.items()})

    assert ids(news(milder, session.outcome())) == {"changed": [OFF, MANAGER]}


def test_who_came_and_went_is_told_with_what_went_with_them(session: Session) -> None:
    """Bob leaves, Cat comes: the conflict with Bob is gone because he is on no list."""
    then = register_of(session.outcome())
    session.answer("person", [{**ANN, "reports_to": "Cat"}, {**BOB, "name": "Cat"}])
    found = news(then, session.outcome())

    assert (found.joined, found.left) == ({"person": ("Cat",)}, {"person": ("Bob",)})
    assert ids(found) == {"new": ["marks-own-manager (p = Ann, q = Cat)"], "gone": ["Ann marks a bid of Bob, who manages them"]}
    assert "not on the lists any more" in found.gone[0][1]


@examples(20)
@given(st.text(min_size=1).map(str.strip).filter(lambda name: name not in ("", "?", "Bob", "Newco")))
def test_a_document_remembers_what_it_said(name: str) -> None:
    """Whatever people are called: read back, nothing is new."""
    session = Session(SMALL, ON)
    for cell, value in {**BOTH, "person": [{**ANN, "name": name}, BOB]}.items():
        session.answer(cell, value)
    text = remembered("# Register\n", session.outcome())
    session.close()

    assert news(in_file(Path("r.md"), text.encode(), SMALL), session.outcome()).nothing
    assert text.count("<!--") == text.count("-->") == 1


def test_the_command_compares_with_the_register_that_it_writes_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And with a file or a day that is named; the old register stays beside the new one."""
    case, path, old = (str(tmp_path / name) for name in ("case.toml", "register.md", "old.toml"))
    save_case(old, with_answers(new_case(SMALL, ON, "A case"), told({**BOTH, "person": [ANN, {**BOB, "roles": []}]})), SMALL)
    save_case(case, with_answers(new_case(SMALL, ON, "A case"), told(BOTH)), SMALL)
    assert run("document", old, "register", "-o", path) == 0
    assert "no earlier register" in Path(path).read_text("utf-8")
    assert run("document", case, "register", "-o", path) == 0
    assert "| Ann marks a bid of Bob, who manages them | new |" in Path(path).read_text("utf-8")
    assert run("since", case, path) == 0
    assert "Nothing is new." in output(capsys)
    for then in (f"{path}~", old):
        assert run("since", case, then, "--format", "json") == 0
        assert [entry["id"] for entry in json.loads(output(capsys))["new"]] == [MANAGER]
    assert run("since", case, "2026-03-31", "--format", "json") == 0
    assert json.loads(output(capsys))["before"] == {"source": "the answers of now", "as_at": "2026-03-31"}
    assert run("document", case, "register", "-o", path, "--without-names") == 0
    assert "guide:register" not in Path(path).read_text("utf-8")


def told(answers: dict[str, object]) -> Answers:
    """The answers of a session."""
    session = Session(SMALL, ON)
    for name, value in answers.items():
        session.answer(name, value)
    session.close()
    return session.answers


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# Mine\n", "no record of what the guide wrote"),
        ("<!-- guide:register\nformat = 1\n-->\n", "was changed and cannot be read any more"),
        ("<!-- guide:register\nformat = 9\n-->\n", "a newer guide wrote it (format 9)"),
        ("<!-- guide:register\nformat = ", "was changed and cannot be read any more"),
    ],
)
def test_a_file_that_cannot_be_compared_with_says_why(tmp_path: Path, text: str, said: str) -> None:
    """Never a traceback."""
    path = tmp_path / "register.md"
    path.write_text(text, "utf-8")
    with pytest.raises(CaseError, match=said.replace("(", r"\(").replace(")", r"\)")):
        earlier(str(path), SMALL, {}, ON)


@pytest.mark.parametrize(("name", "said"), [("nowhere", "no such file, and it is no date"), ("2026-04-02", "lies after the day of the case")])
def test_what_is_neither_a_file_nor_an_earlier_day_is_refused(name: str, said: str) -> None:
    """In words that say what to name instead."""
    with pytest.raises(CaseError, match=said):
        earlier(name, SMALL, {}, ON)


def test_what_is_new_after_the_rules_changed_says_so(session: Session) -> None:
    """A register remembers the digest of its rules."""
    then = register_of(session.outcome(), stamped=True)
    assert not news(then, session.outcome()).other_rules
    assert news(replace(then, stamp="another"), session.outcome()).other_rules


TYPED = ("1", "England")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("documents", "recusal: Recusal note"),
        ("document register", "Heading: Register"),
        ("document registr", "did you mean `register`?"),
        ("document recusal = Nobody", "`Nobody` is not on the list"),
        ("document register = Ann", "made once for the whole case"),
        ("write register", "write `write NAME FILE`"),
        ("write register case.toml", "the name of a case, not of a document"),
        ("write register /nowhere/at-all/x.md", "cannot be written"),
        ("since nowhere", "no such file, and it is no date"),
        ("since 1 March 2026", "Compared with the answers of now, for 1 March 2026."),
    ],
)
def test_documents_are_words_at_the_prompt(typed: str, said: str) -> None:
    """Each does what `help` says, or says what is wrong."""
    assert said in Talk(*TYPED, typed).said


def test_a_document_is_written_and_never_over_another_file_unasked(tmp_path: Path) -> None:
    """The next register tells what is new since this one, at the prompt and in the file."""
    path = tmp_path / "register.md"
    talk = Talk(*TYPED, f"write register {path}", f"write register {path}", f"since {path}", f"write! register {path}")

    assert "is there already; nothing was written" in talk.said
    assert "Nothing is new." in talk.said
    assert "Nothing is new." in path.read_text("utf-8")


def test_a_document_read_out_has_no_signs_of_layout(session: Session) -> None:
    """Cells stand behind their headings, blanks are said, ids can be typed; what people wrote is left as it is."""
    session.answer("person[Ann].name", "*Ann* | <b> # x")
    text = fill(SMALL.documents["register"], session.outcome())
    lines = list(aloud(text))

    assert "  Name: *Ann* | <b> # x; What they do: Evaluator; Acts for: Newco; Stake: (to fill in)" in lines
    assert any(line.startswith("  To do: Must act: Take *Ann*") and line.endswith("[take-off (p = *Ann* | <b> # x)]") for line in lines)
    assert not [line for line in lines if "---" in line or "](" in line or "**" in line or "\\" in line]
    assert TO_FILL_IN in "\n".join(aloud(fill(SMALL.documents["recusal"], session.outcome())))
