"""Which widget answers which question."""

from __future__ import annotations

from guide.answers import EXACTLY
from guide.interview import Question
from guide.model import Fact
from guide.tui.desk import Desk
from guide.tui.widgets.choose import MOST_KEYS, NOT_SURE, Choose, YesNo
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


def options_of(desk: Desk, question: Question) -> dict[str, tuple[str, str]]:
    """The keys that answer a question in a table, each with the option and its words; none where there are more options than digits."""
    fact = question.fact
    match question.kind:
        case "yes-no":
            return {"y": ("yes", "Yes"), "n": ("no", "No")}
        case "choice" | "choices" | "row" | "rows" if fact:
            options = row_names(desk, fact) if fact.of else fact.options
            return {str(number): option for number, option in enumerate(options.items(), 1)} if len(options) <= MOST_KEYS else {}
        case _:
            return {}


def turned(desk: Desk, question: Question, option: str) -> object:
    """The answer when an option is picked: the option, or where there may be several those chosen with it turned on or off."""
    if question.kind not in ("choices", "rows"):
        return option if question.kind == "yes-no" else {EXACTLY: option}
    held = desk.given(question.cell)
    now = held.value if held and isinstance(held.value, Choices) else Choices()
    return [*({EXACTLY: each} for each in sorted(now.chosen ^ {option})), *(f"{each}?" for each in sorted(now.unsure - {option}))]


def quick(desk: Desk, question: Question) -> str:
    """The keys that answer a question in a table, in words."""
    keys = options_of(desk, question)
    told = ", ".join(f"{key} {words}" for key, (_, words) in keys.items())
    return f"Keys: {told}, u Not sure" if told else "Enter answers it, u is not sure."


__all__ = ["Field", "answering", "options_of", "quick", "turned"]
