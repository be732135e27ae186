"""A plain rulebook with a fact of every type, for tables of what rules mean."""

from __future__ import annotations

import tomllib
from datetime import date

from compared import differences, loaded
from guide.engine import evaluate
from guide.given import read_answers
from guide.outcome import Outcome, status_of
from guide.values import Cell, Status, Value

ON = date(2024, 3, 1)
BASE = {
    "rules/rulebook.toml": """
        title = "Book"
        version = "1.0.0"
        topics = "case.topics"
        nation = "case.nation"
        disclaimer = "None"
    """,
    "rules/case.toml": """
        [fact.case.topics]
        ask = "What?"
        type = "choices"
        options.all = "All"

        [fact.case.nation]
        ask = "Where?"
        type = "choice"
        options.England = "England"
        options.Wales = "Wales"

        [calendar.bank]
        title = "Days off"
        off = [2024-03-29, 2024-04-01]
        known_to = 2024-04-30
    """,
    "kb/law/page.md": '+++\ntitle = "Page"\ncite = "Page"\nchecked = "text"\n+++\n',
    "kb/law/english.md": '+++\ntitle = "English"\ncite = "English"\nchecked = "text"\nfrom = 2024-03-01\nuntil = 2024-03-31\nnation = ["England"]\n+++\n',
    "kb/law/sometime.md": '+++\ntitle = "Sometime"\ncite = "Sometime"\nchecked = "text"\nfrom = "not confirmed"\n+++\n',
}
FACTS = """
    [fact.f.a]
    ask = "?"
    type = "yes-no"
    [fact.f.b]
    ask = "?"
    type = "yes-no"
    [fact.f.c]
    ask = "?"
    type = "yes-no"
    [fact.f.if_a]
    ask = "?"
    type = "yes-no"
    only_if = ["f.a"]
    [fact.f.form]
    ask = "?"
    type = "choice"
    options.mutual = "Mutual"
    options.charity = "Charity"
    only_if = ["f.b is not no"]
    [fact.f.other_form]
    ask = "?"
    type = "choice"
    options.mutual = "Mutual"
    options.charity = "Charity"
    only_if = ["f.a"]
    [fact.f.roles]
    ask = "?"
    type = "choices"
    options.buyer = "Buyer"
    options.owner = "Owner"
    options.judge = "Judge"
    [fact.f.x]
    ask = "?"
    type = "number"
    [fact.f.y]
    ask = "?"
    type = "number"
    only_if = ["f.a"]
    [fact.f.z]
    ask = "?"
    type = "number"
    negative = true
    [fact.f.day]
    ask = "?"
    type = "date"
    not_yet = "Not yet"
    [fact.f.end]
    ask = "?"
    type = "date"
    not_yet = "Not yet"
    [fact.f.gone_on]
    ask = "?"
    type = "date"
    only_if = ["f.a"]
    [fact.f.total]
    type = "number"
    sum = ["f.x", "5"]
    [param.limit]
    from.2024-02-01 = 10
    from.2024-03-01 = 20
    until = 2024-03-31
    [param.notice]
    unit = "days"
    from.2020-01-01 = 3
    until = 2024-03-31
    [list.person]
    ask = "Who?"
    row.name = "text"
    row.in = "yes-no"
    row.value = "number"
    row.ended = { type = "date", not_yet = "Still running" }
    row.of = { row = "person", both_ways = true, only_if = ["row.in is not no"] }
    row.near = { rows = "person", both_ways = true }
    row.knows = { rows = "person" }
    row.rival = { row = "person", only_if = ["f.c is not no"] }
    row.good = { type = "yes-no", derived = true }
    row.meets = { rows = "person", derived = true }
    [list.gone]
    ask = "What?"
    only_if = ["f.a"]
    row.name = "text"
"""


def outcome(rules: str, given: str = "", on: date = ON) -> Outcome:
    """The outcome of some rules over the facts above. What it says is also what the naive reading says."""
    rulebook = loaded({**BASE, "rules/more.toml": FACTS + rules})
    answers, misfits = read_answers(tomllib.loads(given), rulebook.facts, rulebook.lists, on)
    assert misfits == ()
    found = evaluate(rulebook, answers, on)
    assert differences(found) == []
    return found


def warning(lines: str, given: str = "", on: date = ON, cite: str = "page") -> Status:
    """How a warning with some lines (and other keys) stands."""
    found = outcome(f'[warning.w]\ntitle = "W"\ncite = "{cite}"\n{lines}', given, on)
    return status_of(found, found.rulebook.items["w"], ())


def derived(kind: str, keys: str, given: str = "", on: date = ON) -> Value:
    """The value of a derived fact, `g.it`: its own keys, then its rules, each after a line `---`."""
    own, *rules = keys.split("---")
    written = "\n".join(f'[rule.r-{n}]\ncite = "page"\n{rule}' for n, rule in enumerate(rules))
    return outcome(f'[fact.g.it]\ntype = "{kind}"\n{own}\n{written}', given, on).value(Cell("g.it"))
