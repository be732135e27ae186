"""Judges a rulebook beyond what loading it needs: dates, logic, law, words, and what no test would notice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from guide.check.allowed import Allowed, allowed, silence
from guide.check.amounts import idle_params, missing_amounts, odd_days
from guide.check.law import dead_links, late_reviews, uncited_pages, undated_checks, unread_duties
from guide.check.never import Never
from guide.check.periods import calendars_that_end, empty_periods, outlived_pages
from guide.check.reads import clauses, half_negative, idle_facts, repeated_rules, untested_options, untied_lists
from guide.check.tested import one_sided, untested_levels
from guide.check.words import long_sentences, nameless_titles, same_questions, same_titles
from guide.codes import codes
from guide.diagnostics import Finding
from guide.lines import Place
from guide.loader import Findings, build, read_rulebook, read_sources
from guide.model import Rulebook

MOST_LINES = 16
"""The engine joins at most so many lines in one rule, those of dates and nations included."""


@dataclass(frozen=True, slots=True)
class Read:
    """A rulebook as it was read, None while it has errors, with what its reading found and what its files allow."""

    book: Rulebook | None
    findings: tuple[Finding, ...]
    allowed: tuple[Allowed, ...] = ()

    def judged(self, on: date | None = None) -> tuple[Finding, ...]:
        """Everything that is wrong or doubtful, in the order of the files."""
        findings = self.findings
        if self.book is not None:
            findings = tuple(silence((*findings, *judged(self.book, on)), self.allowed, codes()))
        return tuple(sorted(findings, key=lambda f: (f.place.file, f.place.line, str(f.place.keys), f.code)))


def check(root: Path, on: date | None = None) -> tuple[Finding, ...]:
    """Everything that is wrong or doubtful in the rulebook of a folder, in the order of its files.

    Reviews and calendars that run out are told of by the day `on`, and not without one: the check never reads the clock.
    """
    return read(root).judged(on)


def read(root: Path) -> Read:
    """The rulebook of a folder with its tests, ready to be judged."""
    if not (root / "rules").is_dir():
        return Read(*read_rulebook(root))
    reading = Findings()
    sources = read_sources(root, reading, tests=True)
    return Read(*build(sources, reading, tests=True), allowed(sources))


def judged(book: Rulebook, on: date | None) -> Iterator[Finding]:
    """What is wrong with a rulebook that loads."""
    for judge in JUDGES:
        yield from judge(book)
    yield from Never(book).findings()
    if on is not None:
        yield from late_reviews(book, on)
        yield from calendars_that_end(book, on)


def order_circles(book: Rulebook) -> Iterator[Finding]:
    """Items that would have to come before themselves."""
    earlier: dict[str, set[str]] = {id: set(item.after) for id, item in book.items.items()}
    for id, item in book.items.items():
        for later in item.before:
            earlier[later].add(id)
    try:
        TopologicalSorter(earlier).prepare()
    except CycleError as error:
        circle = [str(id) for id in reversed(error.args[1])]
        place = book.items[circle[0]].place
        yield Finding(
            "R502",
            f"`{circle[0]}` would come before itself: {' -> '.join(circle)}",
            Place(place.file, place.keys, on_key=True),
            "take one `after` or `before` out",
        )


def too_many_lines(book: Rulebook) -> Iterator[Finding]:
    """More lines than the engine can join."""
    for name, place, clause in clauses(book):
        count = len(clause.when) + len(clause.unless)
        if count > MOST_LINES:
            yield Finding(
                "R307",
                f"the {name} has {count} lines, dates and nations included; at most {MOST_LINES} fit",
                Place(place.file, place.keys, on_key=True),
                "name a fact for some of them, concluded by a rule of its own",
            )


JUDGES = (
    unread_duties,
    uncited_pages,
    undated_checks,
    dead_links,
    order_circles,
    too_many_lines,
    idle_facts,
    untested_options,
    repeated_rules,
    untied_lists,
    half_negative,
    empty_periods,
    outlived_pages,
    missing_amounts,
    idle_params,
    odd_days,
    nameless_titles,
    same_titles,
    same_questions,
    long_sentences,
    one_sided,
    untested_levels,
)
