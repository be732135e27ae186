"""What answers would do as data for programs: previews, and the changes that would move an item."""

from __future__ import annotations

from collections.abc import Iterable

from guide.boundaries import Values
from guide.changes import Moving
from guide.preview import Difference, Effect
from guide.render.reasons import RESULTS, Data, value_data


def effects_data(found: Iterable[Effect]) -> list[Data]:
    """What each answer to a question would do; `answers` is null for "not sure"."""
    return [{"answers": values_data(effect.values) if effect.values else None, "effect": difference_data(effect.difference)} for effect in found]


def values_data(values: Values) -> Data:
    """Values that do the same. With `range` so does all that lies between them; with `below` and `above` all beyond the ends."""
    return {"values": [value_data(value) for value in values.values], "range": values.range, "below": values.below, "above": values.above}


def difference_data(found: Difference) -> Data:
    """What would differ."""
    return {
        "moves": [{"id": move.result.id, "before": RESULTS[move.before], "after": RESULTS[move.after]} for move in found.moves],
        "wakes": [str(question.cell) for question in found.wakes],
        "sleeps": [str(question.cell) for question in found.sleeps],
        "dormant": [str(cell) for cell in found.dormant],
        "revived": [str(cell) for cell in found.revived],
    }


def moving_data(found: Moving) -> Data:
    """What would move an item: the smallest changes by goal, what each answer would make of it, and the question to ask first."""
    goals = {
        RESULTS[goal]: {
            "complete": changes.complete,
            "found": [{str(cell): value_data(value) for cell, value in change.values.items()} for change in changes.changes],
        }
        for goal, changes in found.to.items()
    }
    turns = [
        {"fact": str(turn.cell), "ways": [{"status": RESULTS[status], "answers": values_data(values)} for status, values in turn.ways]} for turn in found.turns
    ]
    first = {"fact": str(found.first.cell), "settles": found.first.settled, "of": found.first.open} if found.first else None
    return {"to": goals, "turns": turns, "ask_first": first}


__all__ = ["difference_data", "effects_data", "moving_data"]
