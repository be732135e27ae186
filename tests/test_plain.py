"""The plain interview: names one at a time, a look ahead, exports, and a disk that does not take what was said."""

from __future__ import annotations

from pathlib import Path

import pytest

from guide.listwork import HELP as LISTS
from guide.plain import HELP
from guide.values import UNKNOWN, Answer, Cell, Choices, RowSet
from talking import Talk

PEOPLE = ("2", "go person")  # the people; who is involved


def test_an_option_is_chosen_by_its_number_its_id_or_its_words() -> None:
    """In capitals or not."""
    said = [Talk(*typed).value("case.topics") for typed in (["1"], ["contract"], ["The contract"], ["the CONTRACT"], ["=The contract"])]

    assert said == [Choices(frozenset({"contract"}))] * 5


@pytest.mark.parametrize("typed", ["?", "not sure", "Not sure"])
def test_not_sure_may_be_a_sign_or_words(typed: str) -> None:
    """Of any kind of question, names too."""
    assert Talk("1", typed).value("case.nation") == UNKNOWN
    assert Talk(*PEOPLE, typed).value("person") == UNKNOWN


@pytest.mark.parametrize("typed", ["0", "3", "\N{SUPERSCRIPT TWO}", "99999999999", "Narnia", "? @king"])
def test_what_is_not_offered_is_refused(typed: str) -> None:
    """And the question is asked again."""
    talk = Talk("1", typed)

    assert "That does not work" in talk.said
    assert talk.value("case.nation") is None


def test_names_are_added_one_at_a_time() -> None:
    """The question stays, and there may be more, until the person says that these are all."""
    begun = Talk(*PEOPLE, "add Ann", "add Smith, Jones and Co")
    assert begun.value("person") == RowSet(("Ann", "Smith, Jones and Co"), more=True)
    ended = Talk(*PEOPLE, "add Ann", "add Bob", "all")

    assert ended.value("person") == RowSet(("Ann", "Bob"))
    assert ended.said.rindex("Who is involved?") < ended.said.rindex("Your answer now: Ann, Bob")


def test_a_name_that_is_removed_takes_nothing_else_with_it() -> None:
    """What was said of it counts again when it is added again."""
    talk = Talk(*PEOPLE, "Ann, Bob", "go person[Ann].roles", "1", "go person", "remove Ann", "add Ann")

    assert talk.value("person") == RowSet(("Bob", "Ann"))
    assert talk.session.outcome().value(Cell("person.roles", "Ann")) == Choices(frozenset({"evaluator"}))


def test_a_name_is_changed_wherever_it_was_given() -> None:
    """Also when there are `=` in it."""
    talk = Talk(*PEOPLE, "A=B, Bob", "go person[Bob].reports_to", "A=B", "go person", "rename A=B = Ann")

    assert talk.value("person") == RowSet(("Ann", "Bob"))
    assert talk.value("person[Bob].reports_to") == "Ann"


@pytest.mark.parametrize(
    ("typed", "said"),
    [("add Ann", "already"), ("remove Anm", "did you mean `Ann`?"), ("rename Cleo = Dan", "one of the names given: Ann, Bob"), ("rename Ann = Bob", "another")],
)
def test_names_that_do_not_fit_are_refused(typed: str, said: str) -> None:
    """And the names stay as they are."""
    talk = Talk(*PEOPLE, "Ann, Bob", "go person", typed)

    assert said in talk.said
    assert talk.value("person") == RowSet(("Ann", "Bob"))


def test_words_about_names_are_answers_elsewhere() -> None:
    """A service may be called "add value"."""
    assert Talk("1", "1", "go service.name", "add value").value("service.name") == "add value"


def test_rows_are_chosen_among_those_that_are_there() -> None:
    """A name that was never given is a slip; while there is none, the way to give one is told."""
    talk = Talk(*PEOPLE, "Ann, Bob", "go person[Ann].reports_to", "Bbo", "bob", "go person[Ann].acts_for")

    assert "did you mean `Bob`?" in talk.said
    assert talk.value("person[Ann].reports_to") == "Bob"
    assert "`go body` leads there" in talk.said


def test_a_preview_tells_what_an_answer_would_do_and_does_not_give_it() -> None:
    """What is ruled out, what is no longer asked."""
    talk = Talk("1", "1", "yes", "150000", "go contract.wanted", "preview no", "preview yes", "preview perhaps")
    _, without, same, wrong = talk.said.split("Your answer: ")[-5:-1]

    assert "Would be ruled out:\n  Publish the notice [publish-notice]" in without
    assert "Answers that would not count, but are kept:\n  What is the contract worth? [contract.value]" in without
    assert "Questions that would no longer be asked:" in without
    assert "Nothing else would change." in same
    assert "That does not work" in wrong
    assert talk.value("contract.wanted") is True


def test_preview_alone_tells_what_each_answer_would_do() -> None:
    """Of the question that is being asked."""
    said = Talk("1", "1", "yes", "preview").said
    assert "Up to £119,999.50:\n  Would apply:\n    Write down why no notice is needed [write-down-why]" in said
    assert "£120,000.50 or more:\n  Would apply:\n    Publish the notice [publish-notice]" in said


def test_a_preview_of_not_sure_opens_what_was_settled() -> None:
    """Unknown is not no."""
    assert "Might apply, or might not:\n  Publish the notice" in Talk("1", "1", "yes", "150000", "go contract.value", "preview ?").said


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("=list", "list"),
        ("=?", "?"),
        ("==", "="),
        ("=not sure", "not sure"),
        ("=why not", "why not"),
        ("why not", None),
        ("add 5", "add 5"),
        ("=on Monday", "on Monday"),
    ],
)
def test_an_equals_sign_takes_words_as_they_stand(typed: str, value: str | None) -> None:
    """A word of command, a sign or "not sure" is then an answer like any other."""
    assert Talk("1", "1", "go service.name", typed).value("service.name") == value


