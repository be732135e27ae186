"""Judges a rulebook beyond what loading it needs: law that was not read, circles of order, limits, facts nobody reads."""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from guide.diagnostics import Finding
from guide.lines import Clause, Op, Place, Ref
from guide.loader import read_rulebook
from guide.model import AS_AT, Conclusion, Rulebook

MOST_LINES = 16
"""The engine joins at most so many lines in one rule, those of dates and nations included."""
DUTIES = ("must", "prohibited")


def check(root: Path) -> tuple[Finding, ...]:
    """Everything that is wrong or doubtful in the rulebook of a folder, in the order of its files."""
    book, findings = read_rulebook(root)
    if book is not None:
        findings = (*findings, *unread_duties(book), *order_circles(book), *too_many_lines(book), *unread_facts(book), *untied_lists(book))
    return tuple(sorted(findings, key=lambda f: (f.place.file, f.place.line, str(f.place.keys), f.code)))


def unread_duties(book: Rulebook) -> Iterator[Finding]:
    """A duty or a bar that rests only on pages that nobody has checked against the law or official guidance."""
    for item in book.items.values():
        levels = [item.level, *(level for level, _ in item.raised)]
        if any(level in DUTIES for level in levels) and not any(book.pages[page].checked in ("text", "guidance") for page in item.cite):
            yield Finding(
                "R601",
                f"`{item.id}` is a `{item.level}`, and nobody has read the law it rests on",
                Place(item.place.file, (*item.place.keys, "level")),
                'read the text and set `checked = "text"` on a page it cites, or lower the level',
            )


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


def clauses(book: Rulebook) -> Iterator[tuple[str, Place, Clause]]:
    """The clauses of all rules and items, with their names and places."""
    for rule in book.rules.values():
        yield f"rule `{rule.id}`", rule.place, rule.clause
    for item in book.items.values():
        yield f"{item.kind} `{item.id}`", item.place, item.clause


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


def unread_facts(book: Rulebook) -> Iterator[Finding]:
    """Derived facts that nothing reads."""
    read = {name for reads in book.reads.values() for name in reads} | {AS_AT}
    read |= {ref.fact for item in book.items.values() for _, ref in item.named}
    tested = {name.split("[", 1)[0] for test in book.tests.values() for pairs in test.expect.values() for name, _ in pairs}
    for fact in book.facts.values():
        if not fact.asked and fact.id not in read:
            said = "only tests read it" if fact.id in tested else "nothing reads it"
            yield Finding(
                "R503",
                f"`{fact.id}` decides nothing: {said}",
                Place(fact.place.file, fact.place.keys, on_key=True),
                "read it in a rule or item, or take it out",
                "warning",
            )


def untied_lists(book: Rulebook) -> Iterator[Finding]:
    """Two lists in one `for` that no `is` or `has` line ties together: every row would meet every other.

    A rule that concludes one row of another (`p.tied_to has b`) means just that.
    """
    concluded = {rule.clause.id: variables_of(rule.then) for rule in book.rules.values()}
    for name, place, clause in clauses(book):
        ties = [line.variables for line in clause.when if line.op in (Op.IS, Op.HAS)]
        groups = [{variable} for variable, _ in clause.variables]
        for tie in (*ties, concluded.get(clause.id, frozenset())):
            joined = [group for group in groups if group & tie]
            groups = [group for group in groups if not group & tie] + ([set().union(*joined)] if joined else [])
        if len(groups) > 1:
            loose = ", ".join(sorted(min(group) for group in groups))
            yield Finding(
                "R504",
                f"no `is` or `has` line of the {name} ties {loose} together",
                Place(place.file, (*place.keys, "for")),
                "add a line like `p.x is q`, or split the rule",
                "warning",
            )


def variables_of(then: Conclusion) -> frozenset[str]:
    """The row variables that a conclusion names."""
    return frozenset({then.target.var, then.value.var} if isinstance(then.value, Ref) else {then.target.var})
