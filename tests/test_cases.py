"""Case files: what is saved is what is loaded, and nothing that goes wrong costs an answer."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given

from guide.cases import Case, CaseError, load_case, new_case, save_case, with_answers
from guide.model import Rulebook
from guide.values import UNKNOWN, Answer, Answers, Cell, Choices, NotYet, RowSet
from small import ON, SMALL, answers, patient, smaller_books, words

BOOK = Path(__file__).parent / "books/good/small"
HEAD = 'format = 1\ntitle = "T"\nas_at = 2026-04-01\n'


@patient
@given(answers(), words)
@example({Cell("person.related_to", "Who?"): Answer(Choices(frozenset({"Who?"}), frozenset({"Who", "??"})))}, "")
def test_what_is_saved_is_what_is_loaded(said: dict[Cell, Answer], title: str) -> None:
    """Any answers, in any words, come back equal."""
    with tempfile.TemporaryDirectory() as folder:
        case = with_answers(new_case(SMALL, ON, title), said)
        save_case(Path(folder) / "case.toml", case, SMALL)
        assert case == load_case(Path(folder) / "case.toml", SMALL)


@patient
@given(answers(), smaller_books())
def test_a_smaller_rulebook_loses_nothing(said: dict[Cell, Answer], smaller: Rulebook) -> None:
    """A case that went through the hands of a rulebook without some of its questions comes back whole."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case.toml"
        save_case(path, case_of(said), SMALL)
        between = load_case(path, smaller)
        assert between.answers.items() <= said.items()
        save_case(path, between, smaller)
        assert case_of(said) == load_case(path, SMALL)


# --- the form of the file ---------------------------------------------------------


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "case.toml"


def case_of(said: Answers) -> Case:
    return with_answers(new_case(SMALL, ON, "Leisure"), said)


def loaded(path: Path, text: str) -> Case:
    path.write_text(text, encoding="utf-8")
    return load_case(path, SMALL)


def problems(act: Callable[[], object]) -> str:
    with pytest.raises(CaseError) as caught:
        act()
    return str(caught.value)


def test_a_file_reads_like_a_test_of_the_rulebook(path: Path) -> None:
    """The whole file, looked at by a person."""
    said = {
        Cell("person"): Answer(RowSet(("Ann", "Bob"))),
        Cell("person.name", "Ann"): Answer("Ann"),
        Cell("person.name", "Bob"): Answer("Bob"),
        Cell("person.roles", "Ann"): Answer(Choices(frozenset({"member", "evaluator"}), frozenset({"director"})), "ask Bob", "clerk"),
        Cell("person.roles", "Cleo"): Answer(Choices()),
        Cell("person.reports_to", "Bob"): Answer("Cleo"),
        Cell("contract.signed_on"): Answer(NotYet(ON)),
        Cell("contract.value"): Answer(Fraction("120000.5")),
        Cell("contract.wanted"): Answer(True),
        Cell("case.nation"): Answer(UNKNOWN, left_to="buyer"),
    }
    save_case(path, case_of(said), replace(SMALL, digest="0abc"))
    expected = (BOOK / "case.expected.toml").read_text(encoding="utf-8")
    assert expected == path.read_text(encoding="utf-8")
    assert load_case(path, SMALL).digest == "0abc"


def test_the_order_of_answers_does_not_show(path: Path) -> None:
    """Two files of equal answers are equal, so that a diff shows only what changed."""
    said = {cell: Answer(True) for cell in (Cell("contract.wanted"), Cell("person.paid", "B"), Cell("person.paid", "A"))}
    save_case(path, case_of(said), SMALL)
    save_case(path.with_name("other.toml"), case_of(dict(reversed(said.items()))), SMALL)
    assert path.read_bytes() == path.with_name("other.toml").read_bytes()


def test_not_yet_of_another_day_keeps_its_day(path: Path) -> None:
    """An answer given before the as-at date moved on still says when it was given."""
    said = {Cell("contract.signed_on"): Answer(NotYet(ON))}
    save_case(path, with_answers(case_of({}), said, date(2026, 5, 1)), SMALL)
    assert "not_yet_on = 2026-04-01" in path.read_text(encoding="utf-8")
    assert said == load_case(path, SMALL).answers


def test_unknown_keys_and_answers_are_kept(path: Path) -> None:
    """What another guide wrote survives a save by this one, and is not used."""
    text = (
        'colour = "green"\n' + HEAD + '[answers.old]\nthing = 1.50\n[answers.contract]\nlarge = true\n[[answers.person]]\nname = "Ann"\nshoe = { size = 4 }\n'
        '[notes."old.thing"]\nnote = "why"\n[colours]\nn = nan\n'
    )
    case = loaded(path, text)
    assert {Cell("person"), Cell("person.name", "Ann")} == set(case.answers)
    save_case(path, case, SMALL)
    again = load_case(path, SMALL)
    assert case.unknown == again.unknown == {"old.thing": again.unknown["old.thing"], "contract.large": True, "person[Ann].shoe": {"size": 4}}
    assert again.unknown_notes == {"old.thing": {"note": "why"}}
    assert list(again.extra) == ["colour", "colours"]


