"""Evaluates one case step by step: reads lines, lets durable-rules chain over those that hold, and passes the news on.

The rulebook's order has no cycles, so every name is worked out after all that it reads, and only names that read something
changed are worked out again. A change or a clear therefore costs what it touches, not a rebuild.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from guide.bindings import Keys, full_mask, needs
from guide.calculations import calculate
from guide.engine.concluding import Conclusions, conclusions, contradiction, together
from guide.engine.joined import EVERYTHING, Changes, Joined, Once
from guide.engine.memory import MOST_KEYS, LineFact, Memory, WorkingMemoryError
from guide.lines import Clause
from guide.model import Fact, Rulebook
from guide.outcome import Changes as Past
from guide.outcome import Contradiction, Judgement, Outcome
from guide.reading import all_hold, reading_day
from guide.values import MISSING, NA, UNKNOWN, Answers, Cell, NotYet, RowSet, Status, Value

NO_KEY = -1
"""The key of a binding that the working memory has not heard of: no line speaks for it yet, or a row is missing and it stays open."""
AGAIN = ""
"""In place of a name that changed: whatever was read before is read again."""
Rows = frozenset[str] | None


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
        self._once = Once()
        self._joined: dict[str, Joined] = {}
        self._keys: dict[str, dict[Keys, tuple[int, int]]] = {}
        """Of each binding the working memory's key, and the lines asserted under it."""
        self._source = object()
        self._updates = 0
        self._changed: dict[str, int] = {}
        self._fired: set[int] = set()
        self._next_key = 0
        self._told = [told_lines(clause) for clause in self._clauses]
        self._memory = Memory(self._told)
        self._fresh = True
        self._start_again()

    def update(self, answers: Answers, as_at: date) -> Outcome:
        """The outcome of a case's answers on a date."""
        if self._next_key > MOST_KEYS // 2:
            self._memory.empty()
            self._start_again()
        if self._fresh or as_at != self.as_at:
            dirty: dict[str, Changes] = {name: {AGAIN: EVERYTHING} for name in self.rulebook.order}
        else:
            dirty = {cell.fact: {} for cell in {**self.answers, **answers} if self.answers.get(cell) != answers.get(cell)}
        self.answers, self.as_at, self._fresh = dict(answers), as_at, False
        self._updates += 1
        self._once.forget()
        self._work({name: changes for name, changes in dirty.items() if name in self._level})
        contradictions = tuple(c for found in self._contradictions.values() for c in found)
        changes = Past(self._source, self._updates, dict(self._changed))
        return Outcome(self.rulebook, as_at, self.answers, dict(self.values), dict(self.rows), dict(self.judgements), contradictions, changes)

    def close(self) -> None:
        """Gives the working memory back."""
        self._memory.close()

    def _start_again(self) -> None:
        """Forgets every binding, so that keys can be counted from nought."""
        self._joined = {clause.id: Joined(self.rulebook, clause, self._once) for clause in self._clauses}
        self._keys = {clause.id: {} for clause in self._clauses}
        self._fired.clear()
        self._next_key = 0
        self._fresh = True

    def _work(self, dirty: Mapping[str, Changes]) -> None:
        """Works out every dirty name, level by level, and whatever reads one that changed."""
        waiting: dict[int, dict[str, dict[str, Rows]]] = {}
        for name, changes in dirty.items():
            waiting.setdefault(self._level[name], {})[name] = dict(changes)
        while waiting:
            level = min(waiting)
            for name, rows in self._work_level(waiting.pop(level)).items():
                self._changed[name] = self._updates
                for reader in self._readers.get(name, ()):
                    waiting.setdefault(self._level[reader], {}).setdefault(reader, {})[name] = rows

    def _work_level(self, names: Mapping[str, Changes]) -> dict[str, Rows]:
        """Works out the names of one level, which do not read one another; what changed of them."""
        changed: dict[str, Rows] = {}
        judged = []
        facts: list[LineFact] = []
        for name in sorted(names):
            if name in self._index:
                judged.append(name)
                facts += self._support(self._clauses[self._index[name]], names[name])
            elif name in self.rulebook.lists:
                rowset, before = self._list_rows(name), self.rows.get(name)
                if before != rowset:
                    self.rows[name] = rowset
                    changed[name] = row_changes(before, rowset)
            else:
                value, held = self._fact_value(self.rulebook.facts[name]), self.values.get(name)
                if name not in self.values or held != value:
                    self.values[name] = value
                    changed[name] = value_changes(held, value)
        if facts:
            self._fired |= self._memory.post(facts)
        for name in judged:
            judgement, held_before = self._judgement(name), self.judgements.get(name)
            if held_before != judgement:
                changed[name] = EVERYTHING
            elif held_before and held_before.masks != judgement.masks:
                self._changed[name] = self._updates
            self.judgements[name] = judgement
        return changed

    # --- clauses ---

    def _support(self, clause: Clause, changes: Changes) -> list[LineFact]:
        """The facts that the working memory lacks for a clause. A binding that lost a line starts again under a new key.

        Lines without row variables are not told for each binding: until all of them speak for the clause, nothing is.
        """
        joined, known = self._joined[clause.id], self._keys[clause.id]
        news = joined.again(self) if AGAIN in changes else joined.update(self, changes)
        for keys in news.gone:
            self._forget(*known.pop(keys))
        index = self._index[clause.id]
        told = self._told[index]
        ready = joined.settled or not clause.variables
        facts: list[LineFact] = []
        for keys, mask in news.found.items():
            key, had = known.get(keys, (NO_KEY, 0))
            wanted = mask & bits(told) if ready and MISSING not in keys else 0
            if key != NO_KEY and (had & ~wanted or not ready):
                self._forget(key, had)
                key, had = NO_KEY, 0
            if key == NO_KEY and (wanted or (not told and ready and MISSING not in keys)):
                key = self._next_key
                self._next_key += 1
                if not told:
                    self._fired.add(key)
            facts += [LineFact(index, line, key) for line in told if (wanted & ~had) >> line & 1]
            known[keys] = (key, wanted)
        return facts

    def _forget(self, key: int, had: int) -> None:  # noqa: ARG002 - a binding's entry is taken apart here
        """Gives up a key and its facts."""
        if key != NO_KEY:
            self._memory.forget(key)
            self._fired.discard(key)

    def _judgement(self, name: str) -> Judgement:
        """What the working memory has concluded of a clause."""
        fired, masks = self._fired, self._joined[name].masks
        keys_of = self._keys[name]
        holding = tuple([keys for keys in masks if keys_of[keys][0] in fired])
        if not holding:
            return Judgement((), tuple(masks), tuple(masks.values()))
        sure = set(holding)
        unsure = {keys: mask for keys, mask in masks.items() if keys not in sure}
        return Judgement(holding, tuple(unsure), tuple(unsure.values()))

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
        concluded = conclusions(self, self.judgements, fact) if not fact.asked and not fact.calculation else {}
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
        found = concluded.get(row, [])
        clash = contradiction(fact, row, found)
        if clash:
            self._contradictions[fact.id] = (*self._contradictions.get(fact.id, ()), clash)
        return together(self, fact, found)

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


def told_lines(clause: Clause) -> tuple[int, ...]:
    """The lines of a clause that the working memory joins: all of a clause about the case, those about rows of any other."""
    return tuple(
        index for index, (line, _) in enumerate(clause.lines()) if not clause.variables or needs(line, clause) & {name for name, _ in clause.variables}
    )


def bits(lines: tuple[int, ...]) -> int:
    """A mask of lines."""
    return sum(1 << line for line in lines)


def row_changes(before: RowSet | None, after: RowSet) -> Rows:
    """The rows that only one of two row sets has; the missing one among them when only one may have more. Everything, when the order differs."""
    if before is None or [key for key in before.keys if key in after.keys] != [key for key in after.keys if key in before.keys]:
        return EVERYTHING
    return frozenset(before.keys) ^ frozenset(after.keys) | (frozenset({MISSING}) if before.more != after.more else frozenset())


def value_changes(before: Value | Mapping[str, Value] | None, after: Value | Mapping[str, Value]) -> Rows:
    """The rows whose value differs, of an attribute; everything of a fact of the case."""
    if not isinstance(before, Mapping) or not isinstance(after, Mapping):
        return EVERYTHING
    return frozenset(row for row in {**before, **after} if before.get(row) != after.get(row))


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
