"""What can never be: lines that exclude one another, questions that never come up, and lines that others say already.

Every line is a demand on one subject: a fact, one option of it, or its comparison with a parameter or another fact. Of each
subject only finitely many points matter: the options, or the amounts that lines name and those between them. Demands exclude one
another when no point meets them all; a line is idle when every point that meets the others meets it too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from guide.diagnostics import Finding, warning
from guide.lines import Clause, Line, Op, Operand, ParamRef, Place, Ref
from guide.model import Fact, Rule, Rulebook
from guide.values import Status

Subject = tuple[str, str, str]
"""A fact, the row it is read of, and the option or operand that it is compared with."""
Point = bool | str | int | Fraction | date
OWN: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Demand:
    """That a line holds (or, of an `unless`, fails). `via` names the fact that asks it; empty for a clause's own lines."""

    line: Line
    subject: Subject
    holds: bool
    via: str = ""

    def meets(self, point: Point) -> bool:
        """Whether a point meets it."""
        return (said(self.line, point) is not self.line.negated) is self.holds


def said(line: Line, point: Point) -> bool:
    """What a line says of a point, its negation left aside."""
    if isinstance(point, bool) and line.op is not Op.IN:
        return point is (line.right[0] if line.op is Op.IS and isinstance(line.right[0], bool) else True)
    right = line.right if all(not isinstance(operand, Ref | ParamRef) for operand in line.right) else (0,)
    if line.op in (Op.IS, Op.IN):
        return point in right
    return COMPARE[line.op](point, right[0])


COMPARE: Mapping[Op, Callable[[object, object], bool]] = {
    Op.GE: lambda a, b: a >= b,  # type: ignore[operator]
    Op.LE: lambda a, b: a <= b,  # type: ignore[operator]
    Op.GT: lambda a, b: a > b,  # type: ignore[operator]
    Op.LT: lambda a, b: a < b,  # type: ignore[operator]
}