def test_a_command_that_fails_may_have_been_an_answer() -> None:
    """Then the way to give it is told."""
    assert "type `=why not`" in Talk("1", "1", "go service.name", "why not").said


def test_back_goes_back_step_by_step_to_the_first_question() -> None:
    """And says when there is nothing before it."""
    talk = Talk("1", "1", "yes", "back", "back", "back", "back", "people")

    assert talk.said.count("There is nothing to go back to.") == 1
    assert talk.value("case.topics") == Choices(frozenset({"people"}))


def test_next_leaves_a_question_gone_to_as_it_is() -> None:
    """What matters comes next."""
    talk = Talk("1", "1", "go case.nation", "next", "yes")

    assert (talk.value("case.nation"), talk.value("contract.wanted")) == ("England", True)


@pytest.mark.parametrize("name", ["contract.large", "person[Cleo].roles", "form", "person[Ann].name"])
def test_what_is_not_asked_cannot_be_gone_to(name: str) -> None:
    """It is worked out, fixed, or about nobody."""
    assert "cannot be asked" in Talk(*PEOPLE, "Ann", f"go {name}").said


def test_a_question_about_a_row_is_left_when_the_row_is_undone() -> None:
    """The conversation goes on with what matters."""
    talk = Talk(*PEOPLE, "Ann", "go person[Ann].remark", "undo", "Bob")

    assert talk.value("person") == RowSet(("Bob",))


def test_clearing_what_was_not_said_is_told() -> None:
    """A slip in a name does not pass for a change."""
    assert "has no answer to take back" in Talk("1", "clear case.nation").said


def test_the_review_shows_notes_and_who_was_asked() -> None:
    """Beside each answer."""
    assert "Not sure (left to Buyer) (note: ask Jo)" in Talk("1", "? @buyer ask Jo", "review").said


def test_an_export_is_written_over_only_when_that_is_said(tmp_path: Path) -> None:
    """`export! FILE` says it; what people wrote on it stays, and what the guide did not write is never written over."""
    file = tmp_path / "list.md"
    Talk("1", f"export {file}")
    mine = file.read_text(encoding="utf-8").replace("## In short", "Mine.\n\n## In short")
    file.write_text(mine, encoding="utf-8")
    assert "is there already" in Talk("2", f"export {file}").said
    assert file.read_text(encoding="utf-8") == mine
    Talk("2", f"export! {file}")
    assert "\nMine.\n" in file.read_text(encoding="utf-8") != mine

    file.write_text("mine", encoding="utf-8")
    assert "it has no record of what the guide wrote" in Talk("1", f"export! {file}").said
    assert file.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("name", ["case.toml", "none/list.md", ".", "a\x00b"])
def test_an_export_that_cannot_be_is_explained(name: str, tmp_path: Path) -> None:
    """Over a case least of all; the conversation goes on."""
    talk = Talk("1", f"export! {tmp_path / name}", "1")

    assert "That does not work" in talk.said
    assert talk.value("case.nation") == "England"
    assert list(tmp_path.iterdir()) == []


def test_the_input_may_end_in_the_middle_of_a_line() -> None:
    """What was typed so far counts, and is saved."""
    talk = Talk("1", "England", end="")

    assert (talk.code, talk.value("case.nation"), talk.saved[-1]) == (0, "England", 2)


def test_a_disk_that_is_full_loses_nothing() -> None:
    """The reason is told, the conversation goes on, and the next answer saves both."""
    talk = Talk("1", "1", "yes", full=(2,))

    assert "the disk is full" in talk.said
    assert (talk.code, talk.saved) == (0, [1, 3])


def test_saving_can_be_tried_again() -> None:
    """When there is room again."""
    talk = Talk("1", "save", full=(1,))

    assert "Saved." in talk.said
    assert (talk.code, talk.saved) == (0, [1])


def test_nobody_stops_by_accident_while_nothing_is_saved() -> None:
    """`quit` tries once more; `quit!` stops all the same, and the exit code says so."""
    never = tuple(range(1, 9))
    kept = Talk("1", "quit", "1", full=(1, 2))
    lost = Talk("1", "quit", "quit!", "1", full=never)

    assert (kept.code, kept.saved) == (0, [2])
    assert (lost.code, lost.value("case.nation")) == (3, None)
    assert Talk("1", full=never).code == 3


def test_help_has_every_word() -> None:
    """What it says works; what works it says."""
    words = sorted({line.split()[0].rstrip(",") for line in (HELP + "\n" + LISTS).splitlines() if line.startswith("  ")})

    assert " ".join(words) == "? add all back clear copy export go law like list more next on paste plan preview quit remove rename review save table undo why"


def test_every_line_can_be_read_aloud() -> None:
    """No codes, no brackets around headings, no drawing."""
    said = Talk("1", "1", "yes", "150000", "list", "review", "why", "why publish-notice", "more", "help").said

    assert not [c for c in said if not (c.isprintable() or c == "\n")]
    assert "Section: The contract." in said


def test_an_answer_kept_is_what_was_typed() -> None:
    """Notes keep their words."""
    assert Talk("1", "?  ask Jo ").session.answers[Cell("case.nation")] == Answer(UNKNOWN, "ask Jo")
