"""The smallest case in which a name comes out otherwise under two rulebooks, proved with both evaluators."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from guide.checklist import Entry, Writer
from guide.engine import Engine
from guide.model import Fact, Rulebook
from guide.narrowing import narrowed
from guide.outcome import Outcome, live_results
from guide.sweep import Compiled, Worked, compile_rulebook, differing, encode, sweep, worked
from guide.values import Answer, Answers, Cell, Choices, NotYet, RowSet, Status, Unknown, Value
from guide.words import say_value

Case = tuple[Answers, date]
MOST_ROUNDS = 12
STANDS = {Status.HOLDS: "applies", Status.OPEN: "may apply", Status.FAILS: "is ruled out"}


@dataclass(frozen=True, slots=True)
class Witness:
    """A case, how a name comes out before and after, and whether both evaluators say so."""

    case: Case
    before: str
    after: str
    old: Outcome
    new: Outcome
    proved: bool


class Witnesses:
    """Finds and proves witnesses for names that two rulebooks have, or one of them: under both as far as these names need. Close it after use."""

    def __init__(self, old: Rulebook, new: Rulebook, names: Iterable[str]) -> None:
        wanted = frozenset(names)
        self.books = narrowed(old, wanted), narrowed(new, wanted)
        self.ready = tuple(map(compile_rulebook, self.books))
        self.engines = tuple(map(Engine, self.books))

    def close(self) -> None:
        """Gives the memory of the engines back."""
        for engine in self.engines:
            engine.close()

    def smallest(self, case: Case, name: str) -> Case:
        """A case in which nothing can be left out without the name coming out the same, or open where it was not."""
        on = case[1]
        answers: Answers = {cell: answer for book in self.books for cell, answer in fitting(book, case[0]).items()}
        firmly = self.still([(answers, on)], name, True)[0]
        for _ in range(MOST_ROUNDS):
            parts = tuple(removable(self.books[1], answers))
            alone = self.still([(without(answers, part), on) for part in parts], name, firmly)
            spare = [part for part, differs in zip(parts, alone, strict=True) if differs]
            if not spare:
                break
            together = [answers]
            for part in spare:
                together.append(without(together[-1], part))
            differ = self.still([(fewer, on) for fewer in together[1:]], name, firmly)
            answers = next(fewer for fewer, differs in reversed([*zip(together[1:], differ, strict=True)]) if differs)
        return answers, on

    def still(self, cases: list[Case], name: str, firmly: bool) -> list[bool]:
        """In which cases a name comes out otherwise."""
        if not cases:
            return []
        sides = []
        for book, ready in zip(self.books, self.ready, strict=True):
            population = encode(book, [(fitting(book, answers), on) for answers, on in cases])
            sides.append(Worked(book, tuple(worked(book, population, {name}, ready))))
        mask = differing(sides[0], sides[1], [name], firmly).get(name)
        return [False] * len(cases) if mask is None else [bool(one) for one in mask]

    def proved(self, case: Case, name: str) -> Witness | None:
        """A case as a witness; None when the engine sees no difference."""
        answers, on = case
        old, new = (engine.update(fitting(engine.rulebook, answers), on) for engine in self.engines)
        before, after = standing(old, name), standing(new, name)
        if before == after:
            return None
        proved = all(agrees(outcome, ready) for outcome, ready in zip((old, new), self.ready, strict=True))
        return Witness(case, "; ".join(before), "; ".join(after), old, new, proved)


def agrees(outcome: Outcome, ready: Compiled) -> bool:
    """Whether the sweep says the same as the engine of every fact, list, rule and item."""
    book = outcome.rulebook
    return not sweep(book, encode(book, [(outcome.answers, outcome.as_at)]), None, ready).disagreements(0, outcome)


def again(witness: Witness, name: str) -> Witness | None:
    """The same case as a witness for another name; None where that comes out the same."""
    before, after = standing(witness.old, name), standing(witness.new, name)
    return None if before == after else replace(witness, before="; ".join(before), after="; ".join(after))


def removable(book: Rulebook, answers: Answers) -> Iterator[frozenset[Cell]]:
    """The parts of some answers that may be left out: a list with its rows, one row, one answer."""
    keys = {f"{listed.id}.{listed.key}" for listed in book.lists.values()}
    for cell, answer in answers.items():
        if isinstance(answer.value, RowSet):
            yield frozenset(other for other in answers if other == cell or of_list(book, other, cell.fact))
            for key in answer.value.keys:
                yield frozenset(other for other in answers if of_list(book, other, cell.fact) and other.row == key)
        elif cell.fact not in keys:
            yield frozenset([cell])


def of_list(book: Rulebook, cell: Cell, listed: str) -> bool:
    """Whether a cell is about a row of a list."""
    fact = book.facts.get(cell.fact)
    return fact is not None and fact.list == listed


def without(answers: Answers, part: frozenset[Cell]) -> Answers:
    """Answers with some left out; a list loses the rows whose names are."""
    found = {cell: answer for cell, answer in answers.items() if cell not in part}
    for cell, answer in list(found.items()):
        if isinstance(answer.value, RowSet):
            gone = {one.row for one in part if one.row and one.fact.startswith(f"{cell.fact}.")}
            kept = tuple(key for key in answer.value.keys if key not in gone or any(one.row == key and one.fact.startswith(f"{cell.fact}.") for one in found))
            if kept != answer.value.keys:
                found[cell] = replace(answer, value=replace(answer.value, keys=kept))
    return found


def fitting(book: Rulebook, answers: Answers) -> Answers:
    """The answers that a rulebook has questions for, and takes; options that it has not are left out."""
    found: dict[Cell, Answer] = {}
    for cell, answer in answers.items():
        fact = book.facts.get(cell.fact)
        value = answer.value
        if fact is None:
            listed = book.lists.get(cell.fact)
            if listed is not None and listed.rows is None and not cell.row:
                found[cell] = answer
        elif fact.asked and bool(cell.row) == bool(fact.list):
            if isinstance(value, Choices) and fact.kind == "choices":
                value = Choices(value.chosen & fact.options.keys(), value.unsure & fact.options.keys())
            if takes(fact, value):
                found[cell] = answer if value is answer.value else replace(answer, value=value)
    return found


def takes(fact: Fact, value: Value | RowSet) -> bool:
    """Whether a question takes such an answer."""
    if isinstance(value, Unknown):
        return True
    match fact.kind:
        case "yes-no":
            return isinstance(value, bool)
        case "choice":
            return isinstance(value, str) and value in fact.options
        case "row" | "text":
            return isinstance(value, str)
        case "choices" | "rows":
            return isinstance(value, Choices)
        case "date":
            return isinstance(value, date) or (isinstance(value, NotYet) and bool(fact.not_yet))
        case _:
            return isinstance(value, int | Fraction) and not isinstance(value, bool)


def standing(outcome: Outcome, name: str) -> tuple[str, ...]:
    """How a name comes out, in words that compare: of an item each result with its level and days, of a fact each value."""
    book, id = outcome.rulebook, name.partition(":")[2]
    if name.startswith("item:"):
        return item_standing(outcome, id)
    if name.startswith("rule:"):
        judged = outcome.judgements.get(name)
        return ("not there",) if judged is None else ("holds" if judged.holding else "is open" if judged.open else "fails",)
    if name in book.lists:
        return (say_value(None, outcome.rows[name]),)
    if name not in book.facts:
        return ("not there",)
    fact = book.facts[name]
    if fact.list:
        return tuple(f"{row}: {say_value(fact, outcome.value(Cell(name, row)))}" for row in outcome.rows[fact.list].keys)
    return (say_value(fact, outcome.value(Cell(name))),)


def item_standing(outcome: Outcome, id: str) -> tuple[str, ...]:
    """How an item stands, by its rows."""
    item = outcome.rulebook.items.get(id)
    if item is None:
        return ("not there",)
    results = live_results(outcome, item)
    if not results:
        return (STANDS[Status.FAILS],)
    dressed = item.due or item.not_before or item.raised
    entries = {entry.id: entry for entry in live_entries(outcome, id)} if dressed else {}
    found = []
    for result in results:
        words = [f"{', '.join(key for _, key in result.binding)}: " * bool(result.binding) + STANDS[result.status]]
        entry = entries.get(result.id)
        words.append(f"level {entry.level if entry else item.level}" if item.level else "")
        words.append(f"due {entry.due.words}" if entry and entry.due else "")
        words.append(f"not before {entry.not_before.words}" if entry and entry.not_before else "")
        found.append(", ".join(word for word in words if word))
    return tuple(found)


def live_entries(outcome: Outcome, item: str) -> Iterator[Entry]:
    """The entries of an item that applies or may."""
    writer = Writer(outcome)
    return (writer.entry(result) for result in live_results(outcome, outcome.rulebook.items[item]))


__all__ = ["STANDS", "Case", "Witness", "Witnesses", "again", "fitting", "live_entries", "standing"]
