"""Which parameters are read where: by the lines of rules and items, by calculations, by days to act by."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from guide.lines import Clause, Operand, ParamRef
from guide.model import Fact, Item


def params_in(operands: Iterable[Operand]) -> frozenset[str]:
    """The parameters among operands."""
    return frozenset(operand.id for operand in operands if isinstance(operand, ParamRef))


@lru_cache(maxsize=4096)
def line_figures(clause: Clause) -> frozenset[str]:
    """The parameters that the lines of a clause read."""
    return params_in(operand for line, _ in clause.lines() for operand in line.right)


def due_figures(item: Item) -> frozenset[str]:
    """The parameters that the days to act by of an item read."""
    return params_in(phrase.span.count for phrase in (item.due, item.not_before) if phrase and phrase.span)


def fact_figures(fact: Fact) -> frozenset[str]:
    """The parameters that the calculation of a fact reads, and those that say whether its question arises."""
    operands = [operand for line in fact.only_if for operand in line.right]
    if calculation := fact.calculation:
        operands += [*calculation.operands, *(operand for line in calculation.counted for operand in line.right)]
        operands += [calculation.phrase.span.count] if calculation.phrase and calculation.phrase.span else []
    return params_in(operands)
