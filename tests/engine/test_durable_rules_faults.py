"""What durable-rules 2.0.28 does badly: the reasons for the narrow use that the engine module makes of it.

Whatever may crash or hang runs in a process of its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping

import durable_rules_engine as rete
import pytest
from rulesets import FINE, SEEN_BEFORE, alone, end, firings, host, load, refusal, tell

# --- what fails silently --------------------------------------------------------


@pytest.mark.parametrize(("dist", "fired"), [({}, []), ({"dist": 0}, ["r"])])
def test_one_fact_matches_two_patterns_only_without_dist(dist: dict[str, object], fired: list[str]) -> None:
    """A rule does not fire on one fact that is both, unless it says `dist: 0`."""
    assert tell(load({"r": {"all": [{"a": {"x": 1}}, {"b": {"y": 1}}], **dist}}), {"x": 1, "y": 1}) == fired


def test_any_forgets_later_branches_with_a_nested_and() -> None:
    """The same branch fires when it comes first, and does not when it comes second."""
    nested = {"$and": [{"x": 2}, {"$and": [{"y": 2}, {"z": 2}]}]}
    fact = {"x": 2, "y": 2, "z": 2}
    assert tell(load({"r": {"any": [{"a": nested}, {"b": {"x": 1}}], "dist": 0}}), fact) == ["r"]
    assert tell(load({"r": {"any": [{"b": {"x": 1}}, {"a": nested}], "dist": 0}}), fact) == []


def test_any_forgets_later_branches_with_a_join() -> None:
    """Inside `all`, the second branch of an `any` that joins on another fact never fires."""
    branches = [{f"b{x}": {"$and": [{"x": x}, {"k": {"c": "k"}}]}} for x in (1, 2)]
    rules = {"r": {"all": [{"c": {"s": 1}}, {"m$any": branches}], "dist": 0}}
    assert tell(load(rules), {"s": 1, "k": 5}, {"x": 1, "k": 5}) == ["r"]
    assert tell(load(rules), {"s": 1, "k": 5}, {"x": 2, "k": 5}) == []


def test_not_depends_on_the_order_of_facts() -> None:
    """The same two facts fire the rule or not; placed first, the negation fires for nobody."""
    after = {"r": {"all": [{"a": {"x": 1}}, {"b$not": {"y": 1}}], "dist": 0}}
    assert tell(load(after), {"x": 1}, {"y": 1}) == ["r"]
    assert tell(load(after), {"y": 1}, {"x": 1}) == []
    first = {"r": {"all": [{"b$not": {"y": 1}}, {"a": {"x": 1}}], "dist": 0}}
    assert tell(load(first), {"x": 1}) == []


def test_different_facts_may_count_as_equal() -> None:
    """Facts are told apart by 32 bits: these two are not, unless they bring ids of their own."""
    handle = load({"r": {"all": [{"m": {"line": "r1.0"}}]}})
    twins = [{"line": "r1.0", "key": 6979}, {"line": "r1.0", "key": 83935}]
    assert [rete.assert_fact(handle, json.dumps(fact))[0] for fact in twins] == [FINE, SEEN_BEFORE]
    own = [{**fact, "id": f"{number:06d}"} for number, fact in enumerate(twins)]
    assert [rete.assert_fact(handle, json.dumps(fact))[0] for fact in own] == [FINE, FINE]


def test_id_says_which_fact_it_is() -> None:
    """A different fact with an id that is taken is dropped; `sid` opens a session."""
    handle = load({"r": {"all": [{"m": {"x": 1}}]}})
    facts = [{"x": 1, "id": "a"}, {"x": 1, "y": 2, "id": "a"}, {"x": 1, "id": "a", "sid": "other"}]
    assert [rete.assert_fact(handle, json.dumps(fact))[0] for fact in facts] == [FINE, SEEN_BEFORE, FINE]


def test_a_retraction_reaches_into_other_firings() -> None:
    """When two facts that fired together are retracted, the second is also sought beyond their firing, and what looks like it wiped out.

    Here that is the name of the rule in the firing behind: it shows the start of the table of names, which is the ruleset's own.
    """
    rule = {"all": [{"m0": {"x": 0}}, {"m1": {"$and": [{"x": 1}, {"key": {"m0": "key"}}]}}], "dist": 0}
    handle = rete.create_ruleset("abc", json.dumps({"r": rule}))
    pairs = [[json.dumps({"x": x, "key": key, "id": f"{key}-{x}"}) for x in (0, 1)] for key in range(7)]
    states = [rete.assert_fact(handle, fact)[1] for pair in pairs[:4] for fact in pair]
    for fact in (*pairs[2], *pairs[1], *pairs[3]):
        rete.retract_fact(handle, fact)
    for fact in (*pairs[4], *pairs[5], *pairs[6]):
        rete.assert_fact(handle, fact)
    fired = []
    for name, facts in firings(handle, states[-1]):
        fired.append((name, facts["m0"]["key"]))
        if fired == [("r", 6), ("r", 5)]:
            for fact in pairs[6]:
                rete.retract_fact(handle, fact)
    assert fired == [("r", 6), ("r", 5), ("abc", 4), ("r", 0)]


def test_an_exception_in_an_action_is_swallowed() -> None:
    """The caller hears nothing; the session's state keeps a text."""

    def fails(closure: object) -> None:
        raise ValueError("lost")

    quiet = host(fails)
    quiet.assert_fact("rules", {"x": 1})
    assert "lost" in quiet.get_state("rules", None)["exception"]


