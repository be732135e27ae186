"""Reads one condition line: `[not] ref`, `ref is x`, `ref in x, y`, `ref has x`, `ref >= x` and their negations.

The words of a line are read by the type of its left side, so the reader needs the names a rulebook declares.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from guide.diagnostics import suggest
from guide.lines import Line, Op, Operand, ParamRef, Place, Ref
from guide.model import AS_AT, Fact, RowList

LINE = re.compile(
    r"(?P<not>not\s+)?(?P<left>[\w.-]+)"
    r"(?:\s+(?P<op>is\s+not|is|not\s+in|in|has|lacks)\s+(?P<words>.+)|\s*(?P<sign>>=|<=|>|<)\s*(?P<amount>\S.*))?"
)
NUMBER = re.compile(r"-?\d[\d_]*(\.\d+)?")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
A_KIND = {"number": "a number", "money": "an amount of money", "percent": "a percentage", "date": "a date"}
ORDERED = ("number", "money", "percent", "date")
OPERATORS: Mapping[str, tuple[tuple[Op, bool], tuple[str, ...]]] = {
    "is": ((Op.IS, False), ("yes-no", "choice", "number", "money", "percent", "date", "row", "text")),
    "is not": ((Op.IS, True), ("yes-no", "choice", "number", "money", "percent", "date", "row", "text")),
    "in": ((Op.IN, False), ("choice", "row")),
    "not in": ((Op.IN, True), ("choice", "row")),
    "has": ((Op.HAS, False), ("choices", "rows")),
    "lacks": ((Op.HAS, True), ("choices", "rows")),
    ">=": ((Op.GE, False), ORDERED),
    "<=": ((Op.LE, False), ORDERED),
    ">": ((Op.GT, False), ORDERED),
    "<": ((Op.LT, False), ORDERED),
}
USE = {
    "yes-no": "write the fact alone, or `not` and the fact",
    "choice": "compare it with `is`, `is not`, `in` or `not in`",
    "choices": "compare it with `has` or `lacks`",
    "rows": "compare it with `has` or `lacks`",
    "row": "compare it with `is` or `is not`",
    "text": "a text can only be shown, or compared with `is`",
}


class ConditionError(Exception):
    """A line that cannot be read: a code, a message, the words to underline and a way to mend it."""

    def __init__(self, code: str, message: str, words: str = "", help: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.words, self.help = code, message, words, help


@dataclass(frozen=True, slots=True)
class Names:
    """What a line may name: facts and attributes (by `list.attribute`), lists and the units of parameters."""

    facts: Mapping[str, Fact] = field(default_factory=dict)
    lists: Mapping[str, RowList] = field(default_factory=dict)
    params: Mapping[str, str] = field(default_factory=dict)
    unread: frozenset[str] = frozenset()
    """Names whose declarations stand in a file or table that could not be read; nothing is said of them."""


class UnreadName(Exception):
    """The line names something whose own declaration is broken, which is reported there."""


SHAPE = "a line is `fact`, `not fact`, or a fact, a comparison and what to compare with"
MEANT = (
    (re.compile(r"\sand\s|&"), "write a line for each: all lines of `when` must hold"),
    (re.compile(r"\sor\s|\|"), "write a rule for each, or `fact in one, other` of options: any one of the rules is enough"),
    (re.compile(r"(?<![<>])="), "write `is` for `=`; of a yes-no fact the fact alone, or `not fact`"),
    (re.compile(r"^not\s|^unless\s"), "`not` goes with a fact alone; anything else goes under `unless`"),
)
"""What an author may have meant by a line that is none."""


def parse_line(text: str, names: Names, variables: Mapping[str, str], place: Place) -> Line:
    """The line that `text` says, with `variables` naming the list of each row variable in scope.

    Raises ConditionError, or UnreadName when it names something that is broken elsewhere.
    """
    match = LINE.fullmatch(text.strip())
    if match is None:
        raise ConditionError("R201", f"`{text}` is not a condition line", help=next((said for sign, said in MEANT if sign.search(text)), SHAPE))
    left = resolve(match["left"], names, variables)
    word = re.sub(r"\s+", " ", match["op"] or match["sign"] or "")
    negated = match["not"] is not None
    kind = kind_of(left, names)
    if not word:
        if kind != "yes-no":
            raise ConditionError("R202", f"`{match['left']}` is not a yes-no fact", match["left"], USE.get(kind, "compare it with >=, <=, >, < or `is`"))
        return Line(text, left, Op.TRUE, negated=negated, place=place)
    if negated:
        raise ConditionError("R201", "`not` goes with a fact alone", "not", f"turn the comparison round instead: `{match['left']} {turned(word)} ...`")
    (op, negative), kinds = OPERATORS[word]
    if kind not in kinds:
        raise ConditionError(
            "R202", f"`{match['left']}` is of type {kind}, which does not go with `{word}`", word, USE.get(kind, "compare it with >=, <=, >, < or `is`")
        )
    words = match["words"] or match["amount"]
    parts = [part.strip() for part in words.split(",")] if op is Op.IN else [words.strip()]
    right = tuple(operand(part, left, kind, names, variables) for part in parts)
    return Line(text, left, op, right, negative, place=place)


def turned(word: str) -> str:
    """The comparison that says the opposite."""
    pairs = ["is", "is not", "in", "not in", "has", "lacks", ">=", "<", "<=", ">"]
    index = pairs.index(word)
    return pairs[index ^ 1]


def resolve(word: str, names: Names, variables: Mapping[str, str]) -> Ref:
    """The fact, row attribute or row variable that a word of the left or right side names."""
    subject, dot, attribute = word.partition(".")
    if not dot:
        if word in variables:
            return Ref("", word)
        raise undeclared(word, names, variables)
    if subject in variables:
        fact = f"{variables[subject]}.{attribute}"
        if fact in names.facts:
            return Ref(fact, subject)
        if {fact, variables[subject]} & names.unread or variables[subject] not in names.lists:
            raise UnreadName
        listed = names.lists.get(variables[subject])
        near = suggest(attribute, [a.split(".", 1)[1] for a in listed.attributes] if listed else [])
        raise ConditionError(
            "R101",
            f"`{variables[subject]}` has no attribute `{attribute}`",
            word,
            f"did you mean `{subject}.{near}`?" if near else f"declare `row.{attribute}` in `[list.{variables[subject]}]`",
        )
    found = names.facts.get(word)
    if found is not None and found.list:
        raise ConditionError(
            "R111", f"`{word}` belongs to the rows of `{found.list}`", word, f'name a row first: `for = {{ x = "{found.list}" }}` and `x.{attribute}`'
        )
    if found is not None:
        return Ref(word)
    raise undeclared(word, names, variables)


def undeclared(word: str, names: Names, variables: Mapping[str, str]) -> Exception:
    """Nobody declares the word; the help names the nearest that somebody does."""
    if word in names.unread:
        return UnreadName()
    near = suggest(word, [*(f for f, fact in names.facts.items() if not fact.list), *variables])
    return ConditionError("R101", f"nobody declares `{word}`", word, f"did you mean `{near}`?" if near else f"declare it with `[fact.{word}]`")


def kind_of(ref: Ref, names: Names) -> str:
    """The type of what a ref reads; a row variable alone is a `row`."""
    return names.facts[ref.fact].kind if ref.fact else "row"


def operand(word: str, left: Ref, kind: str, names: Names, variables: Mapping[str, str]) -> Operand:
    """What stands on the right side, read by the type of the left."""
    fact = names.facts.get(left.fact)
    if kind == "yes-no":
        return yes_or_no(word)
    if kind in ("choice", "choices") and fact is not None:
        return option(word, fact, names, variables)
    if kind in ("row", "rows"):
        return row(word, fact.of if fact else variables[left.var], names, variables)
    if kind in ORDERED:
        return amount(word, kind, fact.unit if fact else "", names, variables)
    if word.startswith(("'", '"')):
        return word.strip("'\"")
    return comparable(word, (kind,), names, variables)


def yes_or_no(word: str) -> bool:
    """`yes` or `no`, also as TOML writes them."""
    if word not in ("yes", "no", "true", "false"):
        raise ConditionError("R202", f"a yes-no fact is `yes` or `no`, not `{word}`", word)
    return word in ("yes", "true")


def option(word: str, fact: Fact, names: Names, variables: Mapping[str, str]) -> Operand:
    """An option of a choice, or another choice to compare it with."""
    if word in fact.options:
        return word
    if "." in word:
        return comparable(word, ("choice",), names, variables)
    near = suggest(word, fact.options)
    raise ConditionError(
        "R104", f"`{word}` is not an option of `{fact.id}`", word, f"did you mean `{near}`?" if near else f"its options are {', '.join(fact.options)}"
    )


def row(word: str, of: str, names: Names, variables: Mapping[str, str]) -> Operand:
    """A row variable, a fact that is a row of the same list, or the name of a row fixed in the rulebook."""
    listed = names.lists.get(of)
    fixed = {listed.row_key(r) for r in listed.rows} if listed and listed.rows is not None else set()
    if word in fixed:
        return word
    ref = resolve(word, names, variables)
    there = names.facts[ref.fact].of if ref.fact else variables[ref.var]
    if there != of:
        raise ConditionError("R202", f"`{word}` is a row of `{there}`, not of `{of}`", word)
    return ref


def amount(word: str, kind: str, unit: str, names: Names, variables: Mapping[str, str]) -> Operand:
    """A number or date, a parameter, or a fact of the same type and unit."""
    if kind == "date":
        if DAY.fullmatch(word):
            return day(word)
    elif NUMBER.fullmatch(word):
        return number(word)
    if word in names.params:
        same_unit(word, names.params[word], kind, unit)
        return ParamRef(word)
    if "." not in word and word not in variables:
        if word in names.unread:
            raise UnreadName
        near = suggest(word, names.params)
        raise ConditionError(
            "R103", f"`{word}` is neither {A_KIND[kind]} nor a parameter", word, f"did you mean `{near}`?" if near else f"declare it with `[param.{word}]`"
        )
    ref = resolve(word, names, variables)
    if kind_of(ref, names) not in ((kind,) if kind in ("date", "money") else ("number", "percent")):
        raise ConditionError("R202", f"`{word}` is of type {kind_of(ref, names)} and does not compare with a {kind}", word)
    same_unit(word, names.facts[ref.fact].unit, kind, unit)
    return ref


def same_unit(word: str, there: str, kind: str, here: str) -> None:
    """Units that differ do not compare; a side that says none fits any."""
    if kind == "date" and there not in ("", "date"):
        raise ConditionError("R203", f"`{word}` is in {there} and does not compare with a date", word)
    if kind != "date" and here and there and here != there:
        raise ConditionError("R203", f"`{word}` is in {there}, the left side in {here}", word, "give both the same unit, or add a fact that converts one")


def comparable(word: str, kinds: tuple[str, ...], names: Names, variables: Mapping[str, str]) -> Ref:
    """Another fact, of one of the given types."""
    ref = resolve(word, names, variables)
    if kind_of(ref, names) not in kinds:
        raise ConditionError("R202", f"`{word}` is of type {kind_of(ref, names)}", word, f"compare it with a fact of type {kinds[0]}")
    return ref


def number(word: str) -> int | Fraction:
    """An exact number; underscores may group its digits."""
    plain = Fraction(word.replace("_", ""))
    return int(plain) if plain.denominator == 1 else plain


def day(word: str) -> date:
    """A date written 2012-12-06."""
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise ConditionError("R202", f"`{word}` is not a date", word, "write dates as 2012-12-06") from None


def nation_line(fact: str, nations: tuple[str, ...], place: Place) -> Line:
    """The line that a provision's nations put on the rules that cite it."""
    return Line(f"{fact} in {', '.join(nations)}", Ref(fact), Op.IN, nations, origin="nation", place=place)


def from_line(start: date | str, dated_by: Ref | None, place: Place) -> Line:
    """The line that `from` puts on a rule; open for ever while the date is not confirmed."""
    subject = dated_by or Ref(AS_AT)
    if isinstance(start, str):
        return Line("from a date not confirmed", subject, Op.UNCONFIRMED, origin="from", place=place)
    return Line(f"from {start}", subject, Op.GE, (start,), origin="from", place=place)


def until_line(end: date, dated_by: Ref | None, place: Place) -> Line:
    """The line that `until` puts on a rule; its last day is included."""
    return Line(f"until {end}", dated_by or Ref(AS_AT), Op.LE, (end,), origin="until", place=place)
