"""What a rulebook itself says, as columns: fixed words, amounts and dates, and the rows it fixes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from functools import lru_cache

import numpy as np

from guide.lines import Clause, Line
from guide.model import Rulebook
from guide.sweep.bounds import constant
from guide.sweep.columns import NEVER, NO_CODE, Code, Column, Domain, Ordered, Truth


def clauses(rulebook: Rulebook) -> Iterator[Clause]:
    """Every clause of a rulebook: of rules, items and calculations."""
    for rule in rulebook.rules.values():
        yield rule.clause
    for item in rulebook.items.values():
        yield item.clause
    for fact in rulebook.facts.values():
        if fact.calculation and fact.calculation.clause:
            yield fact.calculation.clause


def lines(rulebook: Rulebook) -> Iterator[Line]:
    """Every line of a rulebook."""
    for clause in clauses(rulebook):
        yield from (line for line, _ in clause.lines())
    for fact in rulebook.facts.values():
        yield from fact.only_if
        yield from fact.calculation.counted if fact.calculation else ()
    for listed in rulebook.lists.values():
        yield from listed.only_if
    for item in rulebook.items.values():
        for _, raised in item.raised:
            yield from raised


def literal_texts(rulebook: Rulebook) -> tuple[str, ...]:
    """Every word that the rulebook may compare a text with, or give to one."""
    found: dict[str, None] = {}
    for line in lines(rulebook):
        found.update(dict.fromkeys(operand for operand in line.right if isinstance(operand, str)))
    for rule in rulebook.rules.values():
        if isinstance(rule.then.value, str):
            found[rule.then.value] = None
    for listed in rulebook.lists.values():
        for row in listed.rows or ():
            found[listed.row_key(row)] = None
            found.update(dict.fromkeys(value for value in row.values() if isinstance(value, str)))
    return tuple(found)


@lru_cache(maxsize=10_000, typed=True)
def literal(value: bool | int | Fraction | date) -> Column:
    """A column that is the same for every case."""
    if isinstance(value, bool):
        return Truth(np.array([1 if value else -1], np.int8))
    bound = constant(value)
    return Ordered(bound, bound, NEVER, NEVER)


def literal_word(word: str, domain: Domain, places: dict[str, int]) -> Code:
    """A word as a code of a domain; `places` are the codes of a domain that is not one of options."""
    code = domain.index(word) if isinstance(domain, tuple) and word in domain else places.get(word, NO_CODE)
    return Code(np.array([code], np.int32), domain)
