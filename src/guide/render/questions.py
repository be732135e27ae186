"""A question for programs."""

from __future__ import annotations

from guide.checklist import Writer
from guide.interview import Question, because
from guide.outcome import Outcome


def question_data(outcome: Outcome, question: Question, left: int) -> dict[str, object]:
    """What is asked, of what type, with which options, and why; `left` questions are open now."""
    fact, hanging = question.fact, because(outcome, question.cell)
    return {
        "fact": str(question.cell),
        "type": question.kind,
        "ask": question.ask,
        "section": outcome.rulebook.sections.get(question.section, ""),
        "options": options_data(outcome, question),
        "unit": fact.unit if fact else "",
        "not_yet": fact.not_yet if fact else "",
        "key": question.list.key if question.list else "",
        "help": question.help,
        "why_asked": list(dict.fromkeys(map(Writer(outcome).result_title, hanging))),
        "hangs_on_it": list(dict.fromkeys(result.id for result in hanging)),
        "left": left,
    }


def options_data(outcome: Outcome, question: Question) -> list[dict[str, str]]:
    """The options of a choice, or the rows to choose from."""
    fact = question.fact
    if fact is None:
        return []
    if fact.of:
        return [{"id": key, "title": key} for key in outcome.rows[fact.of].keys]
    return [{"id": id, "title": title} for id, title in fact.options.items()]
