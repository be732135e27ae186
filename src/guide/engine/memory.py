"""The working memory: durable-rules kept to its safe subset, and the only module that imports it.

A fact says that a line speaks for its clause under a key: `{"block": 0, "clause": 7, "line": 2, "key": 40}`. A rule per clause
joins its lines on the key and fires when all are there. Nothing negative is ever asserted, nothing is retracted, a key never
changes its meaning, and every fact has an id of its own. docs/decisions/002-durable-rules.md says what each of these avoids.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import durable_rules_engine

MOST_LINES = 16
"""More patterns in a rule end in error 304."""
MOST_CLAUSES = 4_000
"""Of one ruleset: more than 4,095 rules end in error 106."""
BLOCK = 32
"""Clauses that share a first pattern: a table of more than 511 different tests makes the ruleset hang while it loads."""
MOST_STALE = 20_000
"""Facts of keys given up, before the session is renewed without them: they cost some 8 kB each and little time, a renewal costs all that are alive."""
MOST_IDS = 1_000_000
"""Six-digit ids are known not to collide in the engine's 32-bit hash."""
MOST_KEYS = 797_186
"""Whole numbers below this are known not to collide in the engine's hash of joined values."""
SESSION = "0"

_names = itertools.count()


class WorkingMemoryError(Exception):
    """The working memory refuses a rulebook or a fact, before durable-rules has to."""


class LineFact(NamedTuple):
    """A line of a clause that speaks for it under a key."""

    clause: int
    line: int
    key: int


class Memory:
    """One case's working memory. `lines` gives, per clause, the lines that must be there for it to fire."""

    def __init__(self, lines: Sequence[Sequence[int]]) -> None:
        if max(map(len, lines), default=0) > MOST_LINES:
            raise WorkingMemoryError(f"a rule has more than {MOST_LINES} lines")
        self._rulesets = [Ruleset(lines[start : start + MOST_CLAUSES]) for start in range(0, len(lines), MOST_CLAUSES)]
        self._alive: dict[int, list[LineFact]] = {}
        self._stale = 0

    def post(self, facts: Iterable[LineFact]) -> set[int]:
        """Asserts facts and lets the rules fire; the keys under which a clause now has all its lines."""
        new = list(facts)
        for fact in new:
            self._alive.setdefault(fact.key, []).append(fact)
        if self._stale > MOST_STALE:
            return self._renew()
        return self._assert(new)

    def forget(self, key: int) -> None:
        """Gives up a key, which is not used again; its facts stay behind until the session is renewed."""
        self._stale += len(self._alive.pop(key, ()))

    def empty(self) -> None:
        """Forgets everything, so that keys may be counted from nought again."""
        self._alive.clear()
        self._stale = 0
        for ruleset in self._rulesets:
            ruleset.renew()

    def close(self) -> None:
        """Gives the memory back."""
        for ruleset in self._rulesets:
            ruleset.close()
        self._rulesets = []

    def _renew(self) -> set[int]:
        """Starts the sessions again with only what is alive."""
        self._stale = 0
        for ruleset in self._rulesets:
            ruleset.renew()
        return self._assert(fact for facts in self._alive.values() for fact in facts)

    def _assert(self, facts: Iterable[LineFact]) -> set[int]:
        batches: dict[int, list[LineFact]] = {}
        for fact in facts:
            batches.setdefault(fact.clause // MOST_CLAUSES, []).append(fact)
        fired: set[int] = set()
        for ruleset, batch in batches.items():
            fired |= self._rulesets[ruleset].post(batch)
        return fired


class Ruleset:
    """One durable-rules ruleset with its single session."""

    def __init__(self, lines: Sequence[Sequence[int]]) -> None:
        rules: dict[str, object] = {"open": {"all": [{"m0": {"open": 1}}]}}
        for clause, needed in enumerate(lines):
            if needed:
                rules[str(clause)] = {"all": [pattern(clause, line, place) for place, line in enumerate(needed)], "dist": 0}
        self._handle = durable_rules_engine.create_ruleset(f"guide-{next(_names)}", json.dumps(rules))
        self._begin()

    def post(self, facts: Iterable[LineFact]) -> set[int]:
        """Asserts a batch and drains every firing; the keys that fired."""
        batch = ",".join(map(self._fact, facts))
        code, state = durable_rules_engine.assert_facts(self._handle, f"[{batch}]")
        if code:
            raise WorkingMemoryError(f"durable-rules did not take a fact (code {code})")
        return self._drain(state)

    def renew(self) -> None:
        """Starts the session again, empty."""
        durable_rules_engine.delete_state(self._handle, SESSION)
        self._begin()

    def close(self) -> None:
        """Ends the session and the ruleset."""
        durable_rules_engine.delete_state(self._handle, SESSION)
        durable_rules_engine.delete_ruleset(self._handle)

    def _begin(self) -> None:
        """Opens a session with a firing: one in which nothing ever fired may not be deleted."""
        self._serial = 0
        _, state = durable_rules_engine.assert_fact(self._handle, '{"open": 1, "key": -1, "id": "open"}')
        self._drain(state)

    def _fact(self, fact: LineFact) -> str:
        self._serial += 1
        if self._serial >= MOST_IDS or fact.key >= MOST_KEYS:
            raise WorkingMemoryError("a case has more rows and rules in play than the engine can tell apart")
        clause = fact.clause % MOST_CLAUSES
        return f'{{"block":{clause // BLOCK},"clause":{clause % BLOCK},"line":{fact.line},"key":{fact.key},"id":"{self._serial:06d}"}}'

    def _drain(self, state: int) -> set[int]:
        fired: set[int] = set()
        started = durable_rules_engine.start_action_for_state(self._handle, state)
        firing = started[1] if started else None
        while firing:
            ((_, matched),) = json.loads(firing).items()
            fired.add(matched["m0"]["key"])
            firing = durable_rules_engine.complete_and_start_action(self._handle, state)
        return fired - {-1}


def pattern(clause: int, line: int, place: int) -> dict[str, object]:
    """What a rule asks of one line's fact: nested tests, and the same key as the first of its lines."""
    tests: list[dict[str, object]] = [{"block": clause // BLOCK}, {"clause": clause % BLOCK}, {"line": line}]
    if place:
        tests.append({"key": {"m0": "key"}})
    return {f"m{place}": {"$and": tests}}
