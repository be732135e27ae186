"""Hypothesis strategies: random rulebooks, as the files of a folder, and random answers to their questions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import strategies as st

from author import Author
from guide.model import Fact, Rulebook
from guide.values import UNKNOWN, Answer, Answers, Cell, Choices, NotYet, RowSet, Value
from wording import AMOUNTS, DAYS, PERCENTS, ROW_NAMES, Files

UNNAMED = "Zed"
"""A row that answers name although its list, which may have more, does not hold it yet."""


@st.composite
def rulebooks(draw: st.DrawFn) -> Files:
    """The files of a random rulebook, by their paths."""
    return Author(draw).book()


days = st.sampled_from(DAYS) | st.sampled_from([day + timedelta(days=step) for day in DAYS for step in (-1, 1)])
"""As-at dates on and beside every boundary."""


@st.composite
def answers(draw: st.DrawFn, rulebook: Rulebook, as_at: date) -> Answers:
    """Random answers to some of a rulebook's questions."""
    found: dict[Cell, Answer] = {}
    eager = draw(st.integers(40, 100))
    for listed in rulebook.lists.values():
        if listed.rows is None and draw(st.integers(0, 99)) < max(eager, 95):
            found |= named_rows(rulebook, listed.id, draw(row_sets()))
    for fact in rulebook.facts.values():
        if not fact.asked or is_key(rulebook, fact):
            continue
        for cell in cells_of(rulebook, fact, found):
            if draw(st.integers(0, 99)) < eager:
                found[cell] = Answer(draw(values(rulebook, fact, found, as_at)))
    return found


def is_key(rulebook: Rulebook, fact: Fact) -> bool:
    """Whether an attribute is the name of its row."""
    return bool(fact.list) and fact.id == f"{fact.list}.{rulebook.lists[fact.list].key}"


def named_rows(rulebook: Rulebook, listed: str, rows: RowSet | None) -> dict[Cell, Answer]:
    """The answers that name the rows of a list; "not sure" for None."""
    if rows is None:
        return {Cell(listed): Answer(UNKNOWN)}
    key = f"{listed}.{rulebook.lists[listed].key}"
    return {Cell(listed): Answer(rows)} | {Cell(key, row): Answer(row) for row in rows.keys}


def row_sets() -> st.SearchStrategy[RowSet | None]:
    """The rows of a list: seldom many, sometimes with more to come, sometimes "not sure"."""
    sizes = st.sampled_from([1, 2, 2, 3, 0, 4, 6, 2, 1, 3, 12])
    named = st.builds(lambda size, more: RowSet(ROW_NAMES[:size], more), sizes, st.sampled_from([False, False, True]))
    return st.one_of(*[named] * 9, st.none())


def cells_of(rulebook: Rulebook, fact: Fact, found: Answers) -> list[Cell]:
    """The cells of an asked fact that people can answer: one, or one per row named."""
    if not fact.list:
        return [Cell(fact.id)]
    if rulebook.lists[fact.list].rows is not None:
        return []
    return [Cell(fact.id, row) for row in rows_of(rulebook, fact.list, found).keys]


def rows_of(rulebook: Rulebook, listed: str, found: Answers) -> RowSet:
    """The rows that a list has in some answers."""
    declared = rulebook.lists[listed]
    if declared.rows is not None:
        return RowSet(tuple(declared.row_key(row) for row in declared.rows))
    answer = found.get(Cell(listed))
    return answer.value if answer is not None and isinstance(answer.value, RowSet) else RowSet(more=True)


@st.composite
def values(draw: st.DrawFn, rulebook: Rulebook, fact: Fact, found: Answers, as_at: date, sure: bool = False) -> Value:
    """A value that answers a question, in one case of ten "not sure" unless it must be `sure`."""
    if not sure and draw(st.integers(0, 9)) == 9:
        return UNKNOWN
    found_value: Value = draw(known_values(rulebook, fact, found, as_at, sure))
    return found_value


def known_values(rulebook: Rulebook, fact: Fact, found: Answers, as_at: date, sure: bool) -> st.SearchStrategy[Value]:
    """The values that a question takes, "not sure" aside."""
    match fact.kind:
        case "yes-no":
            return st.sampled_from([True, False])
        case "choice":
            return st.sampled_from(list(fact.options))
        case "choices":
            return choices(list(fact.options), sure)
        case "date":
            pending = st.sampled_from([as_at, as_at, as_at, *DAYS]).map(NotYet)
            return st.one_of(days, days, pending) if fact.not_yet else days
        case "text":
            return st.sampled_from(["words", "other"])
        case "row" | "rows":
            rows = rows_of(rulebook, fact.of, found)
            names = [*rows.keys, *([UNNAMED] if rows.more else [])]
            if fact.kind == "rows":
                return choices(names, sure)
            return st.sampled_from(names) if names else st.just(UNKNOWN)
        case "percent":
            return st.sampled_from(PERCENTS)
        case _:
            return st.sampled_from([*AMOUNTS, *([-1, -2] if fact.negative else [])])


