"""Names and sensitive details kept out of what is exported: the same case, with other names for its rows.

The case is worked out again under the new names, so titles, reasons and tables can hold nothing that a name would give away.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from guide.engine import evaluate
from guide.model import Fact, Rulebook
from guide.outcome import Outcome
from guide.reading import all_hold
from guide.values import Answer, Cell, Choices, RowSet, Status, Value

WITHHELD = " (details withheld)"
LEFT_OUT = "left out"
Names = Mapping[str, Mapping[str, str]]
"""By list the new name of each of its rows."""


def withheld(outcome: Outcome) -> Outcome:
    """The outcome with the rows renamed of which an export may say only that there is one; the same outcome where there is none."""
    names = {
        listed.id: {
            key: f"{(listed.private or listed.label).capitalize()} {number}{WITHHELD}"
            for number, key in enumerate(outcome.rows[listed.id].keys, 1)
            if is_withheld(outcome, listed.id, key)
        }
        for listed in outcome.rulebook.lists.values()
        if listed.withheld_if
    }
    return renamed(outcome, names, texts=False) if any(names.values()) else outcome


def is_withheld(outcome: Outcome, listed: str, row: str) -> bool:
    """Whether the details of a row are sensitive: its lines hold, or somebody was asked and is not sure."""
    lines = outcome.rulebook.lists[listed].withheld_if
    status = all_hold(outcome, lines, {"row": row}, outcome.as_at)
    asked = any(Cell(ref.fact, row) in outcome.answers for line in lines for ref in line.refs())
    return status is Status.HOLDS or (status is Status.OPEN and asked)


def without_names(outcome: Outcome) -> Outcome:
    """The outcome for publication: rows of private lists are numbered, and texts about them and all notes are left out."""
    lists = [listed for listed in outcome.rulebook.lists.values() if listed.private]
    names = {listed.id: {key: f"{listed.private} {number}" for number, key in enumerate(outcome.rows[listed.id].keys, 1)} for listed in lists}
    return renamed(outcome, names, texts=True)


def renamed(outcome: Outcome, names: Names, texts: bool) -> Outcome:
    """The outcome of the same answers under other names of rows.

    With `texts` what people wrote about them and all notes are left out, and so is what is still kept of rows that are on no list.
    """
    book = outcome.rulebook
    answers: dict[Cell, Answer] = {}
    for cell, answer in outcome.answers.items():
        fact = book.facts.get(cell.fact)
        of = fact.list if fact else cell.fact
        if texts and cell.row and of in names and cell.row not in names[of]:
            continue
        value = new_value(book, cell, answer.value, names, texts)
        there = Cell(cell.fact, names.get(of, {}).get(cell.row, cell.row))
        answers[there] = replace(answer, value=value, note="") if texts else replace(answer, value=value)
    return evaluate(book, answers, outcome.as_at)


def new_value(book: Rulebook, cell: Cell, value: Value | RowSet, names: Names, texts: bool) -> Value | RowSet:
    """An answer under the new names."""
    fact = book.facts.get(cell.fact)
    if isinstance(value, RowSet):
        return RowSet(tuple(names.get(cell.fact, {}).get(key, key) for key in value.keys), value.more)
    if fact is None:
        return value
    new, hides = names.get(fact.of, {}), texts and fact.of in names
    if isinstance(value, Choices) and fact.of:
        chosen, unsure = (frozenset(new.get(key, LEFT_OUT if hides else key) for key in keys) for keys in (value.chosen, value.unsure))
        return Choices(chosen, unsure - chosen)
    if isinstance(value, str) and fact.of:
        return new.get(value, LEFT_OUT if hides else value)
    return text(book, fact, cell, value, names, texts) if isinstance(value, str) and fact.kind == "text" else value


def text(book: Rulebook, fact: Fact, cell: Cell, value: str, names: Names, texts: bool) -> str:
    """What people wrote: the new name of a row, or that it was left out."""
    if fact.list and fact.id == f"{fact.list}.{book.lists[fact.list].key}":
        return names.get(fact.list, {}).get(cell.row, value)
    return LEFT_OUT if texts and fact.list in names else value


__all__ = ["LEFT_OUT", "WITHHELD", "is_withheld", "withheld", "without_names"]
