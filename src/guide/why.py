"""Everything that can be asked about by name: why an item or fact is what it is, and why a question is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from guide.answers import AnswerError, parse_cell
from guide.asking import Asking, why_asked
from guide.explain import Explainer
from guide.lines import Binding
from guide.model import Item, Rulebook
from guide.outcome import Outcome, Result, live_results, ruled_out
from guide.reasons import ClauseReason, FactReason

RESULT = re.compile(r"(?P<id>[\w-]+)\s*\((?P<binding>.*)\)")


class NothingCalled(Exception):
    """No item or fact has the name asked about."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that decides one item or fact, and what hangs on a question that is still to be asked."""

    id: str
    result: Result | None
    """The item's result that is explained; None for a fact."""
    reasons: tuple[ClauseReason | FactReason, ...] = ()
    asked: tuple[Asking, ...] = ()


def why(outcome: Outcome, name: str) -> tuple[Explanation, ...]:
    """Why an item (all its results, or the one named by `(p = Ann)`) or a fact is what it is, and why a question is asked. Raises NothingCalled."""
    explainer = Explainer(outcome)
    called = item_called(outcome.rulebook, name)
    if called is not None:
        return tuple(item_explanations(explainer, *called))
    try:
        cell = parse_cell(name.strip(), outcome.rulebook.facts, outcome.rulebook.lists)
    except AnswerError:
        raise NothingCalled(f"nothing is called `{name}`: give the id of an item or of a fact") from None
    asked = why_asked(outcome, cell)
    if cell.fact not in outcome.rulebook.lists:
        return (Explanation(str(cell), None, (explainer.fact(cell),), asked),)
    if not asked:
        raise NothingCalled(f"nothing hangs on the list `{name}` now; name an item, or a fact of one row like `{name}[row].attribute`")
    return (Explanation(str(cell), None, (), asked),)


def item_called(book: Rulebook, name: str) -> tuple[Item, Binding] | None:
    """The item that a name means, and the binding in its brackets (empty for all of its results)."""
    match = RESULT.fullmatch(name.strip())
    item = book.items.get(match["id"] if match else name.strip())
    return (item, wanted_binding(match["binding"]) if match else ()) if item else None


def wanted_binding(text: str) -> Binding:
    """`p = Ann, q = Bob` as a binding."""
    pairs = (part.split("=", 1) for part in text.split(","))
    return tuple((pair[0].strip(), pair[1].strip()) for pair in pairs if len(pair) == 2)


def item_explanations(explainer: Explainer, item: Item, binding: Binding) -> Iterator[Explanation]:
    """The explanations of an item's results, live ones first; those ruled out when nothing is live or one was named."""
    outcome = explainer.outcome
    found = [result for result in live_results(outcome, item) if not binding or dict(result.binding) == dict(binding)]
    if not found:
        found = [result for result in ruled_out(outcome, item) if not binding or dict(result.binding) == dict(binding) or not result.binding]
    if binding and not found:
        raise NothingCalled(f"`{item.id}` has no result for {', '.join(f'{v} = {k}' for v, k in binding)}")
    for result in found:
        yield Explanation(result.id, result, (explainer.result(result),))


__all__ = ["Explanation", "NothingCalled", "item_called", "wanted_binding", "why"]
