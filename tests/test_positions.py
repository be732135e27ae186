from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from guide.lines import Place
from guide.positions import Keys, Span, locate, marks

RULES = Path(__file__).parents[1] / "rules"

BOOK = '''#:schema ../rulebook.schema.json
title = "Community right to challenge"

[fact.challenge.received_on]
ask = "When?"
type = "date"
only_if = [
  "challenge.exists", # the first
  # not a line
  "not challenge.withdrawn",
]

[param."light touch"]
from.2024-01-01 = 663_540
from."2026-01-01" = { value = 5, unit = "£" }
'unit' = "GBP"

[rule.body-listed]
when = ["p.roles has chalenger", "p.role is p"]
for = { p = "person", q = "person" }
note = """First
second chalenger line"""
given.case.topics = ["conflict-check"]
given.person = [ { name = "Zoë", roles = ["evaluator"] }, { name = "B", "a b".c = [1, [2, 3]] } ]

[list.person.row.roles]
many = ["evaluator"]

[[step]]
does = "first"
[[step]]
does = "second"
[step.who]
is = "clerk"
'''


def pointed(root: Path, toml: str, place: Place) -> tuple[int, str]:
    """The line and the words that a place underlines when its file says this."""
    (root / place.file).write_bytes(toml.encode())
    span = locate(root, place)
    return span.line, span.text[span.column - 1 : span.end_column - 1]


@pytest.mark.parametrize(
    ("keys", "line", "words"),
    [
        (("title",), 2, '"Community right to challenge"'),
        (("fact", "challenge", "received_on"), 4, "[fact.challenge.received_on]"),
        (("fact", "challenge", "received_on", "type"), 6, '"date"'),
        (("fact", "challenge", "received_on", "only_if"), 7, "["),
        (("fact", "challenge", "received_on", "only_if", 0), 8, '"challenge.exists"'),
        (("fact", "challenge", "received_on", "only_if", 1), 10, '"not challenge.withdrawn"'),
        (("param", "light touch", "from", "2024-01-01"), 14, "663_540"),
        (("param", "light touch", "from", "2026-01-01", "unit"), 15, '"£"'),
        (("param", "light touch", "unit"), 16, '"GBP"'),
        (("rule", "body-listed", "for", "q"), 20, '"person"'),
        (("rule", "body-listed", "note"), 21, '"""First'),
        (("rule", "body-listed", "given", "case", "topics", 0), 23, '"conflict-check"'),
        (("rule", "body-listed", "given", "case"), 23, "given.case"),
        (("rule", "body-listed", "given", "person", 0, "roles", 0), 24, '"evaluator"'),
        (("rule", "body-listed", "given", "person", 1, "name"), 24, '"B"'),
        (("rule", "body-listed", "given", "person", 1, "a b", "c", 1, 0), 24, "2"),
        (("list", "person", "row", "roles", "many", 0), 27, '"evaluator"'),
        (("step", 1, "does"), 32, '"second"'),
        (("step", 1, "who", "is"), 34, '"clerk"'),
    ],
)
def test_keys_lead_to_the_value(tmp_path: Path, keys: tuple[str | int, ...], line: int, words: str) -> None:
    """The value is underlined, wherever and however TOML lets an author write its keys."""
    assert pointed(tmp_path, BOOK, Place("a.toml", keys)) == (line, words)


@pytest.mark.parametrize(
    ("keys", "line", "words"),
    [
        (("title",), 2, "title"),
        (("rule", "body-listed"), 18, "rule.body-listed"),
        (("param", "light touch", "from", "2024-01-01"), 14, "from.2024-01-01"),
        (("rule", "body-listed", "for", "q"), 20, "q"),
    ],
)
def test_a_key_itself_can_be_underlined(tmp_path: Path, keys: tuple[str | int, ...], line: int, words: str) -> None:
    """The key as it is written, or the words between a table's brackets."""
    assert pointed(tmp_path, BOOK, Place("a.toml", keys, on_key=True)) == (line, words)


@pytest.mark.parametrize(
    ("keys", "words", "line", "column"),
    [
        (("rule", "body-listed", "when", 0), "chalenger", 19, 22),
        (("rule", "body-listed", "note"), "chalenger", 22, 8),
        (("rule", "body-listed", "when", 1), "p", 19, 45),
        (("rule", "body-listed", "when", 1), "role", 19, 37),
        (("rule", "body-listed", "when", 1), "is not there", 19, 34),
    ],
)
def test_words_narrow_a_place(tmp_path: Path, keys: tuple[str | int, ...], words: str, line: int, column: int) -> None:
    """Words of their own come before parts of others; words that are not there leave the whole value."""
    (tmp_path / "a.toml").write_text(BOOK, encoding="utf-8")
    span = locate(tmp_path, Place("a.toml", keys, words))
    assert (span.line, span.column) == (line, column)


