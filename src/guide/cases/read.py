"""Reads a case from its file's content, with everything that is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import tomli

from guide.agreement import Agreement
from guide.answers import AnswerError, parse_cell, parse_value
from guide.cases import formats
from guide.cases.case import EVALUATORS, NOTE, STAMP, Case, CaseError, Table
from guide.cases.work import read_work, work_problems
from guide.diagnostics import toml_error_place
from guide.given import Misfit, read_answers
from guide.loader.broken import toml_message
from guide.loader.files import read_deep
from guide.model import RowList, Rulebook
from guide.schema import SHAPES, fits
from guide.values import Answer, Cell

HEAD: Mapping[str, str] = {
    "title": "text",
    "as_at": "day",
    "rulebook": "texts-table",
    "evaluators": "table",
    "answers": "table",
    "notes": "table",
    "kept": "table",
    "work": "table",
}


def parse_case(path: Path, data: bytes, rulebook: Rulebook) -> Case:
    """The case that a file's content says. Raises CaseError with everything that is wrong."""
    table = read_table(path, data)
    as_at, tables = table["as_at"], {key: table.get(key, {}) for key in ("rulebook", "evaluators", "answers", "notes", "kept", "work")}
    stamp, evaluators, given, notes, kept, work = (dict(t) if isinstance(t, dict) else {} for t in tables.values())
    assert isinstance(as_at, date)
    answers, misfits, unknown = read_tables(given, rulebook, as_at)
    problems = (
        *(f"line {line_of(data, misfit)}: {problem(misfit)}" for misfit in misfits),
        *table_problems("rulebook", stamp, STAMP),
        *evaluator_problems(evaluators),
        *note_problems(notes),
        *work_problems(work),
    )
    if problems:
        raise CaseError(path, problems)
    unknown = take_back({**unknown, **kept}, rulebook, as_at, answers)
    unknown_notes = take_notes(notes, answers)
    extra = {key: value for key, value in table.items() if key not in HEAD and key != "format"}
    version, digest = (str(stamp.get(key, "")) for key in STAMP)
    return Case(str(table.get("title", "")), as_at, answers, version, digest, agreement(evaluators), read_work(work), unknown, unknown_notes, extra)


def read_table(path: Path, data: bytes) -> Table:
    """A case file's content in the current format, whichever it is in; its head has no problems. Raises CaseError."""
    table = parse_toml(path, data)
    found = table.get("format")
    if not isinstance(found, int) or isinstance(found, bool) or found < 1:
        raise CaseError(path, (f"this is no case of the guide: it does not say `format = {formats.CASE.now}`",))
    try:
        table = formats.CASE.current(table, found)
    except formats.NewerFormat:
        raise CaseError(path, (f"a newer guide wrote this case (format {found}): open it with that guide",)) from None
    if problems := tuple(head_problems(table)):
        raise CaseError(path, problems)
    return table


def parse_toml(path: Path, data: bytes) -> Table:
    """A file's TOML. Raises CaseError with the line and column."""
    try:
        text = data.decode("utf-8-sig")
        return read_deep(text)
    except UnicodeDecodeError as error:
        raise CaseError(path, (f"the file is not UTF-8 text (byte {error.start}); save it as UTF-8",)) from error
    except tomli.TOMLDecodeError as error:
        place = toml_error_place(str(path), text, error)
        raise CaseError(path, (f"line {place.line}, column {place.column}: this is not TOML: {toml_message(error)}",)) from error
    except (ValueError, ArithmeticError) as error:
        raise CaseError(path, ("a number in the file is too long",)) from error
    except RecursionError as error:
        raise CaseError(path, ("the lists or tables in the file are nested too deeply",)) from error


def head_problems(table: Table) -> Iterator[str]:
    """What is wrong with the top-level keys of a file."""
    yield from (f"`{key}` must be {SHAPES[shape]}" for key, shape in HEAD.items() if key in table and not fits(table[key], shape))
    if "as_at" not in table:
        yield "`as_at` is missing: add the day that the case is judged on"


def table_problems(name: str, table: Table, keys: tuple[str, ...]) -> Iterator[str]:
    """The keys of a table that this guide does not know, and would lose."""
    yield from (f"`{key}` is not a key of `{name}`: use {' or '.join(keys)}" for key in table if key not in keys)


def evaluator_problems(table: Table) -> Iterator[str]:
    """What is wrong with the record of how the two evaluators compared."""
    yield from table_problems("evaluators", table, EVALUATORS)
    apart = table.get("apart", [])
    if not isinstance(apart, list) or not all(isinstance(text, str) for text in apart):
        yield "`evaluators.apart` must be a list of texts"
    elif table and table.get("agree") is not (not apart):
        yield "`evaluators.agree` must be true, or false with what is `apart`"


