"""Files of other formats: an older one is read and written anew in the current one, a newer one is left alone.

There is one format so far. The older and the newer one here are made up, and so are the steps between them.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from commanding import run
from guide.cases import CaseError, formats, load_case, new_case, save_case, with_answers
from guide.cases.formats import Format, Table
from guide.records import RecordError
from guide.records.record import read_record
from guide.values import Answer, Cell
from small import ON, SMALL

OLDER = '# mine\nformat = 1\nname = "Leisure"\nday = 2026-04-01\n[said]\n"contract.wanted" = true\n"contract.value" = 5.50\n[colours]\nn = 1\n'
SAID = {Cell("contract.wanted"): Answer(True), Cell("contract.value"): Answer(7)}


def renamed(table: Table) -> Table:
    """From the made-up format 1 to 2: two keys have other names."""
    names = {"name": "title", "day": "as_at"}
    return {names.get(key, key): value for key, value in table.items()}


def nested(table: Table) -> Table:
    """From the made-up format 2 to 3: answers stand in tables of their subjects."""
    said = table.pop("said")
    assert isinstance(said, dict)
    answers: dict[str, dict[str, object]] = {}
    for name, value in said.items():
        subject, _, attribute = name.partition(".")
        answers.setdefault(subject, {})[attribute] = value
    return {**table, "answers": answers}


@pytest.fixture
def third(monkeypatch: pytest.MonkeyPatch) -> None:
    """A guide whose cases have the made-up format 3."""
    monkeypatch.setattr(formats, "CASE", Format(3, {1: renamed, 2: nested}))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "case.toml"
    found.write_text(OLDER, encoding="utf-8")
    return found


@pytest.mark.usefixtures("third")
def test_an_older_case_is_read_step_by_step(path: Path) -> None:
    """From two formats before; reading leaves the file as it is, keys that nobody knows are kept."""
    case = load_case(path, SMALL)
    assert (case.title, case.as_at, case.answers[Cell("contract.wanted")].value) == ("Leisure", date(2026, 4, 1), True)
    assert case.extra == {"colours": {"n": 1}}
    assert path.read_text(encoding="utf-8") == OLDER


@pytest.mark.usefixtures("third")
def test_it_is_saved_in_the_current_format_and_the_older_file_stays(path: Path) -> None:
    """As `<name>~`, to the letter; every command reads it on the way."""
    assert run("verify", str(path)) == 3  # it names no rulebook
    assert run("answer", str(path), "contract.value=7") == 0
    assert path.with_name("case.toml~").read_text(encoding="utf-8") == OLDER
    text = path.read_text(encoding="utf-8")
    assert text.startswith("format = 3\n")
    assert "[colours]\nn = 1\n" in text
    assert SAID.items() <= load_case(path, SMALL).answers.items()


@pytest.mark.usefixtures("third")
def test_what_is_wrong_in_an_older_case_is_told_and_nothing_is_written(path: Path) -> None:
    """In the words of the current format."""
    path.write_text(OLDER.replace("day =", "days ="), encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(CaseError, match="`as_at` is missing"):
        load_case(path, SMALL)
    with pytest.raises(CaseError, match="the case is not saved"):
        save_case(path, new_case(SMALL, ON), SMALL)
    assert path.read_bytes() == before


def test_a_newer_case_is_refused_by_every_command(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is read from it, nothing written over it."""
    save_case(path.with_name("new.toml"), with_answers(new_case(SMALL, ON), SAID), SMALL)
    path.write_text(path.with_name("new.toml").read_text(encoding="utf-8").replace("format = 1", "format = 2", 1), encoding="utf-8")
    before = path.read_bytes()
    for command in (["next"], ["verify"], ["moved"], ["checklist"], ["ask", "--plain"], ["plan"], ["answer", "contract.value=7"], ["clear", "contract.value"]):
        assert run(command[0], str(path), *command[1:]) == 3
        assert "a newer guide wrote this case (format 2): open it with that guide" in capsys.readouterr().err
    assert path.read_bytes() == before
    assert not path.with_name("case.toml~").exists()


def test_a_record_of_an_older_format_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """A checklist that an older guide wrote keeps its ticks; one of a newer guide is left alone."""
    old = 'format = 1\nguide = ""\nwithout_names = false\nwithheld = false\nas_at = "2026-04-01"\nwritten = []\nticked = ["a"]\n'
    tail = '[rulebook]\nversion = ""\ndigest = ""\n[entries]\n[case]\n'
    monkeypatch.setattr(formats, "RECORD", Format(2, {1: lambda table: {"audience": "everything", **table}}))
    assert read_record(f"<!-- guide:record\n{old}{tail}-->\n").ticked == ("a",)
    with pytest.raises(RecordError, match=r"a newer guide wrote it \(format 3\): use that guide"):
        read_record(f"<!-- guide:record\n{old.replace('format = 1', 'format = 3')}{tail}-->\n")


@pytest.mark.parametrize("steps", [{}, {1: renamed}, {1: renamed, 2: nested, 3: renamed}])
def test_no_format_may_be_given_up(steps: dict[int, formats.Step]) -> None:
    """A new format comes with a step from each before it."""
    with pytest.raises(ValueError, match="format 3 needs a step from each of the formats before it"):
        Format(3, steps)