def test_a_function_of_two_parameters_is_waited_for() -> None:
    """It is taken for asynchronous: until it reports back no other action of the session runs."""
    called = []

    def two(closure: object, complete: object = None) -> None:
        called.append(closure)

    quiet = host(two)
    quiet.assert_fact("rules", {"x": 1})
    quiet.assert_fact("rules", {"x": 1, "y": 1})
    assert len(called) == 1


# --- what hangs or crashes ------------------------------------------------------


def test_more_than_512_values_of_a_property_hang() -> None:
    """511 work, 512 load and fail on the first fact, 513 never finish loading."""
    rules: dict[str, Mapping[str, object]] = {str(r): {"all": [{"m": {"x": r}}]} for r in range(512)}
    assert refusal(lambda: tell(load(rules), {"x": 3})) == 303
    del rules["511"]
    assert tell(load(rules), {"x": 3}) == ["3"]
    hanging = alone("load({str(r): {'all': [{'m': {'x': r}}]} for r in range(513)})")
    with pytest.raises(subprocess.TimeoutExpired):
        hanging.communicate(timeout=1)
    hanging.kill()
    hanging.communicate()


LINUX = pytest.mark.skipif(sys.platform != "linux", reason="what is beyond the end of an array differs between systems")


@LINUX
def test_a_comparison_across_facts_that_ends_an_and_crashes() -> None:
    """When the last test of an `$and` reads another fact and fails, the engine reads on beyond the end of the rule."""
    code = """
rule = {"all": [{"c": {"s": 1}}, {"d": {"$and": [{"s": 2}, {"$neq": {"x": {"c": "x"}}}]}}], "dist": 0}
for rules in range(1, 40):
    tell(load({str(r): rule for r in range(rules)}), {"s": 1, "x": 1}, {"s": 2, "x": 1})
"""
    assert end(alone(code)) < 0


DELETE = """
for size in range(32000, 36000, 16):
    old = [bytes([65]) * size for _ in range(3)], bytes(64)
    del old
    handle = load({"r": {"all": [{"m": {"a": 1}}]}})
    {first}
    rete.assert_fact(handle, '{"a": 1, "sid": "s"}')
    rete.delete_state(handle, "s")
    rete.delete_ruleset(handle)
"""


@LINUX
@pytest.mark.parametrize(("first", "crashes"), [("pass", True), ("tell(handle, {'a': 1, 'b': 1, 'sid': 's'})", False)])
def test_a_session_in_which_nothing_has_fired_cannot_be_deleted(first: str, crashes: bool) -> None:
    """Its deletion frees memory that was never set; one firing taken to its end sets it."""
    assert (end(alone(DELETE.replace("{first}", first))) < 0) is crashes
