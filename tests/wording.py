"""Condition lines, date phrases and calculations of random rulebooks, in the words of authors."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import TypeVar

from hypothesis import strategies as st

from guide.model import AS_AT

T = TypeVar("T")
Files = Mapping[str, str]

DAYS = (
    date(2024, 1, 31), date(2024, 2, 1), date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 1), date(2024, 3, 29), date(2024, 3, 31),
    date(2024, 4, 1), date(2024, 4, 2), date(2024, 5, 31), date(2025, 2, 28), date(2025, 3, 1),
)  # fmt: skip
"""Days on and beside the boundaries that the rulebooks draw from: ends of months, of years of account, of the calendar."""
CALENDAR = """
[calendar.bank]
title = "Days off"
off = [2024-03-29, 2024-04-01, 2024-02-29]
known_to = 2024-05-31
"""
OPTIONS = ("red", "green", "blue")
NUMBERS = ("number", "money", "percent")
NATIONS = ("England", "Wales")
AMOUNTS: tuple[int | Fraction, ...] = (0, 1, 2, 3, 5, Fraction(5, 2))
PERCENTS = (0, 20, 50, 100)
ROW_NAMES = ("Ann", "Bob", "Cat", "Dan", "Eve", "Fay", "Gus", "Hal", "Ian", "Jo", "Kit", "Lee")


@dataclass(frozen=True)
class Name:
    """Something declared that lines may read: a fact of the case (`list` empty) or an attribute of rows."""

    id: str
    kind: str
    options: tuple[str, ...] = ()
    of: str = ""
    list: str = ""
    asked: bool = True
    both_ways: bool = False


@dataclass
class Listed:
    """A list while it is being written: its own table, the attributes so far, the rows when they are fixed."""

    id: str
    head: list[str]
    attributes: list[str] = field(default_factory=list)
    fixed: list[dict[str, str]] | None = None


@dataclass(frozen=True)
class Parameter:
    """A parameter that lines and phrases may name."""

    id: str
    kind: str


class Wording:
    """Draws words about what was declared so far."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.facts: list[Name] = [Name("case.nation", "choice", NATIONS), Name(AS_AT, "date")]
        self.lists: dict[str, Listed] = {}
        self.params: list[Parameter] = []
        self.pages: dict[str, tuple[str, ...]] = {}
        self.files: tuple[list[str], list[str]] = ([], [])
        self.serial = 0

    def pick(self, things: Sequence[T]) -> T:
        """One of some things."""
        return things[self.draw(st.integers(0, len(things) - 1))]

    def chance(self, percent: int) -> bool:
        """True in so many cases of a hundred."""
        return self.draw(st.integers(0, 99)) >= 100 - percent

    def number(self, least: int, most: int) -> int:
        """A number between two."""
        return self.draw(st.integers(least, most))

    def new(self, stem: str) -> str:
        """A name that nothing has yet."""
        self.serial += 1
        return f"{stem}{self.serial}"

    def write(self, *lines: str) -> None:
        """Adds a table to one of the two files of rules."""
        self.pick(self.files).append("\n".join(lines) + "\n")

    def amount(self) -> str:
        """A number as TOML and lines write it."""
        number = self.pick(AMOUNTS)
        return str(number) if isinstance(number, int) else str(float(number))

    def extras(self, kind: str) -> list[str]:
        """What a question of a kind may add."""
        if kind == "date" and self.chance(60):
            return ['not_yet = "Not yet"']
        if kind in NUMBERS and self.chance(20):
            return ["negative = true"]
        return []

    def conditions(self, key: str, scope: Mapping[str, str], percent: int, most: int) -> list[str]:
        """Lines under a key, perhaps."""
        return [f"{key} = {json.dumps(self.lines(scope, 1, most))}"] if self.chance(percent) else []

    def typed(self, kind: str, of: str) -> str:
        """The part of an attribute's table that says its type."""
        match kind:
            case "choice":
                return f"one = {json.dumps(OPTIONS)}"
            case "choices":
                return f"many = {json.dumps(OPTIONS)}"
            case "row" | "rows":
                return f'{kind} = "{of}"'
            case _:
                return f'type = "{kind}"'

    def calculation(self, scope: Mapping[str, str], in_list: bool) -> tuple[str, list[str]]:
        """The type of something worked out, and the keys that say how."""
        kind = self.pick(["sum", "count", "share", "least", "most", "date", "difference", "product", "count"])
        if kind == "date":
            return "date", [f'date = "{self.phrase(scope)}"', 'calendar = "bank"']
        rows = {} if in_list or not self.lists or not self.chance(60) else self.variables(2)
        if kind == "count":
            if rows:
                return "number", ["count = " + json.dumps(self.pick([*rows])), *self.over(rows)]
            return "number", [f"count = {json.dumps(self.lines(scope, 0, 4))}"]
        two = kind in ("share", "difference", "product")
        type = self.pick(["number", "date"]) if kind in ("least", "most") else "percent" if kind == "share" else self.pick(["number", "money"])
        of_rows = [] if two else [ref for ref, name in self.readable(rows) if name.list and name.kind in (("date",) if type == "date" else NUMBERS)]
        if of_rows:
            operands = [self.pick(of_rows) for _ in range(self.number(1, 2))] + ([self.amount_operand(type, scope)] if self.chance(20) else [])
        else:
            operands = [self.amount_operand(type, scope) for _ in range(2 if two else self.number(1, 3))]
        value = json.dumps(operands[0]) if len(operands) == 1 else json.dumps(operands)
        return type, [f"{kind} = {value}", *(self.over(rows) if of_rows else [])]

    def over(self, rows: Mapping[str, str]) -> list[str]:
        """The rows that a calculation is over."""
        return [self.loop(rows), *self.conditions("when", rows, 60, 2), *self.conditions("unless", rows, 20, 1)]

    @staticmethod
    def loop(variables: Mapping[str, str]) -> str:
        """The key that names row variables."""
        pairs = ", ".join(f'{name} = "{listed}"' for name, listed in variables.items())
        return f"for = {{ {pairs} }}"

    def amount_operand(self, type: str, scope: Mapping[str, str]) -> str:
        """Something to calculate with: an amount or date, a parameter or (of amounts) a number."""
        kinds = ("date",) if type == "date" else NUMBERS
        there = [ref for ref, name in self.readable(scope) if name.kind in kinds]
        params = [param.id for param in self.params if param.kind == ("date" if type == "date" else "amount")]
        if type != "date" and (not there or self.chance(10)):
            return self.amount()
        if params and self.chance(15):
            return self.pick(params)
        rows = [ref for ref in there if ref.split(".")[0] in scope]
        worked_out = [ref for ref in there if "calculated" in ref]
        return self.pick(rows if rows and self.chance(70) else worked_out if worked_out and self.chance(50) else there)

    def phrase(self, scope: Mapping[str, str]) -> str:
        """A date phrase."""
        base = self.amount_operand("date", scope)
        match self.pick(["plain", "span", "span", "edge"]):
            case "plain":
                return base
            case "edge":
                return f"{self.pick(['start', 'end'])} of financial year of {base}"
        spans = [param.id for param in self.params if param.kind == "span"]
        counts = [param.id for param in self.params if param.kind == "count"]
        relation = self.pick(["after", "before", "beginning with", "ending with"])
        units = ["days", "working days", "months", "weeks", "years"] + (["clear days"] if relation in ("after", "before") else [])
        if spans and self.chance(30):
            return f"{self.pick(spans)} {relation} {base}"
        count = self.pick(counts) if counts and self.chance(30) else str(self.number(1, 3))
        return f"{count} {self.pick(units)} {relation} {base}"

    def readable(self, scope: Mapping[str, str]) -> list[tuple[str, Name]]:
        """What lines may read, by the words for it."""
        found = [(name.id, name) for name in self.facts if not name.list]
        for variable, listed in scope.items():
            found += [(f"{variable}.{name.id.split('.')[1]}", name) for name in self.facts if name.list == listed]
        return found

    def lines(self, scope: Mapping[str, str], least: int, most: int) -> list[str]:
        """Some condition lines."""
        return [self.line(scope) for _ in range(self.number(least, most))]

    def line(self, scope: Mapping[str, str]) -> str:
        """One condition line, of the rows in scope rather than of the case."""
        readable = self.readable(scope)
        pairs = [(p, q) for p in scope for q in scope if p != q and scope[p] == scope[q]]
        if pairs and self.chance(20):
            p, q = self.pick(pairs)
            return f"{p} {self.pick(['is not', 'is'])} {q}"
        rows = [pair for pair in readable if pair[1].list]
        ties = [pair for pair in rows if pair[1].of in scope.values()]
        ref, name = self.pick(ties if ties and self.chance(35) else rows if rows and self.chance(70) else readable)
        match name.kind:
            case "yes-no":
                return self.pick([ref, f"not {ref}", f"{ref} is yes", f"{ref} is not no"])
            case "choice":
                others = [other for other, there in readable if there.kind == "choice" and other != ref]
                return self.one_of(ref, name.options, others)
            case "choices":
                others = [other for other, there in readable if there.kind == "choice"]
                return f"{ref} {self.pick(['has', 'lacks'])} {self.pick(others) if others and self.chance(25) else self.pick(name.options)}"
            case "row" | "rows":
                return self.row_line(ref, name, scope, readable)
            case "text":
                return f"{ref} {self.pick(['is', 'is not'])} 'words'"
            case _:
                return f"{ref} {self.pick(['>=', '<', '<=', '>', 'is', 'is not'])} {self.compared_with(name.kind, ref, readable)}"

    def one_of(self, ref: str, words: Sequence[str], others: Sequence[str]) -> str:
        """A line on one option or row."""
        right = [self.pick(others) if others and self.chance(30) else self.pick(words) for _ in range(2)]
        return self.pick([f"{ref} is {right[0]}", f"{ref} is not {right[0]}", f"{ref} in {', '.join(right)}", f"{ref} not in {', '.join(right)}"])

    def row_line(self, ref: str, name: Name, scope: Mapping[str, str], readable: Sequence[tuple[str, Name]]) -> str:
        """A line on an attribute that is a row or several."""
        others = [variable for variable, listed in scope.items() if listed == name.of]
        facts = [
            other for other, there in readable if there.kind == "row" and there.of == name.of and other != ref and not (there.both_ways and name.both_ways)
        ]
        fixed = [json.loads(row["name"]) for row in self.lists[name.of].fixed or ()]
        words = fixed + (facts if not others or self.chance(25) else others)
        if not words:
            return "case.nation is England"
        if name.kind == "row" and others and self.chance(25):
            return f"{self.pick(others + facts)} {self.pick(['is', 'is not'])} {ref}"
        if name.kind == "row":
            return self.one_of(ref, words, [])
        return f"{ref} {self.pick(['has', 'lacks'])} {self.pick(words)}"

    def compared_with(self, kind: str, ref: str, readable: Sequence[tuple[str, Name]]) -> str:
        """The right side of a comparison of amounts or days."""
        kinds = (kind,) if kind in ("date", "money") else ("number", "percent")
        others = [other for other, name in readable if name.kind in kinds and other != ref]
        params = [param.id for param in self.params if param.kind == ("date" if kind == "date" else "amount")]
        if params and self.chance(25):
            return self.pick(params)
        if others and self.chance(35):
            return self.pick(others)
        return str(self.pick(DAYS)) if kind == "date" else str(self.pick(PERCENTS)) if kind == "percent" else self.amount()

    def variables(self, most: int) -> dict[str, str]:
        """Row variables and their lists, perhaps the same list twice."""
        return {name: self.pick([*self.lists]) for name in ("p", "q", "r")[: self.number(1, most)]} if self.lists else {}
