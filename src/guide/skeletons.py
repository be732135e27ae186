"""Skeletons of everything an author writes: right as they stand, with comments that say what to put where."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from guide.model import Rulebook
from guide.renaming.names import FACT, KEBAB, SNAKE, a, kinds_of


class SkeletonError(Exception):
    """An id that is not one, or is taken."""


def skeleton(book: Rulebook, kind: str, id: str) -> str:
    """A skeleton of a kind, called `id`. Raises SkeletonError."""
    shape, words = SHAPES.get(kind, (KEBAB, "write words joined by hyphens"))
    if not shape.fullmatch(id):
        raise SkeletonError(f"`{id}` is not an id for {a(kind)}: {words}")
    if any(there.kind == NAMED.get(kind, kind) for there in kinds_of(book, id)):
        raise SkeletonError(f"there is {a(kind)} `{id}` already")
    return re.sub(r" {2,}#", " #", SKELETONS[kind](book, id))


NAMED = {"param": "parameter", "conflict": "item", "warning": "item", "route": "item"}
SHAPES = {
    "fact": (FACT, "write subject and attribute with a dot between, words joined by `_`"),
    "list": (SNAKE, "write words joined by `_`"),
    "param": (SNAKE, "write words joined by `_`"),
}


def choices(names: Mapping[str, object], most: int = 8) -> str:
    """Names to choose from, in a comment."""
    some = list(names)[:most]
    return ", ".join(some) + (", ..." if len(names) > most else "")


def first(names: Mapping[str, object], otherwise: str) -> str:
    """The first of some names."""
    return next(iter(names), otherwise)


def page(book: Rulebook, id: str) -> str:
    """A law page, for `kb/law/<area>/<id>.md`."""
    nation = first(book.facts[book.nation].options, "England")
    return f'''+++
title = "What the provision asks, in a few words"
cite = "Some Act 2026 s.1"
url = "https://www.legislation.gov.uk/"
nation = ["{nation}"]
from = 2026-01-01
# until = 2026-12-31
checked = "unchecked"
# checked = "text" once you have read the law itself, "guidance" for official guidance, "secondary" for what others write
# checked_on = 2026-01-01
# review_by = 2026-07-01
# information = "why no rule cites the page", if none does
+++
What the law asks, in plain words. Short sentences. **{id}** is this page's id: the name of its file.

## If it is ignored

What happens then.
'''


def rule(book: Rulebook, id: str) -> str:
    """A rule with the fact that it concludes."""
    return f'''[fact.{id.replace("-", "_")}.so]
label = "it is so"                   # a sentence that reads well after "because"
type = "yes-no"

[rule.{id}]                          # "or" is a second rule that concludes the same
cite = "{first(book.pages, "some-page")}"
when = ["{book.nation} is {first(book.facts[book.nation].options, "England")}"]   # "and" is a new line
# unless = ["..."]                   # each of these is enough to stop it
# for = {{ p = "{first(book.lists, "person")}" }}
then = "{id.replace("-", "_")}.so"
'''


def item(book: Rulebook, id: str) -> str:
    """A line of the checklist."""
    return f'''[item.{id}]
title = "Do what is to be done"      # an instruction; a row stands in braces, like {{p.name}}
cite = "{first(book.pages, "some-page")}"
level = "should"                     # must: a legal duty. should: official guidance. could: good practice. prohibited: a legal bar
who = "{first(book.roles, "clerk")}"  # {choices(book.roles)}
stage = "{first(book.stages, "idea")}"  # {choices(book.stages)}
note = "What to do in practice."
# due = "30 days beginning with some.date"
when = ["{book.nation} is {first(book.facts[book.nation].options, "England")}"]
# unless = ["..."]
'''


def conflict(book: Rulebook, id: str) -> str:
    """A line of the conflicts register."""
    return item(book, id).replace(f"[item.{id}]", f'[conflict.{id}]\nnature = "potential"              # actual, potential, perceived')


def fact(book: Rulebook, id: str) -> str:
    """A question."""
    return f'''[fact.{id}]
ask = "Is it so?"                    # plain English, one idea. Without `ask` the fact is derived: rules conclude it
label = "it is so"
type = "yes-no"                      # yes-no, choice, choices, number, money, percent, date, text
# options.some-option = "Its words"  # of a choice
section = "{first(book.sections, "start")}"  # {choices(book.sections)}
# only_if = ["..."]                  # when the question arises
# help = "{first(book.articles, "some-article")}"
'''


def row_list(book: Rulebook, id: str) -> str:
    """A list of rows."""
    return f'''[list.{id}]
ask = "Who or what is involved?"
section = "{first(book.sections, "start")}"  # {choices(book.sections)}
row.name = "text"                    # names the row
row.paid = {{ type = "yes-no", ask = "Is {{name}} paid?" }}
row.kind = {{ one = ["first", "second"], words.first = "The first kind" }}
'''


def param(book: Rulebook, id: str) -> str:
    """A dated amount."""
    return f'''[param.{id}]
unit = "GBP"                         # or days, working days, clear days, weeks, months, years
cite = "{first(book.pages, "some-page")}"
from.2026-01-01 = 1_000              # the figure from that day on; add a line when it changes, never change an old one
'''


def test(book: Rulebook, id: str) -> str:
    """A test."""
    nation = first(book.facts[book.nation].options, "England")
    subject, attribute = book.nation.split(".")
    return f'''[test.{id}]
on = 2026-01-01
given.{subject}.{attribute} = "{nation}"
# expect.applies = ["some-item"]     # may, ruled_out; of one row "some-item (p = Ann)"
# expect.holds = ["some.fact"]       # fails, unknown
# expect.due = {{ some-item = 2026-01-31 }}
expect.value = {{ "{book.nation}" = "{nation}" }}
'''


SKELETONS: Mapping[str, Callable[[Rulebook, str], str]] = {
    "page": page,
    "rule": rule,
    "item": item,
    "conflict": conflict,
    "fact": fact,
    "list": row_list,
    "param": param,
    "test": test,
}
