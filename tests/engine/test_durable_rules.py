"""What durable-rules 2.0.28 does well and what it refuses, so that a new version that does otherwise is noticed."""

from __future__ import annotations

import json
import random
import threading
from collections.abc import Mapping
from datetime import date
from importlib.metadata import version

import durable_rules_engine as rete
import pytest
from durable.engine import MessageNotHandledException, MessageObservedException
from rulesets import NOT_READ, SEEN_BEFORE, QuietHost, alone, end, firings, host, line, load, nothing, refusal, tell, told


def test_the_version_is_the_one_described() -> None:
    """A new version needs this file read again."""
    assert version("durable_rules") == "2.0.28"


# --- what works ---------------------------------------------------------------


@pytest.mark.parametrize("seed", range(40))
def test_positive_lines_joined_on_a_key_give_the_least_fixpoint(seed: int) -> None:
    """Every rule fires once for each key under which all its lines hold, whatever order the facts and conclusions come in."""
    draw = random.Random(seed)
    size, names_read = draw.randint(2, 60), draw.randint(2, 20)
    reads = [[draw.randrange(names_read) for _ in range(draw.randint(1, 5))] for _ in range(size)]
    concludes = [draw.randrange(names_read) for _ in range(size)]
    given = {(draw.randrange(names_read), draw.randrange(3)) for _ in range(names_read)}

    expected = set(given)
    while new := {(concludes[r], k) for r in range(size) for k in range(3) if all((n, k) in expected for n in reads[r])} - expected:
        expected |= new

    handle = load({str(r): {"all": [line(r, i) for i in range(len(reads[r]))], "dist": 0} for r in range(size)})
    fired, known, waiting = [], set(given), draw.sample(sorted(given), len(given))
    while waiting:
        name, key = waiting.pop(draw.randrange(len(waiting)))
        for rule, number in [(r, i) for r in range(size) for i, read in enumerate(reads[r]) if read == name]:
            state = rete.assert_fact(handle, json.dumps(told(rule, number, key)))[1]
            for one, facts in firings(handle, state):
                fired.append((one, facts["m0"]["key"]))
                if (conclusion := (concludes[int(one)], key)) not in known:
                    known.add(conclusion)
                    waiting.append(conclusion)
    assert known == expected
    assert sorted(fired) == sorted((str(r), k) for r in range(size) for k in range(3) if all((n, k) in expected for n in reads[r]))


def test_a_table_for_each_test_takes_more_than_512_rules() -> None:
    """600 rules in one ruleset, since no table has more than 32 entries."""
    handle = load({str(r): {"all": [line(r, 0), line(r, 1)], "dist": 0} for r in range(600)})
    assert tell(handle, told(599, 0, 7), told(598, 0, 7), told(599, 1, 8), told(599, 1, 7)) == ["599"]


def test_a_batch_is_taken_whole() -> None:
    """A fact that nobody reads, or that is there already, is named in the code and keeps no other fact out."""
    handle = load({"r": {"all": [{"a": {"x": 1}}, {"b": {"x": 2}}], "dist": 0}})
    code, state = rete.assert_facts(handle, json.dumps([{"y": 1}, {"x": 1}, {"x": 1}, {"x": 2}]))
    assert code == SEEN_BEFORE
    assert [rule for rule, _ in firings(handle, state)] == ["r"]


@pytest.mark.parametrize("value", ["é £ \N{SNOWMAN}", 'a "b" \\c', True, False, 0.1, 1.5e300, -7, 2**53 + 1])
def test_values_join_exactly(value: object) -> None:
    """Text, booleans, floats and whole numbers beyond those that a float holds."""
    rule = {"all": [{"a": {"x": 1}}, {"b": {"$and": [{"x": 2}, {"v": {"a": "v"}}]}}], "dist": 0}
    assert tell(load({"r": rule}), {"x": 1, "v": value}, {"x": 2, "v": "other"}, {"x": 2, "v": value}) == ["r"]


def test_neighbours_beyond_a_float_do_not_join() -> None:
    """2**53 + 1 is not 2**53."""
    rule = {"all": [{"a": {"x": 1}}, {"b": {"$and": [{"x": 2}, {"v": {"a": "v"}}]}}], "dist": 0}
    assert tell(load({"r": rule}), {"x": 1, "v": 2**53 + 1}, {"x": 2, "v": 2**53}) == []


