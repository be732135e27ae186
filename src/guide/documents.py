"""The documents of a rulebook, as their authors wrote them: words, and blocks that are filled from a case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from guide.lines import Line, Place, Ref

BlockKind = Literal["conflicts", "tasks", "warnings", "table", "judged", "unjudged", "answers", "options", "stages", "plan", "precedents", "law", "since"]
BLOCKS: Mapping[BlockKind, str] = {
    "conflicts": "the conflicts of interest, with what to do about each",
    "tasks": "what is to be done",
    "warnings": "the warnings",
    "table": "the rows of a list: `{{table person: name, roles}}`",
    "judged": "how many conflicts each row of a list was checked against: `{{judged person}}`",
    "unjudged": "what could not be judged for want of an answer, by row: `{{unjudged person}}`",
    "answers": "the questions of a section and their answers: `{{answers people}}`",
    "options": "the options chosen of a question, each with the things to do because of it: `{{options barrier.met}}`",
    "stages": "where the case stands at each stage",
    "plan": "the dated plan",
    "precedents": "the real cases that are like this one",
    "law": "the law relied on",
    "since": "what is new in the register of conflicts since an earlier one",
}


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a document that the guide fills. `of` is a row variable, a list, a section or a question; `columns` the attributes of a table."""

    kind: BlockKind
    of: str = ""
    columns: tuple[tuple[str, str], ...] = ()
    """Facts with their headings."""


@dataclass(frozen=True, slots=True)
class Words:
    """A part of a document as its author wrote it; `named` has the facts that stand in braces."""

    text: str
    named: tuple[tuple[str, Ref], ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A document that is filled from a case: once, or with `variables` once for each row of a list for which no line of `only` fails."""

    id: str
    place: Place
    title: str
    parts: tuple[Words | Block, ...]
    topics: tuple[str, ...] = ()
    variables: tuple[tuple[str, str], ...] = ()
    only: tuple[Line, ...] = ()
