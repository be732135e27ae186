"""What lists, rows and bindings mean: one row per fine point of section 2.5."""

from __future__ import annotations

import pytest

from compared import loaded
from guide.engine import Engine, evaluate
from guide.loader import RulebookError
from guide.outcome import live_results, status_of
from guide.values import UNKNOWN, Answer, Answers, Cell, Choices, RowSet, Status, Value
from plain_book import BASE, ON, outcome, warning

HOLDS, OPEN, FAILS = Status.HOLDS, Status.OPEN, Status.FAILS
P = 'for = { p = "person" }'
PQ = 'for = { p = "person", q = "person" }'

LISTS = [
    ("", RowSet(more=True)),
    ("person = []", RowSet()),
    ("person = ['?']", RowSet(more=True)),
    ("person = ['A', 'B']", RowSet(("A", "B"))),
    ("person = ['A', '?']", RowSet(("A",), more=True)),
    ("person = 'not sure'", RowSet(more=True)),
]
GONE = [("f.a = true\ngone = ['X']", RowSet(("X",))), ("gone = ['X']", RowSet(more=True)), ("f.a = false\ngone = ['X']", RowSet())]


def test_a_file_may_add_attributes_to_a_list_of_another() -> None:
    """Also one that is read first; a list that is nowhere is an error."""
    extension = {"rules/0.toml": '[list.person.row.tall]\ntype = "yes-no"\nask = "Is {name} tall?"\n'}
    book = loaded({**BASE, **extension, "rules/more.toml": '[list.person]\nask = "Who?"\nrow.name = "text"\n'})
    assert (book.lists["person"].attributes, book.facts["person.tall"].list) == (("person.name", "person.tall"), "person")
    with pytest.raises(RulebookError) as error:
        loaded({**BASE, **extension})
    assert [finding.code for finding in error.value.findings] == ["R102"]


@pytest.mark.parametrize(("given", "expected"), LISTS)
def test_a_list_is_complete_unless_the_answer_says_that_there_may_be_more(given: str, expected: RowSet) -> None:
    """Unknown until it is answered."""
    assert expected == outcome("", given).rows["person"]


@pytest.mark.parametrize(("given", "expected"), GONE)
def test_a_list_that_is_not_applicable_has_no_rows(given: str, expected: RowSet) -> None:
    """While nobody knows whether it is, its rows do not count."""
    assert expected == outcome("", given).rows["gone"]


SOMEBODY = [
    (f'{P}\nwhen = ["p.in"]', "person = [{ name = 'A', in = false }, { name = 'B', in = true }, '?']", HOLDS),
    (f'{P}\nwhen = ["p.in"]', "person = [{ name = 'A', in = false }, '?']", OPEN),
    (f'{P}\nwhen = ["p.in"]', "person = [{ name = 'A', in = false }, 'B']", OPEN),
    (f'{P}\nwhen = ["p.in"]', "person = [{ name = 'A', in = false }]", FAILS),
    (f'{P}\nwhen = ["p.in"]', "person = []", FAILS),
    (f'{P}\nwhen = ["p.in", "f.a"]', "f.a = false", FAILS),  # whoever it is
    (P, "", OPEN),  # perhaps there is nobody
    (P, "person = ['?']", OPEN),
    (P, "person = ['A']", HOLDS),
    (f'{P}\nwhen = ["f.a"]', "f.a = true", OPEN),
    (f'{PQ}\nwhen = ["p is not q"]', "person = ['A']", FAILS),
    (f'{PQ}\nwhen = ["p is not q"]', "person = ['A', 'B']", HOLDS),
    (f'{PQ}\nwhen = ["p is not q"]', "person = ['A', '?']", OPEN),
    (f'{PQ}\nwhen = ["p is q"]', "person = ['A']", HOLDS),  # two variables may be the same row
]


@pytest.mark.parametrize(("keys", "given", "expected"), SOMEBODY)
def test_something_holds_for_somebody_fails_for_all_or_is_open(keys: str, given: str, expected: Status) -> None:
    """A missing row leaves a binding open, and never makes one hold."""
    assert expected == warning(keys, given)


def test_a_conclusion_about_a_missing_row_waits_for_the_row() -> None:
    """Nobody is known, so nobody is known to be anything; once the list is empty it is no."""
    rules = f'[fact.g.any]\ntype = "yes-no"\n[rule.r]\ncite = "page"\n{P}\nwhen = ["f.a"]\nthen = "g.any"'

    assert status(rules, "f.a = true") == OPEN
    assert status(rules, "f.a = true\nperson = []") == FAILS


