"""Plans the interview: which questions still matter, in which order, and what hangs on each.

A question matters while an open item within the chosen topics hangs on it; the day, level or title of an item that applies
comes last. Authors fix the order by sections and, within one, by where a question is declared.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import itemgetter

from guide.glossary import terms_in
from guide.groups import open_results
from guide.hanging import Hanging
from guide.model import Fact, Item, RowList, Rulebook
from guide.outcome import Outcome, Result, live_results, per_binding
from guide.reading import all_hold, reading_day
from guide.values import NA, Cell, Choices, NotYet, RowSet, Status, Value


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the interview: a fact, an attribute of one row, or the rows of a list."""

    cell: Cell
    ask: str
    section: str
    fact: Fact | None = None
    list: RowList | None = None
    late: bool = False
    """Only the day, level or title of an item that applies hangs on it."""

    @property
    def kind(self) -> str:
        """The type of answer: a fact's type, or `list`."""
        return self.fact.kind if self.fact else "list"

    @property
    def help(self) -> str:
        """The article shown beside the question, if any."""
        found = self.fact or self.list
        return found.help if found else ""


def question(outcome: Outcome, cell: Cell, late: bool = False) -> Question:
    """The question of a cell, its row named."""
    book = outcome.rulebook
    if cell.fact in book.lists:
        listed = book.lists[cell.fact]
        return Question(cell, listed.ask, listed.section, list=listed, late=late)
    fact = book.facts[cell.fact]
    section = book.lists[fact.list].section if fact.list else fact.section
    return Question(cell, row_text(outcome, fact.ask or fact.label or fact.id, fact, cell.row), section, fact, late=late)


def terms_of(book: Rulebook, question: Question) -> Mapping[str, str]:
    """The terms that a question and its options use, with what they mean."""
    return terms_in(book, [question.ask, *(question.fact.options.values() if question.fact else ())])


def row_text(outcome: Outcome, text: str, fact: Fact, row: str) -> str:
    """A text about a row, with `{attribute}` in braces replaced; `{row}` and the key name the row."""
    if not row:
        return text
    key = outcome.rulebook.lists[fact.list].key
    return text.replace("{row}", row).replace(f"{{{key}}}", row)


def in_topics(outcome: Outcome, item: Item) -> bool:
    """Whether an item is within the chosen topics; every item is while none is chosen, and one that names no topic always."""
    return within(outcome.value(Cell(outcome.rulebook.topics)), item)


def within(chosen: Value, item: Item) -> bool:
    """Whether an item is within some topics."""
    return not isinstance(chosen, Choices) or not item.topics or not chosen.chosen.isdisjoint(item.topics) or not chosen.unsure.isdisjoint(item.topics)


def open_questions(outcome: Outcome, hanging: Hanging | None = None) -> tuple[Question, ...]:
    """The questions that still matter and have not been asked, in the authors' order; `hanging` may know some of it already."""
    hanging = hanging or Hanging(outcome)
    wanted: dict[Cell, bool] = {}
    for item in outcome.rulebook.items.values():
        if in_topics(outcome, item):
            wanted |= dict.fromkeys(hanging.of_item(item), False)
            for result in dressed(outcome, item):
                for cell in hanging.of_dressing(result):
                    wanted.setdefault(cell, True)
    topics = Cell(outcome.rulebook.topics)
    wanted.setdefault(topics, False)
    unasked = [question(outcome, cell, late) for cell, late in wanted.items() if is_unasked(outcome, cell)]
    places = author_order(outcome)
    return tuple(sorted(unasked, key=lambda q: (q.cell != topics, q.late, *places.place(q))))


def because(outcome: Outcome, cell: Cell, hanging: Hanging | None = None) -> tuple[Result, ...]:
    """The results within the chosen topics that hang on a question: those that may apply, and those whose day, level or title it settles.

    `hanging` may know some of it already.
    """
    hanging = hanging or Hanging(outcome)
    found: list[Result] = []
    for item in outcome.rulebook.items.values():
        if not in_topics(outcome, item):
            continue
        found += [result for result in dressed(outcome, item) if cell in hanging.of_dressing(result)]
        on = {per_binding(item, keys) for keys in hanging.on(item.clause, open_results(outcome, item), cell)}
        found += [result for result in live_results(outcome, item) if result.status is Status.OPEN and result.binding in on] if on else []
    return tuple(found)


