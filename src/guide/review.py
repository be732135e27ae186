"""Whom a change of the rules touches: every item, question and fact that comes out otherwise, with proof, and how many cases do.

Only names that rest on something edited can come out otherwise; they alone are worked out, over cases that are known, cases built
from the rules on each side of every line that was touched, and random ones. Questions can be asked for other reasons: all are looked at.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from guide.edits import Edit, edits
from guide.model import Rulebook
from guide.narrowing import narrowed
from guide.reaching import asking, both, clauses_in, resting
from guide.specimens import specimens
from guide.sweep import asked_apart, differing, readers_of
from guide.variants import beside_days, changed_days, crossed, shaken, with_new_options
from guide.witnesses import Case, Witness, Witnesses, again

Masks = Mapping[str, Sequence[bool]]
"""By name, the cases in which it comes out otherwise."""
Population = Literal["known", "boundary", "random"]
POPULATIONS: tuple[Population, ...] = ("known", "boundary", "random")
MOST_TRIES = 5
MOST_FAR = 100
"""Of so many names that rest on an edit, the nearest ones, cases are built on each side of their own lines as well."""
MOST_WITNESSES = 12
"""So many cases are made as small as they can be; further ones are told as they are."""


@dataclass(frozen=True, slots=True)
class Change:
    """One name that comes out otherwise. `edited` when it was itself edited; `counts` are cases by population."""

    name: str
    edited: bool
    counts: Mapping[Population, int]
    witnesses: tuple[Witness, ...]


@dataclass(frozen=True, slots=True)
class Asking:
    """A question that is asked in other cases than before."""

    name: str
    counts: Mapping[Population, int]
    case: Case
    before: bool


@dataclass(frozen=True, slots=True)
class Review:
    """What a change of the rules does. `rewritten` mean something else as they stand, and nothing came out otherwise for it."""

    old: Rulebook
    new: Rulebook
    edits: tuple[Edit, ...]
    sizes: Mapping[Population, int]
    changes: tuple[Change, ...]
    asking: tuple[Asking, ...]
    rewritten: tuple[Edit, ...]
    touched: Mapping[Population, int]
    """How many cases see any item come out otherwise."""

    @property
    def words(self) -> tuple[Edit, ...]:
        """What was changed in words alone."""
        return tuple(edit for edit in self.edits if edit.kind == "words")

    @property
    def quiet(self) -> bool:
        """Whether nothing at all comes out otherwise."""
        return not self.changes and not self.asking

    @property
    def bump(self) -> Literal["major", "minor", "patch"]:
        """The version that it deserves: major where saved cases lose answers or an item goes, minor where anything comes out otherwise."""
        lost = [edit for edit in self.edits if edit.kind == "gone" and not edit.name.startswith(("rule:", "param:", "page:", "article:", "document:"))]
        if lost or any(answers_lost(self.old, self.new, id) for id in self.old.facts.keys() & self.new.facts.keys()):
            return "major"
        added = [edit for edit in self.edits if edit.kind == "added" and is_open(self.new, edit.name)]
        return "minor" if self.changes or self.asking or added else "patch"


def review(old: Rulebook, new: Rulebook, known: Iterable[Case], at_random: int = 2000, seed: int = 1) -> Review:
    """What a change of the rules does."""
    found = edits(old, new)
    core = [edit for edit in found if edit.kind != "words" and not edit.name.startswith(("page:", "article:", "document:"))]
    if not core:
        return Review(old, new, found, dict.fromkeys(POPULATIONS, 0), (), (), (), dict.fromkeys(POPULATIONS, 0))
    return Reviewer(old, new, core, list(known), at_random, seed).review(found)


class Reviewer:
    """Works the populations out under both rulebooks, as far as the change reaches, and looks where they differ."""

    def __init__(self, old: Rulebook, new: Rulebook, core: list[Edit], known: list[Case], at_random: int, seed: int) -> None:
        self.old_book, self.new_book, self.core = old, new, core
        self.edited = {edit.name for edit in core}
        cones = [resting(book, self.edited) for book in (old, new)]
        self.cone = cones[0] | cones[1]
        before, after = (narrowed(book, self.cone) for book in (old, new))
        own = clauses_in(self.edited | {reader for name in self.edited for book in (old, new) for reader in readers_of(book, name.removeprefix("param:"))})
        near = [case for book in (after, before) for case in specimens(book, own, seed, rounds=2, closely=True).cases]
        far = [name for name in after.order if name in cones[1] and not own & clauses_in([name])][:MOST_FAR]
        built = [*near, *specimens(after, clauses_in(far), seed, rounds=1, through=self.cone).cases]
        built += with_new_options(before, after, near)
        built += beside_days(after, known, changed_days(old, new, self.edited))
        chance = random.Random(seed)
        self.populations: dict[Population, list[Case]] = {"known": known, "boundary": built}
        self.populations["random"] = [
            *shaken(after, [*known, *built], at_random - at_random // 2, chance),
            *crossed(after, known, near, at_random // 2, chance),
        ]
        self.cases = [case for name in POPULATIONS for case in self.populations[name]]
        self.old, self.new = both(before, after, self.cases)

    def review(self, found: tuple[Edit, ...]) -> Review:
        """Everything together."""
        shared = [name for name in self.new_book.order if name in self.cone and name in self.old_book.reads]
        masks: Masks = {name: mask.tolist() for name, mask in differing(self.old, self.new, shared).items()}
        sided = {edit.name: edit for edit in self.core if edit.kind in ("added", "gone") and edit.name.startswith("item:")}
        self.witnesses = Witnesses(self.old_book, self.new_book, [*masks, *sided])
        try:
            changes = tuple(change for change in (*self.changes(masks), *map(self.one_sided, sided.values())) if change is not None)
        finally:
            self.witnesses.close()
        asking = tuple(sorted(self.asking(), key=lambda one: (-sum(one.counts.values()), one.name)))
        named = {change.name for change in changes} | {one.name for one in asking}
        rewritten = tuple(edit for edit in self.core if edit.name not in named and not self.explained(edit.name, named))
        items = [mask for name, mask in masks.items() if name.startswith("item:")]
        touched = {name: sum(any(mask[place] for mask in items) for place in self.places(name)) for name in POPULATIONS}
        sizes: dict[Population, int] = {name: len(cases) for name, cases in self.populations.items()}
        return Review(self.old_book, self.new_book, found, sizes, changes, asking, rewritten, touched)

    def explained(self, name: str, named: set[str]) -> bool:
        """Whether something that rests on an edited name comes out otherwise, so that its own effect is seen."""
        return any(not named.isdisjoint(resting(book, {name})) for book in (self.old_book, self.new_book))

    def places(self, name: Population) -> range:
        """The numbers of a population's cases."""
        start = 0
        for other in POPULATIONS:
            if other == name:
                break
            start += len(self.populations[other])
        return range(start, start + len(self.populations[name]))

    def counts(self, mask: Sequence[bool]) -> dict[Population, int]:
        """How many cases of each population a mask has."""
        return {name: sum(bool(mask[place]) for place in self.places(name)) for name in POPULATIONS}

    # --- what comes out otherwise ---

    def changes(self, masks: Masks) -> Iterator[Change | None]:
        """Items and facts that both rulebooks have and that come out otherwise, items first; each case shows as many of them as it can."""
        firm: Masks = {name: mask.tolist() for name, mask in differing(self.old, self.new, masks, firmly=True).items()}
        shown: list[Witness] = []
        for name in sorted((name for name in masks if not name.startswith("rule:")), key=lambda name: (not name.startswith("item:"), name not in firm)):
            witness = next((other for one in shown if (other := again(one, name)) is not None), None)
            if witness is None:
                mask = firm.get(name, masks[name])
                cases = sorted((case for place, case in enumerate(self.cases) if mask[place]), key=lambda case: len(case[0]))
                found = (self.witness(name, case, len(shown) < MOST_WITNESSES) for case in cases[:MOST_TRIES])
                witness = next((one for one in found if one is not None), None)
                shown += [witness] if witness else []
            yield Change(name, name in self.edited, self.counts(masks[name]), (witness,)) if witness else None

    def witness(self, name: str, case: Case, small: bool) -> Witness | None:
        """A case as a witness, as small as it can be."""
        found = self.witnesses.proved(self.witnesses.smallest(case, name), name) if small else None
        return found or self.witnesses.proved(case, name)

    def one_sided(self, edit: Edit) -> Change:
        """An item that only one of the rulebooks has: the cases in which it holds or is open."""
        mask = (self.new if edit.kind == "added" else self.old).live(edit.name).tolist()
        places = sorted((place for place in range(len(self.cases)) if mask[place] >= 0), key=lambda place: (-mask[place], len(self.cases[place][0])))
        witness = self.witnesses.proved(self.cases[places[0]], edit.name) if places else None
        return Change(edit.name, True, self.counts([status >= 0 for status in mask]), (witness,) if witness else ())

    def asking(self) -> Iterator[Asking]:
        """Questions that are asked in other cases than before.

        What the items that the change reaches ask is looked at in all cases; where that differs, what any item asks.
        """
        reached = asked_apart(self.old, self.new)
        places = [place for place in range(len(self.cases)) if any(apart.cases[place] for apart in reached.values())]
        cases = [self.cases[place] for place in places]
        before, after = (narrowed(book, asking(book, reached)) for book in (self.old_book, self.new_book))
        for name, apart in asked_apart(*both(before, after, cases)).items():
            if name in reached:
                first = min((number for number, differs in enumerate(apart.cases) if differs), key=lambda number: len(cases[number][0]))
                mask = dict(zip(places, apart.cases, strict=True))
                counts = {population: sum(bool(mask.get(place)) for place in self.places(population)) for population in POPULATIONS}
                yield Asking(name, counts, cases[first], bool(apart.before[first]))


def is_open(book: Rulebook, name: str) -> bool:
    """Whether people see a name: an item, a question or a list; not what is concluded on the way."""
    return name.startswith("item:") or name in book.lists or (name in book.facts and book.facts[name].asked)


def answers_lost(old: Rulebook, new: Rulebook, id: str) -> bool:
    """Whether answers to a question are no longer taken: it is of another kind, not asked any more, or lacks an option."""
    before, after = old.facts[id], new.facts[id]
    return before.asked and (not after.asked or before.kind != after.kind or before.list != after.list or not set(before.options) <= set(after.options))


__all__ = ["Asking", "Change", "Review", "review"]
