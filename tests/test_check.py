"""What authors are told about their mistakes."""

from __future__ import annotations

import shutil
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


WAIT = """
[param.wait]
unit = "days"
cite = "publish-notice"
from.2020-01-02 = 3

[fact.contract.waited_on]
type = "date"
date = "wait after contract.signed_on"
"""
FIGURES = [
    ('from.2020-01-01 = { value = 100_000, cite = "publish-notise" }', "R105", "there is no page `publish-notise`"),
    ('from.2020-01-01 = { value = 100_000, cit = "publish-notice" }', "R301", "`cit` is not a key of this table"),
    ('from.2020-01-01 = { cite = "publish-notice" }', "R302", "`value` is missing"),
    ('from.2020-01-01 = { value = "much" }', "R304", "a figure must be a number or a date"),
    ("from.2019-12-31 = 100_000", "R406", "`large_from` has a figure from 2019-12-31, when `publish-notice` is not in force"),
    ("from.2020-01-02 = 100_000", "R401", "`large_from` has no figure on 2020-01-01, when the item `publish-the-notice` needs it"),
    (f"from.2020-01-01 = 100_000\n{WAIT}", "R406", "the first figure of `wait` starts on 2020-01-02, not on 2020-01-01"),
    ("from.2020-01-01 = 100_000\n\n[param.spare]\nfrom.2020-01-01 = 1", "R503", "`spare` decides nothing: nothing reads it"),
]


@pytest.mark.parametrize(("figures", "code", "said"), FIGURES)
def test_what_is_wrong_with_a_figure_is_found(tmp_path: Path, figures: str, code: str, said: str) -> None:
    """Its page, its keys, its value, its first day; and that nothing reads it."""
    shutil.copytree(BAD.parent / "base", tmp_path / "book")
    file = tmp_path / "book" / "rules" / "contract.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("from.2020-01-01 = 100_000", figures), encoding="utf-8")
    assert (code, said) in {(finding.code, finding.message) for finding in check(tmp_path / "book")}


def test_a_figure_may_start_with_what_reads_it(tmp_path: Path) -> None:
    """The law is older; the figure came with a duty of its own."""
    shutil.copytree(BAD.parent / "base", tmp_path / "book")
    file = tmp_path / "book" / "rules" / "contract.toml"
    text = file.read_text(encoding="utf-8").replace("from.2020-01-01 = 100_000", "from.2023-05-01 = 100_000")
    file.write_text(text.replace('due = "30 days', 'from = 2023-05-01\ndue = "30 days'), encoding="utf-8")
    assert check(tmp_path / "book") == ()


def test_a_time_limit_without_a_figure_is_found(tmp_path: Path) -> None:
    """As in a line."""
    shutil.copytree(BAD.parent / "base", tmp_path / "book")
    file = tmp_path / "book" / "rules" / "contract.toml"
    text = file.read_text(encoding="utf-8").replace('due = "30 days', 'due = "notice_time')
    file.write_text(f'{text}\n[param.notice_time]\nunit = "days"\ncite = "publish-notice"\nfrom.2021-01-01 = 30\n', encoding="utf-8")
    found = [finding for finding in check(tmp_path / "book") if finding.code == "R401"]
    assert [(finding.message, finding.place.keys[-1]) for finding in found] == [
        ("`notice_time` has no figure on 2020-01-01, when the item `publish-the-notice` needs it", "due")
    ]
