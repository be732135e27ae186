"""One entry of the checklist in Markdown, with its details below."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from guide.cases.work import Work
from guide.checklist import Entry
from guide.model import Page, Rulebook
from guide.render.escaping import escape, listed, numbers
from guide.render.report import Report
from guide.values import Status
from guide.words import NOT_READ, conflict_word, level_word, role_name, say_date, short_question

STILL_OPEN = "Still open"
GUIDANCE = ". It rests on official guidance; the law itself has not been read yet"
MOST_QUESTIONS = 4
UNFIT = re.compile(r"(?<=-)-|[<>%\x00-\x1f\x7f-\x9f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
"""What may not stand in an HTML comment, or not be seen there."""
IF_UNSURE = {"follow": "Do this until it is settled.", "wait": "Do not rely on it until it is settled."}
AS_IF_SO = "Reckon with it until it is settled."
"""A warning asks for nothing to be done."""


def task(report: Report, entry: Entry) -> Iterator[str]:
    """One thing to do as a task with its details below."""
    yield f"- [{'x' if report.work.get(entry.id, Work()).done else ' '}] **{heading(entry)}:** {escape(entry.title)} {reference(entry)}"
    yield from details(report, entry)


def heading(entry: Entry) -> str:
    """How strong an entry is, and whether it only may apply."""
    word = conflict_word(entry.level) if entry.kind == "conflict" else level_word(entry.level)
    return f"{word}{', if it applies' if entry.meanwhile else ''}"


def reference(entry: Entry) -> str:
    """The result's id (of one ruled out, the item's), for programs and for `guide why`; readers do not see it."""
    id = entry.item if entry.status is Status.FAILS else entry.id
    return f"<!-- guide: {UNFIT.sub(lambda match: quote(match[0], safe='').replace('-', '%2D'), id)} -->"


def details(report: Report, entry: Entry) -> Iterator[str]:
    """Who, by when, what to do in practice, why, and the law."""
    book = report.book
    facts = [f"**Who:** {escape(role_name(book, entry.who))}"] if entry.who else []
    facts += [f"**By:** {escape(entry.due.words)}"] if entry.due else []
    facts += [f"**Not before:** {escape(entry.not_before.words)}"] if entry.not_before else []
    if facts:
        yield f"  - {' · '.join(facts)}"
    if entry.note:
        yield f"  - {escape(entry.note)}"
    if entry.record:
        yield f"  - **Record to keep:** {escape(entry.record)}"
    yield f"  - **{'Not settled' if entry.meanwhile else 'Why'}:** {reasons(report, entry)}"
    yield f"  - **Law:** {cites(book, entry.cite)}{by_guidance_alone(book, entry)}"
    yield from work_lines(report.work.get(entry.id, Work()))


def reasons(report: Report, entry: Entry) -> str:
    """The reasons of an entry as sentences; of one that only may apply, what would settle it and what to do until then."""
    if entry.meanwhile and entry.questions:
        return f"It turns on {turns_on(report, entry)}. {until_settled(entry)}"
    said = " ".join(report.reason(reason) for reason in entry.reasons) or "It applies in every case."
    return f"{said} {until_settled(entry)}" if entry.meanwhile else said


def until_settled(entry: Entry) -> str:
    """What to do with an entry that only may apply."""
    return AS_IF_SO if entry.kind == "warning" and entry.if_unsure == "follow" else IF_UNSURE[entry.if_unsure]


def turns_on(report: Report, entry: Entry) -> str:
    """The question that would settle an entry, or the numbers of several; in words where the list of open questions has them not."""
    if len(entry.cells) == 1 or report.alone or not report.questions.keys() >= set(entry.cells):
        return listed([f"“{escape(short_question(asked))}”" for asked in entry.questions], MOST_QUESTIONS)
    found = {report.questions[cell] for cell in entry.cells}
    return f"question{'s' if len(found) > 1 else ''} {numbers(found)} of “{STILL_OPEN}”"


def cites(book: Rulebook, pages: Iterable[str]) -> str:
    """The law of an entry, linked, with a word where it has not been read yet."""
    return "; ".join(link(book.pages[page]) + not_read(book.pages[page]) for page in pages)


def work_lines(work: Work) -> tuple[str, ...]:
    """The work on an entry as lines to stand below it."""
    lines = [f"  - **Done:** {say_date(work.done)}"] if work.done else []
    if work.not_followed:
        lines.append(f"  - **Not followed:** by {escape(work.not_followed.by)}, because {escape(work.not_followed.because)}")
    return (*lines, *(f"  - **Note:** {escape(text)}" for text in work.note.split("\n") if text.strip()))


def by_guidance_alone(book: Rulebook, entry: Entry) -> str:
    """A word behind the law of a duty or ban of which guidance was read, and the text of no law. What was not read at all says so itself."""
    checked = {book.pages[page].checked for page in entry.cite}
    return GUIDANCE if entry.level in ("must", "prohibited") and "guidance" in checked and "text" not in checked else ""


def link(page: Page) -> str:
    """One citation, linked."""
    return f"[{escape(page.cite)}](<{page.url}>)" if page.url and not re.search(r"[<>\\\s]", page.url) else escape(page.cite)


def not_read(page: Page) -> str:
    """A word of warning behind a citation that nobody has read in the text."""
    return f" ({NOT_READ[page.checked]})" if page.checked in NOT_READ else ""
