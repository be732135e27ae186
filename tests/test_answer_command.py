"""`guide answer`: any name, any words, and JSON of the right shape."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from commanding import SMALL, output, run
from guide.cases import load_case
from guide.loader import load
from guide.values import UNKNOWN, Cell, Choices, RowSet


@pytest.mark.parametrize("name", ["a=b", "Who?", "x].paid=y", 'say "hi"', "two\nlines", "{", "[x]", "😀", "a, b", "-1", "person[Ann].paid"])
def test_rows_may_have_any_name(case: str, name: str) -> None:
    """Brackets, quotes, line ends and equals signs in a name are no part of the grammar; it comes back as it was given."""
    assert run("answer", case, 'case.topics=["people"]', "case.nation=Wales", f"person={json.dumps([{'name': name}])}") == 0
    assert run("answer", case, f"person[{name}].paid=yes", f"person[{name}].roles?", f"person[{name}].acts_for=") == 0
    given = load_case(case, load(SMALL)).answers

    assert given[Cell("person")].value == RowSet((name,))
    assert [given[Cell(f"person.{attribute}", name)].value for attribute in ("paid", "roles", "acts_for")] == [True, UNKNOWN, Choices()]


@pytest.mark.parametrize("words", ["true", "[x", '{"a": 1}', "not sure", "not yet", "a=b=c", "1e9", "", "é😀"])
def test_words_stand_as_they_are_typed(case: str, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A question that takes words takes any words; `FACT?` is how to say "not sure" of it."""
    assert run("answer", case, f"service.name={words}") == 0
    run("why", case, "service.name")

    assert f"you said “{words}”" in output(capsys)


@pytest.mark.parametrize(
    "value",
    [
        "[" * 100_000,
        f'[{{"name": {"9" * 5000}}}]',
        "[NaN]",
        '{"name": "Ann"}',
        "[[]]",
        '[{"name": ["Ann"]}]',
        "[1e999]",
        "null",
        '"Ann"',
        '[{"name": "Ann"}, {"name": "Ann"}]',
    ],
)
def test_json_of_the_wrong_shape_is_refused(case: str, value: str, capsys: pytest.CaptureFixture[str]) -> None:
    """In a short message, however long the answer is."""
    assert run("answer", case, f"person={value}") == 2
    assert len(capsys.readouterr().err) < 400
    assert not Path(case).exists()


def test_text_that_is_no_text_is_refused(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Bytes that are not UTF-8 reach Python as lone surrogates, which no file can hold."""
    assert run("answer", case, "service.name=\udcff") == 2
    assert "not UTF-8" in capsys.readouterr().err
