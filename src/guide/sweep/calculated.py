"""Works out calculated facts of a chunk: gathers the amounts of their rows, and hands them to `sums` and `dated`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from guide.lines import Calculation, Clause, DatePhrase, Operand, ParamRef, Ref
from guide.model import Fact, may_be_negative
from guide.sweep.bounds import Bools
from guide.sweep.columns import NEVER, TEXT, Code, Column, Ordered, Status8, spread_column
from guide.sweep.compile import outer_lists
from guide.sweep.dated import phrase_date
from guide.sweep.linework import Seen, Sight, see
from guide.sweep.literals import literal
from guide.sweep.scopes import Lists
from guide.sweep.sums import Term, count_lines, extreme, joined, of_two, over_rows, stacked, total

ONE = literal(1)
SURELY: Status8 = np.ones(1, np.int8)


class Bindings(Sight, Protocol):
    """What calculations are read against: lines, and the bindings of rows."""

    def clause(self, clause: Clause, keep: Sequence[str], outer: Lists) -> Status8:
        """The status of a clause over the rows of the variables kept."""

    def counted(self, fact: Fact) -> list[Status8]:
        """The statuses of the lines that a fact counts."""


def calculated(sight: Bindings, fact: Fact, calculation: Calculation) -> Column:
    """What a calculation gives, per row of an attribute."""
    if calculation.phrase:
        return phrase(sight, fact, calculation.phrase)
    if calculation.counted or not (calculation.clause or calculation.operands):
        return count_lines(sight.counted(fact))
    book = sight.rulebook
    negative = calculation.kind != "count" and any(may_be_negative(book.facts, book.params, operand) for operand in calculation.operands)
    if calculation.kind in ("product", "difference", "share"):
        left, right = (amount(sight, operand, fact) for operand in calculation.operands)
        return of_two(calculation.kind, left, right, negative)
    term = row_terms(sight, fact, calculation, calculation.clause) if calculation.clause else terms(sight, fact, calculation)
    return extreme(term, calculation.kind == "least") if calculation.kind in ("least", "most") else total(term, negative)


def amount(sight: Sight, operand: Operand, fact: Fact) -> Ordered:
    """An operand of a calculation, on the axes of its fact."""
    outer = outer_lists(fact)
    seen = see(sight, operand, outer, fact.dated_by)
    column = spread_column(seen.column, seen.variables, tuple(outer))
    assert isinstance(column, Ordered)
    return column


def phrase(sight: Sight, fact: Fact, said: DatePhrase) -> Column:
    """The date that a phrase says."""
    span = said.span.count if said.span else None
    number = amount(sight, span, fact) if isinstance(span, ParamRef) else span
    return phrase_date(said, amount(sight, said.base, fact), number, sight.rulebook.calendars.get(fact.calendar))


def terms(sight: Sight, fact: Fact, calculation: Calculation) -> Term:
    """The amounts of a calculation over facts; each surely counts."""
    return stacked([Term(amount(sight, operand, fact), SURELY, NEVER) for operand in calculation.operands])


def row_terms(sight: Bindings, fact: Fact, calculation: Calculation, clause: Clause) -> Term:
    """The amounts of a calculation over rows, on one axis: each row counts once, if some binding of the others lets it."""
    outer, lists = outer_lists(fact), dict(clause.variables)
    found = []
    for operand in calculation.operands:
        own = (operand.var,) if isinstance(operand, Ref) and operand.var in lists else ()
        keep = (*own, *outer)
        seen = Seen(ONE) if calculation.kind == "count" else see(sight, operand, {**outer, **lists}, clause.dated_by, Code(SURELY, TEXT))
        value = spread_column(seen.column, seen.variables, keep)
        assert isinstance(value, Ordered)
        missing: Bools = np.zeros((sight.slots(lists[own[0]]) if own else 1, *([1] * len(keep))), bool)
        missing[-1] = bool(own)
        found.append(over_rows(Term(value, sight.clause(clause, keep, outer), missing), bool(own), len(outer)))
    return joined(found)
