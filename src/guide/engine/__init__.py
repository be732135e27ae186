"""Evaluates one case step by step: reads lines, lets durable-rules chain over those that hold, and passes the news on.

The rulebook's order has no cycles, so every name is worked out after all that it reads, and only names that read something
changed are worked out again. A change or a clear therefore costs what it touches, not a rebuild.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import combinations
from typing import NamedTuple

from guide.bindings import Keys, full_mask, named, survivors
from guide.calculations import calculate
from guide.engine.memory import MOST_KEYS, LineFact, Memory, WorkingMemoryError
from guide.lines import Clause, Ref
from guide.model import Fact, Rule, Rulebook
from guide.outcome import Contradiction, Judgement, Outcome
from guide.reading import all_hold, read, reading_day
from guide.values import MISSING, NA, UNKNOWN, Answers, Cell, Choices, NotYet, RowSet, Status, Unknown, Value
from guide.verdicts import equals


class Concluded(NamedTuple):
    """What a rule concludes for a binding: whether it surely holds, the value, the fact that the value is read from."""

    sure: bool
    value: Value
    source: object
    rule: str


Conclusions = dict[str, list[Concluded]]
"""By row, or `""` for a fact of the case."""
NO_KEY = -1
"""The key of a binding with a missing row: it stays open, so the working memory never hears of it."""


class Engine:
    """The live evaluation of one case. `update` gives the outcome of new answers; the engine remembers the rest."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.as_at = date.min
        self.answers: Answers = {}
        self.values: dict[str, Value | Mapping[str, Value]] = {}
        self.rows: dict[str, RowSet] = {}
        self.judgements: dict[str, Judgement] = {}
        self._contradictions: dict[str, tuple[Contradiction, ...]] = {}
        self._clauses: list[Clause] = [*(rule.clause for rule in rulebook.rules.values()), *(item.clause for item in rulebook.items.values())]
        self._index = {clause.id: index for index, clause in enumerate(self._clauses)}
        self._level = levels(rulebook)
        self._readers = readers(rulebook)
        self._supports: dict[str, dict[Keys, tuple[int, int]]] = {clause.id: {} for clause in self._clauses}
        self._fired: set[int] = set()
        self._next_key = 0
        self._memory = Memory([len(clause.when) + len(clause.unless) for clause in self._clauses])
        self._fresh = True

    def update(self, answers: Answers, as_at: date) -> Outcome:
        """The outcome of a case's answers on a date."""
        if self._next_key > MOST_KEYS // 2:
            self._start_again()
        if self._fresh or as_at != self.as_at:
            dirty = set(self.rulebook.order)
        else:
            dirty = {cell.fact for cell in {**self.answers, **answers} if self.answers.get(cell) != answers.get(cell)}
        self.answers, self.as_at, self._fresh = dict(answers), as_at, False
        self._work(dirty & self._level.keys())
        contradictions = tuple(c for found in self._contradictions.values() for c in found)
        return Outcome(self.rulebook, as_at, self.answers, dict(self.values), dict(self.rows), dict(self.judgements), contradictions)

    def close(self) -> None:
        """Gives the working memory back."""
        self._memory.close()

    def _start_again(self) -> None:
        """Empties the working memory, so that keys can be counted from nought."""
        self._memory.empty()
        self._supports = {name: {} for name in self._supports}
        self._fired.clear()
        self._next_key = 0
        self._fresh = True

    def _work(self, dirty: set[str]) -> None:
        """Works out every dirty name, level by level, and whatever reads one that changed."""
        waiting: dict[int, set[str]] = {}
        for name in dirty:
            waiting.setdefault(self._level[name], set()).add(name)
        while waiting:
            level = min(waiting)
            changed = self._work_level(sorted(waiting.pop(level)))
            for name in changed:
                for reader in self._readers.get(name, ()):
                    waiting.setdefault(self._level[reader], set()).add(reader)

    def _work_level(self, names: Iterable[str]) -> list[str]:
        """Works out the names of one level, which do not read one another; those that changed."""
        changed, judged = [], []
        facts: list[LineFact] = []
        for name in names:
            if name.startswith(("rule:", "item:")):
                judged.append(name)
                facts += self._support(self._clauses[self._index[name]])
            elif name in self.rulebook.lists:
                rowset = self._list_rows(name)
                if self.rows.get(name) != rowset:
                    self.rows[name] = rowset
                    changed.append(name)
            else:
                value = self._fact_value(self.rulebook.facts[name])
                if name not in self.values or self.values[name] != value:
                    self.values[name] = value
                    changed.append(name)
        if facts:
            self._fired |= self._memory.post(facts)
        for name in judged:
            judgement = self._judgement(name)
            if self.judgements.get(name) != judgement:
                self.judgements[name] = judgement
                changed.append(name)
        return changed

    # --- clauses ---

    def _support(self, clause: Clause) -> list[LineFact]:
        """The facts that the working memory lacks for a clause. A binding that lost a line starts again under a new key."""
        old, new = self._supports[clause.id], {}
        index = self._index[clause.id]
        facts: list[LineFact] = []
        lines = range(len(clause.when) + len(clause.unless))
        for keys, mask in survivors(self, clause).items():
            key, had = old.pop(keys, (NO_KEY, 0))
            if MISSING in keys:
                new[keys] = (NO_KEY, 0)
                continue
            if key >= 0 and had & ~mask:
                self._forget(key)
                key = NO_KEY
            if key == NO_KEY:
                key, had = self._next_key, 0
                self._next_key += 1
            facts += [LineFact(index, line, key) for line in lines if (mask & ~had) >> line & 1]
            new[keys] = (key, mask)
            if not lines:
                self._fired.add(key)
        for key, _ in old.values():
            if key != NO_KEY:
                self._forget(key)
        self._supports[clause.id] = new
        return facts

    def _forget(self, key: int) -> None:
        """Gives up a key and its facts."""
        self._memory.forget(key)
        self._fired.discard(key)

    def _judgement(self, name: str) -> Judgement:
        """What the working memory has concluded of a clause."""
        holding: list[Keys] = []
        unsure: list[Keys] = []
        for keys, (key, _) in self._supports[name].items():
            (holding if key in self._fired else unsure).append(keys)
        return Judgement(tuple(holding), tuple(unsure))

    # --- lists and facts ---

    def _list_rows(self, name: str) -> RowSet:
        """The rows of a list: those answered or fixed; none when it is not applicable."""
        listed = self.rulebook.lists[name]
        day = reading_day(self, listed.dated_by, {})
        applicable = all_hold(self, listed.only_if, {}, day)
        if applicable is Status.FAILS:
            return RowSet()
        if applicable is Status.OPEN:
            return RowSet(more=True)
        if listed.rows is not None:
            return RowSet(tuple(listed.row_key(row) for row in listed.rows))
        answer = self.answers.get(Cell(name))
        return answer.value if answer and isinstance(answer.value, RowSet) else RowSet(more=True)

    def _fact_value(self, fact: Fact) -> Value | Mapping[str, Value]:
        """A fact's value, per row for an attribute."""
        self._contradictions.pop(fact.id, None)
        concluded = self._conclusions(fact) if not fact.asked and not fact.calculation else {}
        if not fact.list:
            return self._cell_value(fact, "", concluded)
        return {key: self._cell_value(fact, key, concluded) for key in self.rows[fact.list].keys}

    def _cell_value(self, fact: Fact, row: str, concluded: Conclusions) -> Value:
        """The value of one cell: not applicable or unknown by its `only_if`, else answered, calculated or concluded."""
        rows = {"row": row} if row else {}
        if fact.only_if:
            applicable = all_hold(self, fact.only_if, rows, reading_day(self, fact.dated_by, rows))
            if applicable is not Status.HOLDS:
                return NA if applicable is Status.FAILS else UNKNOWN
        if fact.asked:
            return self._answered(fact, row)
        if fact.calculation:
            return calculate(self, fact, fact.calculation, rows)
        return self._concluded(fact, row, concluded.get(row, []))

    def _answered(self, fact: Fact, row: str) -> Value:
        """What was answered, or what the rulebook fixes. *Not yet* lapses under a later as-at date."""
        fixed = self.rulebook.lists[fact.list].rows if fact.list else None
        if fixed is not None:
            listed = self.rulebook.lists[fact.list]
            return next((r[fact.id] for r in fixed if listed.row_key(r) == row), NA)
        answer = self.answers.get(Cell(fact.id, row))
        if answer is None or isinstance(answer.value, RowSet):
            return UNKNOWN
        if isinstance(answer.value, NotYet) and self.as_at > answer.value.given_on:
            return UNKNOWN
        return answer.value

    def _conclusions(self, fact: Fact) -> Conclusions:
        """What the rules conclude of a fact, by row."""
        found: Conclusions = {}
        for id in self.rulebook.concluders.get(fact.id, ()):
            rule = self.rulebook.rules[id]
            judged = self.judgements[rule.clause.id]
            for sure, bindings in ((True, judged.holding), (False, judged.open)):
                for keys in bindings:
                    rows = named(rule.clause, keys)
                    row = rows[rule.then.target.var] if rule.then.target.var else ""
                    found.setdefault(row, []).append(self._conclusion(rule, rows, sure))
        return found

    def _conclusion(self, rule: Rule, rows: dict[str, str], sure: bool) -> Concluded:
        """What a rule concludes for a binding, and where the value comes from."""
        operand = rule.then.value
        value = read(self, operand, rows, reading_day(self, rule.clause.dated_by, rows))
        source: object = (operand.fact, rows[operand.var] if operand.var else "") if isinstance(operand, Ref) and operand.fact else value
        return Concluded(sure, UNKNOWN if isinstance(value, Unknown) else value, source, rule.id)

    def _concluded(self, fact: Fact, row: str, found: list[Concluded]) -> Value:
        """Puts the conclusions of several rules together."""
        if fact.kind == "yes-no":
            return True if any(one.sure for one in found) else UNKNOWN if found else False
        if fact.kind in ("choices", "rows"):
            return self._several(fact, found)
        if not found:
            return NA
        sure = [one for one in found if one.sure]
        if any(differ(one.value, other.value) for one, other in combinations(sure, 2)):
            values = tuple(dict.fromkeys(one.value for one in sure if one.value != UNKNOWN))
            contradiction = Contradiction(Cell(fact.id, row), values, tuple(one.rule for one in sure))
            self._contradictions[fact.id] = (*self._contradictions.get(fact.id, ()), contradiction)
        if len(sure) < len(found) or not all(agree(one, sure[0]) for one in sure):
            return UNKNOWN
        return sure[0].value

    def _several(self, fact: Fact, found: list[Concluded]) -> Value:
        """The options or rows concluded for sure; the others that may be. One that is unknown may be any."""
        chosen = frozenset(one.value for one in found if one.sure and isinstance(one.value, str))
        unsure = frozenset(one.value for one in found if isinstance(one.value, str))
        if any(one.value == UNKNOWN for one in found):
            unsure |= frozenset(self.rows[fact.of].keys if fact.of else fact.options)
        return Choices(chosen - {MISSING}, unsure - chosen - {MISSING})


