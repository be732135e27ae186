"""What derived facts and calculations are: one row per fine point of section 2.4."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from guide.values import NA, UNKNOWN, Cell, Choices, NotYet, Unknown, Value
from plain_book import derived, outcome

NOTHING = Choices()
IF_A = '---\nwhen = ["f.a"]\nthen = "g.it'
IF_B = '---\nwhen = ["f.b"]\nthen = "g.it'
YES_NO = [
    ("", "", False),
    (f'{IF_A}"', "", UNKNOWN),
    (f'{IF_A}"', "f.a = false", False),
    ('---\nwhen = ["f.if_a"]\nthen = "g.it"', "f.a = false", False),  # never not applicable by its rules
    (f'{IF_A}"{IF_B}"', "f.a = true", True),
    (f'{IF_A}"{IF_B}"', "f.a = false", UNKNOWN),
    (f'only_if = ["f.c"]{IF_A}"', "f.a = true", UNKNOWN),
    (f'only_if = ["f.c"]{IF_A}"', "f.a = true\nf.c = false", NA),
]
VALUES = [
    (f'{IF_A} is 3"', "f.a = true", 3),
    (f'{IF_A} is 3"', "", UNKNOWN),
    (f'{IF_A} is 3"', "f.a = false", NA),
    (f'{IF_A} is 3"{IF_B} is 4"', "f.a = true", UNKNOWN),  # never the first
    (f'{IF_A} is 3"{IF_B} is 3"', "f.a = true", UNKNOWN),  # while one is open
    (f'{IF_A} is 3"{IF_B} is 3"', "f.a = true\nf.b = true", 3),
    (f'{IF_A} is 3"{IF_B} is 4"', "f.a = true\nf.b = true", UNKNOWN),
    (f'{IF_A} is 3"{IF_B} is 4"', "f.a = true\nf.b = false", 3),
    ('---\nthen = "g.it is f.x"', "", UNKNOWN),
    ('---\nthen = "g.it is f.x"', "f.x = 2.5", Fraction(5, 2)),
    ('---\nthen = "g.it is f.y"', "f.a = false", NA),
    ('---\nthen = "g.it is f.x"\n---\nthen = "g.it is f.x"', "f.x = 2", 2),
    ('---\nthen = "g.it is limit"', "", 20),
    ('---\nthen = "g.it is f.total"', "", UNKNOWN),  # bounds are for calculations: another rule could contradict it
]


@pytest.mark.parametrize(("rules", "given", "expected"), YES_NO)
def test_a_derived_yes_no_fact_is_true_when_a_rule_holds_and_false_when_all_fail(rules: str, given: str, expected: Value) -> None:
    """Unknown otherwise; not applicable only by its own `only_if`."""
    assert expected == derived("yes-no", rules, given)


@pytest.mark.parametrize(("rules", "given", "expected"), VALUES)
def test_a_derived_value_is_what_the_rules_agree_on(rules: str, given: str, expected: Value) -> None:
    """Known when a rule holds, none is open and those that hold agree; not applicable when all fail."""
    assert expected == derived("number", rules, given)


CONTRADICTIONS = [
    (("3", "4"), "", True),
    (("3", "3"), "", False),
    (("3", "f.x"), "", False),  # nobody knows yet
    (("3", "f.x"), "f.x = 4", True),
    (("3", "f.y"), "f.a = false", True),
    (("f.x", "5", "6"), "", True),  # whatever the first is
]


@pytest.mark.parametrize(("values", "given", "expected"), CONTRADICTIONS)
def test_rules_that_hold_and_disagree_are_a_contradiction(values: tuple[str, ...], given: str, expected: bool) -> None:
    """The fact is unknown and a finding names it."""
    rules = "".join(f'[rule.r-{n}]\ncite = "page"\nthen = "g.it is {value}"\n' for n, value in enumerate(values))
    found = outcome(f'[fact.g.it]\ntype = "number"\n{rules}', given)

    assert expected == (Cell("g.it") in {contradiction.cell for contradiction in found.contradictions})
    assert not expected or found.value(Cell("g.it")) == UNKNOWN


PENDING = [
    ('f.day = "not yet"', NotYet(date(2024, 3, 1)), 0),
    ('f.day = "not yet"\nf.end = "not yet"\nf.b = true', UNKNOWN, 0),  # two days to come need not be the same
    ('f.day = "not yet"\nf.end = 2024-05-01\nf.b = true', UNKNOWN, 0),
    ('f.day = "not yet"\nf.end = 2024-03-01\nf.b = true', UNKNOWN, 1),
]


@pytest.mark.parametrize(("given", "expected", "contradictions"), PENDING)
def test_a_day_to_come_agrees_with_no_other(given: str, expected: Value, contradictions: int) -> None:
    """A rule may conclude *not yet*; beside another day it is only surely wrong when that is past."""
    rules = '[fact.g.it]\ntype = "date"\n[rule.r]\ncite = "page"\nthen = "g.it is f.day"\n[rule.s]\ncite = "page"\nwhen = ["f.b"]\nthen = "g.it is f.end"'
    found = outcome(rules, given if "f.b" in given else f"{given}\nf.b = false")

    assert expected == found.value(Cell("g.it"))
    assert contradictions == len(found.contradictions)


COLOURS = 'options.red = "Red"\noptions.blue = "Blue"'
RED, BLUE = frozenset({"red"}), frozenset({"blue"})
HAVING = [
    ('---\nthen = "g.it has red"', "", Choices(RED)),
    (f'{IF_A} has red"\n---\nthen = "g.it has blue"', "", Choices(BLUE, RED)),
    (f'{IF_A} has red"', "f.a = false", NOTHING),
    (f'{IF_A} has red"{IF_B} has red"', "f.b = true", Choices(RED)),
    ("", "", NOTHING),
    ('---\nthen = "g.it has red"\n---\nthen = "g.it has f.colour"', "", Choices(RED, BLUE)),  # the one unknown hides nothing
    ('---\nthen = "g.it has f.colour"', 'f.colour = "blue"', Choices(BLUE)),
    (f'{IF_A} has f.colour"', "", Choices(frozenset(), RED | BLUE)),
]


@pytest.mark.parametrize(("rules", "given", "expected"), HAVING)
def test_several_options_are_concluded_one_by_one(rules: str, given: str, expected: Value) -> None:
    """Chosen when a rule holds, unsure while one is open, and none when all fail."""
    colour = f'[fact.f.colour]\nask = "?"\ntype = "choice"\n{COLOURS}'
    own, *written = f"{COLOURS}{rules}".split("---")
    text = "\n".join(f'[rule.r-{n}]\ncite = "page"\n{rule}' for n, rule in enumerate(written))

    assert expected == outcome(f'{colour}\n[fact.g.it]\ntype = "choices"\n{own}\n{text}', given).value(Cell("g.it"))


# --- calculations ---

OVER = 'for = { p = "person" }'
PAIRS = 'for = { p = "person", q = "person" }'
IN = f'{OVER}\nwhen = ["p.in"]'
CALCULATIONS = [
    ('sum = ["f.x", "f.y", "2"]', "f.x = 1\nf.a = true\nf.y = 3", 6),
    ('sum = ["f.x", "f.y", "2"]', "f.x = 1\nf.a = false", 3),  # what is not applicable is left out
    ('sum = ["f.x", "f.y", "2"]', "f.x = 1\nf.a = true", Unknown(3)),
    ('sum = ["f.x", "f.y", "2"]', "f.x = 1", Unknown(3)),
    ('sum = ["f.x", "limit"]', "f.x = 1", 21),
    ('sum = ["f.x", "f.z"]', "f.x = 1", UNKNOWN),  # it may be negative
    ('sum = ["f.x", "f.z"]', "f.x = 1\nf.z = -3", -2),
    ('sum = "f.y"', "f.a = false", 0),
    ('product = ["f.x", "3"]', "f.x = 2.5", Fraction(15, 2)),
    ('product = ["f.x", "f.y"]', "f.a = false", NA),
    ('product = ["f.x", "f.z"]', "f.x = 2\nf.z = -3", -6),
    ('product = ["f.x", "0"]', "", UNKNOWN),
    ('difference = ["f.x", "5"]', "f.x = 3", -2),
    ('difference = ["f.x", "f.y"]', "f.a = false", NA),
    ('share = ["1", "3"]', "", Fraction(100, 3)),
    ('share = ["f.x", "0"]', "", NA),  # of nothing, whatever the part
    ('share = ["f.x", "f.y"]', "f.a = false", NA),
    ('share = ["f.x", "4"]', "", UNKNOWN),
    ('count = ["f.a", "f.b", "not f.c"]', "f.a = true\nf.c = false", Unknown(2, 3)),
    ('count = ["f.a", "f.if_a"]', "f.a = false", 0),
    ("count = []", "", 0),
    ('least = ["f.x", "f.y", "7"]', "f.x = 9\nf.a = false", 7),
    ('least = ["f.x", "7"]', "", Unknown(None, 7)),
    ('most = ["f.x", "7"]', "", Unknown(7)),
    ('least = ["f.x", "f.y"]', "", UNKNOWN),
    ('least = "f.y"', "f.a = false", NA),
]


@pytest.mark.parametrize(("keys", "given", "expected"), CALCULATIONS)
def test_a_calculation_is_exact_or_between_bounds(keys: str, given: str, expected: Value) -> None:
    """Unknown while something it needs is unknown, not applicable when something it needs is."""
    assert expected == derived("number", keys, given)


TWO = "person = [{ name = 'A', in = true, value = 5 }, { name = 'B', in = true, value = 7 }]"
OF_ROWS = [
    (f'count = "p"\n{IN}', "", Unknown(0)),
    (f'count = "p"\n{IN}', "person = []", 0),
    (f'count = "p"\n{IN}', TWO, 2),
    (f'count = "p"\n{IN}', "person = [{ name = 'A', in = true }, { name = 'B' }]", Unknown(1, 2)),
    (f'count = "p"\n{IN}', "person = [{ name = 'A', in = true }, '?']", Unknown(1)),
    (f'count = "p"\n{OVER}\nwhen = ["f.a", "p.in"]', "f.a = false", 0),  # whoever they are
    (f'count = "p"\n{OVER}\nunless = ["p.in"]', "person = [{ name = 'A', in = false }]", 1),
    (f'sum = "p.value"\n{IN}', TWO, 12),
    (f'sum = "p.value"\n{IN}', "person = [{ name = 'A', in = true, value = 5 }, { name = 'B', value = 7 }]", Unknown(5, 12)),
    (f'sum = "p.value"\n{IN}', "person = [{ name = 'A', in = true, value = 5 }, { name = 'B', in = true }]", Unknown(5)),
    (f'sum = "p.value"\n{IN}', "person = [{ name = 'A', in = true, value = 5 }, { name = 'B', in = false }]", 5),
    (f'sum = "p.value"\n{IN}', "person = [{ name = 'A', in = true, value = 5 }, '?']", Unknown(5)),
    (f'least = "p.value"\n{IN}', TWO, 5),
    (f'most = "p.value"\n{IN}', TWO, 7),
    (f'least = "p.value"\n{IN}', "person = [{ name = 'A', in = true, value = 5 }, { name = 'B', value = 7 }]", 5),  # either way
    (f'most = "p.value"\n{IN}', "person = [{ name = 'A', in = true, value = 5 }, { name = 'B', value = 7 }]", Unknown(5, 7)),
    (f'most = "p.value"\n{IN}', "person = []", NA),
    (f'most = "p.value"\n{IN}', "person = [{ name = 'A', value = 5 }]", UNKNOWN),  # perhaps nobody
    (f'count = "p"\n{PAIRS}', TWO, 2),  # rows, not pairs
    (f'sum = "p.value"\n{PAIRS}', TWO, 12),
    (f'count = "p"\n{PAIRS}\nwhen = ["p.value < q.value"]', TWO, 1),
    (
        'count = "p"\nfor = { p = "person", q = "person" }\nwhen = ["p.knows has q"]',
        "person = [{ name = 'A', knows = ['A', 'B?'] }, { name = 'B', knows = [] }]",
        1,
    ),
    ('count = "p"\nfor = { p = "person", q = "gone" }', "f.a = true\nperson = ['A']\ngone = ['?']", Unknown(0, 1)),  # perhaps there is none to go with
    ('count = "p"\nfor = { p = "person", q = "gone" }', "f.a = true\nperson = ['A', '?']\ngone = ['X']", Unknown(1)),
]


@pytest.mark.parametrize(("keys", "given", "expected"), OF_ROWS)
def test_a_calculation_over_rows_counts_each_row_once(keys: str, given: str, expected: Value) -> None:
    """At least what is sure, at most what may be; without end while rows may be missing."""
    assert expected == derived("number", keys, given)


SHARES = [
    ("person = [{ name = 'A', in = true }, { name = 'B' }, { name = 'C' }, { name = 'D' }, { name = 'E' }]", Unknown(20, 100)),
    ("person = [{ name = 'A', in = true }, { name = 'B', in = false }, { name = 'C', in = false }]", Fraction(100, 3)),
    ("person = [{ name = 'A', in = true }, '?']", Unknown(0)),
    ("person = ['?']", UNKNOWN),  # perhaps of nothing
    ("person = []", NA),
    ("", UNKNOWN),
]


@pytest.mark.parametrize(("given", "expected"), SHARES)
def test_a_share_is_bounded_once_it_is_surely_of_something(given: str, expected: Value) -> None:
    """One of five is a fifth at the least, whatever the others are."""
    parts = f'[fact.g.part]\ntype = "number"\ncount = "p"\n{IN}\n[fact.g.whole]\ntype = "number"\ncount = "p"\n{OVER}\n'
    found = outcome(f'{parts}[fact.g.it]\ntype = "percent"\nshare = ["g.part", "g.whole"]', given)

    assert expected == found.value(Cell("g.it"))


def test_a_part_of_an_unknown_whole_lies_between_the_shares_of_its_bounds() -> None:
    """One of one or of two."""
    whole = f'[fact.g.whole]\ntype = "number"\ncount = "p"\n{IN}\n'
    found = outcome(f'{whole}[fact.g.it]\ntype = "percent"\nshare = ["1", "g.whole"]', "person = [{ name = 'A', in = true }, 'B']")

    assert found.value(Cell("g.it")) == Unknown(50, 100)


NEXT = date(2024, 3, 2)
DAYS = [
    ('least = ["f.day", "f.end"]', 'f.day = "not yet"\nf.end = 2024-02-01', date(2024, 2, 1)),
    ('least = ["f.day", "f.end"]', 'f.day = "not yet"\nf.end = "not yet"', NotYet(date(2024, 3, 1))),
    ('least = ["f.day", "f.end"]', 'f.day = "not yet"\nf.end = 2024-05-01', Unknown(NEXT, date(2024, 5, 1))),
    ('least = ["f.day", "f.end"]', "f.end = 2024-05-01", Unknown(None, date(2024, 5, 1))),
    ('most = ["f.day", "f.end"]', 'f.day = "not yet"\nf.end = 2024-02-01', NotYet(date(2024, 3, 1))),
    ('most = ["f.day", "f.end"]', 'f.day = "not yet"\nf.end = 2024-05-01', Unknown(date(2024, 5, 1))),
    ('most = ["f.gone_on", "f.end"]', "f.a = false\nf.end = 2024-05-01", date(2024, 5, 1)),
    (f'most = "p.ended"\n{IN}', "person = [{ name = 'A', in = true, ended = 2024-01-01 }, { name = 'B', ended = 'not yet' }]", Unknown(date(2024, 1, 1))),
    (f'least = "p.ended"\n{IN}', "person = [{ name = 'A', in = true, ended = 2024-01-01 }, { name = 'B', ended = 'not yet' }]", date(2024, 1, 1)),
    ('date = "f.day"', 'f.day = "not yet"', NotYet(date(2024, 3, 1))),
    ('date = "3 days after f.day"', 'f.day = "not yet"', UNKNOWN),  # shown in words
    ('date = "3 days after f.day"', "f.day = 2024-02-27", date(2024, 3, 1)),
    ('date = "3 days beginning with f.day"', "f.day = 2024-02-27", date(2024, 2, 29)),
    ('date = "3 days ending with f.day"', "f.day = 2024-03-01", date(2024, 2, 28)),
    ('date = "3 clear days after f.day"', "f.day = 2024-02-27", date(2024, 3, 2)),
    ('date = "3 clear days before f.day"', "f.day = 2024-03-02", date(2024, 2, 27)),
    ('date = "1 month after f.day"', "f.day = 2024-01-31", date(2024, 2, 29)),
    ('date = "1 month beginning with f.day"', "f.day = 2024-01-31", date(2024, 2, 29)),
    ('date = "1 month beginning with f.day"', "f.day = 2024-02-01", date(2024, 2, 29)),
    ('date = "1 year after f.day"', "f.day = 2024-02-29", date(2025, 2, 28)),
    ('date = "notice after f.day"', "f.day = 2024-02-27", date(2024, 3, 1)),
    ('date = "1 day after f.gone_on"', "f.a = false", NA),
    ('date = "start of financial year of f.day"', "f.day = 2024-03-31", date(2023, 4, 1)),
    ('date = "end of financial year of f.day"', "f.day = 2024-04-01", date(2025, 3, 31)),
    ('date = "2 working days after f.day"\ncalendar = "bank"', "f.day = 2024-03-28", date(2024, 4, 3)),  # over Easter
    ('date = "2 working days beginning with f.day"\ncalendar = "bank"', "f.day = 2024-03-29", date(2024, 4, 3)),
    ('date = "1 working days after f.day"\ncalendar = "bank"', "f.day = 2024-04-29", date(2024, 4, 30)),
    ('date = "2 working days after f.day"\ncalendar = "bank"', "f.day = 2024-04-29", UNKNOWN),  # past what the calendar knows
]


@pytest.mark.parametrize(("keys", "given", "expected"), DAYS)
def test_days_are_counted_and_compared(keys: str, given: str, expected: Value) -> None:
    """Not yet comes after every day up to the one it was said on, and nothing is counted from it."""
    assert expected == derived("date", keys, given)


@pytest.mark.parametrize(("on", "expected"), [(date(2024, 3, 31), date(2024, 2, 4)), (date(2024, 4, 1), NA), (date(2019, 12, 31), UNKNOWN)])
def test_a_length_of_time_that_has_ended_is_not_applicable(on: date, expected: Value) -> None:
    """A date counted by a parameter is read on the as-at date."""
    assert expected == derived("date", 'date = "notice after f.day"', "f.day = 2024-02-01", on)
