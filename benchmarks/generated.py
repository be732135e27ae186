"""Rulebooks made up by size, in a form that every evaluator in the comparison can read: yes-no questions and amounts, rules, warnings.

A third of the clauses are warnings, the rest are rules that conclude yes-no facts from questions and from facts concluded before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random

QUESTIONS_EACH = 80 / 300
"""Questions per rule: 80 for 300 rules."""
AMOUNTS = 0.25
RULES_A_FACT = 1.5
WINDOW = 60
"""How many of the facts concluded last a rule may read: rulebooks grow wider, not deeper."""
RULES_A_FILE = 250


@dataclass(frozen=True, slots=True)
class Condition:
    """`name`, or `name >= least`; `wanted` is False for a line of `unless`."""

    name: str
    least: int | None
    wanted: bool


@dataclass(frozen=True, slots=True)
class Made:
    """One clause: what it concludes (a fact, or a warning), and its lines."""

    id: str
    concludes: str
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Generated:
    """A rulebook as plain data: its questions (an amount or a yes-no), facts in order with their rules, and warnings."""

    questions: Mapping[str, bool]
    """Whether each is an amount."""
    facts: Mapping[str, tuple[Made, ...]]
    warnings: tuple[Made, ...]

    def case(self, random: Random) -> dict[str, bool | int]:
        """Every question answered."""
        return {name: random.randrange(100) if amount else random.random() < 0.6 for name, amount in self.questions.items()}


def generate(rules: int, seed: int = 2012) -> Generated:
    """A rulebook of so many rules, warnings included."""
    random = Random(seed)
    many = max(12, round(rules * QUESTIONS_EACH))
    questions = {f"q.q{number}": number < many * AMOUNTS for number in range(many)}
    concluding = rules * 2 // 3
    facts: dict[str, tuple[Made, ...]] = {}
    made = 0
    while made < concluding:
        name = f"d.d{len(facts)}"
        several = min(concluding - made, random.choice([1, 1, 2, 2]))
        facts[name] = tuple(Made(f"r{made + number}", name, conditions(random, questions, facts)) for number in range(several))
        made += several
    warnings = tuple(Made(f"w{number}", "", conditions(random, questions, facts)) for number in range(rules - concluding))
    return Generated(questions, facts, warnings)


def conditions(random: Random, questions: Mapping[str, bool], facts: Mapping[str, object]) -> tuple[Condition, ...]:
    """Two or three lines that must hold and perhaps one that must not, on different names."""
    names = random.sample([*questions], 3) + [*facts][-WINDOW:]
    chosen = random.sample(names, min(len(names), random.choice([2, 3, 3, 4])))
    found = []
    for place, name in enumerate(chosen):
        least = random.randrange(20, 60) if questions.get(name) else None
        found.append(Condition(name, least, wanted=place < 2 or random.random() < 0.5))
    return tuple(found)


# --- as a rulebook of the guide ---


def write(made: Generated, folder: Path) -> Path:
    """Writes the rulebook as an author would, in files of some hundred rules; where it is."""
    (folder / "rules").mkdir(parents=True)
    (folder / "kb" / "law").mkdir(parents=True)
    (folder / "kb" / "law" / "page.md").write_text('+++\ntitle = "Page"\ncite = "Page"\nchecked = "text"\n+++\nWords.\n', encoding="utf-8")
    (folder / "rules" / "rulebook.toml").write_text(BOOK, encoding="utf-8")
    (folder / "rules" / "interview.toml").write_text(INTERVIEW, encoding="utf-8")
    tables = [*questions_toml(made), *rules_toml(made)]
    for start in range(0, len(tables), RULES_A_FILE):
        text = f'title = "Part {start}"\nin_section = "all"\n\n' + "\n".join(tables[start : start + RULES_A_FILE])
        (folder / "rules" / f"part-{start:06}.toml").write_text(text, encoding="utf-8")
    return folder


BOOK = """title = "Generated"
version = "1.0.0"
topics = "case.topics"
nation = "case.nation"
disclaimer = "Made up."
"""
INTERVIEW = """title = "The interview"
in_section = "all"
[section.all]
title = "All"
[fact.case.topics]
ask = "What?"
type = "choices"
options.all = "All"
[fact.case.nation]
ask = "Where?"
type = "choice"
options.England = "England"
"""


def questions_toml(made: Generated) -> Iterator[str]:
    """A table per question and per fact."""
    for name, amount in made.questions.items():
        yield f'[fact.{name}]\nask = "{name}?"\ntype = "{"number" if amount else "yes-no"}"\n'
    for name in made.facts:
        yield f'[fact.{name}]\ntype = "yes-no"\n'


def rules_toml(made: Generated) -> Iterator[str]:
    """A table per rule and warning."""
    for rule in (rule for rules in made.facts.values() for rule in rules):
        yield f'[rule.{rule.id}]\ncite = "page"\n{lines_toml(rule)}then = "{rule.concludes}"\n'
    for warning in made.warnings:
        yield f'[warning.{warning.id}]\ntitle = "{warning.id}"\ncite = "page"\n{lines_toml(warning)}'


def lines_toml(rule: Made) -> str:
    """`when` and `unless`."""
    kinds = {"when": True, "unless": False}
    texts = {kind: [line_text(condition) for condition in rule.conditions if condition.wanted is wanted] for kind, wanted in kinds.items()}
    return "".join(f"{kind} = [{', '.join(quoted(found))}]\n" for kind, found in texts.items() if found)


def line_text(condition: Condition) -> str:
    """A condition as a line."""
    return condition.name if condition.least is None else f"{condition.name} >= {condition.least}"


def quoted(texts: list[str]) -> list[str]:
    """Texts as TOML has them."""
    return [f'"{text}"' for text in texts]
