"""Rulebooks that differ from one in a single small step: the slips that an author may make, and that tests ought to notice."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from guide.lines import Clause, DatePhrase, Line, Op, Operand, ParamRef, Place, Ref, Span
from guide.model import Fact, Item, Param, Rule, Rulebook

Step = Literal["dropped", "turned", "moved", "amount", "edge", "date", "option", "undated", "widened", "letters", "per", "level", "time", "figure"]
STEPS: Mapping[Step, str] = {
    "dropped": "a line dropped",
    "turned": "a line turned round",
    "moved": "a line moved between `when` and `unless`",
    "amount": "an amount out by one",
    "edge": "a comparison that leaves out, or takes in, the amount itself",
    "date": "a date out by a day",
    "option": "another option",
    "undated": "a date or nation of the page ignored",
    "widened": "`for` widened: rows no longer tied together, or kept apart",
    "letters": "one letter of `for` in the place of another",
    "per": "a result for all letters of `for`",
    "level": "another level",
    "time": "a time limit out by one",
    "figure": "a figure of a parameter out by one, or starting a day later",
}
EDGES = {Op.GE: Op.GT, Op.GT: Op.GE, Op.LE: Op.LT, Op.LT: Op.LE}
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Mutant:
    """One slip: in which rule, item or fact, where, and what was made of what. `book` makes the rulebook with it."""

    step: Step
    name: str
    place: Place
    before: str
    after: str
    book: Callable[[], Rulebook]

    @property
    def said(self) -> str:
        """The slip in words."""
        return f"{STEPS[self.step]}: `{self.before}`" + (f" became `{self.after}`" if self.after else "")


def mutants(book: Rulebook) -> Iterator[Mutant]:
    """Every slip, in the order of the rulebook."""
    for rule in book.rules.values():
        yield from of_rule(book, rule)
    for item in book.items.values():
        yield from of_item(book, item)
    for fact in book.facts.values():
        yield from of_fact(book, fact)
    for param in book.params.values():
        yield from of_param(book, param)


def of_rule(book: Rulebook, rule: Rule) -> Iterator[Mutant]:
    """The slips in a rule."""
    for step, place, before, after, clause in of_clause(book, rule.clause, rule.place):
        yield Mutant(step, rule.clause.id, place, before, after, lambda c=clause: replace(book, rules={**book.rules, rule.id: replace(rule, clause=c)}))  # type: ignore[misc]


def of_item(book: Rulebook, item: Item) -> Iterator[Mutant]:
    """The slips in an item: in its lines, its level and its days."""

    def made(step: Step, place: Place, before: str, after: str, other: Item) -> Mutant:
        return Mutant(step, item.clause.id, place, before, after, lambda: replace(book, items={**book.items, item.id: other}))

    for step, place, before, after, clause in of_clause(book, item.clause, item.place):
        yield made(step, place, before, after, replace(item, clause=clause))
    if item.level in ("must", "should", "could"):
        other = "should" if item.level != "should" else "must"
        yield made("level", at(item.place, "level"), item.level, other, replace(item, level=other))
    if item.per and len(item.per) < len(item.clause.variables):
        letters = tuple(variable for variable, _ in item.clause.variables)
        yield made("per", at(item.place, "per"), f"per: {', '.join(item.per)}", f"per: {', '.join(letters)}", replace(item, per=letters))
    for number, (level, lines) in enumerate(item.raised):
        fewer = (*item.raised[:number], *item.raised[number + 1 :])
        yield made("level", at(item.place, "raised"), f"raised to {level}: {', '.join(line.text for line in lines)}", "", replace(item, raised=fewer))
    for key in ("due", "not_before"):
        phrase: DatePhrase | None = getattr(item, key)
        if phrase and phrase.span and isinstance(phrase.span.count, int):
            other_phrase = replace(phrase, span=replace(phrase.span, count=phrase.span.count + 1))
            changed = replace(item, due=other_phrase) if key == "due" else replace(item, not_before=other_phrase)
            yield made("time", at(item.place, key), phrase.text, f"{phrase.span.count + 1} {phrase.span.unit}", changed)


def of_fact(book: Rulebook, fact: Fact) -> Iterator[Mutant]:
    """The slips in a fact: in the lines of its `only_if` and of its calculation."""

    def made(step: Step, place: Place, before: str, after: str, other: Fact) -> Mutant:
        return Mutant(step, fact.id, place, before, after, lambda: replace(book, facts={**book.facts, fact.id: other}))

    for number, line in enumerate(fact.only_if):
        for step, after, other in of_line(book, line):
            yield made(step, line.place, line.text, after, replace(fact, only_if=swapped(fact.only_if, number, other)))
    calculation = fact.calculation
    if calculation is None:
        return
    for number, line in enumerate(calculation.counted):
        for step, after, other in of_line(book, line):
            yield made(step, line.place, line.text, after, replace(fact, calculation=replace(calculation, counted=swapped(calculation.counted, number, other))))
    if calculation.clause:
        for step, place, before, after, clause in of_clause(book, calculation.clause, fact.place):
            yield made(step, place, before, after, replace(fact, calculation=replace(calculation, clause=clause)))
    phrase = calculation.phrase
    if phrase and phrase.span and isinstance(phrase.span.count, int):
        longer = replace(phrase, span=Span(phrase.span.count + 1, phrase.span.unit))
        yield made(
            "time",
            at(fact.place, "date"),
            phrase.text,
            f"{phrase.span.count + 1} {phrase.span.unit}",
            replace(fact, calculation=replace(calculation, phrase=longer)),
        )


def of_param(book: Rulebook, param: Param) -> Iterator[Mutant]:
    """The slips in the figures of a parameter."""
    for number, figure in enumerate(param.figures):
        place = Place(param.place.file, (*param.place.keys, "from", str(figure.start)), on_key=True)
        value = figure.value + DAY if isinstance(figure.value, date) else figure.value + 1
        later = figure.start + DAY
        for before, after, other in (
            (str(figure.value), str(value), replace(figure, value=value)),
            (f"from {figure.start}", f"from {later}", replace(figure, start=later)),
        ):
            figures = (*param.figures[:number], other, *param.figures[number + 1 :])
            if all(one.start < two.start for one, two in pairwise(figures)):
                changed = replace(param, figures=figures)
                yield Mutant("figure", f"param:{param.id}", place, before, after, lambda p=changed: replace(book, params={**book.params, p.id: p}))  # type: ignore[misc]


Slip = tuple[Step, Place, str, str, Clause]


def of_clause(book: Rulebook, clause: Clause, place: Place) -> Iterator[Slip]:
    """The slips in the lines of a clause."""
    for side, other in (("when", "unless"), ("unless", "when")):
        lines: tuple[Line, ...] = getattr(clause, side)
        for number, line in enumerate(lines):
            here = place if line.origin else line.place
            fewer = (*lines[:number], *lines[number + 1 :])
            if line.origin:
                if line.op is not Op.UNCONFIRMED:
                    yield "undated", here, line.text, "", put(clause, side, fewer)
                    yield from (
                        ("date", here, line.text, after, put(clause, side, swapped(lines, number, changed)))
                        for step, after, changed in of_line(book, line)
                        if step == "date"
                    )
                continue
            yield "widened" if len(line.variables) > 1 else "dropped", here, f"{side}: {line.text}", "", put(clause, side, fewer)
            moved = put(put(clause, side, fewer), other, (*getattr(clause, other), line))
            yield "moved", here, f"{side}: {line.text}", f"{other}: {line.text}", moved
            for step, after, changed in (*of_line(book, line), *exchanged(line, clause.variables)):
                yield step, here, line.text, after, put(clause, side, swapped(lines, number, changed))


def exchanged(line: Line, variables: tuple[tuple[str, str], ...]) -> Iterator[tuple[Step, str, Line]]:
    """A line that reads the rows of two letters the wrong way round: for its first letter that another stands beside, of the same list."""
    lists = dict(variables)
    pairs = ((one, other) for one in lists if one in line.variables for other in lists if other != one and lists[other] == lists[one])
    one, other = next(pairs, ("", ""))
    if not one or not any(ref.fact for ref in line.refs() if ref.var in (one, other)):
        return
    letters = {one: other, other: one}
    right = tuple(lettered(operand, letters) for operand in line.right)
    changed = replace(line, left=lettered(line.left, letters), right=right)  # type: ignore[arg-type]
    yield "letters", re.sub(rf"\b({one}|{other})\b(?=[.]|$)", lambda found: letters[found[0]], line.text), changed


def lettered(operand: Operand, letters: Mapping[str, str]) -> Operand:
    """What is read of the row of another letter."""
    return replace(operand, var=letters.get(operand.var, operand.var)) if isinstance(operand, Ref) else operand


def put(clause: Clause, side: str, lines: tuple[Line, ...]) -> Clause:
    """A clause with other lines on one side."""
    return replace(clause, when=lines) if side == "when" else replace(clause, unless=lines)


def swapped(lines: tuple[Line, ...], number: int, line: Line | None) -> tuple[Line, ...]:
    """Lines with one in another's place, or in none."""
    return (*lines[:number], *([line] if line else []), *lines[number + 1 :])


