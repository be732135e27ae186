"""The answers of a whole case, as the tables of a file give them and back again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from guide.answers import NOT_SURE, AnswerError, parse_value, raw_value
from guide.diagnostics import suggest
from guide.model import Fact, RowList
from guide.values import MISSING, UNKNOWN, Answer, Cell, Choices, RowSet, Value


@dataclass(frozen=True, slots=True)
class Misfit:
    """An answer in a file that does not fit: the keys that lead to it, a message and some help."""

    keys: tuple[str | int, ...]
    message: str
    help: str = ""


def parse_rows(listed: RowList, facts: Mapping[str, Fact], raw: object, as_at: date) -> dict[Cell, Answer]:
    """The answers that rows in TOML or JSON give: the list's own, and one per attribute given. Raises AnswerError."""
    found: dict[Cell, Answer] = {}
    misfits = list(read_rows(listed, facts, raw, as_at, found))
    if misfits:
        index = misfits[0].keys[0] if misfits[0].keys else None
        where = f"row {index + 1}: " if isinstance(index, int) else ""
        raise AnswerError(where + misfits[0].message)
    return found


def read_rows(listed: RowList, facts: Mapping[str, Fact], raw: object, as_at: date, into: dict[Cell, Answer]) -> Iterator[Misfit]:
    """Adds the answers of a list's rows to `into`; yields what does not fit."""
    if raw == NOT_SURE:
        into[Cell(listed.id)] = Answer(UNKNOWN)
        return
    if not isinstance(raw, list):
        yield Misfit((), "answer with a list of rows")
        return
    keys: list[str] = []
    for index, row in enumerate(raw):
        if row == MISSING and index == len(raw) - 1:
            break
        try:
            cells = parse_row(listed, facts, {listed.key: row} if isinstance(row, str) else row, as_at)
        except AnswerError as error:
            yield Misfit((index,), str(error))
            continue
        key = next(iter(cells)).row
        if key in keys:
            yield Misfit((index,), f"two rows are called `{key}`", "give each row a name of its own")
            continue
        keys.append(key)
        into.update(cells)
    into[Cell(listed.id)] = Answer(RowSet(tuple(keys), more=bool(raw) and raw[-1] == MISSING))


def parse_row(listed: RowList, facts: Mapping[str, Fact], row: object, as_at: date) -> dict[Cell, Answer]:
    """The answers of one row, its name first. Raises AnswerError."""
    if not isinstance(row, dict):
        raise AnswerError("a row is a table")
    key = row.get(listed.key)
    if not isinstance(key, str) or not key.strip() or key == MISSING:
        raise AnswerError(f"a row of `{listed.id}` needs a `{listed.key}`, in words")
    cells: dict[Cell, Answer] = {Cell(f"{listed.id}.{listed.key}", key): Answer(key)}
    for name, raw in row.items():
        fact = facts.get(f"{listed.id}.{name}")
        if name == listed.key:
            continue
        if fact is None or not fact.asked:
            near = suggest(name, [f.id.split(".", 1)[1] for f in facts.values() if f.list == listed.id and f.asked])
            raise AnswerError(f"`{listed.id}` has no attribute `{name}` to answer" + (f"; did you mean `{near}`?" if near else ""))
        try:
            cells[Cell(fact.id, key)] = Answer(parse_value(fact, raw, as_at))
        except AnswerError as error:
            raise AnswerError(f"`{name}`: {error}") from None
    return cells


def read_answers(
    table: Mapping[str, object], facts: Mapping[str, Fact], lists: Mapping[str, RowList], as_at: date
) -> tuple[dict[Cell, Answer], tuple[Misfit, ...]]:
    """The answers that tables like `given` hold, and all that does not fit."""
    found: dict[Cell, Answer] = {}
    misfits: list[Misfit] = []
    for subject, raw in table.items():
        listed = lists.get(subject)
        if listed is not None and not isinstance(raw, dict):
            if listed.rows is not None:
                misfits.append(Misfit((subject,), f"the rows of `{subject}` are fixed in the rulebook"))
            else:
                misfits += [Misfit((subject, *m.keys), m.message, m.help) for m in read_rows(listed, facts, raw, as_at, found)]
        elif not isinstance(raw, dict):
            near = suggest(subject, lists)
            misfits.append(Misfit((subject,), f"`{subject}` is not a list", f"did you mean `{near}`?" if near else ""))
        else:
            misfits += read_subject(subject, raw, facts, as_at, found)
    misfits += lost_rows(found, facts)
    return found, tuple(misfits)


def read_subject(subject: str, table: Mapping[str, object], facts: Mapping[str, Fact], as_at: date, into: dict[Cell, Answer]) -> Iterator[Misfit]:
    """Adds the answers to the facts of one subject; yields what does not fit."""
    for attribute, raw in table.items():
        fact = facts.get(f"{subject}.{attribute}")
        if fact is None or fact.list or not fact.asked:
            near = suggest(f"{subject}.{attribute}", [f.id for f in facts.values() if f.asked and not f.list])
            why = "nobody answers it: it is derived" if fact is not None and not fact.asked else "no such question"
            yield Misfit((subject, attribute), f"`{subject}.{attribute}`: {why}", f"did you mean `{near}`?" if near else "")
            continue
        try:
            into[Cell(fact.id)] = Answer(parse_value(fact, raw, as_at))
        except AnswerError as error:
            yield Misfit((subject, attribute), f"`{fact.id}`: {error}")


def lost_rows(answers: Mapping[Cell, Answer], facts: Mapping[str, Fact]) -> Iterator[Misfit]:
    """Answers that name a row which its list does not have."""
    for cell in answers:
        for name in names_lost(cell, answers, facts):
            of = facts[cell.fact].of
            held = answers[Cell(of)].value
            near = suggest(name, held.keys) if isinstance(held, RowSet) else None
            yield Misfit((cell.fact.split(".", 1)[0],), f"`{cell}` names `{name}`, which is no row of `{of}`", f"did you mean `{near}`?" if near else "")


def names_lost(cell: Cell, answers: Mapping[Cell, Answer], facts: Mapping[str, Fact]) -> list[str]:
    """The rows that one answer names and its list, answered in full, does not have."""
    fact = facts.get(cell.fact)
    held = answers.get(Cell(fact.of)) if fact and fact.of else None
    if held is None or not isinstance(held.value, RowSet) or held.value.more:
        return []
    return sorted(rows_named(answers[cell].value) - set(held.value.keys))


def rows_named(value: Value | RowSet) -> frozenset[str]:
    """The rows that an answer names."""
    if isinstance(value, Choices):
        return value.chosen | value.unsure
    return frozenset({value}) if isinstance(value, str) else frozenset()


def raw_rows(listed: RowList, answers: Mapping[Cell, Answer], as_at: date | None = None) -> object:
    """A list's rows as TOML holds them: a table each, and a last `"?"` when there may be more."""
    answer = answers[Cell(listed.id)]
    if not isinstance(answer.value, RowSet):
        return NOT_SURE
    rows: list[object] = []
    for key in answer.value.keys:
        row: dict[str, object] = {}
        for attribute in listed.attributes:
            given = answers.get(Cell(attribute, key))
            if given is not None and not isinstance(given.value, RowSet) and attribute != f"{listed.id}.{listed.key}":
                row[attribute.split(".", 1)[1]] = raw_value(given.value, as_at)
        rows.append({listed.key: key} | row)
    return [*rows, MISSING] if answer.value.more else rows
