"""What the plain interview says, line by line: questions, reasons, the checklist, the answers so far, pages of law."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from guide.asking import Asking
from guide.boundaries import ORDERED, Values
from guide.cases.work import Work
from guide.changes import Found, Moving, Settling, Turn
from guide.checklist import Entry, Writer, build
from guide.interview import Question, applicable, terms_of
from guide.model import Fact, Rulebook
from guide.outcome import Outcome
from guide.plan import State, plan, where
from guide.preview import Difference, Effect
from guide.render.markdown import answered_order
from guide.sentences import Speaker
from guide.session import Session
from guide.sifting import work_words
from guide.similar import similar
from guide.typed import options
from guide.values import Cell, Choices, NotYet, RowSet, Status, Value
from guide.why import why
from guide.words import CHECKED, level_word, plain, role_name, say_date, say_value

NOTHING = "Nothing else would change."
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
    if wanted := session.to_find_out(question.cell):
        yield f"What to find out: {plain(wanted)}"
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
        for depth, text in speaker.tree(explanation.reasons):
            yield "  " * (depth + 1) + plain(text)
        yield from say_asked(outcome, explanation.asked)


BROUGHT = {Status.HOLDS: "What would make it apply", Status.FAILS: "What would rule it out"}
BECOMES = {Status.HOLDS: "it applies", Status.OPEN: "it may still apply", Status.FAILS: "it is ruled out"}


def say_asked(outcome: Outcome, found: tuple[Asking, ...]) -> Iterator[str]:
    """Why a question is asked: what hangs on it, and through which facts that are not known."""
    writer, speaker = Writer(outcome), Speaker(outcome)
    if found:
        yield "It is asked because the answer may decide:"
    for asking in found[:MOST_TOLD]:
        what = ", its day, level or name" if asking.late else ""
        yield plain(f"  {writer.result_title(asking.result)} [{asking.result.id}]{what}")
        for step in asking.way:
            by = f" (rule {step.rule})" if step.rule else ""
            yield plain(f"    through: {speaker.step(step.cell)}{by}")
    if len(found) > MOST_TOLD:
        yield f"  and {len(found) - MOST_TOLD} more"


def say_moving(session: Session, found: Moving) -> Iterator[str]:
    """What would move an item; while it may apply, what each answer would make of it."""
    for goal, changes in found.to.items():
        yield from say_changes(session, goal, changes)
    if found.turns:
        yield "What each answer would do:"
        yield from say_turns(session, found.turns)
    yield from say_settling(session, found.first)


def say_changes(session: Session, goal: Status, found: Found) -> Iterator[str]:
    """The smallest changes of answers that would move an item to a goal."""
    if found.changes:
        yield f"{BROUGHT[goal]}:"
    elif found.complete:
        yield f"{BROUGHT[goal]}: no change of up to three answers was found."
    for change in by_question(found):
        said = [f"{words_of(session, cell, values)} to “{session.question(cell).ask}”" for cell, values in change.items()]
        yield plain(f"  answering {' and '.join(said)}")
    if not found.complete:
        more = "there may be more; the search stopped early." if found.changes else "the search stopped before it found a change."
        yield f"  {more}" if found.changes else f"{BROUGHT[goal]}: {more}"


def by_question(found: Found) -> Iterator[dict[Cell, list[Value]]]:
    """Changes of one answer, those to the same question together; then changes of several answers, each by itself."""
    single: dict[Cell, list[Value]] = {}
    for change in found.changes:
        if len(change.values) == 1:
            for cell, value in change.values.items():
                single.setdefault(cell, []).append(value)
    yield from ({cell: values} for cell, values in single.items())
    yield from ({cell: [value] for cell, value in change.values.items()} for change in found.changes if len(change.values) > 1)


def words_of(session: Session, cell: Cell, values: list[Value]) -> str:
    """`“a”, “b” or “c”`."""
    words = [f"“{say_value(session.rulebook.facts[cell.fact], value)}”" for value in values]
    return f"{', '.join(words[:-1])} or {words[-1]}" if len(words) > 1 else words[0]


def say_turns(session: Session, found: Iterable[Turn]) -> Iterator[str]:
    """What each answer to each question would make of an item that may apply."""
    for turn in found:
        yield plain(f"  {asked(session, turn.cell)}")
        for status, values in turn.ways:
            yield plain(f"    {say_values(session, turn.cell, values)}: {BECOMES[status]}")


def say_settling(session: Session, found: Settling | None) -> Iterator[str]:
    """The question that settles most."""
    if found:
        yield plain(f"Ask first: {asked(session, found.cell)}. On average it settles {found.settled:.1f} of {found.open} results that may apply.")


def say_values(session: Session, cell: Cell, values: Values) -> str:
    """Values that do the same: one, a range, several; of those that need not stand for their neighbours, an example."""
    fact = session.rulebook.facts[cell.fact]
    words = [say_choice(fact, session.outcome().value(cell), value) for value in values.values]
    first, last = words[0], words[-1]
    if values.range and values.below:
        return ("Any date" if fact.kind == "date" else "Any amount") if values.above else f"Up to {last}"
    if values.range:
        return f"{first} or {'later' if fact.kind == 'date' else 'more'}" if values.above else f"{first} to {last}" if first != last else first
    return f"For example {first}" if fact.kind in ORDERED and not isinstance(values.values[0], NotYet) else " / ".join(words)


def say_choice(fact: Fact, now: Value, value: Value) -> str:
    """A value; of several options, which it has more or less than now."""
    if not isinstance(value, Choices):
        return say_value(fact, value)
    held = now.chosen if isinstance(now, Choices) else frozenset()
    more = [f"With “{fact.options.get(one, one)}”" for one in sorted(value.chosen - held)]
    less = [f"Without “{fact.options.get(one, one)}”" for one in sorted(held - value.chosen)]
    return ", ".join(more + less) or "None of them"


def say_effects(session: Session, cell: Cell, found: Iterable[Effect], names: bool = True) -> Iterator[str]:
    """What each answer to a question would do; with the names of items and questions, where these can be typed."""
    for effect in found:
        heading = say_values(session, cell, effect.values) if effect.values else "Not sure"
        told = list(say_difference(session, effect.difference, names))
        yield plain(f"{heading}:") if told != [NOTHING] else plain(f"{heading}: nothing else would change.")
        yield from (f"  {line}" for line in told if line != NOTHING)


def say_entry(book: Rulebook, entry: Entry, work: Work) -> Iterator[str]:
    """A line of the checklist, and below it what was done about it."""
    who = f"; {role_name(book, entry.who)}" if entry.who else ""
    due = f"; by {entry.due.words}" if entry.due else ""
    yield plain(f"  {level_word(entry.level) or entry.kind.capitalize()}: {entry.title} [{entry.id}]{who}{due}")
    yield from (plain(f"    {words}") for words in work_words(work))


def say_checklist(outcome: Outcome, work: Mapping[str, Work] | None = None) -> Iterator[str]:
    """The checklist in short."""
    checklist = build(outcome)
    for heading, entries in (("Applies", checklist.applies), ("May apply", checklist.may_apply)):
        shown = [entry for entry in entries if entry.in_topics]
        yield f"{heading}: {len(shown)}"
        for entry in shown:
            yield from say_entry(outcome.rulebook, entry, (work or {}).get(entry.id, Work()))
    yield f"Ruled out: {sum(entry.in_topics for entry in checklist.ruled_out)}"


def say_plan(outcome: Outcome) -> Iterator[str]:
    """Where the case stands, whether its plan fits, and the steps in order with their days."""
    checklist = build(outcome)
    found = plan(outcome, checklist)
    for one in where(outcome, checklist):
        decides = f" Who decides: {one.stage.gateway}" if one.state is State.NOW and one.stage.gateway else ""
        left = f" Still to do: {len(one.to_do)}." if one.to_do else ""
        yield plain(f"{one.state.value.capitalize()}: {one.stage.title}.{left}{decides}")
    if not found.steps:
        yield "Nothing has a place in a plan yet."
    elif found.tight is None:
        yield "No day is set yet that the plan could be counted back from."
    else:
        yield f"The plan is short of {found.late_by} days." if found.late_by else f"The plan fits, with {found.tight.spare} days to spare."
    for step in found.steps:
        start, end = step.latest_start or step.earliest_start, step.latest_end or step.earliest_end
        days = say_date(start) if start == end else f"{say_date(start)} to {say_date(end)}"
        takes, unsure = f"; takes {step.takes}" if step.takes else "", "; if it applies" if step.entry.meanwhile else ""
        yield plain(f"  {days}: {step.entry.title} [{step.entry.id}]{takes}{unsure}")


def say_similar(outcome: Outcome) -> Iterator[str]:
    """The real cases like this one."""
    found = similar(outcome)
    if not found:
        yield "No real case is known to be like this one yet."
    for one in found:
        yield plain(f"{one.page.title} [{one.page.id}]. How it ended: {one.precedent.ended}")
        yield from (plain(f"  What went wrong: {one.precedent.wrong}") for _ in range(bool(one.precedent.wrong)))
        yield from (plain(f"  What answers it: {item.title} [{item.id}]") for item, _ in one.answers)


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


def say_help(outcome: Outcome, question: Question | None) -> Iterator[str]:
    """The article of a question, and what the terms mean that it uses."""
    if question and question.help:
        yield from say_law(outcome, question.help)
    terms = terms_of(outcome.rulebook, question) if question else {}
    if terms:
        yield from ("", "Words:", *(f"  {term}: {meaning}" for term, meaning in terms.items()))
    elif not question or not question.help:
        yield "There is no more help with this question."


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


def say_difference(session: Session, found: Difference, names: bool = True) -> Iterator[str]:
    """What an answer would do, before it is given; with the names of items and questions, where these can be typed."""
    writer = Writer(session.outcome())
    words = {Status.HOLDS: "Would apply", Status.OPEN: "Might apply, or might not", Status.FAILS: "Would be ruled out"}
    for status, heading in words.items():
        titles = [writer.result_title(move.result) + (f" [{move.result.id}]" if names else "") for move in found.moves if move.after is status]
        yield from some(heading, titles)
    yield from some("Questions that would come up", [question.ask for question in found.wakes])
    yield from some("Questions that would no longer be asked", [question.ask for question in found.sleeps])
    yield from some("Answers that would not count, but are kept", [asked(session, cell, names) for cell in found.dormant])
    yield from some("Answers that would count again", [asked(session, cell, names) for cell in found.revived])
    if found == Difference((), (), (), (), ()):
        yield NOTHING


def asked(session: Session, cell: Cell, named: bool = True) -> str:
    """A question, with its name."""
    return session.question(cell).ask + (f" [{cell}]" if named else "")


def some(heading: str, lines: list[str]) -> Iterator[str]:
    """Lines under a heading, the first of them when there are many."""
    if lines:
        yield f"{heading}:"
        yield from (plain(f"  {line}") for line in islice(lines, MOST_TOLD))
        if len(lines) > MOST_TOLD:
            yield f"  and {len(lines) - MOST_TOLD} more"