def status(rules: str, given: str) -> Status:
    """How a warning on `g.any` stands."""
    found = outcome(f'{rules}\n[warning.w]\ntitle = "W"\ncite = "page"\nwhen = ["g.any"]', given)
    return status_of(found, found.rulebook.items["w"], ())


EVERYBODY = [
    ("person = [{ name = 'A', in = true }, { name = 'B', in = true }]", HOLDS),
    ("person = [{ name = 'A', in = true }, { name = 'B' }]", OPEN),
    ("person = [{ name = 'A', in = true }, '?']", OPEN),
    ("person = [{ name = 'A', in = true }, { name = 'B', in = false }, '?']", FAILS),
    ("person = []", HOLDS),
]


@pytest.mark.parametrize(("given", "expected"), EVERYBODY)
def test_everybody_is_unless_on_somebody_who_is_not(given: str, expected: Status) -> None:
    """Two rules make "for all"."""
    rules = f'[fact.g.not_all]\ntype = "yes-no"\n[rule.r]\ncite = "page"\n{P}\nunless = ["p.in"]\nthen = "g.not_all"'
    found = outcome(f'{rules}\n[warning.w]\ntitle = "W"\ncite = "page"\nunless = ["g.not_all"]', given)

    assert expected == status_of(found, found.rulebook.items["w"], ())


ABOUT_ROWS = [
    ("A", "person = [{ name = 'A', in = true }, 'B']", True),
    ("B", "person = [{ name = 'A', in = true }, { name = 'B', in = false }]", False),
]


@pytest.mark.parametrize(("row", "given", "expected"), ABOUT_ROWS)
def test_a_conclusion_about_a_row_is_its_own(row: str, given: str, expected: Value) -> None:
    """Over the bindings with that row, whatever the others are."""
    rules = f'[rule.r]\ncite = "page"\n{P}\nwhen = ["p.in"]\nthen = "p.good"'

    assert expected == outcome(rules, given).value(Cell("person.good", row))


@pytest.mark.parametrize(("given", "expected"), [("person = [{ name = 'A', in = true }, { name = 'B', in = false }]", "A"), ("person = ['A', 'B']", UNKNOWN)])
def test_a_row_that_a_rule_concludes_is_one_row(given: str, expected: Value) -> None:
    """Not several that are chosen: it may be compared with a row."""
    rules = f'[list.person.row.mate]\nrow = "person"\nderived = true\n[rule.r]\ncite = "page"\n{PQ}\nwhen = ["q.in"]\nthen = "p.mate is q"'

    assert expected == outcome(rules, given).value(Cell("person.mate", "B"))


MEETS = [
    ("person = [{ name = 'A', in = true }, { name = 'B', in = false }, 'C']", Choices(frozenset("A"), frozenset("C"))),
    ("person = [{ name = 'A', in = true }, '?']", Choices(frozenset("A"))),
    ("person = [{ name = 'A', in = false }]", Choices()),
]


@pytest.mark.parametrize(("given", "expected"), MEETS)
def test_rows_are_concluded_pair_by_pair(given: str, expected: Value) -> None:
    """Chosen when some binding with the pair holds, unsure while one is open. A missing row is nobody yet."""
    rules = f'[rule.r]\ncite = "page"\n{PQ}\nwhen = ["q.in"]\nthen = "p.meets has q"'

    assert expected == outcome(rules, given).value(Cell("person.meets", "A"))


# --- rows that name rows ---

