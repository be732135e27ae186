"""Works a chunk of cases out: every list, fact, rule and item of the rulebook once, in its order."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from guide.lines import Clause, Op, Operand, Ref
from guide.model import AS_AT, Fact, Rule, Rulebook
from guide.sweep.bounds import Bools, small
from guide.sweep.calculated import SURELY, calculated
from guide.sweep.chunk import Chunk
from guide.sweep.columns import NEVER, TEXT, Code, Column, Ordered, Status8, choose, domain_of, is_na, spread, spread_column, unknown
from guide.sweep.compile import Compiled, outer_lists
from guide.sweep.conclusions import Concluded, agreed, several, yes_no
from guide.sweep.dated import parameter
from guide.sweep.joins import Factor, any_open, factor, reduced
from guide.sweep.limits import Limit, limit_of, limited, missing_row_unknown
from guide.sweep.linework import bare_variable, line_status, see
from guide.sweep.scopes import Entry, Lists

Ending = Mapping[str, Collection[str | int]]
"""By a name: the names, and the numbers of the lines, that are read no more once it is worked out."""


@dataclass(slots=True)
class Working:
    """One chunk while it is worked out, and what has been found."""

    compiled: Compiled
    chunk: Chunk
    columns: dict[str, Column] = field(default_factory=dict)
    there: dict[str, Status8] = field(default_factory=dict)
    """Which rows of each list there are: 1, at the last slot 0 when there may be more, else -1."""
    statuses: dict[str, Status8] = field(default_factory=dict)
    """Of rules over what they conclude, of items over `per`, by row; the cases last."""
    clashes: dict[str, Bools] = field(default_factory=dict)
    _lines: dict[tuple[int, int], Status8] = field(default_factory=dict)
    _params: dict[tuple[str, str], Ordered] = field(default_factory=dict)
    _sources: dict[str, int] = field(default_factory=dict)
    _limits: dict[tuple[Entry, ...], Limit] = field(default_factory=dict)
    _na: dict[str, Bools | None] = field(default_factory=dict)

    @property
    def rulebook(self) -> Rulebook:
        """The rules that are read."""
        return self.compiled.rulebook

    def run(self, order: Iterable[str], ending: Ending | None = None) -> None:
        """Works out names, each after all that it reads; drops what is read no more."""
        self.columns[AS_AT] = self.chunk.as_at()
        for name in order:
            if name.startswith(("rule:", "item:")):
                self.status(name)
            elif name in self.rulebook.lists:
                self.rows_there(name)
            else:
                self.fact(name)
            for ended in ending.get(name, ()) if ending else ():
                self.drop(ended)

    def drop(self, ended: str | int) -> None:
        """Drops a name, or a line by its number."""
        if isinstance(ended, int):
            self._lines.pop((ended, 1), None)
            self._lines.pop((ended, -1), None)
        else:
            self.columns.pop(ended, None)
            self.statuses.pop(ended, None)
            self._na.pop(ended, None)

    def forget(self, keep: Collection[str] | None) -> None:
        """Drops what was only needed on the way."""
        self._lines.clear()
        self._params.clear()
        if keep is not None:
            self.columns = {name: column for name, column in self.columns.items() if name in keep}
            self.statuses = {name: status for name, status in self.statuses.items() if name in keep}

    def forget_lines(self, numbers: Iterable[int]) -> None:
        """Drops how some lines stood, to read them again."""
        for number in numbers:
            self._lines.pop((number, 1), None)
            self._lines.pop((number, -1), None)

    # --- what lines are read against ---

    def fact(self, id: str) -> Column:
        """The column of a fact."""
        if id not in self.columns:
            self.columns[id] = self.fact_column(self.rulebook.facts[id])
        return self.columns[id]

    def status(self, name: str) -> Status8:
        """The statuses of a rule over what it concludes, or of an item over `per`."""
        if name not in self.statuses:
            kind, _, id = name.partition(":")
            clause = self.rulebook.rules[id].clause if kind == "rule" else self.rulebook.items[id].clause
            self.statuses[name] = self.clause(clause, self.compiled.kept[name])
        return self.statuses[name]

    def rows_there(self, listed: str) -> Status8:
        """Which rows of a list there are."""
        if listed not in self.there:
            self.there[listed] = self.list_rows(listed)
        return self.there[listed]

    def not_applicable(self, id: str) -> Bools | None:
        """Where a fact is not applicable; None when it always is."""
        if id not in self._na:
            found = is_na(self.fact(id))
            self._na[id] = found if found.any() else None
        return self._na[id]

    def applies(self, id: str) -> Status8 | None:
        """Whether the `only_if` lines of a fact hold, per row of an attribute; None if it has none."""
        limit = self.limit(id, tuple(outer_lists(self.rulebook.facts[id])))
        return limit.status if limit else None

    def limit(self, id: str, keep: Sequence[str]) -> Limit | None:
        """What the `only_if` lines of a fact or list allow; None if it has none."""
        entries = self.compiled.only_if[id]
        if not entries:
            return None
        if entries not in self._limits:
            self._limits[entries] = limit_of(reduced(self.factors(entries), keep, {}))
        return self._limits[entries]

    def slots(self, listed: str) -> int:
        """The length of a list's axis."""
        return self.chunk.slots(listed)

    def word_places(self, domain: str) -> dict[str, int]:
        """The codes of texts, or of the rows that the rulebook fixes."""
        if domain == TEXT:
            return self.chunk.book.texts
        listed = self.rulebook.lists[domain]
        return {listed.row_key(row): place for place, row in enumerate(listed.rows or ())}

    def parameter(self, id: str, dated_by: Ref | None) -> Ordered:
        """A parameter on the day of what reads it."""
        key = (id, dated_by.fact if dated_by else AS_AT)
        if key not in self._params:
            day = self.fact(key[1])
            assert isinstance(day, Ordered)
            self._params[key] = parameter(self.rulebook.params[id], self.pending_now(day))
        return self._params[key]

    def pending_now(self, day: Ordered) -> Ordered:
        """A reading day, with the as-at date standing in for *not yet*."""
        today = self.columns[AS_AT]
        assert isinstance(today, Ordered)
        if day.not_yet is NEVER:
            return day
        found = choose(day.not_yet, today, day)
        assert isinstance(found, Ordered)
        return found

    # --- lines and clauses ---

    def line(self, number: int, wanted: int = 1) -> Status8:
        """The statuses of a line, read once; turned round where it must fail."""
        key = (number, wanted)
        if key not in self._lines:
            self._lines[key] = line_status(self, self.compiled.readings.all[number]) if wanted > 0 else np.negative(self.line(number))
        return self._lines[key]

    def factors(self, entries: Iterable[Entry]) -> list[Factor]:
        """Lines as they speak for what they are lines of."""
        return [factor(entry.variables, self.line(entry.reading, entry.wanted)) for entry in entries]

    def together(self, entries: Sequence[Entry]) -> Status8:
        """The least of lines that read no row."""
        found: Status8 | None = None
        for entry in entries:
            status = self.line(entry.reading, entry.wanted)
            found = status if found is None else np.minimum(found, status)
        return SURELY if found is None else found

    def lengths(self, lists: Lists) -> dict[str, int]:
        """The length of each variable's axis."""
        return {variable: self.slots(listed) for variable, listed in lists.items()}

    def clause_factors(self, clause: Clause) -> list[Factor]:
        """The lines of a clause as they speak for it, and its rows, which must be there."""
        rows = [Factor((variable,), self.rows_there(listed)) for variable, listed in clause.variables]
        return [*rows, *self.factors(self.compiled.clauses[clause.id])]

    def clause(self, clause: Clause, keep: Sequence[str], outer: Lists | None = None) -> Status8:
        """The status of a clause over the rows of the variables kept."""
        if not clause.variables and not outer:
            return self.together(self.compiled.clauses[clause.id])
        return reduced(self.clause_factors(clause), keep, self.lengths({**(outer or {}), **dict(clause.variables)}))

    def counted(self, fact: Fact) -> list[Status8]:
        """The statuses of the lines that a fact counts, per row of an attribute."""
        outer = tuple(outer_lists(fact))
        return [spread(found.status, found.variables, outer) for found in self.factors(self.compiled.counted[fact.id])]

    # --- lists and facts ---

    def list_rows(self, id: str) -> Status8:
        """Which rows of a list there are; none when it is not applicable, any when that is open."""
        there = self.chunk.answered_rows(id)
        limit = self.limit(id, ())
        if limit is None or limit.always:
            return there
        hidden = np.full((self.slots(id), 1), -1, np.int8)
        hidden[-1] = 0
        return small(limit.holds, there, small(limit.status == 0, hidden, np.int8(-1)))

    def fact_column(self, fact: Fact) -> Column:
        """A fact's column: not applicable or unknown by its `only_if`, else answered, calculated or concluded."""
        limit = self.limit(fact.id, tuple(outer_lists(fact)))
        if fact.asked:
            column = self.chunk.asked(fact)
        elif fact.calculation:
            column = calculated(self, fact, fact.calculation)
        else:
            column = self.concluded(fact, limit)
        if limit is not None:
            column = limited(column, limit)
        if fact.list and not (fact.asked and (limit is None or limit.always)):
            column = missing_row_unknown(column, self.slots(fact.list), own=limit is not None and not limit.always)
        return column

    def concluded(self, fact: Fact, limit: Limit | None) -> Column:
        """What the rules conclude of a fact."""
        rules = [self.rulebook.rules[id] for id in self.rulebook.concluders.get(fact.id, ())]
        parts = [self.conclusion(rule, fact) for rule in rules]
        if fact.kind == "yes-no":
            return yes_no(parts)
        if fact.kind in ("choices", "rows"):
            return several(domain_of(fact), self.rows_there(fact.of) if fact.of else np.ones((len(fact.options), 1), np.int8), parts)
        column, clash = agreed(unknown(fact), parts)
        self.clashes[fact.id] = clash if limit is None else clash & limit.holds
        return column

    def conclusion(self, rule: Rule, fact: Fact) -> Concluded:
        """What one rule concludes, its other rows first and the fact's own row after them."""
        kept = self.compiled.kept[rule.clause.id]
        target = (rule.then.target.var,) if rule.then.target.var else ()
        others = tuple(variable for variable in kept if variable not in target)
        want = (*others, *target)
        status = spread(self.status(f"rule:{rule.id}"), kept, want)
        unsure = NEVER
        if rule.then.op is Op.IS and len(kept) == len(rule.clause.variables):
            unsure = np.asarray(status == 0)
        elif rule.then.op is Op.IS:
            lengths = self.lengths(dict(rule.clause.variables))
            unsure = spread(any_open(self.clause_factors(rule.clause), kept, lengths), kept, want)
        like = Code(np.zeros(1, np.int8), domain_of(fact))
        seen = see(self, rule.then.value, dict(rule.clause.variables), rule.clause.dated_by, like)
        value = spread_column(seen.column, seen.variables, want)
        itself = others == (bare_variable(rule.then.value),)
        return Concluded(status, value, unsure, len(others), self.source(rule.then.value, want), itself)

    def source(self, operand: Operand, want: Sequence[str]) -> NDArray[np.int64] | None:
        """Which cell each value of a conclusion is read from, numbered, where it is one."""
        if not isinstance(operand, Ref) or not operand.fact:
            return None
        number = self._sources.setdefault(operand.fact, len(self._sources)) << 32
        listed = self.rulebook.facts[operand.fact].list if operand.var else ""
        rows = np.arange(self.slots(listed) if listed else 1)[:, None] if operand.var else np.zeros(1, np.int64)
        return spread(number + rows, (operand.var,) if operand.var else (), want)
