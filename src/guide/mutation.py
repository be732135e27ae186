"""Which single slips in the rules the tests of a rulebook would notice, and a test for each that they would not.

All tests are encoded once. A slip is worked out only where it may show, and only the tests that are about such names are looked at. One that
no test notices is tried on the boundary population as well, then on cases built for it alone. Where nothing comes out otherwise there
either it is counted apart: perhaps another way to say the same, and no proof that it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product

from guide.accepting import SIDES, AcceptError, literal
from guide.answers import raw_value
from guide.booktests import failures
from guide.cases.write import given
from guide.lines import Place
from guide.model import BookTest, Rulebook
from guide.mutants import Mutant, mutants
from guide.narrowing import narrowed
from guide.outcome import Outcome, live_results, ruled_out
from guide.proposedtoml import given_lines, side
from guide.reaching import both, clauses_in
from guide.specimens import specimens
from guide.sweep import Expected, differing, encode, expected, readers_of, work
from guide.values import MISSING, Cell, Status
from guide.witnesses import Case, Witness, Witnesses, live_entries

Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Survivor:
    """A slip that no test notices, the case in which it shows, and a test that would notice it, where a test can say it."""

    mutant: Mutant
    name: str
    witness: Witness | None
    toml: str


@dataclass(frozen=True, slots=True)
class Mutation:
    """What became of every slip that was tried."""

    killed: tuple[Mutant, ...]
    survivors: tuple[Survivor, ...]
    without: tuple[Mutant, ...]
    tests: int
    boundary: int
    closely: int
    """How many more cases were built for single slips that showed in none of the others."""

    def score(self, file: str = "") -> float:
        """How many of the slips that change anything the tests notice, in percent; in one file, or in all."""
        killed = sum(not file or mutant.place.file == file for mutant in self.killed)
        lived = sum(not file or one.mutant.place.file == file for one in self.survivors)
        return 100 * killed / (killed + lived) if killed + lived else 100.0

    def files(self) -> tuple[str, ...]:
        """The files that slips were tried in."""
        every = (*self.killed, *self.without, *(one.mutant for one in self.survivors))
        return tuple(sorted({mutant.place.file for mutant in every}))


def mutate(book: Rulebook, wanted: Iterable[str] = (), every: int = 1, tell: Tell | None = None) -> Mutation:
    """Tries the slips of a rulebook, or of some files, rules, items or facts; only each so-manieth of them where that is enough.

    `tell` is told how many are done, and of how many.
    """
    names = set(wanted)
    tried = [mutant for mutant in mutants(book) if not names or names & names_of(mutant)][::every]
    trial = Trial(book)
    killed, without, survivors = [], [], []
    for number, mutant in enumerate(tried):
        if tell:
            tell(number, len(tried))
        other = mutant.book()
        if trial.notices(mutant, other):
            killed.append(mutant)
        elif (shown := trial.shows(mutant, other)) is None:
            without.append(mutant)
        else:
            survivors.append(trial.survivor(mutant, other, *shown))
    return Mutation(tuple(killed), tuple(survivors), tuple(without), len(book.tests), trial.boundary.size, trial.closely)


def names_of(mutant: Mutant) -> set[str]:
    """What a slip may be called for by: its file, a folder above it, or its rule, item, fact or parameter."""
    parts = mutant.place.file.split("/")
    return {mutant.name, mutant.name.partition(":")[2], *("/".join(parts[:length]) for length in range(1, len(parts) + 1))}


class Trial:
    """The tests of a rulebook and its boundary population, worked out once."""

    def __init__(self, book: Rulebook) -> None:
        self.book = book
        tests = list(book.tests.values())
        self.known: list[Case] = [(test.given, test.on) for test in tests]
        self.tests, self.expected = work(book, encode(book, self.known)), expected(book, tests)
        asking = [test for test in tests if "asks" in test.expect]
        self.asking = work(book, encode(book, [(test.given, test.on) for test in asking]))
        self.asked, self.looked_at = Expected({}, expected(book, asking).asked), self.asking.looked_at()
        self.cases = specimens(book, rounds=2).cases
        self.boundary = work(book, encode(book, self.cases))
        self.closely = 0
        self.taken = set(book.tests)

    def notices(self, mutant: Mutant, other: Rulebook) -> bool:
        """Whether some test fails under a slip."""
        made = self.tests.remade(other, mutant.name)
        if any(True for _ in self.expected.unmet(made, made.redone, questions=False)):
            return True
        made = self.asking.remade(other, mutant.name)
        if not made.otherwise and mutant.name not in self.looked_at and not mutant.name.startswith("param:"):
            return False
        return any(True for _ in self.asked.unmet(made))

    def shows(self, mutant: Mutant, other: Rulebook) -> tuple[str, Case] | None:
        """An item or fact that comes out otherwise under a slip, and a case in which it does, rather one in which nothing about it is open."""
        both = [(worked, worked.remade(other, mutant.name), cases) for worked, cases in ((self.boundary, self.cases), (self.tests, self.known))]
        for firmly, (worked, again, cases) in product((True, False), both):
            found = differing(worked, again, [name for name in self.book.order if name in again.redone and not name.startswith("rule:")], firmly)
            for name in sorted(found, key=readability):
                place = min((int(place) for place in found[name].nonzero()[0]), key=lambda place: len(cases[place][0]))
                return name, cases[place]
        return self.shows_closely(mutant, other)

    def shows_closely(self, mutant: Mutant, other: Rulebook) -> tuple[str, Case] | None:
        """The same over cases that are built for this slip alone, from the rules as they are and as the slip has them."""
        names = reached(self.book, mutant.name)
        before, after = narrowed(self.book, names), narrowed(other, names)
        cases = [case for book in (before, after) for case in specimens(book, clauses_in(names), closely=True).cases]
        self.closely += len(cases)
        found = differing(*both(before, after, cases), [name for name in before.order if name in names and not name.startswith("rule:")])
        for name in sorted(found, key=readability):
            return name, min((cases[place] for place in found[name].nonzero()[0]), key=lambda case: len(case[0]))
        return None

    def survivor(self, mutant: Mutant, other: Rulebook, name: str, case: Case) -> Survivor:
        """A slip that no test notices, with the smallest case in which it shows and a test that would notice it."""
        witnesses = Witnesses(self.book, other, [name])
        try:
            witness = witnesses.proved(witnesses.smallest(case, name), name) or witnesses.proved(case, name)
        finally:
            witnesses.close()
        toml = "" if witness is None else killing(mutant, name, witness, free_name(mutant, self.taken)) or ""
        return Survivor(mutant, name, witness, toml)


def reached(book: Rulebook, name: str) -> frozenset[str]:
    """A rule, item or fact with what it concludes; of a parameter all that reads it."""
    if name.startswith("rule:"):
        return frozenset((name, book.rules[name.removeprefix("rule:")].then.target.fact))
    return readers_of(book, name.removeprefix("param:")) if name.startswith("param:") else frozenset((name,))


def readability(name: str) -> int:
    """Items first, then facts: that is what a test can best speak of."""
    return 0 if name.startswith("item:") else 1


def free_name(mutant: Mutant, taken: set[str]) -> str:
    """A name for a test that nobody has."""
    base = f"{mutant.name.rpartition(':')[2].replace('.', '-').replace('_', '-')}-{mutant.step}"
    name = next(name for number in range(1, 10_000) if (name := base if number == 1 else f"{base}-{number}") not in taken)
    taken.add(name)
    return name


def killing(mutant: Mutant, name: str, witness: Witness, called: str) -> str | None:
    """A test that holds now and would fail under the slip, as TOML; None where no test can say it."""
    answers, on = witness.case
    for kind, key, wanted in expectations(witness.old, name):
        test = BookTest(called, Place(""), on, answers, {kind: ((key, wanted),)})
        if not any(failures(test, witness.old)) and any(failures(test, witness.new)):
            said = f"expect.{kind} = {literal([key])}" if wanted is True else f"expect.{kind}.{literal(key)} = {literal(wanted)}"
            try:
                own = list(given_lines(given(answers, witness.old.rulebook, on)))
            except (AcceptError, AssertionError):
                return None
            return "\n".join([f"# Notices {mutant.said}", f"[test.{called}]", f"on = {on}", *own, said]) + "\n"
    return None


def expectations(outcome: Outcome, name: str) -> Iterator[tuple[str, str, object]]:
    """What a test could expect of a name, as it is in an outcome."""
    book = outcome.rulebook
    if name.startswith("item:"):
        item = book.items[name.removeprefix("item:")]
        for result in (*live_results(outcome, item), *ruled_out(outcome, item)):
            missing = any(key == MISSING for _, key in result.binding)
            yield SIDES[result.status], item.id if missing else result.id, True
        if not live_results(outcome, item):
            yield SIDES[Status.FAILS], item.id, True
        for entry in live_entries(outcome, item.id):
            yield from (
                ()
                if any(key == MISSING for _, key in entry.binding)
                else (
                    (kind, entry.id, value) for kind, value in (("level", entry.level), ("due", day(entry.due)), ("not_before", day(entry.not_before))) if value
                )
            )
        return
    if name in book.facts:
        fact = book.facts[name]
        for row in outcome.rows[fact.list].keys if fact.list else ("",):
            cell = Cell(name, row)
            try:
                yield side(outcome.value(cell)), str(cell), True
            except AcceptError:
                yield "value", str(cell), raw_value(outcome.value(cell), outcome.as_at)


def day(due: object) -> date | None:
    """The day of a due, if it is known."""
    found = getattr(due, "day", None)
    return found if isinstance(found, date) else None


__all__ = ["Mutation", "Survivor", "mutate"]
