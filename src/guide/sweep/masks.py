"""Masks over the rows of some variables and the cases, and over fewer of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from guide.sweep.bounds import Bools
from guide.sweep.columns import spread

Variables = tuple[str, ...]


def overall(mask: Bools) -> Bools:
    """A mask over rows as one over cases."""
    return np.asarray(mask.reshape(-1, mask.shape[-1]).any(axis=0))


def whole(mask: Bools, lengths: Sequence[int]) -> Bools:
    """A mask with every axis at its full length."""
    return np.broadcast_to(mask, (*lengths, mask.shape[-1]))


def marginal(mask: Bools, have: Variables, want: Variables) -> Bools:
    """A mask over some variables as one over fewer of them."""
    if mask.ndim == 1:
        return mask
    gone = tuple(axis for axis, variable in enumerate(have) if variable not in want)
    left = tuple(variable for variable in have if variable in want)
    return spread(np.asarray(mask.any(axis=gone)), left, want)


def over_one(mask: Bools, variables: Variables, variable: str, length: int) -> Bools:
    """A mask as one over the rows of a single variable."""
    return np.array(whole(marginal(mask, variables, (variable,)), [length]))
