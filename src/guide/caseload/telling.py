"""Many cases in words, as a table and as data; and totals for a report. Rows are counted, never named."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

from guide.caseload.standing import Point, Standing
from guide.model import LEVELS, Item, Rulebook
from guide.render.escaping import escape, table
from guide.render.planning import safe
from guide.words import KINDS, level_word, plain, role_name, say_date

COLUMNS = ("file", "case", "as at", "item", "kind", "state", "level", "title", "who", "stage", "due", "done", "not followed", "overdue")
HEADS = ("Apply", "Done", "Not followed", "Overdue", "May apply")
Why = Mapping[str, Sequence[str]]
"""By file what is told of a case besides: the items that rest on what was looked for, or that change."""


def counts(points: Iterable[Point], by: date) -> tuple[int, int, int, int, int]:
    """How many apply, are done, are not followed, are overdue, and may apply."""
    every = tuple(points)
    applying = [point for point in every if point.applies]
    done, left = (sum(bool(getattr(point.work, key)) for point in applying) for key in ("done", "not_followed"))
    return len(applying), done, left, sum(point.overdue(by) for point in applying), len(every) - len(applying)


def titled(book: Rulebook, item: Item) -> str:
    """An item's title with what its rows are in place of their names."""
    title, lists = item.title, dict(item.clause.variables)
    for word, ref in item.named:
        label = book.lists[lists[ref.var]].label if ref.var in lists else ""
        title = title.replace(f"{{{word}}}", f"{'an' if label[:1] in 'aeiou' else 'a'} {label}" if label else "(as in the case)")
    return title[:1].upper() + title[1:]


def summary(book: Rulebook, found: Sequence[Standing], by: date, why: Why) -> Iterator[str]:
    """Each case in a line, with what is overdue and what else was asked for."""
    for standing in found:
        applies, done, left, late, may = counts(standing.points, by)
        title = f" {plain(standing.case.title)}." if standing.case.title else ""
        told = f"{applies} apply, {may} may; {done} done, {left} not followed, {late} overdue"
        yield f"{plain(standing.file)}:{title} The law as at {say_date(standing.case.as_at)}: {told}."
        yield from (f"  - overdue since {say_date(day)}: {words}" for day, words in late_words(book, standing, by))
        yield from (f"  - {plain(line)}" for line in why.get(standing.file, ()))


def late_words(book: Rulebook, standing: Standing, by: date) -> Iterator[tuple[date, str]]:
    """What is overdue, those of one item and day told once."""
    for (day, item), same in groupby(standing.overdue(by), key=lambda point: (point.due, point.item.id)):
        many = len(list(same))
        one = book.items[item]
        who = f", {roled(book, one)}" if one.who else ""
        yield day or by, plain(f"{titled(book, one)} ({item}{who}){f', {many} times' if many > 1 else ''}")


def report(book: Rulebook, found: Sequence[Standing], day: date) -> str:
    """Totals in Markdown: the cases, the work by level, by role and by stage."""
    stages = [stage.title for stage in book.stages.values()]
    every = [point for standing in found for point in standing.points]
    parts = [
        f"# {len(found)} {'case' if len(found) == 1 else 'cases'} on {say_date(day)}",
        "",
        f"Rulebook {book.version}. Each case is judged on its own day. {book.disclaimer}".rstrip(),
        "",
        "## In all",
        "",
        *table(HEADS, [numbers(every, day)]),
        "## Case by case",
        "",
        *table(("Case", "As at", *HEADS), [(escape(one.case.title or one.file), say_date(one.case.as_at), *numbers(one.points, day)) for one in found]),
    ]
    parts += by("level", [(level_word(level), *row) for level, row in grouped(every, day, lambda point: point.level, LEVELS)])
    parts += by("role", [(escape(word), *row) for word, row in grouped(every, day, lambda point: roled(book, point.item))])
    parts += by("stage", [(escape(word), *row) for word, row in grouped(every, day, lambda point: staged(book, point.item), stages)])
    late = [(escape(one.case.title or one.file), say_date(since), escape(words)) for one in found for since, words in late_words(book, one, day)]
    parts += ["## Overdue", "", *table(("Case", "Since", "What"), late)] if late else []
    return "\n".join(parts).rstrip() + "\n"


def by(what: str, rows: list[tuple[str, ...]]) -> list[str]:
    """A part of the report; nothing where it has no rows."""
    return [f"## By {what}", "", *table((what.capitalize(), *HEADS), rows)] if rows else []


def roled(book: Rulebook, item: Item) -> str:
    """The role that acts on an item."""
    return role_name(book, item.who) if item.who else ""


def staged(book: Rulebook, item: Item) -> str:
    """The stage that an item belongs to."""
    return book.stages[item.stage].title if item.stage in book.stages else ""


def numbers(points: Iterable[Point], by: date) -> tuple[str, ...]:
    """The counts as they stand in a table."""
    return tuple(map(str, counts(points, by)))


def grouped(points: Sequence[Point], by: date, of: Callable[[Point], str], order: Sequence[str] = ()) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The counts by a word, in an order or else by the word; what has none is left out."""
    words = dict.fromkeys([*order, *sorted({of(point) for point in points})])
    for word in words:
        mine = [point for point in points if of(point) == word]
        if word and mine:
            yield word, numbers(mine, by)


def csv_table(book: Rulebook, found: Sequence[Standing], by: date) -> str:
    """Every item of every case as CSV, a heading first."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for standing in found:
        for point in standing.points:
            item, work = point.item, point.work
            cells = (
                *(standing.file, standing.case.title, standing.case.as_at.isoformat(), item.id, KINDS[item.kind], "applies" if point.applies else "may apply"),
                *(level_word(point.level), titled(book, item), roled(book, item), staged(book, item), point.due.isoformat() if point.due else ""),
                *(work.done.isoformat() if work.done else "", "yes" if work.not_followed else "", "yes" if point.overdue(by) else ""),
            )
            writer.writerow([safe(cell) for cell in cells])
    return file.getvalue()


def data(found: Sequence[Standing], by: date, why: Why) -> list[dict[str, object]]:
    """The cases for programs."""
    return [
        {
            "file": standing.file,
            "title": standing.case.title,
            "as_at": standing.case.as_at.isoformat(),
            "rulebook": {"version": standing.case.version, "digest": standing.case.digest},
            **dict(zip(("applies", "done", "not_followed", "overdue", "may_apply"), counts(standing.points, by), strict=True)),
            "late": [{"item": point.item.id, "due": point.due.isoformat() if point.due else None} for point in standing.overdue(by)],
            "because": list(why.get(standing.file, ())),
        }
        for standing in found
    ]
