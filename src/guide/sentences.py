"""Reasons in words: "you said “No” to “Had the council published a window?”"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from guide.interview import row_text
from guide.lines import Line, Op, Operand, ParamRef, Ref
from guide.model import AS_AT, Fact
from guide.outcome import Outcome
from guide.reading import read
from guide.reasons import ClauseReason, FactReason, LineReason
from guide.values import NA, UNKNOWN, Cell, Choices, Status
from guide.words import COMPARISONS, DATE_COMPARISONS, humanised, label, say_date, say_value

Lines = Iterator[tuple[int, str]]
"""Indented lines: how deep, and the text."""


@dataclass(frozen=True, slots=True)
class Because:
    """One reason: a sentence, and the answers that it comes down to."""

    text: str
    answers: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.text} ({'; '.join(self.answers)})" if self.answers else self.text


def denied(statement: str) -> str:
    """A statement turned into its opposite."""
    return f"it is not {statement[6:]}" if statement.startswith("it is ") and not statement.startswith("it is not ") else f"it is not so that {statement}"


class Speaker:
    """Says the reasons of one outcome."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self.book = outcome.rulebook

    # --- facts ---

    def asked(self, fact: Fact, cell: Cell) -> str:
        """The question of a fact, its row named."""
        return row_text(self.outcome, fact.ask or label(fact), fact, cell.row)

    def fact(self, reason: FactReason) -> str:
        """A fact and its value in a sentence."""
        if reason.source == "as-at":
            return f"the case is judged as at {say_date(self.outcome.as_at)}"
        fact = self.book.facts[reason.cell.fact]
        question = f"“{self.asked(fact, reason.cell)}”"
        match reason.source:
            case "said":
                return self.said_option(fact, reason, question) if reason.option else f"you said “{say_value(fact, reason.value)}” to {question}"
            case "not-sure":
                return f"you are not sure of {question}"
            case "not-asked":
                return f"{question} has not been answered"
            case "not-applicable":
                return f"the question {question} does not arise" if fact.asked else f"{self.name(fact, reason.cell)} does not come into it"
            case "depends":
                return f"it is not settled whether {question} arises" if fact.asked else f"it is not known whether {self.name(fact, reason.cell)}"
            case _:
                return self.derived(fact, reason)

    def step(self, cell: Cell) -> str:
        """A fact or list that is not known yet, by name."""
        if cell.fact in self.book.lists:
            return f"“{self.book.lists[cell.fact].ask}”"
        fact = self.book.facts[cell.fact]
        if fact.asked:
            return f"“{self.asked(fact, cell)}”"
        named = self.name(fact, cell)
        row = f"{cell.row}: " if cell.row and cell.row not in named else ""
        return f"{row}whether {named}" if fact.kind == "yes-no" else row + named

    def said_option(self, fact: Fact, reason: FactReason, question: str) -> str:
        """What was said of one option, of an answer that may hold several."""
        option = f"“{fact.options.get(reason.option, reason.option)}”"
        if isinstance(reason.value, Choices) and reason.option in reason.value.chosen:
            return f"you said {option} to {question}"
        if isinstance(reason.value, Choices) and reason.option in reason.value.unsure:
            return f"you are not sure of {option} in answer to {question}"
        return f"you did not say {option} to {question}"

    def name(self, fact: Fact, cell: Cell) -> str:
        """What a derived fact is called, its row named."""
        return row_text(self.outcome, label(fact), fact, cell.row)

    def derived(self, fact: Fact, reason: FactReason) -> str:
        """A fact that was worked out."""
        name = self.name(fact, reason.cell)
        if fact.list and f"{{{self.book.lists[fact.list].key}}}" not in label(fact) and "{row}" not in label(fact):
            name = f"{reason.cell.row}: {name}"
        if fact.kind == "yes-no":
            if reason.value == NA:
                return f"{name}: this does not come into it"
            return name if reason.value is True else denied(name) if reason.value is False else f"it is not known whether {name}"
        if reason.value == UNKNOWN:
            return f"{name} is not known yet"
        if reason.option and isinstance(reason.value, Choices):
            option = fact.options.get(reason.option, reason.option)
            unsure = "perhaps " if reason.option in reason.value.unsure else "not " if reason.option not in reason.value.chosen else ""
            return f"{name}: {unsure}{option}"
        return f"{name}: {say_value(fact, reason.value)}"

    # --- lines ---

    def line(self, reason: LineReason) -> str:
        """A line as what was said, and how that compares."""
        line = reason.line
        if reason.missing:
            lists = dict.fromkeys(self.list_of(line, var) for var in reason.missing)
            return " and ".join(
                f"there may be more to name in answer to “{self.book.lists[listed].ask}”" if listed else "a row may be missing" for listed in lists
            )
        if line.origin:
            return self.dating(reason)
        if not line.left.fact:
            return self.rows(reason)
        said = self.fact(reason.facts[0])
        if reason.facts[0].value in (UNKNOWN, NA) or line.op in (Op.TRUE, Op.HAS, Op.IN):
            return said
        if line.op is Op.IS and (not isinstance(line.right[0], Ref) or (reason.status is Status.HOLDS) is not line.negated):
            return said
        return f"{said}, {self.compared(reason)}"

    def list_of(self, line: Line, var: str) -> str:
        """The list whose row is missing, as far as the line tells."""
        for ref in line.refs():
            if ref.var == var and ref.fact:
                return self.book.facts[ref.fact].list
        fact = self.book.facts.get(line.left.fact)
        return fact.of if fact else ""

    def rows(self, reason: LineReason) -> str:
        """A line about which row is which."""
        line = reason.line
        other = read(self.outcome, line.right[0], reason.rows, reason.day)
        here = reason.rows[line.left.var]
        return f"{here} is {other}" if here == other else f"{here} is not {other}"

    def compared(self, reason: LineReason) -> str:
        """How the left side compares with the right."""
        line = reason.line
        fact = self.book.facts[line.left.fact]
        words = DATE_COMPARISONS if fact.kind == "date" else COMPARISONS
        how = words.get(line.op, "")
        against = " or ".join(self.operand(operand, reason, fact) for operand in line.right)
        if reason.status is Status.OPEN:
            return f"and it is not known whether that is {how} {against}".replace("  ", " ")
        holds = (reason.status is Status.HOLDS) is not line.negated
        return f"which is {'' if holds else 'not '}{how} {against}".replace("  ", " ")

    def operand(self, operand: Operand, reason: LineReason, fact: Fact) -> str:
        """The right side of a comparison."""
        value = read(self.outcome, operand, reason.rows, reason.day)
        if isinstance(operand, ParamRef):
            return f"{say_value(fact, value)} ({humanised(operand.id)})"
        if isinstance(operand, Ref) and operand.fact:
            other = self.book.facts[operand.fact]
            cell = Cell(operand.fact, reason.rows[operand.var] if operand.var else "")
            name = self.name(other, cell) if other.label or not other.asked else f"the answer to “{self.asked(other, cell)}”"
            return f"{say_value(other, value)} ({name})"
        return say_value(fact, value)

    def dating(self, reason: LineReason) -> str:
        """A line that comes from a provision's dates or nations."""
        line = reason.line
        if line.origin == "nation":
            nations = " and ".join(say_value(self.book.facts[line.left.fact], str(nation)) for nation in line.right)
            if reason.status is Status.OPEN:
                return f"this is the law of {nations}, and {self.fact(reason.facts[0])}"
            return f"this is the law of {nations}" + ("" if reason.status is Status.HOLDS else f", and {self.fact(reason.facts[0])}")
        if line.op is Op.UNCONFIRMED:
            return "the date from which this applies is not confirmed"
        bound = line.right[0]
        edge = "from" if line.origin == "from" else "until"
        said = say_value(None, bound) if not isinstance(bound, Ref | ParamRef) else ""
        when = f"this applies {edge} {said}" if reason.status is Status.HOLDS else f"this {'only applies' if edge == 'from' else 'applied'} {edge} {said}"
        judged = "" if line.left.fact == AS_AT and reason.status is Status.HOLDS else f", and {self.fact(reason.facts[0])}"
        return when + judged

    # --- trees ---

    def leaves(self, reason: LineReason) -> tuple[str, ...]:
        """What a line comes down to: what people said, found below what is derived."""
        found: list[str] = []
        for fact in reason.facts:
            self.collect(fact, found)
        own = self.line(reason)
        return tuple(dict.fromkeys(text for text in found if text not in own))

    def collect(self, reason: FactReason, into: list[str]) -> None:
        """Adds the sentences of the answers below a fact."""
        if not reason.parts:
            if reason.source in ("said", "not-sure", "not-asked"):
                into.append(self.fact(reason))
            return
        for part in reason.parts:
            if isinstance(part, FactReason):
                self.collect(part, into)
                continue
            for line in part.lines if isinstance(part, ClauseReason) else (part,):
                if line.line.origin:
                    continue
                for fact in line.facts:
                    self.collect(fact, into)

    def because(self, reason: ClauseReason) -> tuple[Because, ...]:
        """The sentences that decide a clause, each with what it comes down to."""
        if reason.no_rows:
            return (Because(f"no row was named in answer to “{self.book.lists[reason.no_rows].ask}”"),)
        deciding = [line for line in reason.lines if not line.line.origin or not line.speaks or reason.status is Status.OPEN]
        return tuple(dict.fromkeys(Because(self.line(line), self.leaves(line)) for line in deciding))

    def tree(self, reasons: Iterable[ClauseReason | FactReason]) -> Lines:
        """Reasons as indented lines."""
        for reason in reasons:
            yield from self.clause_tree(reason, 0) if isinstance(reason, ClauseReason) else self.fact_tree(reason, 0)

    def clause_tree(self, reason: ClauseReason, depth: int) -> Lines:
        """A rule or item with its lines below."""
        if reason.no_rows:
            yield depth, f"no row was named in answer to “{self.book.lists[reason.no_rows].ask}”"
        for line in reason.lines:
            yield depth, f"{SIGNS[line.speaks, line.status is Status.OPEN]} {self.line(line)}"
            if not line.line.origin:
                for fact in line.facts:
                    yield from self.parts_tree(fact, depth + 1)
        if reason.cite:
            yield depth, "law: " + "; ".join(self.book.pages[page].cite for page in reason.cite)

    def fact_tree(self, reason: FactReason, depth: int) -> Lines:
        """A fact with what it comes from below."""
        yield depth, self.fact(reason)
        yield from self.parts_tree(reason, depth + 1)

    def parts_tree(self, reason: FactReason, depth: int) -> Lines:
        """What a fact comes from."""
        for part in reason.parts:
            if isinstance(part, FactReason):
                yield from self.fact_tree(part, depth)
            elif isinstance(part, ClauseReason):
                yield depth, f"rule {part.id.removeprefix('rule:')}:"
                yield from self.clause_tree(part, depth + 1)
            else:
                yield depth, f"{SIGNS[part.speaks, part.status is Status.OPEN]} {self.line(part)}"
                for fact in part.facts:
                    yield from self.parts_tree(fact, depth + 1)


SIGNS = {(True, False): "+", (False, False): "-", (False, True): "?", (True, True): "?"}
