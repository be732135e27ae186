"""Answers when rows of a list are renamed or go: every answer that names such a row follows."""

from __future__ import annotations

from dataclasses import replace

from guide.model import RowList, Rulebook
from guide.values import Answer, Answers, Cell, Choices, RowSet


def without_rows(book: Rulebook, answers: Answers, list_id: str, gone: frozenset[str]) -> Answers:
    """The answers without mention of rows that are gone; one that named such a row alone is open again."""
    kept: dict[Cell, Answer] = {}
    for cell, answer in answers.items():
        fact = book.facts.get(cell.fact)
        if fact is None or fact.of != list_id:
            kept[cell] = answer
        elif isinstance(answer.value, Choices):
            kept[cell] = replace(answer, value=Choices(answer.value.chosen - gone, answer.value.unsure - gone))
        elif answer.value not in gone:
            kept[cell] = answer
    return kept


def renamed(book: Rulebook, listed: RowList, cell: Cell, answer: Answer, old: str, new: str) -> tuple[Cell, Answer]:
    """An answer with a row's name changed where it stands."""
    fact = book.facts.get(cell.fact)
    value = answer.value
    if cell == Cell(listed.id) and isinstance(value, RowSet):
        return cell, replace(answer, value=RowSet(tuple(new if key == old else key for key in value.keys), value.more))
    if fact is not None and fact.list == listed.id and cell.row == old:
        cell = Cell(cell.fact, new)
    if cell == Cell(f"{listed.id}.{listed.key}", new):
        return cell, replace(answer, value=new)
    if fact is not None and fact.of == listed.id:
        if isinstance(value, Choices):
            value = Choices(swapped(value.chosen, old, new), swapped(value.unsure, old, new))
        answer = replace(answer, value=new if value == old else value)
    return cell, answer


def row_keys(answer: Answer | None) -> frozenset[str]:
    """The names of the rows that an answer gives."""
    return frozenset(answer.value.keys) if answer and isinstance(answer.value, RowSet) else frozenset()


def swapped(names: frozenset[str], old: str, new: str) -> frozenset[str]:
    """The names with one of them changed."""
    return frozenset(new if name == old else name for name in names)


__all__ = ["renamed", "row_keys", "without_rows"]
