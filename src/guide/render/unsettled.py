"""What is not settled about many people: told by the answer that is missing and by whom it is about, with every entry counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from guide.checklist import Entry, by_item
from guide.interview import question
from guide.render.cleared import SOMEBODY, general
from guide.render.entries import heading
from guide.render.escaping import counted, escape, listed, table
from guide.render.report import MOST_ALIKE, Report
from guide.values import Cell
from guide.words import role_name, short_question

MOST_ALONE = 24
"""How many conflicts that are not settled read well one by one."""
MOST_NAMES = 3
MOST_TITLES = 3
MOST_QUESTIONS = 6
NO_QUESTION = "Something that no question settles"
NOBODY = "The council, and the case as a whole"
Row = tuple[str, str]
"""A list and the key of one of its rows."""


def alone(entries: list[Entry]) -> list[Entry]:
    """The conflicts not settled that are told one by one: all of them, or none when there are many."""
    return entries if len(entries) <= MOST_ALONE else []


def summed_up(report: Report, entries: list[Entry]) -> Iterator[str]:
    """Many conflicts that are not settled, in two tables: by missing answer, each counted once, and by whom they are about."""
    if len(entries) <= MOST_ALONE:
        return
    yield f"The {len(entries)} that are not settled, each under the first answer that it waits for (“{SOMEBODY}” stands for one of several):"
    yield ""
    total = ("In all", "", "", f"{len(entries)}")
    yield from table(("Missing answer", "Of whom", "What may come of it", "Not settled"), [*by_answer(report, entries), total])
    yield "The same by whom they are about; one about two people is counted for both:"
    yield ""
    rows = [(names(keys), str(number), asked(report, cells)) for keys, number, cells in by_row(report, entries)]
    yield from table(("Who or what", "Not settled, each", "Missing answers"), rows)


def by_answer(report: Report, entries: Iterable[Entry]) -> Iterator[tuple[str, str, str, str]]:
    """For each question the rows that lack its answer, what may come of it, and how many entries wait for it first."""
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.cells[0].fact if entry.cells else "", []).append(entry)
    for group in found.values():
        cells = tuple(dict.fromkeys(entry.cells[0] for entry in group if entry.cells))
        rows = [escape(cell.row) for cell in cells if cell.row]
        titles = [escape(titled(several)) for several in by_item(group).values()]
        yield asked(report, cells) or NO_QUESTION, listed(rows, MOST_NAMES), listed(titles, MOST_TITLES, "; "), str(len(group))


def by_row(report: Report, entries: Iterable[Entry], of: str = "") -> list[tuple[list[str], int, tuple[Cell, ...]]]:
    """Rows (of one list, if it is named) with as many entries and the same missing answers, with these; what is about no row stands for itself."""
    number: dict[Row, int] = {}
    missing: dict[Row, dict[Cell, None]] = {}
    for entry in entries:
        for row in rows_of(report, entry):
            if of and row[0] != of:
                continue
            number[row] = number.get(row, 0) + 1
            missing.setdefault(row, {}).update(dict.fromkeys(entry.cells))
    alike: dict[tuple[int, tuple[str, ...]], list[Row]] = {}
    for row, cells in missing.items():
        alike.setdefault((number[row], tuple(dict.fromkeys(cell.fact for cell in cells))), []).append(row)
    return [([key for _, key in rows], much, tuple(cell for row in rows for cell in missing[row])) for (much, _), rows in alike.items()]


def rows_of(report: Report, entry: Entry) -> set[Row]:
    """The rows that an entry is about, each with its list; one without rows for an entry about none."""
    lists = dict(report.book.items[entry.item].clause.variables)
    return {(lists[variable], key) for variable, key in entry.binding} or {("", NOBODY)}


def names(keys: list[str]) -> str:
    """All names, and how many there are when they are many."""
    return f"{', '.join(map(escape, keys))}{f' ({len(keys)})' if len(keys) > MOST_ALIKE else ''}"


def asked(report: Report, cells: Iterable[Cell]) -> str:
    """Questions in short; one that is about several rows in general."""
    found: dict[str, set[Cell]] = {}
    for cell in cells:
        found.setdefault(cell.fact, set()).add(cell)
    texts = [escape(short_question(question(report.outcome, in_general(report, several)).ask)) for several in found.values()]
    return listed(texts, MOST_QUESTIONS, "; ")


def in_general(report: Report, cells: set[Cell]) -> Cell:
    """The cell that stands for several with one fact."""
    first = min(cells)
    fact = report.book.facts.get(first.fact)
    return Cell(first.fact, SOMEBODY) if fact and fact.list and len(cells) > 1 else first


def titled(several: tuple[Entry, ...]) -> str:
    """The title of an entry, or what several of one item have in common."""
    return several[0].title if len(several) == 1 else general(several[0].title, several[0])


def told_once(report: Report, several: tuple[Entry, ...]) -> Iterator[str]:
    """Many entries of one item that may apply, told once, with everybody whom they are about."""
    first = several[0]
    cells = [cell for entry in several for cell in entry.cells]
    about = list(dict.fromkeys(key for entry in several for _, key in entry.binding))
    yield f"- **{heading(first) or 'If it applies'}, for each of {len(several)}:** {escape(titled(several))}"
    yield f"  - **About:** {names(about)}"
    yield from [f"  - **Who:** {escape(role_name(report.book, first.who))}"] if first.who else []
    yield f"  - **Not settled:** {counted(len(dict.fromkeys(cells)), 'answer is', 'answers are')} missing: {asked(report, cells)}"


def few_and_many(entries: Iterable[Entry]) -> tuple[list[Entry], list[tuple[Entry, ...]]]:
    """Entries to be told one by one, and those of which an item has many that only may apply."""
    entries = list(entries)
    many = [group for group in by_item(entry for entry in entries if entry.meanwhile).values() if len(group) > MOST_ALIKE]
    gathered = {entry.id for group in many for entry in group}
    return [entry for entry in entries if entry.id not in gathered], many
