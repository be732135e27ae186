"""What a rulebook says of the journey: its stages, and real cases that went it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from guide.lines import Line, Place


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the journey: when it starts and ends, and who does what in it, in the authors' words."""

    id: str
    title: str
    enter_when: str = ""
    leave_when: str = ""
    typical_time: str = ""
    leads: str = ""
    deliverables: str = ""
    gateway: str = ""
    """Who decides at its end, and what."""
    needs: tuple[str, ...] = ()
    """The stages that end before it can start."""
    done_when: tuple[Line, ...] = ()
    """The lines by which it is done; without any it never is."""


@dataclass(frozen=True, slots=True)
class Precedent:
    """A real case that a page tells: what it was like, how it ended, what went wrong, and the items that answer that."""

    page: str
    place: Place
    like: Mapping[str, frozenset[str]]
    """By fact the options that were, or may have been, those of the case."""
    ended: str
    wrong: str = ""
    answered_by: tuple[str, ...] = ()
