"""How far an interview has come: questions answered, those to answer now, and at most how many there may still be; by section."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from guide.interview import Question, applicable, in_topics, is_unasked, question
from guide.outcome import Outcome, live_results
from guide.values import Cell, RowSet, Status


@dataclass(frozen=True, slots=True)
class Progress:
    """`answered` questions count now; `now` are to be answered as things stand; `most` is how many there may be in all, these among them.

    `rows` says that a list is still open, whose every name may bring questions of its own.
    """

    answered: int
    now: int
    most: int
    rows: bool = False

    @property
    def words(self) -> str:
        """All of it in a line."""
        if not self.most:
            return f"{self.answered} answered, nothing left to ask"
        more = ", and some for each name added" if self.rows else ""
        return f"{self.answered} answered, {self.now} to answer now, at most {self.most} in all{more}"


def progress(outcome: Outcome, asked: Iterable[Question]) -> Progress:
    """How far the whole interview has come; `asked` are the open questions."""
    found = by_section(outcome, asked).values()
    answered, now, most = (sum(getattr(one, name) for one in found) for name in ("answered", "now", "most"))
    return Progress(answered, now, most, any(one.rows for one in found))


def by_section(outcome: Outcome, asked: Iterable[Question]) -> dict[str, Progress]:
    """How far each section has come, in the authors' order; those in which nothing is, was or may be asked are left out."""
    book = outcome.rulebook
    names = {f"{listed.id}.{listed.key}" for listed in book.lists.values()}
    counting = (cell for cell in outcome.answers if cell.fact not in names and applicable(outcome, cell) and not is_unasked(outcome, cell))
    answered = Counter(question(outcome, cell).section for cell in counting)
    now = [each.cell for each in asked]
    later = {*now, *possible(outcome)}
    most = Counter(question(outcome, cell).section for cell in later)
    at = Counter(question(outcome, cell).section for cell in now)
    rows = {question(outcome, cell).section for cell in later if cell.fact in book.lists} | sections_growing(outcome)
    order = [id for id in (*book.sections, "") if answered[id] or most[id]]
    return {id: Progress(answered[id], at[id], most[id], bool(most[id]) and id in rows) for id in order}


def sections_growing(outcome: Outcome) -> set[str]:
    """The sections of lists that may have more rows."""
    given = {list: outcome.answers.get(Cell(list)) for list in outcome.rulebook.lists}
    return {outcome.rulebook.lists[list].section for list, answer in given.items() if answer and isinstance(answer.value, RowSet) and answer.value.more}


def possible(outcome: Outcome) -> Iterator[Cell]:
    """Questions nobody has answered that something open within the topics reads, however far down; about the rows there are."""
    book = outcome.rulebook
    for name in read_by_open(outcome):
        fact, listed = book.facts.get(name), book.lists.get(name)
        if listed and listed.rows is None:
            cells: tuple[Cell, ...] = (Cell(name),)
        elif fact and fact.asked:
            cells = tuple(Cell(name, key) for key in outcome.rows[fact.list].keys) if fact.list else (Cell(name),)
        else:
            continue
        yield from (cell for cell in cells if is_unasked(outcome, cell) and applicable(outcome, cell))


def read_by_open(outcome: Outcome) -> set[str]:
    """The names that items read which may apply, or whose day, level or title may still change."""
    book = outcome.rulebook
    todo = [f"item:{item.id}" for item in book.items.values() if in_topics(outcome, item) and may_ask(outcome, item.id)]
    seen = set(todo)
    while todo:
        for name in book.reads.get(todo.pop(), ()):
            if name not in seen:
                seen.add(name)
                todo.append(name)
    return seen


def may_ask(outcome: Outcome, id: str) -> bool:
    """Whether an item may still cause questions."""
    item = outcome.rulebook.items[id]
    dressing = bool(item.due or item.not_before or item.raised or item.named)
    return any(result.status is Status.OPEN or dressing for result in live_results(outcome, item))


__all__ = ["Progress", "by_section", "progress"]