class Never:
    """Finds it, for a whole rulebook, in the order in which facts are worked out."""

    def __init__(self, book: Rulebook) -> None:
        self.book = book
        self.possible: dict[str, frozenset[object] | None] = {}
        """What a fact can be; None where anything goes."""
        self.dead: set[str] = set()
        """The rules and items that can never hold."""

    def findings(self) -> Iterator[Finding]:
        """Everything that can never be, and every line that is idle."""
        for name in self.book.order:
            kind, _, id = name.partition(":")
            if kind == "rule":
                rule = self.book.rules[id]
                yield from self.clause(f"rule `{id}`", name, rule.place, rule.clause)
            elif kind == "item":
                item = self.book.items[id]
                yield from self.clause(f"{item.kind} `{id}`", name, item.place, item.clause)
            elif name in self.book.facts:
                yield from self.fact(self.book.facts[name])

    def fact(self, fact: Fact) -> Iterator[Finding]:
        """A fact: whether its question can come up, and what it can be."""
        clash = self.clash([demand for line in fact.only_if for demand in self.needed(line, True, {"row": "row"}, "", set())])
        self.possible[fact.id] = frozenset() if clash else self.values(fact)
        if clash:
            what = "is never asked" if fact.asked else "never counts"
            yield Finding("R508", f"`{fact.id}` {what}: {told(clash)}", Place(fact.place.file, (*fact.place.keys, "only_if")), "mend or take out one of them")
        elif not fact.asked and not fact.calculation and fact.id != "case.as_at" and not self.book.concluders.get(fact.id):
            yield warning(
                "R507",
                f"nothing concludes `{fact.id}`",
                Place(fact.place.file, fact.place.keys, on_key=True),
                "write a rule that concludes it, give it an `ask`, or take it out",
            )

    def values(self, fact: Fact) -> frozenset[object] | None:
        """What a fact can be, by its options or by what the rules that can hold conclude."""
        if fact.kind == "yes-no":
            return frozenset({True, False} if fact.asked or fact.calculation or self.live(fact) else {False})
        if fact.kind != "choice":
            return None
        concluded = [rule.then.value for rule in self.live(fact)]
        if fact.asked or any(isinstance(value, Ref | ParamRef) for value in concluded):
            return frozenset(fact.options)
        return frozenset(concluded)

    def live(self, fact: Fact) -> list[Rule]:
        """The rules that may conclude a fact."""
        return [self.book.rules[id] for id in self.book.concluders.get(fact.id, ()) if f"rule:{id}" not in self.dead]

    def clause(self, name: str, key: str, place: Place, clause: Clause) -> Iterator[Finding]:
        """A rule or an item: whether it can hold, and which of its lines are idle."""
        rows = {var: var for var, _ in clause.variables}
        own = [demand for line, wanted in clause.lines() for demand in self.demand(line, wanted is Status.HOLDS, rows, "")]
        closure = list(own)
        seen: set[tuple[str, str]] = set()
        for line in clause.when:
            closure += self.behind(line, rows, seen)
        clash = self.clash(closure)
        if clash:
            self.dead.add(key)
            if not any(self.told_before(demand) for demand in clash):
                yield Finding("R508", f"the {name} can never hold: {told(clash)}", spot(clash, place), "mend or take out one of them")
        else:
            yield from self.idle(name, own)

    def told_before(self, demand: Demand) -> bool:
        """Whether a demand cannot be met for a reason that was told where it stands: a question that never arises, a fact never concluded."""
        fact = self.book.facts[demand.subject[0]]
        nowhere = frozenset[object]() in (self.possible.get(demand.via), self.possible.get(fact.id))
        return nowhere or (not fact.asked and self.possible.get(fact.id) == frozenset({False}))

    def behind(self, line: Line, rows: Mapping[str, str], seen: set[tuple[str, str]]) -> Iterator[Demand]:
        """What must be so for what a line reads to count, and for a derived fact that it needs and one rule alone concludes."""
        for ref in line.refs():
            fact = self.book.facts.get(ref.fact)
            row = rows.get(ref.var, ref.var)
            if fact is None or (fact.id, row) in seen:
                continue
            seen.add((fact.id, row))
            listed = self.book.lists[fact.list].only_if if fact.list else ()
            for needed in (*fact.only_if, *listed):
                yield from self.needed(needed, True, {"row": row}, fact.id, seen)
            if line.op is Op.TRUE and not line.negated:
                yield from self.concluded(fact, row, seen)

    def concluded(self, fact: Fact, row: str, seen: set[tuple[str, str]]) -> Iterator[Demand]:
        """The lines of the one rule that can make a derived fact true, where it reads no other rows."""
        rules = self.live(fact)
        if len(rules) != 1 or fact.kind != "yes-no":
            return
        (rule,) = rules
        if {var for var, _ in rule.clause.variables} <= {rule.then.target.var}:
            for line, wanted in rule.clause.lines():
                yield from self.needed(line, wanted is Status.HOLDS, {rule.then.target.var: row}, fact.id, seen)

    def needed(self, line: Line, holds: bool, rows: Mapping[str, str], via: str, seen: set[tuple[str, str]]) -> Iterator[Demand]:
        """A line that must hold or fail, and when it must hold, what stands behind it."""
        yield from self.demand(line, holds, rows, via)
        if holds:
            yield from self.behind(line, rows, seen)

    def demand(self, line: Line, holds: bool, rows: Mapping[str, str], via: str) -> Iterator[Demand]:
        """A line as a demand on its subject; none where it cannot be told apart."""
        if not line.left.fact or line.op is Op.UNCONFIRMED:
            return
        symbolic = [operand for operand in line.right if isinstance(operand, Ref | ParamRef)]
        if symbolic and len(line.right) > 1:
            return
        option = operand_name(line.right[0], rows) if line.right and (symbolic or line.op is Op.HAS) else ""
        yield Demand(line, (line.left.fact, rows.get(line.left.var, line.left.var), option), holds, via)

    def clash(self, demands: list[Demand]) -> list[Demand]:
        """Some demands that no point meets together, as few as can be told; none when they go together."""
        for group in grouped(demands).values():
            counted = [demand for demand in group if demand.holds or self.applies(demand, group)]
            points = self.points(counted)
            if counted and not any(all(demand.meets(point) for demand in counted) for point in points):
                for one in counted:
                    if not any(one.meets(point) for point in points):
                        return [one]
                for index, one in enumerate(counted):
                    for other in counted[:index]:
                        if not any(one.meets(point) and other.meets(point) for point in points):
                            return [other, one]
                return counted
        return []

    def applies(self, demand: Demand, group: list[Demand]) -> bool:
        """Whether a line that must fail cannot simply be not applicable."""
        fact = self.book.facts[demand.subject[0]]
        always = not fact.only_if and not fact.list and (fact.asked or fact.kind == "yes-no")
        return always or any(other.holds for other in group)

    def points(self, demands: list[Demand]) -> list[Point]:
        """The points of a subject that tell its demands apart."""
        if not demands:
            return []
        fact_id, _, option = demands[0].subject
        fact = self.book.facts[fact_id]
        possible = self.possible.get(fact_id)
        if fact.kind == "yes-no" or fact.kind in ("choices", "rows") or (option and demands[0].line.op in (Op.IS, Op.HAS)):
            return [point for point in (True, False) if fact.kind != "yes-no" or possible is None or point in possible]
        if fact.kind == "choice":
            return [point for point in fact.options if possible is None or point in possible]
        if option:
            return [-1, 0, 1]
        amounts = sorted({operand for demand in demands for operand in demand.line.right if isinstance(operand, int | Fraction | date)})
        words = {operand for demand in demands for operand in demand.line.right if isinstance(operand, str)}
        return [*words, ""] if fact.kind in ("text", "row") else around(amounts, fact.negative)

    def idle(self, name: str, own: list[Demand]) -> Iterator[Finding]:
        """Lines that the other lines of the same rule say already."""
        for group in grouped(own).values():
            kept = list(group)
            for demand in reversed(group):
                others = [other for other in kept if other is not demand]
                if demand.line.origin or not others or not any(other.holds for other in others):
                    continue
                if not demand.holds and not self.applies(demand, group):
                    continue
                points = self.points(group)
                if all(demand.meets(point) for point in points if all(other.meets(point) for other in others)):
                    kept = others
                    alone = [other for other in others if all(demand.meets(point) for point in points if other.meets(point))]
                    because = " and ".join(f"`{other.line.text}`" for other in alone[:1] or others)
                    yield warning("R509", f"`{demand.line.text}` adds nothing to the {name}: {because} says it", demand.line.place, "take it out, or mend one")