def choices(words: Sequence[str], sure: bool = False) -> st.SearchStrategy[Choices]:
    """Some words chosen, some unsure."""
    if not words:
        return st.just(Choices())
    marks = st.tuples(*(st.sampled_from(["", "chosen"] if sure else ["", "chosen", "chosen", "unsure"]) for _ in words))
    return marks.map(lambda marked: Choices(*(frozenset(w for w, m in zip(words, marked, strict=True) if m == mark) for mark in ("chosen", "unsure"))))


# --- other answers and more answers ---


def any_cells(rulebook: Rulebook, found: Answers) -> st.SearchStrategy[Cell]:
    """Any question that can be asked, answered or not."""
    lists = [Cell(listed.id) for listed in rulebook.lists.values() if listed.rows is None]
    facts = [fact for fact in rulebook.facts.values() if fact.asked and not is_key(rulebook, fact)]
    return st.sampled_from([*(cell for fact in facts for cell in cells_of(rulebook, fact, found)), *lists])


def other_answers(rulebook: Rulebook, cell: Cell, found: Answers, as_at: date) -> st.SearchStrategy[Answer]:
    """Any answer to a question."""
    if cell.fact in rulebook.lists:
        return row_sets().map(lambda rows: Answer(UNKNOWN if rows is None else rows))
    if is_key(rulebook, rulebook.facts[cell.fact]):
        return st.just(Answer(cell.row))
    return values(rulebook, rulebook.facts[cell.fact], found, as_at).map(Answer)


@st.composite
def one_more(draw: st.DrawFn, rulebook: Rulebook, found: Answers, as_at: date) -> Answers:
    """The answers with something that was unknown answered: a question, an unsure option, the rows that a list lacked."""
    cell = draw(any_cells(rulebook, found))
    given = found[cell].value if cell in found else UNKNOWN
    if cell.fact in rulebook.lists:
        rows = given if isinstance(given, RowSet) else RowSet(more=True)
        return {**found, **named_rows(rulebook, cell.fact, draw(more_rows(rows)))} if rows.more else found
    if isinstance(given, Choices):
        return {**found, cell: Answer(draw(surer(given)))}
    if given != UNKNOWN:
        return found
    return {**found, cell: Answer(draw(values(rulebook, rulebook.facts[cell.fact], found, as_at)))}


def more_rows(rows: RowSet) -> st.SearchStrategy[RowSet]:
    """The rows of a list with others added, and perhaps more to come."""
    others = [name for name in (*ROW_NAMES, UNNAMED) if name not in rows.keys]
    added = st.lists(st.sampled_from(others), unique=True, max_size=2) if others else st.just([])
    return st.builds(lambda new, more: RowSet((*rows.keys, *new), more), added, st.booleans())


def surer(given: Choices) -> st.SearchStrategy[Choices]:
    """The same choices with some of what was unsure chosen, some not."""
    marks = st.tuples(*(st.sampled_from(["", "chosen", "unsure"]) for _ in given.unsure))
    words = sorted(given.unsure)
    return marks.map(
        lambda marked: Choices(
            given.chosen | {word for word, mark in zip(words, marked, strict=True) if mark == "chosen"},
            frozenset(word for word, mark in zip(words, marked, strict=True) if mark == "unsure"),
        )
    )


@st.composite
def completed(draw: st.DrawFn, rulebook: Rulebook, found: Answers, as_at: date) -> Answers:
    """The answers with everything that was unknown answered for sure."""
    full = dict(found)
    for listed in rulebook.lists.values():
        rows = rows_of(rulebook, listed.id, full)
        if rows.more:
            full |= named_rows(rulebook, listed.id, RowSet(draw(more_rows(rows)).keys))
    for fact in rulebook.facts.values():
        if not fact.asked or is_key(rulebook, fact):
            continue
        for cell in cells_of(rulebook, fact, full):
            given = full[cell].value if cell in full else UNKNOWN
            if isinstance(given, Choices):
                marked = draw(surer(given))
                full[cell] = Answer(Choices(marked.chosen))
            elif given == UNKNOWN:
                full[cell] = Answer(draw(values(rulebook, fact, full, as_at, sure=True)))
    return full
