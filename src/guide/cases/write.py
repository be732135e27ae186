"""Writes a case as its file has it: in the order of the rulebook's declarations, and only what reads back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import tomli_w

from guide.answers import raw_value
from guide.cases import formats
from guide.cases.case import NOTE, Case, CaseError, Table
from guide.cases.read import parse_case
from guide.cases.work import write_work
from guide.given import names_lost, raw_rows
from guide.model import Rulebook
from guide.values import MISSING, Answer, Answers, Cell, RowSet


def proved(path: Path, case: Case, rulebook: Rulebook) -> bytes:
    """What a file is to hold, once it has been seen to read back. Raises CaseError."""
    try:
        data = write_case(case, rulebook).encode()
    except UnicodeEncodeError as error:
        raise CaseError(path, (f"a text has a character that no file can hold: {error.object[error.start]!r}",)) from error
    again = parse_case(path, data, rulebook)
    lost = [str(cell) for cell, answer in case.answers.items() if again.answers.get(cell) != answer and str(cell) not in again.unknown]
    lost += [name for name, one in case.work.items() if one and again.work.get(name) != one]
    if lost:
        raise CaseError(path, tuple(f"`{name}` would not read back" for name in lost))
    return data


def write_case(case: Case, rulebook: Rulebook) -> str:
    """A case as its file has it, in the order of the rulebook's declarations."""
    cells = in_order(case.answers, rulebook)
    names = {str(cell) for cell in cells}
    placed = {cell: case.answers[cell] for cell in cells if has_place(cell, case.answers, rulebook)}
    kept = {str(cell): raw_answer(case.answers[cell], case.as_at) for cell in cells if cell not in placed}
    notes = {str(cell): {key: said for key in NOTE if (said := getattr(case.answers[cell], key))} for cell in cells}
    agreement = case.agreement
    tables: Table = {
        "evaluators": {"agree": agreement.agree} | ({"apart": list(agreement.apart)} if agreement.apart else {}) if agreement else {},
        "answers": given(placed, rulebook, case.as_at),
        "notes": {name: note for name, note in notes.items() if note} | without(case.unknown_notes, names),
        "kept": kept | without(case.unknown, names),
        "work": write_work(case.work),
    }
    head: Table = {"format": formats.CASE.now, "title": case.title, "as_at": case.as_at, "rulebook": {"version": rulebook.version, "digest": rulebook.digest}}
    return tomli_w.dumps(head | {key: table for key, table in tables.items() if table} | dict(case.extra))


def without(table: Mapping[str, object], names: set[str]) -> Table:
    """What was kept of cells that have not been answered again since."""
    return {name: raw for name, raw in table.items() if name not in names}


def in_order(answers: Answers, rulebook: Rulebook) -> list[Cell]:
    """The cells answered, in the order of the rulebook's declarations."""
    places: dict[str, int] = {}
    for fact in rulebook.facts.values():
        places.setdefault(fact.list or fact.id, len(places))
        places.setdefault(fact.id, len(places))
    return sorted(answers, key=lambda cell: (places.get(cell.fact, len(places)), cell))


def has_place(cell: Cell, answers: Answers, rulebook: Rulebook) -> bool:
    """Whether `[answers]` can hold an answer: it is to a question, about a row that is there and naming rows that are."""
    listed = rulebook.lists.get(cell.fact)
    if listed is not None:
        return listed.rows is None and not cell.row
    fact = rulebook.facts.get(cell.fact)
    if fact is None or not fact.asked or names_lost(cell, answers, rulebook.facts):
        return False
    if not fact.list:
        return not cell.row and cell.fact.split(".", 1)[0] not in rulebook.lists
    rows = answers.get(Cell(fact.list))
    return rulebook.lists[fact.list].rows is None and rows is not None and isinstance(rows.value, RowSet) and cell.row in rows.value.keys


def given(placed: Answers, rulebook: Rulebook, as_at: date) -> Table:
    """The answers in the form of a test's `given`."""
    tables: Table = {}
    for cell, answer in placed.items():
        subject, _, attribute = cell.fact.partition(".")
        if cell.fact in rulebook.lists:
            tables[cell.fact] = raw_rows(rulebook.lists[cell.fact], placed, as_at)
        elif not cell.row:
            table = tables.setdefault(subject, {})
            assert isinstance(table, dict)
            table[attribute] = raw_answer(answer, as_at)
    return tables


def raw_answer(answer: Answer, as_at: date) -> object:
    """An answer as TOML holds it; of a list that is not asked, the names of its rows."""
    if isinstance(answer.value, RowSet):
        return [*answer.value.keys, *([MISSING] if answer.value.more else [])]
    return raw_value(answer.value, as_at)