def test_answering_again_puts_the_kept_answer_aside(path: Path) -> None:
    """A kept answer that no longer fits gives way to a new one, with its note."""
    case = loaded(path, HEAD + '[kept]\n"contract.wanted" = 7\n[notes."contract.wanted"]\nnote = "old"\n')
    save_case(path, with_answers(case, {Cell("contract.wanted"): Answer(True)}), SMALL)
    assert case_of({Cell("contract.wanted"): Answer(True)}) == replace(load_case(path, SMALL), title="Leisure")


# --- files that are no cases --------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a = \n", "line 1, column 5: this is not TOML"),
        (HEAD.replace("1", "2", 1), "a newer guide wrote this case (format 2)"),
        ('title = "T"\n', "it does not say `format = 1`"),
        ("format = true\n", "it does not say `format = 1`"),
        ("format = 1\n", "`as_at` is missing"),
        ("format = 1\nas_at = 2026-04-01T10:00:00\n", "`as_at` must be a date"),
        (HEAD + "answers = 3\n", "`answers` must be a table"),
        (HEAD + "[answers.contract]\nwanted = 7\n", "line 5: `contract.wanted`: answer yes, no or not sure"),
        (HEAD + "[answers.case]\nnation = 'Walse'\n", "did you mean `Wales`?"),
        (HEAD + "[[answers.person]]\nname = 'A'\n[[answers.person]]\nname = 'A'\n", "line 6: row 2 of `person`: two rows are called `A`"),
        (HEAD + "[[answers.person]]\nname = 'A'\npaid = 9\n", "line 4: row 1 of `person`: `paid`: answer yes, no or not sure"),
        (HEAD + "[[answers.person]]\nname = 'Ann'\nreports_to = 'Anne'\n", "`person[Ann].reports_to` names `Anne`"),
        (HEAD + "[answers]\nperson = 3\n", "`person`: answer with a list of rows"),
        (HEAD + "[notes]\n'contract.wanted' = 3\n", "`notes.contract.wanted` must be a table of texts"),
        (HEAD + "[notes.'contract.wanted']\nby = 'me'\n", "`by` is not a key of `notes.contract.wanted`"),
        (HEAD + "x = 1e99999999999999999999\n", "a number in the file is too long"),
        (HEAD + f"x = {'9' * 5000}\n", "a number in the file is too long"),
        (HEAD + f"x = {'[' * 5000}\n", "nested too deeply"),
        ("\ufeff" + HEAD + "[answers.contract]\nvalue = 1e31\n", "line 5: `contract.value`: the number is too large"),
    ],
)
def test_a_file_that_does_not_fit_says_why(path: Path, text: str, said: str) -> None:
    """The message has the path and the reason; neither reading nor saving touches the file."""
    found = problems(lambda: loaded(path, text))
    assert said in found
    assert found.startswith(str(path))
    assert "the case is not saved: " in problems(lambda: save_case(path, case_of({}), SMALL))
    assert text == path.read_text(encoding="utf-8")


def test_all_that_is_wrong_is_said_at_once(path: Path) -> None:
    """Two misfits, a line each below the path."""
    found = problems(lambda: loaded(path, HEAD + "[answers.contract]\nwanted = 7\nlength = -1\n")).splitlines()
    assert found[0] == f"{path}:"
    assert [line.split(": ")[:2] for line in found[1:]] == [["  line 5", "`contract.wanted`"], ["  line 6", "`contract.length`"]]


def test_what_is_no_text_file_says_so(path: Path) -> None:
    """No file, no folder, a folder, a pipe, another encoding, a bad name and a loop of links each have their message."""
    assert "there is no such file" in problems(lambda: load_case(path, SMALL))
    assert "there is no such folder" in problems(lambda: save_case(path / "x" / "case.toml", case_of({}), SMALL))
    assert "this is a folder" in problems(lambda: load_case(path.parent, SMALL))
    assert "this is a folder" in problems(lambda: save_case(path.parent, case_of({}), SMALL))
    assert "this is no name of a file" in problems(lambda: load_case(path / "\0", SMALL))
    path.write_bytes("é".encode("latin-1"))
    assert "not UTF-8 text (byte 0)" in problems(lambda: load_case(path, SMALL))
    os.mkfifo(path.with_name("pipe"))
    assert "this is a device" in problems(lambda: load_case(path.with_name("pipe"), SMALL))
    path.with_name("loop").symlink_to(path.with_name("loop"))
    assert "cannot be read" in problems(lambda: save_case(path.with_name("loop"), case_of({}), SMALL))


