"""What the plain interview says, line by line: questions, reasons, the checklist, the answers so far, pages of law."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from guide.changes import Found
from guide.checklist import Writer, build
from guide.explain import why
from guide.interview import Question, applicable
from guide.outcome import Outcome
from guide.preview import Difference
from guide.render.markdown import answered_order
from guide.sentences import Speaker
from guide.session import Session
from guide.typed import options
from guide.values import Cell, RowSet, Status
from guide.words import CHECKED, level_word, plain, role_name, say_value

MOST_TOLD = 10
"""How many titles or questions are read out one after the other."""
TYPES = {
    "yes-no": "Answer yes or no.",
    "number": "Answer with a number.",
    "money": "Answer with an amount in pounds.",
    "percent": "Answer with a percentage.",
    "date": "Answer with a date, like 6 December 2012.",
    "text": "Answer in words.",
    "choice": "Answer with a number from the list.",
    "choices": "Answer with numbers from the list, with commas between; a question mark behind one says that you are not sure of it; `none` for none of them.",
    "row": "Answer with a number from the list.",
    "rows": "Answer with numbers from the list, with commas between; `none` for none of them.",
    "list": "Answer with names, with commas between; end with `, ?` if there may be more; `none` if there are none. Or `add NAME` one at a time.",
}


def say_question(session: Session, question: Question) -> Iterator[str]:
    """A question with its options, line by line."""
    section = session.rulebook.sections.get(question.section, "")
    if section:
        yield f"Section: {plain(section)}."
    yield plain(question.ask)
    for number, (_, title) in enumerate(options(session, question), 1):
        yield f"  {number}. {plain(title)}"
    if question.fact and question.fact.of and not options(session, question):
        yield plain(f"Nothing is named yet in answer to “{session.rulebook.lists[question.fact.of].ask}”; `go {question.fact.of}` leads there.")
    unit = f" In {question.fact.unit}." if question.fact and question.fact.unit and question.kind == "number" else ""
    yield TYPES[question.kind] + unit
    if question.fact and question.fact.not_yet:
        yield f"Or answer `not yet`: {plain(question.fact.not_yet)}."
    answer = session.answers.get(question.cell)
    if answer is not None:
        said = say_value(question.fact, answer.value) if answer.sure or isinstance(answer.value, RowSet) else "Not sure"
        yield f"Your answer now: {plain(said)}"


def say_why(outcome: Outcome, name: str) -> Iterator[str]:
    """Why an item or fact is as it is, as an indented tree. Raises NothingCalled."""
    speaker, writer = Speaker(outcome), Writer(outcome)
    words = {Status.HOLDS: "applies", Status.OPEN: "may apply", Status.FAILS: "is ruled out"}
    for explanation in why(outcome, name):
        if explanation.result:
            yield plain(f"{writer.result_title(explanation.result)} [{explanation.id}] {words[explanation.result.status]}:")
        for depth, text in speaker.tree(explanation):
            yield "  " * (depth + 1) + plain(text)


def say_changes(session: Session, found: Found) -> Iterator[str]:
    """The smallest changes of answers that would move an item."""
    if found.changes:
        yield "What would change this:"
    elif found.complete:
        yield "No change of up to three answers would change this."
    for change in found.changes:
        said = [f"“{say_value(session.rulebook.facts[cell.fact], value)}” to “{session.question(cell).ask}”" for cell, value in change.values.items()]
        yield plain(f"  answering {' and '.join(said)}")
    if not found.complete:
        yield "There may be more: the search stopped early." if found.changes else "The search stopped before it found a change."


def say_checklist(outcome: Outcome) -> Iterator[str]:
    """The checklist in short."""
    checklist = build(outcome)
    for heading, entries in (("Applies", checklist.applies), ("May apply", checklist.may_apply)):
        shown = [entry for entry in entries if entry.in_topics]
        yield f"{heading}: {len(shown)}"
        for entry in shown:
            who = f"; {role_name(outcome.rulebook, entry.who)}" if entry.who else ""
            due = f"; by {entry.due.words}" if entry.due else ""
            yield plain(f"  {level_word(entry.level) or entry.kind.capitalize()}: {entry.title} [{entry.id}]{who}{due}")
    yield f"Ruled out: {sum(entry.in_topics for entry in checklist.ruled_out)}"


def say_review(session: Session) -> Iterator[str]:
    """Every answer, with the name of its question."""
    outcome = session.outcome()
    for cell in answered_order(outcome):
        answer = outcome.answers[cell]
        said = say_value(session.rulebook.facts.get(cell.fact), answer.value) if answer.sure or isinstance(answer.value, RowSet) else "Not sure"
        note = f" (left to {role_name(session.rulebook, answer.left_to)})" if answer.left_to else ""
        note += f" (note: {answer.note})" if answer.note else ""
        dormant = "" if applicable(outcome, cell) else " (does not arise now; kept, not used)"
        yield plain(f"  {cell}: {session.question(cell).ask} {said}{note}{dormant}")


def say_law(outcome: Outcome, name: str) -> Iterator[str]:
    """A page of law or a help article."""
    page = outcome.rulebook.pages.get(name)
    article = outcome.rulebook.articles.get(name)
    if page:
        yield from (page.title, page.cite, page.url, f"How it was checked: {CHECKED[page.checked]}.", "", *page.body.strip().splitlines())
    elif article:
        yield from (article.title, "", *article.body.strip().splitlines())
    else:
        yield f"There is no page `{name}`."


def say_difference(session: Session, found: Difference) -> Iterator[str]:
    """What an answer would do, before it is given."""
    writer = Writer(session.outcome())
    words = {Status.HOLDS: "Would apply", Status.OPEN: "Might apply, or might not", Status.FAILS: "Would be ruled out"}
    for status, heading in words.items():
        titles = [f"{writer.result_title(move.result)} [{move.result.id}]" for move in found.moves if move.after is status]
        yield from some(heading, titles)
    yield from some("Questions that would come up", [question.ask for question in found.wakes])
    yield from some("Questions that would no longer be asked", [question.ask for question in found.sleeps])
    yield from some("Answers that would not count, but are kept", [asked(session, cell) for cell in found.dormant])
    yield from some("Answers that would count again", [asked(session, cell) for cell in found.revived])
    if found == Difference((), (), (), (), ()):
        yield "Nothing else would change."


def asked(session: Session, cell: Cell) -> str:
    """A question with its name."""
    return f"{session.question(cell).ask} [{cell}]"


def some(heading: str, lines: list[str]) -> Iterator[str]:
    """Lines under a heading, the first of them when there are many."""
    if lines:
        yield f"{heading}:"
        yield from (plain(f"  {line}") for line in islice(lines, MOST_TOLD))
        if len(lines) > MOST_TOLD:
            yield f"  and {len(lines) - MOST_TOLD} more"