@pytest.mark.parametrize(
    ("keys", "line", "words"),
    [
        (("rule", "body-listed", "unless", 3), 18, "[rule.body-listed]"),
        (("list", "person", "row", "roles", "many", 7), 27, '["evaluator"]'),
        (("list", "person", "key"), 26, "list.person"),
        (("item", "none"), 1, "#:schema ../rulebook.schema.json"),
        ((), 1, "#:schema ../rulebook.schema.json"),
    ],
)
def test_what_is_not_there_points_at_what_encloses_it(tmp_path: Path, keys: tuple[str | int, ...], line: int, words: str) -> None:
    """The nearest key around a missing one, and the first line when there is none."""
    assert pointed(tmp_path, BOOK, Place("a.toml", keys)) == (line, words)


def test_columns_count_characters(tmp_path: Path) -> None:
    """Letters of several bytes before the words do not move them."""
    (tmp_path / "a.toml").write_text('a = ["£££ ☺ “x”", "twelve"]', encoding="utf-8")
    assert locate(tmp_path, Place("a.toml", ("a", 1))) == Span(1, 19, 27, 'a = ["£££ ☺ “x”", "twelve"]')


def test_line_ends_of_windows_are_no_part_of_a_line(tmp_path: Path) -> None:
    """The line without its carriage return."""
    (tmp_path / "a.toml").write_bytes(b'[t]\r\na = """x\r\ny"""\r\nb = 1\r\n')
    assert locate(tmp_path, Place("a.toml", ("t", "a"))) == Span(2, 5, 9, 'a = """x')
    assert locate(tmp_path, Place("a.toml", ("t", "b"))) == Span(4, 5, 6, "b = 1")


def test_the_head_of_a_page_keeps_its_lines(tmp_path: Path) -> None:
    """A page's keys are looked for in its head alone, and counted from the top of the page."""
    page = '+++\ntitle = "A"\nfrom = 2012-12-27\n+++\nThe body.\ntitle = "B"\n'
    assert pointed(tmp_path, page, Place("p.md", ("title",))) == (2, '"A"')
    assert pointed(tmp_path, page, Place("p.md", ("from",), on_key=True)) == (3, "from")
    assert pointed(tmp_path, "No head.", Place("p.md", ("title",))) == (1, "No head.")


@pytest.mark.parametrize(
    ("place", "line", "words"),
    [
        (Place("p.md", line=2, column=5), 2, "e"),
        (Place("p.md", words="other.md", line=2, column=1), 2, "other.md"),
        (Place("p.md", line=2), 2, "See [it](other.md)."),
        (Place("p.md", line=2, column=99), 2, ""),
        (Place("p.md", line=99, column=1), 3, "e"),
    ],
)
def test_a_known_line_is_taken_at_its_word(tmp_path: Path, place: Place, line: int, words: str) -> None:
    """A character, words or the whole line without looking at TOML."""
    assert pointed(tmp_path, "one\n  See [it](other.md).\nend", place) == (line, words)


@pytest.mark.parametrize("toml", ["[rule.a\nwhen = [", 'x = "\n', "= = =", "[]\n[[]]\n", "[a]\nb = { c = \n[d]\ne = 1\n", "\0", ""])
def test_broken_files_still_have_places(tmp_path: Path, toml: str) -> None:
    """Some line of the file, and no exception."""
    assert pointed(tmp_path, toml, Place("a.toml", ("rule", "a", "when", 0)))[0] >= 1


def test_what_stands_before_and_after_a_mistake_is_found(tmp_path: Path) -> None:
    """A mistake takes away no more than its own table."""
    toml = "[a]\nx = 1\n[b]\ny =\n[c]\nz = 3\n"
    assert pointed(tmp_path, toml, Place("a.toml", ("a", "x"))) == (2, "1")
    assert pointed(tmp_path, toml, Place("a.toml", ("c", "z"))) == (6, "3")


def test_every_key_of_the_rules_has_a_place() -> None:
    """What tomllib reads in the rule files of this project, tree-sitter finds."""
    for path in RULES.rglob("*.toml"):
        toml = path.read_text(encoding="utf-8")
        missing = [keys for keys in within((), tomllib.loads(toml)) if keys not in marks(toml)]
        assert missing == [], path


def within(above: Keys, value: object) -> Iterator[Keys]:
    """The keys of everything inside a value."""
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in entries:
        yield (*above, key)
        yield from within((*above, key), inner)


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    """The place follows the file."""
    assert pointed(tmp_path, "a = 1", Place("a.toml", ("a",))) == (1, "1")
    assert pointed(tmp_path, "\n\na = 1", Place("a.toml", ("a",))) == (3, "1")


def test_a_file_that_is_gone_has_a_first_line(tmp_path: Path) -> None:
    """Line 1, with nothing to show."""
    assert locate(tmp_path, Place("gone.toml", ("a",))) == Span(1, 1, 1, "")