def operand_name(operand: Operand, rows: Mapping[str, str]) -> str:
    """A name for what a subject is compared with."""
    if isinstance(operand, Ref):
        return f"{operand.fact}@{rows.get(operand.var, operand.var)}"
    return f"${operand.id}" if isinstance(operand, ParamRef) else str(operand)


def around(amounts: list[int | Fraction | date], negative: bool) -> list[Point]:
    """Some amounts, one below, one between each two and one above; nothing below nought where there is nothing."""
    points: list[Point] = []
    for amount in amounts:
        step = timedelta(days=1) if isinstance(amount, date) else Fraction(1, 1000)
        points += [amount - step, amount, amount + step]  # type: ignore[operator]
    return [point for point in points if isinstance(point, date) or negative or point >= 0]  # type: ignore[operator]


def grouped(demands: Iterable[Demand]) -> dict[Subject, list[Demand]]:
    """The demands by subject."""
    groups: dict[Subject, list[Demand]] = {}
    for demand in demands:
        groups.setdefault(demand.subject, []).append(demand)
    return groups


def told(clash: list[Demand]) -> str:
    """A clash in the author's own words."""
    words = [f"`{demand.line.text}`{'' if demand.holds else ' as an `unless`'}{f' (needed by `{demand.via}`)' if demand.via else ''}" for demand in clash]
    return f"{words[0]} is never so" if len(words) == 1 else f"{' and '.join(words)} exclude one another"


def spot(clash: list[Demand], place: Place) -> Place:
    """Where to look: the last of the clause's own lines that clash, else the clause."""
    own = [demand.line.place for demand in clash if not demand.via and not demand.line.origin]
    return own[-1] if own else Place(place.file, place.keys, on_key=True)
