"""Which widget answers which question."""

from __future__ import annotations

from guide.interview import Question
from guide.model import Fact
from guide.tui.desk import Desk
from guide.tui.widgets.choose import NOT_SURE, Choose, YesNo
from guide.tui.widgets.rows import RowEditor
from guide.tui.widgets.tick import Tick
from guide.tui.widgets.typed import Typed
from guide.values import Answer, Choices, Unknown

Field = Choose | Tick | Typed | RowEditor


def answering(desk: Desk, question: Question) -> Field:
    """The widget for a question, with the answer given before and what was begun since."""
    cell, fact = question.cell, question.fact
    held, draft = desk.given(cell), desk.drafts.get(cell)
    if fact is None:
        return RowEditor(cell, held, draft)
    match fact.kind:
        case "yes-no":
            return YesNo(cell, chosen(held))
        case "choice":
            return Choose(cell, fact.options, chosen(held))
        case "row":
            return Choose(cell, row_names(desk, fact), chosen(held), another(desk, fact))
        case "choices" | "rows":
            options = fact.options if fact.kind == "choices" else row_names(desk, fact)
            value = held.value if held and isinstance(held.value, Choices) else None
            return Tick(cell, options, value, another(desk, fact), draft)
        case _:
            return Typed(cell, fact, held, draft)


def chosen(answer: Answer | None) -> str | None:
    """The option that an answer chose."""
    match answer.value if answer else None:
        case None:
            return None
        case Unknown():
            return NOT_SURE
        case bool() as said:
            return "yes" if said else "no"
        case value:
            return str(value)


def row_names(desk: Desk, fact: Fact) -> dict[str, str]:
    """The rows of the list that a question picks from."""
    return {name: name for name in desk.rows(fact.of)}


def another(desk: Desk, fact: Fact) -> str:
    """The list to which a row can be added while answering; empty when rows are fixed in the rulebook."""
    listed = desk.rulebook.lists.get(fact.of)
    return fact.of if listed and listed.rows is None else ""


__all__ = ["Field", "answering"]
