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


def test_a_figure_that_outlives_what_reads_it_is_found(tmp_path: Path) -> None:
    """Its last day was mistyped, or that of the item."""
    shutil.copytree(BAD.parent / "base", tmp_path / "book")
    file = tmp_path / "book" / "rules" / "contract.toml"
    text = file.read_text(encoding="utf-8").replace("from.2020-01-01 = 100_000", "until = 2026-12-31\nfrom.2020-01-01 = 100_000")
    for ends, said in (("2026-12-30", ["the last figure of `large_from` ends on 2026-12-31, and nothing reads it after 2026-12-30"]), ("2026-12-31", [])):
        file.write_text(text.replace('due = "30 days', f'until = {ends}\ndue = "30 days'), encoding="utf-8")
        assert [finding.message for finding in check(tmp_path / "book")] == said


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


SLIPS = [
    ('level = "must"', "level = must", "R002", "put a text in quotes"),
    ('level = "must"', "level = “must”", "R002", "straight ones"),
    ('level = "must"', 'level = "must', "R002", "a quotation mark is missing"),
    ('level = "must"', 'level "must"', "R002", "an entry is a key, `=` and a value"),
    ("[item.file-the-rules]", "[item.file the rules]", "R002", "a header has no spaces"),
    ("[item.file-the-rules]", "<<<<<<< ours\n[item.file-the-rules]", "R002", "take the marks out"),
    ("from.2020-01-01 =", "from 2020-01-01 =", "R002", "a key is one word"),
    ("on = 2026-04-01", "on = 2026-4-1", "R002", "like 2026-01-05"),
    ("100_000\n\n", '"100,000"\n\n', "R304", "without quotes"),
    ('["mutual.form is society"]', '"mutual.form is society"', "R304", "square brackets"),
    ('["mutual.form is society"]', '["mutual.form = society"]', "R201", "write `is` for `=`"),
    ('["mutual.form is society"]', '["mutual.form is society or company"]', "R104", ""),
    ('["mutual.form is society"]', '["contract.wanted and mutual.form is society"]', "R201", "a line for each"),
    ('["mutual.form is society"]', '["contract.wanted or mutual.form is society"]', "R201", "a rule for each"),
    ('due = "30 days beginning', 'due = "large from beginning', "R204", "did you mean `large_from`?"),
    ('expect.ruled_out = ["publish-the-notice", "file-the-rules", "scores-for-the-manager"]', 'expect.ruled_out = "file-the-rules"', "R304", "also of one"),
    ("[test.small-contract]", "[item.file-the-rules.more]\n[test.small-contract]", "R301", ""),
]


@pytest.mark.parametrize(("right", "wrong", "code", "help"), SLIPS)
def test_a_slip_of_somebody_who_never_programmed_is_met_with_what_to_do(tmp_path: Path, right: str, wrong: str, code: str, help: str) -> None:
    """One finding, with the help that mends it; what follows from it is not told."""
    shutil.copytree(BAD.parent / "base", tmp_path / "book")
    file = tmp_path / "book" / "rules" / "contract.toml"
    text = file.read_text(encoding="utf-8")
    assert right in text
    file.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    errors = [finding for finding in check(tmp_path / "book") if finding.severity == "error"]
    assert [(finding.code, help in finding.help) for finding in errors] == [(code, True)]


def test_what_all_tests_of_a_file_are_given_is_told_of_once(tmp_path: Path) -> None:
    """However many tests there are."""
    shutil.copytree(BAD.parent / "base", tmp_path / "book")
    file = tmp_path / "book" / "rules" / "contract.toml"
    file.write_text(file.read_text(encoding="utf-8") + "\n[given]\ncontract.wantd = true\n", encoding="utf-8")
    assert [finding.code for finding in check(tmp_path / "book")] == ["R208"]


def test_the_second_of_two_says_where_the_first_stands(tmp_path: Path) -> None:
    """In another file."""
    shutil.copytree(BAD.parent / "base", tmp_path / "book")
    file = tmp_path / "book" / "rules" / "contract.toml"
    (file.parent / "copy.toml").write_text('[param.large_from]\ncite = "publish-notice"\nfrom.2020-01-01 = 1\n', encoding="utf-8")
    assert next(finding.help for finding in check(tmp_path / "book") if finding.code == "R303").endswith("the first stands in rules/contract.toml")


def test_a_raised_level_does_not_stand_for_an_items_own(tmp_path: Path) -> None:
    """A test in which the item is a must says nothing of the should that it is elsewhere."""
    shutil.copytree(BAD.parent / "base", tmp_path / "book")
    file = tmp_path / "book" / "rules" / "contract.toml"
    text = file.read_text(encoding="utf-8").replace('level = "should"', 'level = "should"\nraised.must = ["contract.wanted"]')
    file.write_text(
        text.replace('file-rules = "should"', 'file-rules = "must"').replace('file-the-rules = "should"', 'file-the-rules = "must"'), encoding="utf-8"
    )
    assert [finding.message for finding in check(tmp_path / "book")] == ["no test expects `file-the-rules` where it is a `should`"]
