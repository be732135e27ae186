"""What authors are told about their mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest

from guide.check import check
from guide.diagnostics import render_text
from guide.loader import RulebookError, load

BAD = Path(__file__).parent / "books" / "bad"


@pytest.mark.parametrize("book", ["six-errors"])
def test_a_bad_book_gives_its_expected_report(book: str) -> None:
    """Every mistake of a book is told at once, with file, line, column, the words underlined and help."""
    findings = check(BAD / book)

    assert render_text(findings, BAD / book) + "\n" == (BAD / book / "expected.txt").read_text(encoding="utf-8")


def test_six_kinds_of_mistake_are_found_in_one_go() -> None:
    """A misspelt name, an unknown option, a wrong type, a cycle, a missing page and broken TOML: one finding each."""
    findings = check(BAD / "six-errors")

    assert sorted(finding.code for finding in findings) == ["R002", "R101", "R103", "R104", "R105", "R501"]


def test_names_of_an_unreadable_file_raise_no_error_of_their_own() -> None:
    """`broken.one` is declared in a file that is not TOML; the rule that reads it is not blamed."""
    messages = [finding.message for finding in check(BAD / "six-errors")]

    assert not any("broken.one" in message for message in messages)


def test_a_bad_book_does_not_load() -> None:
    """Loading raises with the same findings."""
    with pytest.raises(RulebookError) as error:
        load(BAD / "six-errors")

    assert len(error.value.findings) == 6


def test_a_folder_without_rules_is_named(tmp_path: Path) -> None:
    """The message says which folder, and what should be in it."""
    with pytest.raises(RulebookError) as error:
        load(tmp_path)

    assert str(tmp_path) in error.value.findings[0].message
