"""Statuses of a clause over all its bindings, without going through them: variables are eliminated one by one.

A clause's status for a binding is the least of its lines', and for all bindings the greatest of these. Least and greatest
distribute over each other, so a variable can be reduced as soon as the few lines that mention it are brought together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import prod

import numpy as np

from guide.sweep.bounds import Bools, Numbers
from guide.sweep.columns import spread


@dataclass(frozen=True, slots=True, eq=False)
class Factor:
    """Statuses over the rows of some variables, the cases last."""

    variables: tuple[str, ...]
    status: Numbers


def factor(variables: tuple[str, ...], status: Numbers) -> Factor:
    """A factor with an axis for each of its variables."""
    lacking = len(variables) + 1 - status.ndim
    return Factor(variables, status.reshape((1,) * lacking + status.shape) if lacking > 0 else status)


Combine = Callable[[Numbers, Numbers], Numbers]


def reduced(factors: Iterable[Factor], keep: Sequence[str], lengths: Mapping[str, int], combine: Combine = np.minimum) -> Numbers:
    """The least of all factors, the greatest over every variable but those kept; an axis per variable of `keep`."""
    left = list(factors)
    waiting = {variable for factor in left for variable in factor.variables} - set(keep)
    while waiting:
        variable = min(waiting, key=lambda v: cost(left, v, lengths))
        waiting.remove(variable)
        mine = [factor for factor in left if variable in factor.variables]
        left = [factor for factor in left if variable not in factor.variables]
        left.append(eliminated(mine, variable, combine))
    return together(left, tuple(keep), combine)


def any_open(factors: Iterable[Factor], keep: Sequence[str], lengths: Mapping[str, int]) -> Bools:
    """Whether some binding is open, whatever the others are.

    With 0 for what fails, 1 for what holds and 2 for what is open, "fails if one fails, else open if one is open" distributes
    over the greatest just as the least does.
    """
    turned = [Factor(one.variables, OPEN_ABOVE[one.status]) for one in factors]
    return np.asarray(reduced(turned, keep, lengths, open_if_alive) == 2)


OPEN_ABOVE = np.array([2, 1, 0], np.int8)
"""By status: open, holds, fails."""


def open_if_alive(one: Numbers, other: Numbers) -> Numbers:
    """Fails if one fails, else open if one is open."""
    found: Numbers = np.minimum(one * other, 2)
    return found


def cost(factors: Iterable[Factor], variable: str, lengths: Mapping[str, int]) -> tuple[int, str]:
    """How great the factor is that eliminating a variable goes through."""
    touched = {other for factor in factors if variable in factor.variables for other in factor.variables}
    return prod(lengths[other] for other in touched), variable


def eliminated(factors: Sequence[Factor], variable: str, combine: Combine) -> Factor:
    """Factors brought together and reduced over a variable, row by row of it."""
    others = tuple(dict.fromkeys(other for factor in factors for other in factor.variables if other != variable))
    if len(factors) == 1 or not others:
        return Factor(others, np.maximum.reduce(together(factors, (variable, *others), combine), axis=0))
    rows = max(factor.status.shape[factor.variables.index(variable)] for factor in factors)
    found: Numbers | None = None
    for row in range(rows):
        here = together([at_row(factor, variable, row) for factor in factors], others, combine)
        found = here if found is None else np.maximum(found, here)
    assert found is not None
    return Factor(others, found)


def at_row(factor: Factor, variable: str, row: int) -> Factor:
    """A factor with one variable bound to a row."""
    axis = factor.variables.index(variable)
    kept = tuple(other for other in factor.variables if other != variable)
    length = factor.status.shape[axis]
    return Factor(kept, factor.status[(slice(None),) * axis + (0 if length == 1 else row,)])


def together(factors: Sequence[Factor], variables: tuple[str, ...], combine: Combine) -> Numbers:
    """Several factors as one; holds when there are none. Narrow ones are first brought into wider ones with the same variables."""
    held = list(factors)
    found: Numbers | None = None
    for place, into in absorbing(tuple(factor.variables for factor in factors)):
        factor = held[place]
        if into >= 0:
            wider = held[into]
            held[into] = Factor(wider.variables, combine(wider.status, spread(factor.status, factor.variables, wider.variables)))
            continue
        status = spread(factor.status, factor.variables, variables)
        found = status if found is None else combine(found, status)
    return np.ones(1, np.int8) if found is None else found


@lru_cache(maxsize=10_000)
def absorbing(variables: tuple[tuple[str, ...], ...]) -> tuple[tuple[int, int], ...]:
    """The order in which factors of some variables are brought together: each into a later one that has all of its own, or (-1) none."""
    order = sorted(range(len(variables)), key=lambda place: len(variables[place]))
    found = []
    for at, place in enumerate(order):
        wider = next((later for later in order[at + 1 :] if set(variables[place]) <= set(variables[later])), -1)
        found.append((place, wider))
    return tuple(found)
