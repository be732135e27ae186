"""Other ways to evaluate a generated rulebook: plain Python, and two rule engines. Each gives the warnings that apply in a case.

The engines are two-valued: they are given every answer, and read a fact that no rule concluded as "no". CLIPS needs an order for
that (salience by the order of the facts); zen works its expressions out in the order in which they stand.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from generated import Condition, Generated, Made

Case = Mapping[str, bool | int]
Evaluate = Callable[[Case], frozenset[str]]


def three_valued(made: Generated) -> Evaluate:
    """A plain reading in Python: holds 1, open 0, fails -1, the least of the lines, the most of the rules."""
    facts = list(made.facts.items())

    def line(condition: Condition, known: Mapping[str, bool | int | None]) -> int:
        value = known.get(condition.name)
        if value is None:
            return 0
        truth = value if condition.least is None else value >= condition.least
        return 1 if bool(truth) is condition.wanted else -1

    def clause(rule: Made, known: Mapping[str, bool | int | None]) -> int:
        return min([line(condition, known) for condition in rule.conditions])

    def evaluate(case: Case) -> frozenset[str]:
        known: dict[str, bool | int | None] = dict(case)
        for name, rules in facts:
            found = max([clause(rule, known) for rule in rules])
            known[name] = None if found == 0 else found > 0
        return frozenset(warning.id for warning in made.warnings if clause(warning, known) > 0)

    return evaluate


def clips(made: Generated) -> Evaluate:
    """CLIPS, by clipspy: a rule each, facts asserted as they are answered."""
    import clips as engine  # noqa: PLC0415 - an optional dependency

    environment = engine.Environment()
    environment.build("(deftemplate amount (slot of) (slot value))")
    ranks = {name: rank for rank, name in enumerate(made.facts)}
    for rule in (rule for rules in made.facts.values() for rule in rules):
        head = f"(defrule {rule.id} (declare (salience {-ranks[rule.concludes]}))"
        environment.build(f"{head} {' '.join(map(pattern, rule.conditions))} => (assert (yes {rule.concludes})))")
    for warning in made.warnings:
        environment.build(f"(defrule {warning.id} (declare (salience -10000)) {' '.join(map(pattern, warning.conditions))} => (assert (warning {warning.id})))")

    def evaluate(case: Case) -> frozenset[str]:
        environment.reset()
        said = [f"(yes {name})" if value is True else f"(amount (of {name}) (value {value}))" for name, value in case.items() if value is not False]
        environment.load_facts("\n".join(said))
        environment.run()
        return frozenset(str(fact[0]) for fact in environment.facts() if fact.template.name == "warning")

    return evaluate


def pattern(condition: Condition) -> str:
    """A condition as CLIPS has it."""
    test = f"(yes {condition.name})" if condition.least is None else f"(amount (of {condition.name}) (value ?v&:(>= ?v {condition.least})))"
    return test if condition.wanted else f"(not {test})"


def zen(made: Generated) -> Evaluate:
    """ZEN, by zen-engine: one expression per fact and per warning."""
    import zen as engine  # noqa: PLC0415 - an optional dependency

    expressions = [(name, " or ".join(f"({expression(rule)})" for rule in rules)) for name, rules in made.facts.items()]
    expressions += [(warning.id, expression(warning)) for warning in made.warnings]
    node: dict[str, Any] = {"expressions": [{"id": key, "key": plain(key), "value": value} for key, value in expressions]}
    place = {"x": 0, "y": 0}
    graph = {
        "nodes": [
            {"id": "in", "type": "inputNode", "name": "in", "position": place},
            {"id": "all", "type": "expressionNode", "name": "all", "position": place, "content": node},
            {"id": "out", "type": "outputNode", "name": "out", "position": place},
        ],
        "edges": [
            {"id": "1", "sourceId": "in", "targetId": "all", "type": "edge"},
            {"id": "2", "sourceId": "all", "targetId": "out", "type": "edge"},
        ],
    }
    decision = engine.ZenEngine().create_decision(json.dumps(graph))
    warnings = {warning.id for warning in made.warnings}

    def evaluate(case: Case) -> frozenset[str]:
        result = decision.evaluate({plain(name): value for name, value in case.items()})["result"]
        return frozenset(id for id in warnings if result[id])

    return evaluate


def plain(name: str) -> str:
    """A name without a dot, which ZEN would take for a path."""
    return name.replace(".", "_")


def expression(rule: Made) -> str:
    """A rule as ZEN has it; what was worked out before is read with `$`."""
    return " and ".join(map(term, rule.conditions))


def term(condition: Condition) -> str:
    """A condition as ZEN has it."""
    name = plain(condition.name) if condition.name.startswith("q.") else f"$.{plain(condition.name)}"
    test = name if condition.least is None else f"{name} >= {condition.least}"
    return test if condition.wanted else f"not ({test})"


PEERS = {"plain Python, three-valued": three_valued, "zen-engine": zen, "clipspy": clips}