def test_sessions_do_not_see_each_other() -> None:
    """Facts of one `sid` never join those of another."""
    handle = load({"r": {"all": [{"a": {"x": 1}}, {"b": {"x": 2}}], "dist": 0}})
    assert tell(handle, {"x": 1, "sid": "one"}, {"x": 2, "sid": "two"}, {"x": 1, "sid": "two"}) == ["r"]


def test_a_deleted_session_gives_its_memory_back() -> None:
    """300 sessions one after another take no more than the first 20."""
    code = """
handle = load({str(r): {"all": [line(r, i) for i in range(3)], "dist": 0} for r in range(60)})
def peak(sessions):
    for sid in range(sessions):
        for r in range(60):
            tell(handle, *({**told(r, i, 1), "sid": str(sid)} for i in range(3)))
        rete.delete_state(handle, str(sid))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
first = peak(20)
assert peak(280) < first * 1.1
"""
    assert end(alone(code)) == 0


# --- what raises ----------------------------------------------------------------


def test_a_pattern_is_shared_by_at_most_256_rules() -> None:
    """Error 108 at 257; 256 leaves no end mark, so 255 is the most that is safe."""
    rules: dict[str, Mapping[str, object]] = {str(r): {"all": [{"a": {"x": 1}}, {"b": {"y": r}}], "dist": 0} for r in range(257)}
    assert refusal(lambda: load(rules)) == 108
    del rules["256"], rules["255"]
    load(rules)


def test_a_ruleset_has_at_most_4096_rules() -> None:
    """Error 106 at one more."""
    rules: dict[str, Mapping[str, object]] = {str(r): {"all": [{"m": {"$and": [{"a": r // 64}, {"b": r % 64}]}}]} for r in range(4097)}
    assert refusal(lambda: load(rules)) == 106
    del rules["4096"]
    load(rules)


def test_a_fact_enters_at_most_64_branches() -> None:
    """Error 303 when it enters one more."""
    rules: dict[str, Mapping[str, object]] = {str(r): {"all": [{"m": {"$gt": {"x": r}}}]} for r in range(65)}
    assert refusal(lambda: tell(load(rules), {"x": 100})) == 303
    del rules["64"]
    assert len(tell(load(rules), {"x": 100})) == 64


def test_a_rule_has_at_most_16_patterns() -> None:
    """Error 304, and only when the facts arrive."""
    rules = {str(n): {"all": [{f"m{i}": {"x": i}} for i in range(n)], "dist": 0} for n in (16, 17)}
    assert refusal(lambda: tell(load({"r": rules["17"]}), *({"x": i} for i in range(17)))) == 304
    assert tell(load({"r": rules["16"]}), *({"x": i} for i in range(16))) == ["r"]


def test_a_ruleset_has_at_most_1024_sessions_at_once() -> None:
    """One more is out of memory."""
    handle = load({"r": {"all": [{"m": {"x": 1}}]}})
    for sid in range(1024):
        rete.assert_fact(handle, json.dumps({"x": 1, "sid": str(sid)}))
    with pytest.raises(MemoryError):
        rete.assert_fact(handle, '{"x": 1, "sid": "1024"}')


def test_a_fact_that_no_rule_reads_raises() -> None:
    """Through the host; below it is code 1."""
    with pytest.raises(MessageNotHandledException):
        host(nothing).assert_fact("rules", {"y": 1})
    assert rete.assert_fact(load({"r": {"all": [{"m": {"x": 1}}]}}), '{"y": 1}')[0] == NOT_READ


def test_an_equal_fact_raises() -> None:
    """Through the host; below it is code 2."""
    quiet = host(nothing)
    quiet.assert_fact("rules", {"x": 1})
    with pytest.raises(MessageObservedException):
        quiet.assert_fact("rules", {"x": 1})


def test_dates_do_not_serialise() -> None:
    """They go in as ordinals."""
    with pytest.raises(TypeError):
        host(nothing).assert_fact("rules", {"x": 1, "on": date(2026, 11, 22)})


def test_a_host_starts_two_timers_unless_its_run_is_empty() -> None:
    """No thread from a host that overrides `_run`."""
    before = set(threading.enumerate())
    QuietHost()
    assert set(threading.enumerate()) == before
    code = "import os, threading; Host(); print(threading.active_count(), flush=True); os._exit(0)"  # its threads may not end well
    assert alone(code).communicate(timeout=20)[0] == "3\n"
