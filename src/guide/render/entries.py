"""One entry of the checklist in Markdown, with its details below."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from guide.checklist import Checklist, Entry
from guide.model import MISSING, Page, Rulebook
from guide.outcome import Outcome
from guide.render.escaping import comment, escape, sentence
from guide.sentences import Because
from guide.words import CHECKED, level_word, role_name

WORKED_OUT = "Worked out from your answers"
MOST_ANSWERS = 2


def named(checklist: Checklist) -> list[Entry]:
    """What may apply within the topics, of rows that have a name (or of none)."""
    return [entry for entry in checklist.may_apply if entry.in_topics and not unnamed(entry)]


def unnamed(entry: Entry) -> bool:
    """Whether an entry is about a row that nobody has named yet."""
    return any(key == MISSING for _, key in entry.binding)


def task(outcome: Outcome, entry: Entry) -> Iterator[str]:
    """One thing to do as a task with its details below."""
    mark = " (may apply)" if entry.meanwhile else ""
    yield f"- [ ] **{level_word(entry.level)}{mark}:** {escape(entry.title)} <!-- guide: {comment(entry.id)} -->"
    for line in details(outcome, entry):
        yield f"  - {line}"


def details(outcome: Outcome, entry: Entry) -> Iterator[str]:
    """Who, by when, what to do in practice, why, and the law."""
    book = outcome.rulebook
    facts = []
    if entry.who:
        facts.append(f"**Who:** {escape(role_name(book, entry.who))}")
    if entry.due:
        facts.append(f"**By:** {escape(entry.due.words)}")
    if entry.not_before:
        facts.append(f"**Not before:** {escape(entry.not_before.words)}")
    if facts:
        yield " · ".join(facts)
    if entry.note:
        yield escape(entry.note)
    if entry.record:
        yield f"**Record to keep:** {escape(entry.record)}"
    if entry.meanwhile:
        yield f"**Not settled yet.** {entry.meanwhile}."
    yield f"**{'It turns on' if entry.meanwhile else 'Why'}:** {reasons(entry)}"
    yield f"**Law:** {cites(book, entry.cite)}"


def reasons(entry: Entry) -> str:
    """The reasons of an entry as sentences."""
    if entry.meanwhile and entry.questions:
        return " ".join(f"“{escape(asked)}”" for asked in entry.questions)
    if not entry.reasons:
        return "It applies in every case."
    return " ".join(reason_words(reason) for reason in entry.reasons)


def reason_words(reason: Because) -> str:
    """A reason with its answers; where these are many they stand once for all further down."""
    if long_reason(reason):
        return f"{escape(sentence(reason.text).removesuffix('.'))} (see “{WORKED_OUT}”)."
    return escape(sentence(str(reason)))


def long_reason(reason: Because) -> bool:
    """Whether a reason comes down to more answers than read well in passing."""
    return len(reason.answers) > MOST_ANSWERS


def cites(book: Rulebook, pages: Iterable[str]) -> str:
    """The law of an entry, linked, with a word where it has not been read yet."""
    return "; ".join(cite(book.pages[page]) for page in pages)


def cite(page: Page) -> str:
    """One citation."""
    link = f"[{escape(page.cite)}](<{page.url}>)" if page.url and not re.search(r"[<>\s]", page.url) else escape(page.cite)
    return link if page.checked in ("text", "guidance") else f"{link} ({CHECKED[page.checked]})"
