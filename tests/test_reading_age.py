"""The texts are plain. `python benchmarks/reading.py` prints the reading age of each kind of text, and the hardest of them."""

from __future__ import annotations

import importlib.util
import sys
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from shipped import book

ROOT = Path(__file__).parents[1]


@cache
def reading() -> ModuleType:
    """The benchmark."""
    spec = importlib.util.spec_from_file_location("reading", ROOT / "benchmarks/reading.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["reading"] = module
    spec.loader.exec_module(module)
    return module


def test_no_text_is_too_hard() -> None:
    """Of no kind is any text above the ceiling of its kind; a text that is harder is mended, the ceiling never raised."""
    found = reading().hardest(list(reading().texts(book())))
    assert [f"{text.id}: {text.age:.1f}" for text in found if text.age > reading().CEILING[text.kind]] == []


@pytest.mark.parametrize(
    ("words", "plain"),
    [
        ("Is {name} *new*?", "Is Ann new?"),
        ("Heading\n\n- one\n- two", "Heading. one. two."),
        ("See the [page](law.md)\nbelow.", "See the page below."),
    ],
)
def test_marks_are_no_words(words: str, plain: str) -> None:
    """Every point and heading is a sentence of its own; a row's name is a name."""
    assert reading().Text("article", "a", words).plain == plain


def test_a_long_sentence_of_long_words_is_harder() -> None:
    """The library is asked, and asked about English."""
    hard = reading().Text(
        "note", "a", "Considerable administrative responsibilities necessitate comprehensive documentation of organisational interdependencies."
    )
    plain = reading().Text("note", "b", "You have a lot to do. Write down who needs whom. Then you will not lose your way.")
    assert plain.age < 8
    assert hard.age > 20
