"""The attributes of rows that the rulebook fixes, as columns that are the same for every case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from guide.model import Rulebook
from guide.sweep.columns import Column
from guide.sweep.encoding import Encoder, Said, names_asked_rows


def fixed_columns(rulebook: Rulebook, texts: dict[str, int]) -> Mapping[str, Column]:
    """The columns of fixed attributes, but for those that name rows which every case has its own of."""
    encoder = Encoder(rulebook, texts)
    encoder.add({}, date.min)
    found = {}
    for listed in rulebook.lists.values():
        if listed.rows is None:
            continue
        for id in listed.attributes:
            fact = rulebook.facts[id]
            if fact.asked and not names_asked_rows(rulebook, fact):
                said = Said(fact, [0] * len(listed.rows), [*range(len(listed.rows))], [row[id] for row in listed.rows])
                found[id] = encoder.column(said)
    return found
