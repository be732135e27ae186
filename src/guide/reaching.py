"""How far a change of the rules reaches: what rests on it, which questions hang on it, which tests it breaks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from guide.edits import Edit
from guide.model import BookTest, Rulebook
from guide.narrowing import narrowed
from guide.sweep import Wish, Worked, encode, expected, readers_of, work
from guide.witnesses import Case, fitting


def resting(book: Rulebook, names: Collection[str]) -> frozenset[str]:
    """All that rests on some names, themselves among them; parameters are `param:id`."""
    found = set(names)
    found |= {reader for name in names if name.startswith("param:") for reader in readers_of(book, name.removeprefix("param:"))}
    for name in book.order:
        if name not in found and not found.isdisjoint(book.reads[name]):
            found.add(name)
    return frozenset(found)


def asking(book: Rulebook, questions: Collection[str]) -> set[str]:
    """The items that may cause any of some questions."""
    rests = resting(book, questions)
    named = {item.clause.id for item in book.items.values() if any(ref.fact in rests for _, ref in item.named)}
    return named | {name for name in rests if name.startswith("item:")}


def clauses_in(names: Iterable[str]) -> set[str]:
    """The clauses of some names."""
    return {clause for name in names for clause in (name, f"calc:{name}") if clause.startswith(("rule:", "item:", "calc:"))}


def both(old: Rulebook, new: Rulebook, cases: list[Case]) -> tuple[Worked, Worked]:
    """Some cases worked out under two rulebooks; read once where both ask the same questions."""
    alike = questions(old) == questions(new)
    before = encode(old, ((fitting(old, answers), on) for answers, on in cases))
    after = before if alike else encode(new, ((fitting(new, answers), on) for answers, on in cases))
    return work(old, before), work(new, after)


def questions(book: Rulebook) -> object:
    """What a rulebook asks, as far as it decides how answers are read."""
    asked = [(fact.id, fact.kind, fact.list, fact.of, tuple(fact.options), bool(fact.not_yet)) for fact in book.facts.values() if fact.asked]
    return asked, [(listed.id, listed.key, listed.rows, listed.attributes) for listed in book.lists.values()]


def broken(old: Rulebook, new: Rulebook, edits: Iterable[Edit]) -> Iterator[Wish]:
    """The expectations of tests that a change leaves unmet, and that were met before.

    Only a test can be broken that is new, or expects something of what the change reaches.
    """
    edited = {edit.name for edit in edits if edit.kind != "words"}
    cone = resting(old, edited) | resting(new, edited)
    wanted = expected(new, new.tests.values())
    reached = {wish.test for name, wishes in wanted.wishes.items() if name in cone for wish in wishes} | {wish.test for wish in wanted.asked if edited}
    tests = [test for id, test in new.tests.items() if id in reached or not same_test(test, old.tests.get(id))]
    now = list(unmet(new, tests))
    failing = {wish.test for wish in now}
    before = {said(wish) for wish in unmet(old, [test for test in old.tests.values() if test.id in failing])}
    yield from (wish for wish in now if said(wish) not in before)


def same_test(one: BookTest, other: BookTest | None) -> bool:
    """Whether two tests say the same."""
    return other is not None and (one.on, one.given, one.expect) == (other.on, other.given, other.expect)


def unmet(book: Rulebook, tests: list[BookTest]) -> Iterator[Wish]:
    """The expectations of some tests that are not met."""
    wanted = expected(book, tests)
    under = book if wanted.asked else narrowed(book, wanted.wishes)
    yield from wanted.unmet(work(under, encode(under, [(test.given, test.on) for test in tests]))) if tests else ()


def said(wish: Wish) -> tuple[str, str, str]:
    """What an expectation says, and in which test."""
    return wish.test, wish.kind, wish.name


__all__ = ["asking", "both", "broken", "clauses_in", "resting"]
