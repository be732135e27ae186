"""What the check says of lines that exclude one another, and of lines that say nothing."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from guide.check import check
from plain_book import BASE, FACTS

RULE = '[fact.g.it]\ntype = "yes-no"\n[rule.r]\ncite = "page"\nthen = "g.it"\n'


def found(rules: str) -> list[tuple[str, str]]:
    """Codes and messages of the logic of some rules, over the plain book's facts."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in {**BASE, "rules/more.toml": FACTS + rules}.items():
            path = Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        findings = [finding for finding in check(Path(folder)) if finding.code in ("R507", "R508", "R509", "R510", "R403")]
        return [(finding.code, finding.message) for finding in findings if "`person." not in finding.message]


NEVER = [
    ('when = ["f.a", "not f.a"]', "`f.a` and `not f.a` exclude one another"),
    ('when = ["f.a"]\nunless = ["f.a"]', "`f.a` and `f.a` as an `unless` exclude one another"),
    ('when = ["f.form is mutual", "f.form is charity"]', "`f.form is mutual` and `f.form is charity` exclude"),
    ('when = ["f.form in mutual, charity"]\nunless = ["f.form is mutual", "f.form is charity"]', "exclude one another"),
    ('when = ["f.x >= 5", "f.x < 5"]', "`f.x >= 5` and `f.x < 5` exclude"),
    ('when = ["f.x > 4", "f.x <= 3"]', "exclude one another"),
    ('when = ["f.x < 0"]', "`f.x < 0` is never so"),
    ('when = ["f.x >= limit", "f.x < limit"]', "exclude one another"),
    ('when = ["f.day >= 2024-03-02", "f.day < 2024-03-02"]', "exclude one another"),
    ('when = ["f.roles has buyer"]\nunless = ["f.roles has buyer"]', "exclude one another"),
    ('nation = "England"\nwhen = ["case.nation is Wales"]', "exclude one another"),
    ('when = ["f.if_a", "not f.a"]', "`f.a` (needed by `f.if_a`) exclude"),
    ('when = ["f.if_a"]\nunless = ["f.a"]', "exclude one another"),
    ('for = { p = "person" }\nwhen = ["p.in", "not p.in"]', "exclude one another"),
    ('for = { p = "person", q = "person" }\nwhen = ["p.knows has q", "p.knows lacks q"]', "exclude one another"),
]
SOMETIMES = [
    'when = ["f.a", "f.b"]\nunless = ["f.c"]',
    'when = ["f.x >= 5", "f.x <= 5"]',
    'when = ["f.z < 0"]',
    'unless = ["f.if_a", "not f.if_a"]',  # neither, where the question does not arise
    'when = ["f.x >= limit", "f.y < limit"]',
    'when = ["f.form is f.other_form", "f.form is not charity"]',
    'for = { p = "person", q = "person" }\nwhen = ["p.in", "not q.in", "p.knows has q"]',
    'when = ["f.roles has buyer", "f.roles lacks owner"]',
    'when = ["f.if_a", "f.a"]',  # said twice for the reader; only lines of one subject are compared
]
IDLE = [
    ('when = ["f.x >= 5", "f.x >= 3"]', "`f.x >= 3`"),
    ('when = ["f.x >= 3", "f.x >= 5"]', "`f.x >= 3`"),
    ('when = ["f.a", "f.a"]', "`f.a`"),
    ('when = ["f.form is mutual", "f.form is not charity"]', "`f.form is not charity`"),
    ('when = ["f.form is mutual"]\nunless = ["f.form is charity"]', "`f.form is charity`"),
    ('when = ["f.day > 2024-02-01"]\nunless = ["f.day < 2024-01-01"]', "`f.day < 2024-01-01`"),
    ('nation = "England"\nwhen = ["f.a", "case.nation is England"]', "`case.nation is England`"),
]


@pytest.mark.parametrize(("lines", "words"), NEVER)
def test_what_can_never_hold_is_told_with_the_lines_that_exclude_one_another(lines: str, words: str) -> None:
    """Also through the question that a line reads, and through parameters and other rows."""
    ((code, message),) = found(RULE + lines)
    assert code == "R508"
    assert words in message


@pytest.mark.parametrize("lines", SOMETIMES)
def test_what_can_hold_is_left_alone(lines: str) -> None:
    """Not applicable, equal amounts, other rows: each leaves a way."""
    assert found(RULE + lines) == []


@pytest.mark.parametrize(("lines", "words"), IDLE)
def test_a_line_that_others_say_already_is_told(lines: str, words: str) -> None:
    """The weaker one, wherever it stands."""
    ((code, message),) = found(RULE + lines)
    assert code == "R509"
    assert message.startswith(words)


def test_a_derived_fact_is_followed_into_the_one_rule_that_concludes_it() -> None:
    """With a second rule there is another way."""
    one = '[fact.g.it]\ntype = "yes-no"\n[rule.r]\ncite = "page"\nthen = "g.it"\nwhen = ["f.form is mutual"]\n'
    two = '[rule.s]\ncite = "page"\nthen = "g.it"\nwhen = ["f.a"]\n'
    item = '[warning.w]\ntitle = "W"\ncite = "page"\nwhen = ["g.it", "f.form is charity"]\n'
    assert [code for code, _ in found(one + item)] == ["R508"]
    assert found(one + two + item) == []


def test_a_question_that_never_arises_is_told_and_what_reads_it_not_again_and_again() -> None:
    """`f.sub` needs f.a and not f.a."""
    sub = '[fact.f.sub]\nask = "?"\ntype = "yes-no"\nonly_if = ["f.a", "not f.a"]\n'
    assert [message.split(":")[0] for _, message in found(sub + RULE + 'when = ["f.sub"]')] == ["`f.sub` is never asked"]


def test_a_fact_that_nothing_concludes_is_told() -> None:
    """And the rule that reads it is no second finding."""
    assert found('[fact.g.none]\ntype = "yes-no"\n' + RULE + 'when = ["g.none"]') == [("R507", "nothing concludes `g.none`")]


def test_a_rule_that_another_makes_idle_is_told_once() -> None:
    """Of two that are the same the second; of a narrower one the narrower."""
    other = '\n[rule.s]\ncite = "page"\nthen = "g.it"\n'
    assert [message.split(":")[0] for _, message in found(RULE + 'when = ["f.a"]' + other + 'when = ["f.a"]')] == ["the rule `s` adds nothing"]
    assert [message.split(":")[0] for _, message in found(RULE + 'when = ["f.a", "f.b"]' + other + 'when = ["f.a"]')] == ["the rule `r` adds nothing"]
    assert found(RULE + 'when = ["f.a", "f.b"]' + other + 'when = ["f.a", "f.c"]') == []


def test_a_period_that_is_empty_is_told() -> None:
    """A rule's own, or one put together from its own and its page's."""
    assert {code for code, _ in found(RULE + 'from = 2024-03-02\nuntil = 2024-03-01\nwhen = ["f.a"]')} == {"R403", "R508"}
    assert {code for code, _ in found(RULE + 'from = 2024-03-01\nuntil = 2024-03-01\nwhen = ["f.a"]')} == set()
