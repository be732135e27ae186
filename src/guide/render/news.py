"""What is new in the register of conflicts, in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from guide.checklist import Entry
from guide.news import News
from guide.privacy import WITHHELD
from guide.render.escaping import escape, sentence, table
from guide.render.report import Report
from guide.render.unsettled import MOST_ALONE, asked, by_row, names, summed_up
from guide.words import conflict_word, role_name, say_date

FIRST = "There is no earlier register to compare with. The next one, written over this file, says here what is new; one without names cannot."


def told(report: Report, found: News | None) -> Iterator[str]:
    """Everything that is new since an earlier register, or why that cannot be told."""
    if found is None:
        yield FIRST
        yield ""
        return
    yield from head(report, found)
    rows = [row for _, entries, word in kinds(found) for row in lines(report, entries, word)]
    rows += [(escape(entry.title), f"was {strength(was.level, was.nature)}", *acts(report, entry)) for was, entry in found.changed]
    rows += [(escape(was.title), "gone", strength(was.level, was.nature), "", escape(sentence(why))) for was, why in found.gone]
    if rows:
        yield from table(("Conflict", "What is new", "Now", "Who acts", "Why"), rows)
    yield from unsettled(report, found)


def head(report: Report, found: News) -> Iterator[str]:
    """Between which days and rules, who joined and left the lists, and whether anything is new at all."""
    yield f"Compared with {escape(found.before.source)}, for {say_date(found.before.as_at)}. Now: {say_date(found.as_at)}."
    if found.other_rules:
        yield "The rules are not the same as then: some of this may come from them."
    if any(key.endswith(WITHHELD) for keys in report.outcome.rows.values() for key in keys.keys):
        yield "Interests whose details are withheld stand under a number, which may be another than then."
    yield ""
    for word, rows in (("New", found.joined), ("No longer there", found.left)):
        for name, keys in rows.items():
            yield f"- {word}, {escape(report.book.lists[name].label)}: {names(list(keys))}"
    yield from [""] if found.joined or found.left else []
    if found.nothing:
        yield "Nothing is new."
        yield ""


def kinds(found: News) -> Iterator[tuple[str, tuple[Entry, ...], str]]:
    """The conflicts found that were not, and those in doubt that were found, with a word on each kind."""
    yield "new", found.new, "new"
    yield "settled", found.settled, "was not settled"
    yield "doubtful", found.doubtful, "was found, is not settled"


def lines(report: Report, entries: Iterable[Entry], word: str) -> Iterator[tuple[str, str, str, str, str]]:
    """A row for each entry."""
    for entry in entries:
        yield (escape(entry.title), word, *acts(report, entry))


def acts(report: Report, entry: Entry) -> tuple[str, str, str]:
    """How strong an entry is, who acts, and why."""
    why = " ".join(escape(sentence(str(reason))) for reason in entry.reasons)
    return strength(entry.level, entry.nature), escape(role_name(report.book, entry.who)), why


def strength(level: str, nature: str) -> str:
    """Level and nature in words."""
    return ", ".join(part for part in (conflict_word(level), nature) if part)


def unsettled(report: Report, found: News) -> Iterator[str]:
    """What came open and was cleared: one by one while it is little."""
    opened = list(found.opened)
    if found.cleared:
        yield f"Not settled then, and ruled out now or about nobody on the lists: {len(found.cleared)}."
        yield ""
    if not opened:
        return
    yield f"Not settled now, and not on the register then: {len(opened)}."
    yield ""
    if len(opened) > MOST_ALONE:
        yield from summed_up(report, opened)
        return
    yield from (f"- {escape(entry.title)}" for entry in opened)
    yield ""
    yield from (f"Missing of {names(keys)}: {asked(report, cells)}" for keys, _, cells in by_row(report, opened))
    yield ""


__all__ = ["FIRST", "told"]
