"""The rows of a list as a table: which columns it has, and what stands in each cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from guide.answers import raw_value
from guide.interview import applicable
from guide.model import Fact, RowList
from guide.session import AnswerError, Session
from guide.values import MISSING, Cell, RowSet, Unknown
from guide.words import humanised, plain, say_value

OUTSIDE = "-"
"""Stands where a question does not arise."""


@dataclass(frozen=True, slots=True)
class Column:
    """What is asked of each row."""

    fact: Fact
    title: str


class Table:
    """A list as it stands in a session now. Cells are put into words only when they are wanted."""

    def __init__(self, session: Session, list: str) -> None:
        self.session = session
        self.list = list_called(session, list)
        self.outcome = session.outcome()
        held = self.outcome.rows[list]
        self.keys, self.more = held.keys, held.more
        self.columns = tuple(Column(fact, title_of(fact)) for fact in asked_of(session, self.list) if self.arises(fact))

    def arises(self, fact: Fact) -> bool:
        """Whether a question arises for any row, or there is no row yet."""
        return not self.keys or any(applicable(self.outcome, Cell(fact.id, key)) for key in self.keys)

    def words(self, cell: Cell) -> str:
        """What stands in a cell: the answer in words, nothing while there is none, and a stroke where the question does not arise."""
        answer = self.session.answers.get(cell)
        if not applicable(self.outcome, cell):
            return OUTSIDE
        if answer is None:
            return ""
        return "Not sure" if isinstance(answer.value, Unknown) else say_value(self.session.rulebook.facts[cell.fact], answer.value)

    def open(self, key: str) -> tuple[Cell, ...]:
        """The questions about a row that are still to be asked."""
        return tuple(asked.cell for asked in self.session.questions() if asked.cell.row == key and asked.fact and asked.fact.list == self.list.id)


def list_called(session: Session, name: str) -> RowList:
    """The list of a name whose rows are asked for. Raises AnswerError."""
    listed = session.rulebook.lists.get(name)
    if listed is None or listed.rows is not None:
        there = ", ".join(listed.id for listed in session.rulebook.lists.values() if listed.rows is None)
        raise AnswerError(f"`{name}` is no list of names; the lists are {there or 'none'}")
    return listed


def asked_of(session: Session, listed: RowList) -> tuple[Fact, ...]:
    """What is asked of each row of a list besides its name."""
    facts = (session.rulebook.facts[attribute] for attribute in listed.attributes)
    return tuple(fact for fact in facts if fact.asked and fact.id != f"{listed.id}.{listed.key}")


def title_of(fact: Fact) -> str:
    """The heading of a column."""
    return humanised(fact.id.split(".", 1)[1]).capitalize()


def copy_row(session: Session, list: str, old: str, new: str) -> None:
    """Adds a row with the same answers as another. Raises AnswerError."""
    listed = list_called(session, list)
    held = session.outcome().rows[list]
    if old not in held.keys:
        raise AnswerError(f"`{list}` has no row `{old}`")
    given = {fact.id.split(".", 1)[1]: session.answers.get(Cell(fact.id, old)) for fact in asked_of(session, listed)}
    row = {name: raw_value(answer.value, session.as_at) for name, answer in given.items() if answer and not isinstance(answer.value, RowSet)}
    session.answer(Cell(list), [*held.keys, {listed.key: new.strip(), **row}, *([MISSING] if held.more else [])])


def say_table(session: Session, list: str) -> Iterator[str]:
    """A table read out, a row after the other."""
    table = Table(session, list)
    yield plain(f"{table.list.ask}")
    for number, key in enumerate(table.keys, 1):
        cells = [(column.title, table.words(Cell(column.fact.id, key))) for column in table.columns]
        told = "; ".join(f"{title}: {words}" for title, words in cells if words not in ("", OUTSIDE))
        left = len(table.open(key))
        yield plain(f"  {number}. {key}. {told or 'Nothing is answered'}." + (f" {left} to answer." if left else ""))
    if not table.keys:
        yield "  Nothing is named yet."
    if table.more:
        yield "  There may be more that nobody has named."


__all__ = ["OUTSIDE", "Column", "Table", "asked_of", "copy_row", "list_called", "say_table", "title_of"]
