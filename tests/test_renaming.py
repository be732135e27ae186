"""What a renaming changes: every place of a name, and nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import guide
from commanding import output, run
from guide.booktests import run as run_tests
from guide.cli import main
from guide.loader import load
from guide.renaming import RenameError, rename
from guide.renaming.names import kinds_of

BOOKS = Path(__file__).parent / "books" / "good"
WORKED = load(BOOKS / "worked", tests=True)


def everything(folder: Path) -> dict[str, str]:
    """The files of a folder."""
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*")) if path.is_file()}


def renamed(folder: Path, old: str, new: str) -> None:
    """Renames, and writes what changes."""
    for one in rename(folder, old, new)[1]:
        one.path.unlink()
        one.to.write_text(one.after, encoding="utf-8")


def names_of(book: guide.loader.Rulebook) -> list[tuple[str, str]]:  # type: ignore[name-defined]
    """Some names of each kind, each with another that fits its kind."""
    facts = [id for id, fact in book.facts.items() if not fact.list and id != "case.as_at"]
    attributes = [id for id, fact in book.facts.items() if fact.list]
    options = [f"{id}.{option}" for id, fact in book.facts.items() for option in fact.options]
    found = [(id, f"{id}_renamed") for id in facts]
    found += [(id, f"{id}_renamed") for id in [*attributes, *book.lists, *book.params]]
    found += [(name, f"{name}-renamed") for name in [*options, *book.rules, *book.items, *book.tests, *book.pages, *book.articles]]
    found += [(name, f"{name}-renamed") for name in [*book.roles, *book.stages, *book.sections, *book.calendars]]
    return [(old, new) for old, new in found if len(kinds_of(book, old)) == 1]


@pytest.mark.parametrize(("old", "new"), [*names_of(WORKED)[::30], ("mfa.total", "aid.total"), ("council.roles", "us.roles")])
def test_there_and_back_is_no_change_and_the_tests_pass_between(tmp_path: Path, old: str, new: str) -> None:
    """Whatever the name is of: facts with their subject, attributes, options, lists, rules, pages ..."""
    folder = tmp_path / "book"
    shutil.copytree(BOOKS / "worked", folder)
    before = everything(folder)
    renamed(folder, old, new)
    report = run_tests(load(folder, tests=True), ())
    assert (report.tests, list(report.failures)) == (len(WORKED.tests), [])
    renamed(folder, new, old)
    assert everything(folder) == before


def test_a_name_in_a_comment_or_in_words_for_people_stays(tmp_path: Path) -> None:
    """Only what the guide reads as a name is one."""
    shutil.copytree(BOOKS / "small", tmp_path / "book")
    file = tmp_path / "book" / "rules" / "contract.toml"
    file.write_text(file.read_text(encoding="utf-8") + "\n# contract.wanted is asked first\n", encoding="utf-8")
    renamed(tmp_path / "book", "contract.wanted", "contract.planned")
    assert "# contract.wanted is asked first" in file.read_text(encoding="utf-8")
    assert "[fact.contract.planned]" in file.read_text(encoding="utf-8")


BAD = [
    ("contract.wannted", "contract.planned", "nothing is called `contract.wannted`"),
    ("contract.wanted", "contract.value", "there is a fact `contract.value` already"),
    ("contract.wanted", "Contract Wanted", "is not a name for a fact"),
    ("publish-notice", "publish_notice", "is not a name for an item"),
]


@pytest.mark.parametrize(("old", "new", "words"), BAD)
def test_a_renaming_that_cannot_be_says_why(old: str, new: str, words: str) -> None:
    """Unknown, taken, or not a name."""
    with pytest.raises(RenameError, match=words):
        rename(BOOKS / "small", old, new)


def test_a_subject_that_is_written_apart_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    """A key inside `given.contract = { ... }` cannot get another subject where it stands."""
    shutil.copytree(BOOKS / "small", tmp_path / "book")
    with pytest.raises(RenameError, match=r"contract.toml:\d+: `contract` is written apart from `wanted`"):
        rename(tmp_path / "book", "contract.wanted", "deal.wanted")


def test_saved_cases_get_the_name_with_the_rulebook_or_after_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command says so; an answer under an old name is kept until then, and not used."""
    book, case = tmp_path / "book", tmp_path / "cases" / "one.toml"
    shutil.copytree(BOOKS / "small", book)
    case.parent.mkdir()
    assert run("answer", str(case), "case.nation=England", "contract.wanted=yes") == 0
    arguments = ["rename", "--rules", str(book), "contract.wanted", "contract.planned"]
    assert main([*arguments, "--dry-run"]) == 0
    assert "+[fact.contract.planned]" in output(capsys)
    assert everything(book) == everything(BOOKS / "small")
    assert main(arguments) == 0
    assert "--cases FOLDER" in capsys.readouterr().err
    assert main([*arguments, "--cases", str(case.parent)]) == 0
    assert "planned = true" in case.read_text(encoding="utf-8")
    assert main(arguments) == 2
    assert "nothing is called `contract.wanted`" in capsys.readouterr().err
