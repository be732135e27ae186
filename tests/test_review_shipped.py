"""Edits to the shipped rulebook as authors make them: the review names every item that each touches and no other, and every case it shows is true."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

import guide
from guide.loader import Findings, Sources, build, read_sources
from guide.loader.files import Document, read_page, read_toml
from guide.model import Rulebook
from guide.review import Review, review

ROOT = guide.shipped_rulebook()
EDITS: Mapping[str, dict[str, object]] = tomllib.loads((Path(__file__).parent / "edits.toml").read_text(encoding="utf-8"))


@cache
def sources() -> Sources:
    """The files of the shipped rulebook, read once."""
    return read_sources(ROOT, Findings(), tests=True)


@cache
def before() -> Rulebook:
    """The shipped rulebook with its tests."""
    return built(sources(), tests=True)


def built(files: Sources, tests: bool = False) -> Rulebook:
    """A rulebook from its files."""
    book, findings = build(files, Findings(), tests)
    assert book is not None, [finding.message for finding in findings]
    return book


def edited(file: str, old: str, new: str) -> Rulebook:
    """The shipped rulebook with one edit in one file."""
    text = (ROOT / file).read_text(encoding="utf-8")
    assert text.count(old) == 1
    text, findings = text.replace(old, new), Findings()
    document = read_toml(file, text, findings) if file.endswith(".toml") else read_page(file, text, findings)
    assert document is not None, findings

    def swapped(documents: tuple[Document, ...]) -> tuple[Document, ...]:
        return tuple(document if one.file == file else one for one in documents)

    rules = tuple(one for one in swapped(sources().rules) if "/tests/" not in one.file)
    return built(replace(sources(), rules=rules, pages=swapped(sources().pages)))


def reviewed(file: str, old: str, new: str, area: str = "") -> Review:
    """The review of one edit over the tests of its area."""
    area = area or file.split("/")[1 if file.startswith("rules") else 2]
    known = [(test.given, test.on) for test in before().tests.values() if area in ("all", test.place.file.split("/")[1])]
    return review(before(), edited(file, old, new), known, at_random=200)


@pytest.mark.parametrize("name", EDITS)
def test_every_item_that_an_edit_touches_is_named_and_no_other(name: str) -> None:
    """With a witness for each, on which both evaluators agree."""
    edit = EDITS[name]
    found = reviewed(str(edit["file"]), str(edit["old"]), str(edit["new"]), str(edit.get("area", "")))
    assert {change.name.removeprefix("item:") for change in found.changes if change.name.startswith("item:")} == set(edit.get("items", ()))  # type: ignore[call-overload]
    assert {one.name for one in found.asking} == set(edit.get("asks", ()))  # type: ignore[call-overload]
    assert found.bump == edit.get("bump", "patch")
    for change in found.changes:
        for witness in change.witnesses:
            assert witness.proved
            assert witness.before != witness.after