def dressed(outcome: Outcome, item: Item) -> tuple[Result, ...]:
    """The results of an item that apply, when it has a day, a level or a title that may hang on something."""
    if not (item.due or item.not_before or item.raised or item.named) or not outcome.judgements[item.clause.id].holding:
        return ()
    return tuple(result for result in live_results(outcome, item) if result.status is Status.HOLDS)


def next_question(outcome: Outcome) -> Question | None:
    """The question to ask now; None when nothing that matters is left to ask."""
    return next(iter(open_questions(outcome)), None)


def those_unasked(outcome: Outcome, cells: Iterable[Cell]) -> tuple[Question, ...]:
    """Of some questions those that arise and have not been asked, in their order."""
    return tuple(question(outcome, cell) for cell in cells if applicable(outcome, cell) and is_unasked(outcome, cell))


def is_unasked(outcome: Outcome, cell: Cell) -> bool:
    """Whether nobody has answered a cell yet; "not sure" is an answer, *not yet* of an earlier day is none."""
    answer = outcome.answers.get(cell)
    if answer is None:
        return True
    return isinstance(answer.value, NotYet) and outcome.as_at > answer.value.given_on


def settling(outcome: Outcome, result: Result) -> tuple[Question, ...]:
    """The questions whose answers would settle a result that may apply, asked or not."""
    return Settled(outcome).by(result)


class Settled:
    """Tells of many results of one outcome what would settle them; each question is put together once."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self._hanging = Hanging(outcome)
        self._order = author_order(outcome)
        self._placed: dict[Cell, tuple[tuple[int, int, int, int], Question]] = {}

    def by(self, result: Result) -> tuple[Question, ...]:
        """The questions whose answers would settle a result that may apply, asked or not."""
        placed = map(self.placed, self._hanging.of_result(result))
        return tuple(question for _, question in sorted(placed, key=itemgetter(0)))

    def placed(self, cell: Cell) -> tuple[tuple[int, int, int, int], Question]:
        """The question of a cell, and where it stands."""
        if cell not in self._placed:
            asked = question(self.outcome, cell)
            self._placed[cell] = self._order.place(asked), asked
        return self._placed[cell]


@dataclass(frozen=True, slots=True)
class AuthorOrder:
    """The order that authors gave to sections and questions."""

    sections: Mapping[str, int]
    facts: Mapping[str, int]
    rows: Mapping[str, RowSet]

    def place(self, asked: Question) -> tuple[int, int, int, int]:
        """Where a question stands: by section, declaration, row and attribute."""
        section = self.sections.get(asked.section, len(self.sections))
        if asked.list:
            return section, self.facts[asked.list.id], -1, 0
        assert asked.fact is not None
        if not asked.fact.list:
            return section, self.facts[asked.fact.id], 0, 0
        keys = self.rows[asked.fact.list].keys
        row = keys.index(asked.cell.row) if asked.cell.row in keys else len(keys)
        return section, self.facts[asked.fact.list], row, self.facts[asked.fact.id]


def author_order(outcome: Outcome) -> AuthorOrder:
    """The order of a rulebook's sections and declarations; a list stands where its first attribute does."""
    book = outcome.rulebook
    facts = {id: index for index, id in enumerate(book.facts)}
    for id, listed in book.lists.items():
        facts[id] = min((facts[attribute] for attribute in listed.attributes), default=0)
    return AuthorOrder({id: index for index, id in enumerate(book.sections)}, facts, outcome.rows)


def applicable(outcome: Outcome, cell: Cell) -> bool:
    """Whether a question arises; an answer to one that does not is dormant."""
    if cell.fact in outcome.rulebook.lists:
        listed = outcome.rulebook.lists[cell.fact]
        return all_hold(outcome, listed.only_if, {}, reading_day(outcome, listed.dated_by, {})) is not Status.FAILS
    fact = outcome.rulebook.facts[cell.fact]
    if fact.list and cell.row not in outcome.rows[fact.list].keys:
        return False
    return outcome.value(cell) != NA


__all__ = ["Question", "applicable", "because", "in_topics", "next_question", "open_questions", "question", "settling"]
