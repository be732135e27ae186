"""The end of the checklist document: the answers, what was ruled out, the notes, the law, and how to make it again."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from guide.agreement import Agreement
from guide.checklist import by_item
from guide.glossary import terms_in
from guide.interview import applicable, author_order, question
from guide.model import Page
from guide.outcome import Outcome
from guide.privacy import WITHHELD
from guide.render.entries import link
from guide.render.escaping import escape, sentence, table
from guide.render.report import MOST_ALIKE, Report
from guide.values import Cell, RowSet
from guide.words import CHECKED, level_word, role_name, say_date, say_value, short_question


def defects(agreement: Agreement) -> Iterator[str]:
    """What the two evaluators disagree on: a defect to report, never hidden."""
    if not agreement.agree:
        warning, *apart = agreement.defect()
        yield "## Defect"
        yield ""
        yield warning
        yield ""
        yield from (f"- {escape(found)}" for found in apart)
        yield ""


def contradictions(outcome: Outcome) -> Iterator[str]:
    """Rules that contradict one another: a defect to report, never hidden."""
    if outcome.contradictions:
        yield "## Contradictions in the rulebook"
        yield ""
        yield "This is a mistake in the rulebook. Tell the people who keep it, and do not rely on what it touches."
        yield ""
        for found in outcome.contradictions:
            fact = outcome.rulebook.facts[found.cell.fact]
            values = " and ".join(say_value(fact, value) for value in found.values)
            yield f"- {escape(str(found.cell))} would be {escape(values)} at once, by the rules {escape(', '.join(found.rules))}. It is treated as not known."
        yield ""


def answers(outcome: Outcome) -> Iterator[str]:
    """Every answer given, by section; those that do not count now are marked."""
    yield "## Answers given"
    yield ""
    if not outcome.answers:
        yield "None yet."
        yield ""
    sections = outcome.rulebook.sections
    for section, cells in groupby(answered_order(outcome), key=lambda cell: question(outcome, cell).section):
        yield f"### {escape(sections.get(section, section)) or 'Other'}"
        yield ""
        yield from table(("Question", "Answer"), [(escape(short_question(question(outcome, cell).ask)), answer_words(outcome, cell)) for cell in cells])


def answer_words(outcome: Outcome, cell: Cell) -> str:
    """An answer, whether it counts now, the note and who would know."""
    answer, book = outcome.answers[cell], outcome.rulebook
    said = say_value(book.facts.get(cell.fact), answer.value) if answer.sure or isinstance(answer.value, RowSet) else "Not sure"
    dormant = "" if applicable(outcome, cell) else " (does not arise now: kept, not used)"
    more = [sentence(f"Note: {answer.note}")] if answer.note else []
    more += [f"Ask: {role_name(book, answer.left_to)}."] if answer.left_to else []
    first = sentence(said + dormant) if more else said + dormant
    return escape(" ".join([first, *more]))


def answered_order(outcome: Outcome) -> list[Cell]:
    """The cells answered, in the order of the rulebook; a row's own name is said by its list."""
    book = outcome.rulebook
    names = {f"{listed.id}.{listed.key}" for listed in book.lists.values()}
    places = author_order(outcome)
    known = [cell for cell in outcome.answers if (cell.fact in book.facts or cell.fact in book.lists) and cell.fact not in names]
    known = [cell for cell in known if not cell.row.endswith(WITHHELD)]
    return sorted(known, key=lambda cell: places.place(question(outcome, cell)))


def other_topics(report: Report) -> Iterator[str]:
    """What applies outside the topics that were chosen: evaluated, never asked about."""
    entries = [entry for entry in report.checklist.applies if not entry.in_topics]
    if entries:
        yield "## Outside the topics you chose"
        yield ""
        yield "These already apply on your answers. Choose their topic to be asked about the rest."
        yield ""
        for entry in entries:
            yield f"- {f'**{level_word(entry.level)}:** ' if entry.level else ''}{escape(entry.title)}"
        yield ""


def notes(report: Report) -> Iterator[str]:
    """What follows from many answers, told once with all of them, under the numbers that reasons refer to."""
    if not report.notes:
        return
    yield "## Notes: worked out from your answers"
    yield ""
    for reason, number in report.notes.items():
        yield f"{number}. **{escape(sentence(reason.text))}**"
        yield from (f"{' ' * (len(str(number)) + 2)}- {escape(sentence(answer))}" for answer in reason.answers)
    yield ""


def words(report: Report) -> Iterator[str]:
    """What the terms mean that the entries and the open questions use."""
    entries = [entry for several in by_item([*report.applying(), *report.maybe()]).values() for entry in several[:MOST_ALIKE]]
    texts = dict.fromkeys(text for entry in entries for text in (entry.title, entry.note, *entry.questions))
    terms = terms_in(report.book, texts)
    if terms:
        yield "## Words"
        yield ""
        yield from (f"- **{escape(term)}**: {escape(sentence(meaning))}" for term, meaning in terms.items())
        yield ""


def law(report: Report, heading: str = "Law relied on") -> Iterator[str]:
    """The pages relied on, with how each was checked."""
    entries = [*report.applying(), *report.chosen(report.checklist.may_apply, ())]
    pages = {report.book.pages[page] for entry in entries for page in entry.cite}
    if pages:
        yield f"## {heading}"
        yield ""
        rows = [(link(page), escape(page.title), escape(period(page)), escape(checked(page))) for page in sorted(pages, key=lambda page: (page.cite, page.id))]
        yield from table(("Law", "What it says", "Applies", "How it was checked"), rows)


def checked(page: Page) -> str:
    """How the content of a page was checked, and when."""
    return sentence(f"{CHECKED[page.checked]}{f' on {say_date(page.checked_on)}' if page.checked_on and page.checked in ('text', 'guidance') else ''}")


def period(page: Page) -> str:
    """From when to when a page applies, and where."""
    start = "from a date not confirmed" if isinstance(page.start, str) else f"from {say_date(page.start)}" if page.start else ""
    end = f"until {say_date(page.end)}" if page.end else ""
    told = ", ".join(part for part in (", ".join(page.nation).replace("-", " "), f"{start} {end}".strip()) if part) or "UK"
    return told[:1].upper() + told[1:]


def about(outcome: Outcome, agreement: Agreement) -> Iterator[str]:
    """What this document is, so that it can be made again."""
    book = outcome.rulebook
    yield "## About this checklist"
    yield ""
    yield f"- Law judged as at {say_date(outcome.as_at)}."
    yield f"- Rulebook version {escape(book.version)}, digest `{book.digest}`."
    if agreement.agree:
        yield "- Worked out twice, by two programs written apart. They agree on every fact, rule, result and question."
    yield "- The same answers, date and rulebook always give the same checklist."