A_NAMES_B = "person = [{ name = 'A', in = true, of = 'B' }, { name = 'B', in = true }]"
BOTH_WAYS = [
    ("p.of is q", A_NAMES_B, {("A", "B"), ("B", "A")}, {("B", "B")}),
    ("q is p.of", A_NAMES_B, {("A", "B"), ("B", "A")}, {("B", "B")}),
    ("p.of in q, q", A_NAMES_B, {("A", "B"), ("B", "A")}, {("B", "B")}),
    ("p.of is not q", A_NAMES_B, {("A", "A")}, {("B", "B")}),
    ("p.of is q", "person = [{ name = 'A', in = true, of = 'B' }, { name = 'B', in = false }]", {("A", "B")}, set()),  # not applicable: no line holds
    ("p.of is q", "person = [{ name = 'A', in = true, of = 'B' }, { name = 'B' }]", {("A", "B")}, {("B", "A"), ("B", "B")}),  # perhaps not applicable
    ("q is p.of", "person = [{ name = 'A', in = true, of = 'B' }, { name = 'B' }]", {("A", "B")}, {("B", "A"), ("B", "B")}),
    ("p.near has q", "person = [{ name = 'A', near = ['B', 'A?'] }, { name = 'B', near = [] }]", {("A", "B"), ("B", "A")}, {("A", "A")}),
    ("p.near lacks q", "person = [{ name = 'A', near = [] }, { name = 'B' }]", {("A", "A")}, {("A", "B"), ("B", "A"), ("B", "B")}),
    ("p.knows has q", "person = [{ name = 'A', knows = ['B'] }, { name = 'B', knows = [] }]", {("A", "B")}, set()),
    (
        "p.of is q",
        "person = [{ name = 'A', in = true, of = 'B' }, { name = 'B', in = true, of = 'C' }, { name = 'C', in = true, of = 'C' }]",
        {("A", "B"), ("B", "A"), ("B", "C"), ("C", "B"), ("C", "C")},
        set(),
    ),
    ("p.of in p.rival, q", f"{A_NAMES_B}\nf.c = true", set(), {("A", "A"), ("A", "B"), ("B", "A"), ("B", "B")}),  # a part is unknown
    (
        "p.of is p.rival",  # whom nobody has listed, and who may name A
        "f.c = true\nperson = [{ name = 'A', in = true, of = 'A', rival = 'Zed' }, '?']",
        set(),
        {("A", "A"), ("A", "?"), ("?", "A"), ("?", "?")},
    ),
    ("q.knows has p.of", "person = [{ name = 'A', in = true, of = 'A', knows = [] }]", set(), set()),
]


@pytest.mark.parametrize(("line", "given", "holding", "unsure"), BOTH_WAYS)
def test_an_entry_on_either_row_counts_for_both(line: str, given: str, holding: set[tuple[str, str]], unsure: set[tuple[str, str]]) -> None:
    """Where the attribute says so, on either side of the line; not where it is not applicable."""
    found = outcome(f'[warning.w]\ntitle = "W"\ncite = "page"\n{PQ}\nwhen = ["{line}"]', given)
    judged = found.judgements["item:w"]

    assert (holding, unsure) == (set(judged.holding), set(judged.open))


RIVALS = "f.c = true\nperson = [{ name = 'A', rival = 'B', value = 5 }, { name = 'B', rival = 'A', value = 15 }"
JOINED = [
    ('when = ["p.rival is q"]', f"{RIVALS}]", {("A", "B"), ("B", "A")}, set()),
    ('when = ["p.rival is q"]', f"{RIVALS}, '?']", {("A", "B"), ("B", "A")}, {("A", "?"), ("B", "?"), ("?", "A"), ("?", "B"), ("?", "?")}),
    ('unless = ["p.rival is q"]', f"{RIVALS}]", {("A", "A"), ("B", "B")}, set()),
    ('when = ["p.rival is q", "q.value >= 10"]', f"{RIVALS}]", {("A", "B")}, set()),
    ('when = ["p.rival is q"]', f"{RIVALS}, 'C']", {("A", "B"), ("B", "A")}, {("C", "A"), ("C", "B"), ("C", "C")}),
]


@pytest.mark.parametrize(("lines", "given", "holding", "unsure"), JOINED)
def test_a_row_that_names_another_is_joined_to_it(lines: str, given: str, holding: set[tuple[str, str]], unsure: set[tuple[str, str]]) -> None:
    """And may still be joined to a missing row, about which every line is open."""
    found = outcome(f'[warning.w]\ntitle = "W"\ncite = "page"\n{PQ}\n{lines}', given)
    judged = found.judgements["item:w"]

    assert (holding, unsure) == (set(judged.holding), set(judged.open))


def test_a_clause_dated_by_a_row_reads_its_parameters_on_that_rows_day() -> None:
    """The limit was 10 when A ended, and 20 when B did; C has not ended yet, and D nobody knows."""
    people = "[{ name = 'A', value = 15, ended = 2024-02-29 }, { name = 'B', ended = 2024-03-01 }, { name = 'C', ended = 'not yet' }, 'D']"
    keys = f'{PQ}\ndated_by = "p.ended"\nwhen = ["q.value >= limit"]'
    judged = outcome(f'[warning.w]\ntitle = "W"\ncite = "page"\n{keys}', f"person = {people}").judgements["item:w"]

    assert [keys for keys in judged.holding if keys[1] == "A"] == [("A", "A")]
    assert [keys for keys in judged.open if keys[1] == "A"] == [("D", "A")]