def differ(left: Value, right: Value) -> bool:
    """Whether two values are known to differ."""
    if UNKNOWN in (left, right):
        return False
    return (NA in (left, right) and left != right) or equals(left, [right]) is False


def agree(one: Concluded, other: Concluded) -> bool:
    """Whether two rules conclude the same: from the same fact, or values known to be equal, or both not applicable."""
    return one.source == other.source or one.value == other.value == NA or equals(one.value, [other.value]) is True


def levels(rulebook: Rulebook) -> dict[str, int]:
    """How far each name is from the facts that read nothing."""
    found: dict[str, int] = {}
    for name in rulebook.order:
        found[name] = 1 + max((found[read] for read in rulebook.reads[name]), default=-1)
    return found


def readers(rulebook: Rulebook) -> dict[str, tuple[str, ...]]:
    """Who reads each name."""
    found: dict[str, list[str]] = {}
    for name, reads in rulebook.reads.items():
        for read_name in reads:
            found.setdefault(read_name, []).append(name)
    return {name: tuple(names) for name, names in found.items()}


def evaluate(rulebook: Rulebook, answers: Answers, as_at: date) -> Outcome:
    """The outcome of a case from nothing."""
    engine = Engine(rulebook)
    try:
        return engine.update(answers, as_at)
    finally:
        engine.close()


__all__ = ["Engine", "WorkingMemoryError", "evaluate", "full_mask"]
