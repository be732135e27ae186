"""The end of the checklist document: what was ruled out, the answers, the law, and how to make it again."""

from __future__ import annotations

from collections.abc import Iterator

from guide.checklist import Checklist, Entry, by_item
from guide.interview import applicable, author_order, question
from guide.model import Cell, Page, RowSet
from guide.outcome import Outcome
from guide.render.entries import WORKED_OUT, cite, long_reason, reason_words
from guide.render.escaping import comment, escape, sentence
from guide.words import CHECKED, role_name, say_date, say_value


def ruled_out(checklist: Checklist) -> Iterator[str]:
    """What does not apply, and the line that decides it."""
    entries = [e for e in checklist.ruled_out if e.in_topics and e.kind != "route"]
    if not entries:
        return
    yield "## Ruled out"
    yield ""
    yield "| What | Why not |"
    yield "| --- | --- |"
    for item, group in by_item(entries).items():
        names = "; ".join(", ".join(key for _, key in entry.binding) for entry in group if entry.binding)
        title = escape(group[0].title) if not names or len(group) == 1 else f"{escape(general_title(group))} ({len(group)} checked: {escape(names)})"
        why = list(dict.fromkeys(reason for entry in group for reason in entry.reasons))
        said = " ".join(reason_words(reason) for reason in why[:4])
        yield f"| {title} <!-- guide: {comment(item)} --> | {said}{' And others.' if len(why) > 4 else ''} |"
    yield ""


def general_title(group: tuple[Entry, ...]) -> str:
    """A title that stands for several rows: the first, with its rows' names taken out."""
    text = group[0].title
    for _, key in group[0].binding:
        text = text.replace(key, "…")
    return text


def worked_out(checklist: Checklist) -> Iterator[str]:
    """What follows from many answers, told once with all of them."""
    entries = [entry for entry in (*checklist.applies, *checklist.may_apply, *checklist.ruled_out) if entry.in_topics and not entry.meanwhile]
    found = dict.fromkeys(reason for entry in entries for reason in entry.reasons if long_reason(reason))
    if not found:
        return
    yield f"## {WORKED_OUT}"
    yield ""
    for reason in found:
        yield f"- **{escape(sentence(reason.text))}**"
        for answer in reason.answers:
            yield f"  - {escape(sentence(answer))}"
    yield ""


def contradictions(outcome: Outcome) -> Iterator[str]:
    """Rules that contradict one another: a defect to report, never hidden."""
    if outcome.contradictions:
        yield "## Contradictions in the rulebook"
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
        return
    yield "| Question | Answer |"
    yield "| --- | --- |"
    for cell in answered_order(outcome):
        answer = outcome.answers[cell]
        book = outcome.rulebook
        fact = book.facts.get(cell.fact)
        said = say_value(fact, answer.value) if answer.sure or isinstance(answer.value, RowSet) else "Not sure"
        dormant = "" if applicable(outcome, cell) else " (does not arise now; kept, not used)"
        note = f" Note: {answer.note}" if answer.note else ""
        left = f" Left to: {role_name(book, answer.left_to)}." if answer.left_to else ""
        yield f"| {escape(question(outcome, cell).ask)} | {escape(said + dormant + note + left)} |"
    yield ""


def answered_order(outcome: Outcome) -> list[Cell]:
    """The cells answered, in the order of the rulebook; a row's own name is said by its list."""
    book = outcome.rulebook
    names = {f"{listed.id}.{listed.key}" for listed in book.lists.values()}
    places = author_order(outcome)
    known = [cell for cell in outcome.answers if (cell.fact in book.facts or cell.fact in book.lists) and cell.fact not in names]
    return sorted(known, key=lambda cell: places.place(question(outcome, cell)))


def law(outcome: Outcome, checklist: Checklist) -> Iterator[str]:
    """The pages relied on, with how each was checked."""
    pages = sorted({page for entry in (*checklist.applies, *checklist.may_apply) if entry.in_topics for page in entry.cite})
    if not pages:
        return
    yield "## Law relied on"
    yield ""
    yield "| Law | What it says | Applies | How it was checked |"
    yield "| --- | --- | --- | --- |"
    for id in pages:
        page = outcome.rulebook.pages[id]
        checked = f"{CHECKED[page.checked]}{f' on {say_date(page.checked_on)}' if page.checked_on else ''}"
        yield f"| {cite_only(page)} | {escape(page.title)} | {escape(period(page))} | {escape(sentence(checked))} |"
    yield ""


def cite_only(page: Page) -> str:
    """A citation without remarks."""
    return (
        cite(page).split(" (", 1)[0] if page.checked in ("secondary", "unchecked") and not page.url else cite(page).removesuffix(f" ({CHECKED[page.checked]})")
    )


def period(page: Page) -> str:
    """From when to when a page applies, and where."""
    start = "from a date not confirmed" if isinstance(page.start, str) else f"from {say_date(page.start)}" if page.start else ""
    end = f"until {say_date(page.end)}" if page.end else ""
    return ", ".join(part for part in (", ".join(page.nation), f"{start} {end}".strip()) if part) or "UK"


def about(outcome: Outcome) -> Iterator[str]:
    """What this document is, so that it can be made again."""
    book = outcome.rulebook
    yield "## About this checklist"
    yield ""
    yield f"- Law judged as at {say_date(outcome.as_at)}."
    yield f"- Rulebook version {escape(book.version)}, digest `{book.digest}`."
    yield "- The same answers, date and rulebook always give the same checklist."