NAMED_BY_A_FACT = [(", chair = 'A'", HOLDS), (", chair = 'B'", FAILS), ("", OPEN)]


@pytest.mark.parametrize(("chair", "expected"), NAMED_BY_A_FACT)
def test_an_entry_counts_for_both_beside_an_attribute_of_another_list(chair: str, expected: Status) -> None:
    """The meeting is chaired by whom B names; A names B, so A will do."""
    rules = '[list.meeting]\nask = "?"\nrow.name = "text"\nrow.chair = { row = "person" }\n'
    keys = '[warning.w]\ntitle = "W"\ncite = "page"\nfor = { p = "person", m = "meeting" }\nper = ["p"]\nwhen = ["m.chair is p.of"]'
    people = "[{ name = 'A', in = true, of = 'B' }, { name = 'B', in = true, of = 'C' }, 'C']"
    found = outcome(rules + keys, f"person = {people}\nmeeting = [{{ name = 'M'{chair} }}]")

    assert expected == status_of(found, found.rulebook.items["w"], (("p", "B"),))


UNNAMED = [("person = ['A', '?']", OPEN), ("person = ['A', { name = 'Zed', in = true }]", HOLDS), ("person = ['A', { name = 'Zed', in = false }]", FAILS)]


@pytest.mark.parametrize(("given", "expected"), UNNAMED)
def test_a_row_named_before_its_list_holds_it_may_be_any_missing_row(given: str, expected: Status) -> None:
    """A meeting is known to be chaired by Zed, whom nobody has listed yet."""
    rules = """
        [list.meeting]
        ask = "?"
        row.name = "text"
        row.chair = { row = "person" }
        row.heard = { rows = "person", derived = true }
        [rule.r]
        cite = "page"
        for = { m = "meeting", p = "person" }
        when = ["p.in"]
        then = "m.heard has p"
        [warning.w]
        title = "W"
        cite = "page"
        for = { m = "meeting" }
        when = ["m.heard has m.chair"]
    """
    found = outcome(rules, f"{given}\nmeeting = [{{ name = 'M', chair = 'Zed' }}]")

    assert expected == status_of(found, found.rulebook.items["w"], (("m", "M"),))


def test_bindings_that_make_one_result_are_several_reasons_for_it() -> None:
    """With `per` an item applies once per person, for whichever other."""
    keys = f'[warning.w]\ntitle = "W"\ncite = "page"\n{PQ}\nper = ["p"]\nwhen = ["p.knows has q"]'
    found = outcome(keys, "person = [{ name = 'A', knows = ['A', 'B'] }, { name = 'B', knows = ['A?'] }]")
    results = live_results(found, found.rulebook.items["w"])

    assert [(r.binding, r.status, len(r.bindings)) for r in results] == [((("p", "A"),), HOLDS, 2), ((("p", "B"),), OPEN, 1)]


def test_an_entry_on_the_other_row_counts_as_soon_as_the_question_arises() -> None:
    """Answered one after the other: that Ann's question arises lets what Bob said of Ann count for her too."""
    book = loaded(
        {
            **BASE,
            "rules/people.toml": """
                [list.person]
                ask = "Who?"
                row.name = "text"
                row.related = "yes-no"
                row.relative = { row = "person", both_ways = true, only_if = ["row.related"] }
                [warning.relatives]
                title = "Relatives"
                cite = "page"
                for = { p = "person", q = "person" }
                when = ["p.relative is q"]
            """,
        }
    )
    before: Answers = {
        Cell("person"): Answer(RowSet(("Ann", "Bob"))),
        Cell("person.related", "Bob"): Answer(True),
        Cell("person.relative", "Bob"): Answer("Ann"),
    }
    after = {**before, Cell("person.related", "Ann"): Answer(True)}
    engine = Engine(book)
    engine.update(before, ON)
    assert engine.update(after, ON) == evaluate(book, after, ON)
    assert ("Ann", "Bob") in engine.update(after, ON).judgements["item:relatives"].holding
    engine.close()
