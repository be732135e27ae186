"""The checklist in Markdown: what to do, who, by when, why, under which law; what is open; what was ruled out.

CommonMark with tables and task lists. Words of users and authors are escaped: they are never markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from guide.checklist import Checklist, Entry, build, by_item
from guide.interview import applicable, author_order, is_unasked, question
from guide.model import Cell, Page, RowSet, Rulebook
from guide.outcome import Outcome
from guide.words import CHECKED, level_word, plain, role_name, say_date, say_value

SPECIAL = re.compile(r"([\\`*_\[\]<>#|~&!{}])")
LISTED = re.compile(r"^(\s*)([-+]|\d+[.)])(\s)")
DIGEST_SHOWN = 12


def escape(text: str) -> str:
    """A text as Markdown that shows it letter by letter, on one line."""
    safe = SPECIAL.sub(r"\\\1", plain(text).strip())
    return LISTED.sub(r"\1\\\2\3", safe)


def sentence(text: str) -> str:
    """A text as a sentence: a capital first, a full stop last."""
    text = text.strip()
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "?", "!", "”.")) else f"{text}."


def render(title: str, outcome: Outcome) -> str:
    """The whole checklist document of a case."""
    checklist = build(outcome)
    parts = [
        *head(title, outcome, checklist),
        *to_do(outcome, checklist),
        *routes(outcome, checklist),
        *warnings(outcome, checklist),
        *register(outcome, checklist),
        *still_open(outcome, checklist),
        *other_topics(checklist),
        *ruled_out(checklist),
        *contradictions(outcome),
        *answers(outcome),
        *law(outcome, checklist),
        *about(outcome),
    ]
    return "\n".join(parts).rstrip() + "\n"


def head(title: str, outcome: Outcome, checklist: Checklist) -> Iterator[str]:
    """The title, the date, the rulebook and a summary."""
    book = outcome.rulebook
    own = [entry for entry in checklist.applies if entry.in_topics]
    may = [entry for entry in checklist.may_apply if entry.in_topics]
    yield f"# {escape(title or 'Checklist')}"
    yield ""
    yield f"{escape(book.title)}. The law as at **{say_date(outcome.as_at)}**. Rulebook version {escape(book.version)} ({book.digest[:DIGEST_SHOWN]})."
    yield ""
    yield f"> {escape(book.disclaimer)}"
    yield ""
    yield "| | Apply | May apply |"
    yield "| --- | --- | --- |"
    for kind, name in (("item", "Things to do"), ("conflict", "Conflicts of interest"), ("warning", "Warnings"), ("route", "Routes")):
        yield f"| {name} | {sum(e.kind == kind for e in own)} | {sum(e.kind == kind for e in may)} |"
    yield ""
    yield from dated(own + may)


def dated(entries: Iterable[Entry]) -> Iterator[str]:
    """The last days that are known, in order."""
    due = sorted(((entry.due.day, entry) for entry in entries if entry.due and entry.due.day), key=lambda pair: (pair[0], pair[1].title))
    if due:
        yield "## Dates to keep"
        yield ""
        for day, entry in due:
            yield f"- **{say_date(day)}**: {escape(entry.title)}{' (if it applies)' if entry.meanwhile else ''}"
        yield ""


def to_do(outcome: Outcome, checklist: Checklist) -> Iterator[str]:
    """The things to do, by stage: those that apply, then those that may."""
    yield from by_stage(outcome, "What to do", [e for e in checklist.applies if e.kind == "item" and e.in_topics], "Nothing yet.")
    yield from by_stage(outcome, "What may apply", [e for e in checklist.may_apply if e.kind == "item" and e.in_topics], "")


def by_stage(outcome: Outcome, heading: str, entries: list[Entry], nothing: str) -> Iterator[str]:
    """Things to do under a heading, by stage."""
    if not entries and not nothing:
        return
    yield f"## {heading}"
    yield ""
    if not entries:
        yield nothing
        yield ""
    for stage in (*outcome.rulebook.stages, ""):
        here = [entry for entry in entries if (entry.stage if entry.stage in outcome.rulebook.stages else "") == stage]
        if not here:
            continue
        yield f"### {escape(outcome.rulebook.stages[stage].title if stage else 'At any time')}"
        yield ""
        for entry in here:
            yield from task(outcome, entry)
        yield ""


def task(outcome: Outcome, entry: Entry) -> Iterator[str]:
    """One thing to do as a task with its details below."""
    mark = " (may apply)" if entry.meanwhile else ""
    yield f"- [ ] **{level_word(entry.level)}{mark}:** {escape(entry.title)} <!-- guide: {comment(entry.id)} -->"
    for line in details(outcome, entry):
        yield f"  - {line}"


def comment(text: str) -> str:
    """A text that can stand in an HTML comment."""
    return re.sub(r"-{2,}|[<>]", "-", plain(text))


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
    if not entry.because:
        return "It applies in every case."
    return " ".join(escape(sentence(reason)) for reason in entry.because)


def cites(book: Rulebook, pages: Iterable[str]) -> str:
    """The law of an entry, linked, with a word where it has not been read yet."""
    return "; ".join(cite(book.pages[page]) for page in pages)


def cite(page: Page) -> str:
    """One citation."""
    link = f"[{escape(page.cite)}](<{page.url}>)" if page.url and not re.search(r"[<>\s]", page.url) else escape(page.cite)
    return link if page.checked in ("text", "guidance") else f"{link} ({CHECKED[page.checked]})"


def routes(outcome: Outcome, checklist: Checklist) -> Iterator[str]:
    """Ways that are open, may be, or are ruled out, side by side."""
    shown = {id for id, _ in by_item(e for e in (*checklist.applies, *checklist.may_apply) if e.in_topics).items()}
    live = [e for e in (*checklist.applies, *checklist.may_apply) if e.kind == "route" and e.in_topics]
    out = [e for e in checklist.ruled_out if e.kind == "route" and e.in_topics and e.item not in shown]
    if not live and not out:
        return
    yield "## Routes"
    yield ""
    yield "| Route | | Why | Law |"
    yield "| --- | --- | --- | --- |"
    for entry in [*live, *out]:
        state = "May be open. Do not rely on it until this is settled." if entry.meanwhile else "Ruled out" if entry in out else "Open"
        yield f"| {escape(entry.title)} | {state} | {reasons(entry)} | {cites(outcome.rulebook, entry.cite)} |"
    yield ""


def warnings(outcome: Outcome, checklist: Checklist) -> Iterator[str]:
    """What to beware of."""
    entries = [e for e in (*checklist.applies, *checklist.may_apply) if e.kind == "warning" and e.in_topics]
    if entries:
        yield "## Warnings"
        yield ""
        for entry in entries:
            yield f"- **{escape(entry.title)}**{' (may apply)' if entry.meanwhile else ''} <!-- guide: {comment(entry.id)} -->"
            for line in details(outcome, entry):
                yield f"  - {line}"
        yield ""


def register(outcome: Outcome, checklist: Checklist) -> Iterator[str]:
    """The conflicts-of-interest register: found, not settled, and checked and cleared."""
    entries = [e for e in (*checklist.applies, *checklist.may_apply) if e.kind == "conflict" and e.in_topics]
    cleared = [e for e in checklist.ruled_out if e.kind == "conflict" and e.in_topics]
    if not entries and not cleared:
        return
    yield "## Conflicts of interest register"
    yield ""
    yield f"{len([e for e in entries if not e.meanwhile])} found, {len([e for e in entries if e.meanwhile])} not settled, {len(cleared)} checked and ruled out."
    yield ""
    if entries:
        yield "| Conflict | Kind | Level | Who acts |"
        yield "| --- | --- | --- | --- |"
        for entry in entries:
            state = " (may apply)" if entry.meanwhile else ""
            who = escape(role_name(outcome.rulebook, entry.who))
            yield f"| {escape(entry.title)}{state} | {entry.nature.capitalize()} | {level_word(entry.level)} | {who} |"
        yield ""
        for entry in entries:
            yield from task(outcome, entry)
        yield ""


def still_open(outcome: Outcome, checklist: Checklist) -> Iterator[str]:
    """The questions that would settle what may apply, each with what waits on it."""
    waiting: dict[Cell, list[Entry]] = {}
    for entry in checklist.may_apply:
        for cell in entry.cells if entry.in_topics else ():
            waiting.setdefault(cell, []).append(entry)
    if not waiting:
        return
    yield "## Still open"
    yield ""
    yield "Settle these, and what waits on them becomes clear."
    yield ""
    for cell, entries in sorted(waiting.items(), key=lambda pair: -len(pair[1])):
        asked = question(outcome, cell)
        titles = list(dict.fromkeys(entry.title for entry in entries))
        answer = outcome.answers.get(cell)
        note = f" Note: {escape(answer.note)}" if answer and answer.note else ""
        who = f" Left to: {escape(role_name(outcome.rulebook, answer.left_to))}." if answer and answer.left_to else ""
        state = "Not asked yet" if is_unasked(outcome, cell) else "Not sure"
        yield f"- **{escape(asked.ask)}** {state}.{who}{note}"
        yield f"  - Waiting: {'; '.join(escape(title) for title in titles[:6])}{f'; and {len(titles) - 6} more' if len(titles) > 6 else ''}"
    yield ""


def other_topics(checklist: Checklist) -> Iterator[str]:
    """What applies outside the topics that were chosen: evaluated, never asked about."""
    entries = [entry for entry in checklist.applies if not entry.in_topics]
    if entries:
        yield "## Outside the topics you chose"
        yield ""
        yield "These already apply on your answers. Choose their topic to be asked about the rest."
        yield ""
        for entry in entries:
            yield f"- {level_word(entry.level) + ': ' if entry.level else ''}{escape(entry.title)}"
        yield ""


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
        why = list(dict.fromkeys(reason for entry in group for reason in entry.because))
        said = " ".join(escape(sentence(reason)) for reason in why[:4])
        yield f"| {title} <!-- guide: {comment(item)} --> | {said}{' And others.' if len(why) > 4 else ''} |"
    yield ""


def general_title(group: tuple[Entry, ...]) -> str:
    """A title that stands for several rows: the first, with its rows' names taken out."""
    text = group[0].title
    for _, key in group[0].binding:
        text = text.replace(key, "…")
    return text


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


__all__ = ["answered_order", "escape", "render"]
