"""Loads random rulebooks, and compares outcomes: with the naive reading, and with what was known before an answer."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import product
from pathlib import Path

from guide.lines import Binding
from guide.loader import load
from guide.model import Item, Rulebook
from guide.outcome import Judgement, Outcome, status_of
from guide.values import MISSING, NA, Cell, Choices, NotYet, RowSet, Status, Unknown, Value
from naive import NaiveOutcome, naive_outcome

Keys = tuple[str, ...]


def loaded(files: Mapping[str, str]) -> Rulebook:
    """The rulebook that some files hold."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            path = Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return load(folder)


def status(judgement: Judgement, keys: Keys) -> Status:
    """How a clause stands for a binding."""
    return Status.HOLDS if keys in judgement.holding else Status.OPEN if keys in judgement.open else Status.FAILS


# --- the engine beside the naive reading ---


def differences(outcome: Outcome) -> list[str]:
    """Where an outcome is not what the naive reading gives for the same answers and date."""
    naive = naive_outcome(outcome.rulebook, outcome.answers, outcome.as_at)
    return [*different_values(outcome, naive), *different_statuses(outcome, naive), *different_results(outcome, naive)]


def different_values(outcome: Outcome, naive: NaiveOutcome) -> Iterator[str]:
    """Rows, values and contradictions. An attribute that counts both ways is left out: only lines say what other rows say of it."""
    for listed, rows in naive.rows.items():
        if outcome.rows[listed] != rows:
            yield f"{listed}: {outcome.rows[listed]}, not {rows}"
    for cell, value in naive.values.items():
        if outcome.value(cell) != value and not outcome.rulebook.facts[cell.fact].both_ways:
            yield f"{cell}: {outcome.value(cell)}, not {value}"
    contradictions = {contradiction.cell for contradiction in outcome.contradictions}
    if contradictions != naive.contradictions:
        yield f"contradictions: {contradictions}, not {naive.contradictions}"


def different_statuses(outcome: Outcome, naive: NaiveOutcome) -> Iterator[str]:
    """Rules and items, for every raw binding."""
    for clause, statuses in naive.statuses.items():
        judgement = outcome.judgements[clause]
        for keys, expected in statuses.items():
            if status(judgement, keys) is not expected:
                yield f"{clause} {keys}: {status(judgement, keys).name}, not {expected.name}"
        for keys in {*judgement.holding, *judgement.open} - statuses.keys():
            yield f"{clause} {keys}: no such binding"


def different_results(outcome: Outcome, naive: NaiveOutcome) -> Iterator[str]:
    """Items, for every binding of the variables that make one result."""
    for item in outcome.rulebook.items.values():
        for binding in per_bindings(outcome, item):
            wanted = dict(binding)
            names = [name for name, _ in item.clause.variables]
            of = [s for keys, s in naive.statuses[item.clause.id].items() if wanted.items() <= dict(zip(names, keys, strict=True)).items()]
            expected = max(of, default=Status.FAILS)
            if status_of(outcome, item, binding) is not expected:
                yield f"{item.id} {wanted}: {status_of(outcome, item, binding).name}, not {expected.name}"


def per_bindings(outcome: Outcome, item: Item) -> Iterator[Binding]:
    """Every binding of rows that are known to the variables that make one result."""
    lists = dict(item.clause.variables)
    for keys in product(*(outcome.rows[lists[name]].keys for name in item.per)):
        yield tuple(zip(item.per, keys, strict=True))


# --- before and after an answer ---


def taken_back(before: Outcome, after: Outcome) -> list[str]:
    """What was known before an answer, and is no longer so after it."""
    return [*values_taken_back(before, after), *statuses_taken_back(before, after)]


def values_taken_back(before: Outcome, after: Outcome) -> Iterator[str]:
    """Rows and values that were known, and bounds."""
    for listed, rows in before.rows.items():
        if not grown_rows(rows, after.rows[listed]):
            yield f"{listed}: {rows} became {after.rows[listed]}"
    for fact, held in before.values.items():
        for row in held if isinstance(held, Mapping) else ("",):
            cell = Cell(fact, row)
            if not grown(of_named_rows(before, cell, before), of_named_rows(after, cell, before)):
                yield f"{cell}: {before.value(cell)} became {after.value(cell)}"


def of_named_rows(outcome: Outcome, cell: Cell, before: Outcome) -> Value:
    """A value, of several rows as far as it speaks of rows that were named before; of the others nothing was said."""
    value = outcome.value(cell)
    of = outcome.rulebook.facts[cell.fact].of
    if not isinstance(value, Choices) or not of:
        return value
    named = frozenset(before.rows[of].keys)
    return Choices(value.chosen & named, value.unsure & named)


def grown_rows(rows: RowSet, now: RowSet) -> bool:
    """Whether a list has all the rows that it had; all of them, when it was complete."""
    return now.keys[: len(rows.keys)] == rows.keys and (rows.more or now == rows)


def grown(value: Value, now: Value) -> bool:
    """Whether a value is no less known than it was, and within its bounds."""
    match value:
        case Unknown(least=None, most=None):
            return True
        case Unknown(least=least, most=most):
            now_least, now_most = ends(now)
            above = least is None or (now_least is not None and least <= now_least)  # type: ignore[operator]
            return now != NA and above and (most is None or (now_most is not None and now_most <= most))  # type: ignore[operator]
        case Choices(chosen=chosen, unsure=unsure):
            return isinstance(now, Choices) and chosen <= now.chosen and now.chosen | now.unsure <= chosen | unsure
        case NotYet(given_on=given):
            return isinstance(now, NotYet) and now.given_on >= given
    return now == value


def ends(value: Value) -> tuple[object, object]:
    """The least and the most that a value can be."""
    if isinstance(value, NotYet):
        return date.fromordinal(value.given_on.toordinal() + 1), None
    return (value.least, value.most) if isinstance(value, Unknown) else (value, value)


def statuses_taken_back(before: Outcome, after: Outcome) -> Iterator[str]:
    """Rules and items that held or failed, also for any row that nobody had named."""
    clauses = [*(rule.clause for rule in before.rulebook.rules.values()), *(item.clause for item in before.rulebook.items.values())]
    for clause in clauses:
        then, now = before.judgements[clause.id], after.judgements[clause.id]
        rows = [after.rows[listed] for _, listed in clause.variables]
        for keys in product(*(found.keys + ((MISSING,) if found.more else ()) for found in rows)):
            had = [key if key in before.rows[listed].keys else MISSING for key, (_, listed) in zip(keys, clause.variables, strict=True)]
            was = status(then, tuple(had))
            if was is not Status.OPEN and status(now, keys) is not was:
                yield f"{clause.id} {keys}: {was.name} became {status(now, keys).name}"