def test_a_file_may_not_be_ours_to_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file without permission is neither read nor written over."""
    path.write_text("", encoding="utf-8")
    monkeypatch.setattr(Path, "read_bytes", failing(errno.EACCES))
    assert "the file cannot be read: you do not have permission" in problems(lambda: load_case(path, SMALL))
    assert "the case is not saved" in problems(lambda: save_case(path, case_of({}), SMALL))


# --- saving ---------------------------------------------------------------------------


def failing(number: int) -> Callable[..., Any]:
    """A function that raises the operating system's error."""

    def fail(*args: object, **kwargs: object) -> None:
        raise OSError(number, os.strerror(number))

    return fail


YES, NO = ({Cell("contract.wanted"): Answer(value)} for value in (True, False))


def test_the_version_before_stays_beside_the_file(path: Path) -> None:
    """Each save keeps what it replaces as `case.toml~`; a save that changes nothing keeps that."""
    save_case(path, case_of(YES), SMALL)
    assert [path] == list(path.parent.iterdir())
    for _ in range(2):
        save_case(path, case_of(NO), SMALL)
        assert (load_case(path.with_name("case.toml~"), SMALL).answers, load_case(path, SMALL).answers) == (YES, NO)
    assert len(list(path.parent.iterdir())) == 2


def test_a_disk_without_hard_links_keeps_a_copy(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The version before is copied where it cannot be linked."""
    monkeypatch.setattr(os, "link", failing(errno.EPERM))
    save_case(path, case_of(YES), SMALL)
    save_case(path, case_of(NO), SMALL)
    assert load_case(path.with_name("case.toml~"), SMALL).answers == YES
    assert path.with_name("case.toml~").stat().st_mode & 0o777 == 0o600


def test_only_the_owner_may_read_a_case(path: Path) -> None:
    """Cases name people, so their files are private."""
    save_case(path, case_of(YES), SMALL)
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_link_stays_a_link(path: Path) -> None:
    """Saving through a symbolic link writes the file that it names."""
    real = path.with_name("real.toml")
    path.symlink_to(real)
    save_case(path, case_of(YES), SMALL)
    assert path.is_symlink()
    assert load_case(real, SMALL).answers == YES


def test_a_crash_before_the_replacement_leaves_the_old_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever happens between writing and replacing, the old file is whole and nothing else is left."""
    save_case(path, case_of(YES), SMALL)
    old = path.read_bytes()

    def crash(source: object, target: object) -> None:
        if target == path:
            raise KeyboardInterrupt
        rename(source, target)

    rename: Callable[[Any, Any], None] = os.replace
    monkeypatch.setattr(os, "replace", crash)
    with pytest.raises(KeyboardInterrupt):
        save_case(path, case_of(NO), SMALL)
    assert old == path.read_bytes() == path.with_name("case.toml~").read_bytes()
    assert len(list(path.parent.iterdir())) == 2
    monkeypatch.undo()
    save_case(path, case_of(NO), SMALL)
    assert (load_case(path, SMALL).answers, load_case(path.with_name("case.toml~"), SMALL).answers) == (NO, YES)
    assert len(list(path.parent.iterdir())) == 2


@pytest.mark.parametrize(
    ("name", "number", "said"),
    [
        ("os.fsync", errno.ENOSPC, "the disk is full"),
        ("tempfile.mkstemp", errno.EROFS, "the folder is read-only"),
        ("tempfile.mkstemp", errno.EACCES, "you do not have permission"),
        ("os.replace", errno.EIO, "input/output error"),
    ],
)
def test_a_disk_that_does_not_take_it_leaves_the_old_file(path: Path, monkeypatch: pytest.MonkeyPatch, name: str, number: int, said: str) -> None:
    """The message says why the case is not saved."""
    save_case(path, case_of(YES), SMALL)
    monkeypatch.setattr(name, failing(number))
    found = problems(lambda: save_case(path, case_of(NO), SMALL))
    monkeypatch.undo()
    assert f"{path}: the case is not saved: {said}" == found
    assert load_case(path, SMALL).answers == YES
    assert [path] == list(path.parent.iterdir())


@pytest.mark.parametrize(
    "said",
    [
        {Cell("person"): Answer(RowSet(("?",)))},
        {Cell("contract.wanted"): Answer("maybe")},
        {Cell("service.name"): Answer("\ud800")},
        {Cell("person"): Answer(RowSet(("Ann",))), Cell("person.name", "Ann"): Answer("Anne")},
    ],
)
def test_what_would_not_read_back_is_not_saved(path: Path, said: Answers) -> None:
    """Answers that no person can give never reach a file."""
    assert "the case is not saved: " in problems(lambda: save_case(path, case_of(said), SMALL))
    assert not path.exists()
