"""Small rulesets of durable-rules, and what they do with facts."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import Any

import durable_rules_engine as rete
import pytest
from durable.engine import Host

Rules = Mapping[str, Mapping[str, object]]
Fact = Mapping[str, object]
FINE, NOT_READ, SEEN_BEFORE = 0, 1, 2
names = count()


def load(rules: Rules) -> int:
    """The handle of a new ruleset."""
    handle: int = rete.create_ruleset(f"rules-{next(names)}", json.dumps(rules))
    return handle


def tell(handle: int, *facts: Fact) -> list[str]:
    """Asserts facts one by one; the rules that fire, in order."""
    return [rule for fact in facts for rule, _ in firings(handle, rete.assert_fact(handle, json.dumps(fact))[1])]


def firings(handle: int, state: int) -> Iterator[tuple[str, Any]]:
    """Takes all that is to be done in a session: rules and the facts that made them fire."""
    started = rete.start_action_for_state(handle, state)
    firing = started and started[1]
    while firing:
        yield from json.loads(firing).items()
        firing = rete.complete_and_start_action(handle, state)


def alone(code: str) -> subprocess.Popen[str]:
    """Starts Python code that may crash or hang in a process of its own; returns when it says `ready`."""
    prelude = "import resource; from rulesets import *"
    quiet = "resource.setrlimit(resource.RLIMIT_CORE, (0, 0)); print('ready', flush=True)"
    process = subprocess.Popen(
        [sys.executable, "-c", f"{prelude}\n{quiet}\n{code}"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=Path(__file__).parent
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n", process.communicate()[1]
    return process


def end(process: subprocess.Popen[str]) -> int:
    """How a process ended; negative when it crashed."""
    process.communicate(timeout=20)
    return process.returncode


class QuietHost(Host):  # type: ignore[misc]
    """A host without timers."""

    def _run(self) -> None:
        return


def host(action: Callable[..., object]) -> QuietHost:
    """A host with one rule, `r`, that reads `x`."""
    quiet = QuietHost()
    quiet.set_rulesets({"rules": {"r": {"all": [{"m": {"x": 1}}], "run": action}}})
    return quiet


def nothing(closure: object) -> None:
    """An action that does nothing."""


def refusal(act: Callable[[], object]) -> int:
    """The number of the error that something raises."""
    with pytest.raises(rete.error) as caught:
        act()
    return int(str(caught.value).rpartition(" ")[2])


def line(rule: int, number: int) -> dict[str, object]:
    """The pattern of one line of a rule: each test of `$and` has a table of its own; later lines join the first on `key`."""
    tests: list[dict[str, object]] = [{"block": rule // 32}, {"rule": rule % 32}, {"line": number}]
    return {f"m{number}": {"$and": [*tests, {"key": {"m0": "key"}}] if number else tests}}


def told(rule: int, number: int, key: int) -> dict[str, object]:
    """The fact that a line of a rule holds under a key."""
    return {"block": rule // 32, "rule": rule % 32, "line": number, "key": key}
