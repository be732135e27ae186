"""Puts together what the rules conclude of a fact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations
from operator import itemgetter
from typing import NamedTuple

from guide.bindings import Keys
from guide.lines import ParamRef, Ref
from guide.model import Fact, Rule
from guide.outcome import Contradiction, Judgement
from guide.reading import View, read, reading_day
from guide.values import MISSING, NA, UNKNOWN, Cell, Choices, Unknown, Value
from guide.verdicts import equals


class Concluded(NamedTuple):
    """What a rule concludes for a binding: whether it surely holds, the value, the fact that the value is read from."""

    sure: bool
    value: Value
    source: object
    rule: str


Conclusions = dict[str, list[Concluded]]
"""By row, or `""` for a fact of the case."""


def conclusions(view: View, judgements: Mapping[str, Judgement], fact: Fact) -> Conclusions:
    """What the rules conclude of a fact, by row; of bindings that conclude the same, once."""
    found: Conclusions = {}
    for id in view.rulebook.concluders.get(fact.id, ()):
        rule = view.rulebook.rules[id]
        judged = judgements[rule.clause.id]
        variables = [name for name, _ in rule.clause.variables]
        places = [place for place, name in enumerate(variables) if name in depends_on(rule)]
        for sure, bindings in ((True, judged.holding), (False, judged.open)):
            if fact.kind == "rows" and relates_rows(rule):
                for row, others in related_rows(bindings, rule, variables).items():
                    found.setdefault(row, []).append(Concluded(sure, Choices(frozenset(others), frozenset()), "", rule.id))
                continue
            for keys in apart(bindings, places):
                rows = {variables[place]: key for place, key in zip(places, keys, strict=True)}
                row = rows[rule.then.target.var] if rule.then.target.var else ""
                found.setdefault(row, []).append(conclusion(view, rule, rows, sure))
    return found


def relates_rows(rule: Rule) -> bool:
    """Whether a rule concludes of one row that another is among those it is related to."""
    return isinstance(rule.then.value, Ref) and not rule.then.value.fact and bool(rule.then.target.var)


def related_rows(bindings: tuple[Keys, ...], rule: Rule, variables: list[str]) -> dict[str, set[str]]:
    """The rows that a relation concludes, by the row about which it does: fifty people make thousands of pairs."""
    assert isinstance(rule.then.value, Ref)
    found: dict[str, set[str]] = {}
    for row, other in map(itemgetter(variables.index(rule.then.target.var), variables.index(rule.then.value.var)), bindings):
        found.setdefault(row, set()).add(other)
    return found


def conclusion(view: View, rule: Rule, rows: dict[str, str], sure: bool) -> Concluded:
    """What a rule concludes for a binding, and where the value comes from."""
    operand = rule.then.value
    value = read(view, operand, rows, reading_day(view, rule.clause.dated_by, rows))
    source: object = (operand.fact, rows[operand.var] if operand.var else "") if isinstance(operand, Ref) and operand.fact else value
    return Concluded(sure, UNKNOWN if isinstance(value, Unknown) else value, source, rule.id)


def together(view: View, fact: Fact, found: list[Concluded]) -> Value:
    """The value that several conclusions give a fact."""
    if fact.kind == "yes-no":
        return True if any(one.sure for one in found) else UNKNOWN if found else False
    if fact.kind in ("choices", "rows"):
        return several(view, fact, found)
    if not found:
        return NA
    sure = [one for one in found if one.sure]
    return sure[0].value if len(sure) == len(found) and all(agree(one, sure[0]) for one in sure) else UNKNOWN


def contradiction(fact: Fact, row: str, found: list[Concluded]) -> Contradiction | None:
    """The contradiction between rules that hold, of a fact that has one value."""
    sure = [one for one in found if one.sure]
    if fact.kind in ("yes-no", "choices", "rows") or not any(differ(one.value, other.value) for one, other in combinations(sure, 2)):
        return None
    values = tuple(dict.fromkeys(one.value for one in sure if one.value != UNKNOWN))
    return Contradiction(Cell(fact.id, row), values, tuple(one.rule for one in sure))


def several(view: View, fact: Fact, found: list[Concluded]) -> Value:
    """The options or rows concluded for sure; the others that may be. One that is unknown may be any."""
    chosen = frozenset(name for one in found if one.sure for name in names(one.value))
    unsure = frozenset(name for one in found for name in names(one.value))
    if any(one.value == UNKNOWN for one in found):
        unsure |= frozenset(view.rows[fact.of].keys if fact.of else fact.options)
    return Choices(chosen - {MISSING}, unsure - chosen - {MISSING})


def names(value: Value) -> Iterable[str]:
    """The options or rows that a conclusion names."""
    return value.chosen if isinstance(value, Choices) else (value,) if isinstance(value, str) else ()


def differ(left: Value, right: Value) -> bool:
    """Whether two values are known to differ."""
    if UNKNOWN in (left, right):
        return False
    return (NA in (left, right) and left != right) or equals(left, [right]) is False


def agree(one: Concluded, other: Concluded) -> bool:
    """Whether two rules conclude the same: from the same fact, or values known to be equal, or both not applicable."""
    return one.source == other.source or one.value == other.value == NA or equals(one.value, [other.value]) is True


def depends_on(rule: Rule) -> frozenset[str]:
    """The variables that what a rule concludes depends on."""
    value, dated = rule.then.value, rule.clause.dated_by
    refs = [rule.then.target, value if isinstance(value, Ref) else None, dated if isinstance(value, ParamRef) else None]
    return frozenset(ref.var for ref in refs if ref)


def apart(bindings: tuple[Keys, ...], places: list[int]) -> Iterable[Keys]:
    """The rows that bindings have at some places, each combination once."""
    if len(places) == 1:
        return dict.fromkeys((key,) for key in dict.fromkeys(map(itemgetter(places[0]), bindings)))
    return dict.fromkeys(map(itemgetter(*places), bindings)) if places else ((),) if bindings else ()