def of_line(book: Rulebook, line: Line) -> Iterator[tuple[Step, str, Line | None]]:
    """What a slip may make of a line, with its text."""
    if not line.origin:
        yield "turned", f"not ({line.text})", replace(line, negated=not line.negated)
    if line.op in EDGES and not line.origin:
        other = EDGES[line.op]
        yield "edge", line.text.replace(line.op.value, other.value, 1), replace(line, op=other)
    for number, operand in enumerate(line.right):
        for step, changed in of_operand(book, line, operand):
            right = (*line.right[:number], changed, *line.right[number + 1 :])
            yield step, line.text.replace(str(operand), str(changed), 1), replace(line, right=right)


def of_operand(book: Rulebook, line: Line, operand: Operand) -> Iterator[tuple[Step, Operand]]:
    """What a slip may make of what a line compares with."""
    if isinstance(operand, bool | ParamRef):
        return
    if isinstance(operand, date):
        yield "date", operand + DAY
    elif isinstance(operand, int | Fraction):
        yield "amount", operand + 1
    elif isinstance(operand, str) and line.left.fact in book.facts and not line.origin:
        options = [*book.facts[line.left.fact].options]
        others = [option for option in options if option not in line.right]
        if operand in options and others:
            place = options.index(operand)
            yield "option", min(others, key=lambda option: (options.index(option) - place) % len(options))


def at(place: Place, key: str) -> Place:
    """A key of a table."""
    return Place(place.file, (*place.keys, key))


__all__ = ["STEPS", "Mutant", "mutants"]
