"""Gives a case of a population back as answers, for the engine or a case file."""

from __future__ import annotations

from datetime import date

import numpy as np

from guide.model import Fact, Rulebook
from guide.sweep.chunk import Book, Chunk, cut
from guide.sweep.columns import is_unknown
from guide.sweep.encoding import is_fixed
from guide.sweep.population import Population
from guide.values import Answer, Answers, Cell, RowSet


def case_of(rulebook: Rulebook, population: Population, number: int) -> tuple[Answers, date]:
    """The answers of one case, and its as-at date."""
    texts = {text: place for place, text in enumerate(population.texts)}
    chunk = cut(Book(rulebook, texts, {}), population, slice(number, number + 1))
    found: dict[Cell, Answer] = {}
    for id, rows in chunk.population.rows.items():
        if rows.said[0] and not is_fixed(rulebook, id):
            found[Cell(id)] = Answer(RowSet(tuple(chunk.row_names(id, 0)[: int(rows.count[0])]), bool(rows.more[0])))
    for id in population.columns:
        fact = rulebook.facts[id]
        if not is_fixed(rulebook, fact.list):
            found.update(answers_to(chunk, fact))
    return found, date.fromordinal(int(population.as_at[number]))


def answers_to(chunk: Chunk, fact: Fact) -> dict[Cell, Answer]:
    """What a case answers to one question, for an attribute per row."""
    column = chunk.population.columns[fact.id]
    said = chunk.population.said.get(fact.id, ~is_unknown(column))
    rows = chunk.population.rows.get(fact.list)
    count = 1 if not fact.list else 0 if rows is None else int(rows.count[0])
    found = {}
    for place in range(count):
        if np.atleast_2d(said)[place if said.ndim > 1 else 0, 0]:
            row = chunk.row_names(fact.list, 0)[place] if fact.list else ""
            found[Cell(fact.id, row)] = Answer(chunk.value(column, fact, 0, place if fact.list else None))
    return found