def agreement(table: Table) -> Agreement | None:
    """The record of how the two evaluators compared, if there is one."""
    apart = table.get("apart", [])
    return Agreement(tuple(apart)) if table and isinstance(apart, list) else None


def note_problems(notes: Table) -> Iterator[str]:
    """What is wrong with the notes."""
    for name, raw in notes.items():
        if isinstance(raw, dict) and fits(raw, "texts-table"):
            yield from table_problems(f"notes.{name}", raw, NOTE)
        else:
            yield f"`notes.{name}` must be {SHAPES['texts-table']}"


def line_of(data: bytes, misfit: Misfit) -> int:
    """The line of the file that an answer stands on, or the table that it is in."""
    from guide.positions import marks, nearest  # noqa: PLC0415 - loads tree-sitter: only a file with mistakes needs it

    text = data.decode("utf-8-sig")
    mark = nearest(marks(text), ("answers", *misfit.keys))
    return text.count("\n", 0, mark.key.start) + 1 if mark else 1


def problem(misfit: Misfit) -> str:
    """An answer that does not fit, with where it stands."""
    subject, *rest = misfit.keys
    row = next((f"row {index + 1} of `{subject}`: " for index in rest if isinstance(index, int)), "")
    where = row or ("" if misfit.message.startswith("`") else f"`{subject}`: ")
    return where + misfit.message + (f"; {misfit.help}" if misfit.help else "")


def read_tables(tables: Table, rulebook: Rulebook, as_at: date) -> tuple[dict[Cell, Answer], tuple[Misfit, ...], Table]:
    """The answers that `[answers]` holds, all that does not fit, and (by cell) what no question asks for."""
    known: Table = {}
    unknown: Table = {}
    for subject, raw in tables.items():
        listed = rulebook.lists.get(subject)
        if isinstance(raw, dict):
            known[subject] = {name: value for name, value in raw.items() if asked(rulebook, f"{subject}.{name}")}
            unknown |= {f"{subject}.{name}": value for name, value in raw.items() if not asked(rulebook, f"{subject}.{name}")}
        elif listed is None or listed.rows is not None:
            unknown[subject] = raw
        else:
            known[subject] = [sift_row(listed, row, rulebook, unknown) for row in raw] if isinstance(raw, list) else raw
    return *read_answers(known, rulebook.facts, rulebook.lists, as_at), unknown


def asked(rulebook: Rulebook, id: str, of: str = "") -> bool:
    """Whether there is such a question about the case, or about the rows of a list."""
    fact = rulebook.facts.get(id)
    return fact is not None and fact.asked and fact.list == of


def sift_row(listed: RowList, row: object, rulebook: Rulebook, unknown: Table) -> object:
    """A row without the attributes that no question asks for, which go to `unknown`."""
    key = row.get(listed.key) if isinstance(row, dict) else None
    if not isinstance(row, dict) or not isinstance(key, str):
        return row
    strange = [name for name in row if name != listed.key and not asked(rulebook, f"{listed.id}.{name}", listed.id)]
    unknown |= {str(Cell(f"{listed.id}.{name}", key)): row[name] for name in strange}
    return {name: value for name, value in row.items() if name not in strange}


def take_back(kept: Table, rulebook: Rulebook, as_at: date, answers: dict[Cell, Answer]) -> Table:
    """Adds the kept answers that fit a question to `answers`, unless it has one; gives the others."""
    unknown: Table = {}
    for name, raw in kept.items():
        try:
            cell = parse_cell(name, rulebook.facts, rulebook.lists)
            if cell.fact in rulebook.lists:
                found, misfits, rest = read_tables({name: raw}, rulebook, as_at)
            elif rulebook.facts[cell.fact].asked:
                found, misfits, rest = {cell: Answer(parse_value(rulebook.facts[cell.fact], raw, as_at))}, (), {}
            else:
                found, misfits, rest = {}, (), {name: raw}
        except AnswerError:
            found, misfits, rest = {}, (), {name: raw}
        answers.update({} if misfits else {cell: answer for cell, answer in found.items() if cell not in answers})
        unknown |= {name: raw} if misfits else rest
    return unknown


def take_notes(notes: Table, answers: dict[Cell, Answer]) -> Table:
    """Adds the notes to the answers they are about; gives the others."""
    cells = {str(cell): cell for cell in answers}
    for name, raw in notes.items():
        if name in cells and isinstance(raw, dict):
            note, left_to = (str(raw.get(key, "")) for key in NOTE)
            answers[cells[name]] = replace(answers[cells[name]], note=note, left_to=left_to)
    return {name: raw for name, raw in notes.items() if name not in cells}
