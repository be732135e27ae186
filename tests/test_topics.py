"""Choosing a topic keeps the interview short. `python benchmarks/topics.py` prints the figures of every example."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from statistics import median

import pytest

from guide.cases import Case, load_case
from guide.given import read_answers
from guide.model import Rulebook
from guide.values import Cell
from shipped import book

ROOT = Path(__file__).parents[1]
GOAL = 25
NOW = date(2026, 11, 25)
SAMPLE = sorted((ROOT / "examples").glob("*.toml"))[::6]


@cache
def play() -> Callable[[Rulebook, Case, str], list[Cell]]:
    """How the benchmark plays an interview about one topic."""
    spec = importlib.util.spec_from_file_location("topics", ROOT / "benchmarks/topics.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    asked: Callable[[Rulebook, Case, str], list[Cell]] = module.asked
    return asked


@pytest.mark.parametrize("topic", book().facts[book().topics].options)
def test_a_topic_asks_few_questions(topic: str) -> None:
    """A median of at most 25 on a sample of the examples, none twice."""
    runs = [play()(book(), load_case(path, book()), topic) for path in SAMPLE]

    assert [run for run in runs if len(run) != len(set(run))] == []
    assert median(map(len, runs)) <= GOAL


@pytest.mark.parametrize("sender", ["employees", "organisation", "charity"])
def test_a_challenge_of_which_little_is_known_asks_few_questions(sender: str) -> None:
    """An expression of interest has come in; most of what is asked about it nobody is sure of. No example has one."""
    given = {"case": {"nation": "England"}, "authority": {"kind": "unitary"}, "challenge": {"exists": True, "submitted_by": sender}}
    answers, misfits = read_answers(given, book().facts, book().lists, NOW)
    run = play()(book(), Case("", NOW, answers, "", ""), "right-to-challenge")

    assert misfits == ()
    assert {"challenge.contains", "challenge.objections", "challenge.under_way", "challenge.published"} <= {cell.fact for cell in run}
    assert len(run) <= GOAL
