"""Which cases rely on a rule, a page, a figure or a fact: those in which the reasons of something that applies or may apply name it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from guide.bindings import named
from guide.caseload.standing import Standing
from guide.diagnostics import suggest
from guide.engine import evaluate
from guide.explain import Explainer
from guide.lines import DatePhrase, ParamRef, Ref
from guide.model import Rulebook
from guide.outcome import Result, live_results
from guide.reaching import resting
from guide.reasons import ClauseReason, FactReason, LineReason
from guide.values import MISSING, Cell, Value


class NothingCalled(Exception):
    """A name that nothing in the rulebook has."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for, under every name that reasons may have for it; and the items that can rest on it at all."""

    names: frozenset[str]
    items: frozenset[str]


def sought(book: Rulebook, name: str) -> Sought:
    """A rule, page, figure, fact, list or item by its id. Raises NothingCalled."""
    kinds = {"rule:": book.rules, "page:": book.pages, "param:": book.params, "item:": book.items, "": {**book.facts, **book.lists}}
    found = [f"{kind}{name}" for kind, things in kinds.items() if name in things]
    if not found:
        near = suggest(name, [id for things in kinds.values() for id in things])
        raise NothingCalled(f"no rule, page, figure, fact or item is called `{name}`{f': did you mean `{near}`?' if near else ''}")
    cone = resting(book, {*found, *citing(book, name)})
    return Sought(frozenset(found), frozenset(id for id in book.items if f"item:{id}" in cone))


def citing(book: Rulebook, page: str) -> Iterator[str]:
    """The rules, items and figures that cite a page."""
    yield from (f"rule:{id}" for id, rule in book.rules.items() if page in rule.cite)
    yield from (f"item:{id}" for id, item in book.items.items() if page in item.cite)
    yield from (f"param:{id}" for id, param in book.params.items() if any(page in figure.cite for figure in param.figures))


def relying(book: Rulebook, standing: Standing, wanted: Sought) -> tuple[str, ...]:
    """The items of a case whose reasons name what is looked for. The case is worked out whole only where some may."""
    candidates = dict.fromkeys(point.item.id for point in standing.points if point.item.id in wanted.items)
    if not candidates:
        return ()
    explainer = Explainer(evaluate(book, standing.case.answers, standing.case.as_at))
    return tuple(id for id in candidates if any(wanted.names & Names(explainer).behind(one) for one in live_results(explainer.outcome, book.items[id])))


class Names:
    """Reads the names off the reasons of one result and of its days; a fact that many rest on is looked at once."""

    def __init__(self, explainer: Explainer) -> None:
        self.explainer, self.outcome, self.book = explainer, explainer.outcome, explainer.book
        self.seen: set[int] = set()

    def behind(self, result: Result) -> frozenset[str]:
        """Every name behind a result."""
        reasons: list[ClauseReason | FactReason] = [self.explainer.result(result), *self.days(result)]
        return frozenset(name for reason in reasons for name in self.of(reason))

    def days(self, result: Result) -> Iterator[FactReason]:
        """Why the dates are what they are that its days count from."""
        for phrase in (result.item.due, result.item.not_before):
            if phrase and isinstance(phrase.base, Ref) and phrase.base.fact in self.book.facts:
                rows = {named(result.item.clause, keys).get(phrase.base.var, "") for keys in result.bindings}
                yield from (self.explainer.fact(Cell(phrase.base.fact, row)) for row in sorted(rows) if row != MISSING)

    def of(self, reason: ClauseReason | FactReason | LineReason) -> Iterator[str]:
        """Every rule, item, page, figure, fact and list that a reason names."""
        if id(reason) in self.seen:
            return
        self.seen.add(id(reason))
        match reason:
            case ClauseReason():
                yield reason.id
                yield from (f"page:{page}" for page in reason.cite)
                yield from [reason.no_rows] if reason.no_rows else []
                yield from self.figures(self.beside(reason.id), self.outcome.as_at)
                parts: tuple[ClauseReason | FactReason | LineReason, ...] = (*reason.lines, *reason.arises)
            case LineReason():
                yield from self.figures(reason.line.right, reason.day)
                parts = reason.facts
            case FactReason():
                yield reason.cell.fact
                calculation = self.book.facts[reason.cell.fact].calculation if reason.cell.fact in self.book.facts else None
                yield from self.figures((*calculation.operands, *counted_by(calculation.phrase)) if calculation else (), self.outcome.as_at)
                parts = (*reason.parts, *reason.arises)
        for part in parts:
            yield from self.of(part)

    def beside(self, clause: str) -> Iterator[object]:
        """What a rule or item reads beside its lines: the value that it concludes, its days."""
        kind, _, id = clause.partition(":")
        if kind == "rule":
            yield self.book.rules[id].then.value
        elif kind == "item":
            yield from (*counted_by(self.book.items[id].due), *counted_by(self.book.items[id].not_before))

    def figures(self, operands: Iterable[object], day: Value) -> Iterator[str]:
        """The figures among some operands, and the pages that give them on a day."""
        for operand in operands:
            if isinstance(operand, ParamRef):
                yield f"param:{operand.id}"
                figure = self.book.params[operand.id].on(day if isinstance(day, date) else self.outcome.as_at)
                yield from (f"page:{page}" for page in (figure.cite if figure else ()))


def counted_by(phrase: DatePhrase | None) -> tuple[object, ...]:
    """What a date phrase counts from and by."""
    return (phrase.base, phrase.span.count if phrase.span else None) if phrase else ()
