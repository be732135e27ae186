"""Rows pasted from a spreadsheet: read with everything that is wrong and where, looked at, then taken as one change.

The first line says what stands in each column, by the ids of the attributes, in words, or by their questions. A single column without
such a line is names. Commas, semicolons and tabs may stand between columns.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from guide.answers import EXACTLY, NOT_SURE, NOT_YET, parse_value
from guide.diagnostics import suggest
from guide.model import Fact, RowList
from guide.session import AnswerError, Session
from guide.tables import asked_of, list_called, title_of
from guide.typed import offered_as
from guide.values import MISSING, Cell, Unknown, Value
from guide.words import humanised, plain, say_value

UNSURE = ("?", "not sure", "not known", "unknown", "don't know")
NONE = ("none", "none of these", "nobody", "no one")
LINE_ENDS = re.compile(r"\r\n|\r|\v|\f|\x85|\u2028|\u2029")


@dataclass(frozen=True, slots=True)
class PastedRow:
    """A row that can be taken: its name, and by facts what was read of it, as files have it and as it is meant."""

    name: str
    given: Mapping[str, tuple[object, Value]]


@dataclass(frozen=True, slots=True)
class Pasted:
    """What a text gives: the rows that can be taken, and what is left out, each with its place and the reason."""

    listed: RowList
    rows: tuple[PastedRow, ...]
    problems: tuple[str, ...]


@dataclass(slots=True)
class Reading:
    """The work of reading one text."""

    session: Session
    listed: RowList
    problems: list[tuple[int, str]] = field(default_factory=list)
    """Each with its line; 0 for what is wrong with a whole column, or everything."""
    names: tuple[str, ...] = ()

    def rows(self, text: str) -> Iterator[PastedRow]:
        """The rows that can be taken."""
        lines = self.lines(text)
        columns = self.columns(lines[0][1]) if lines else None
        if columns is None:
            self.problems += [] if self.problems else [(0, "there is nothing in it")]
            return
        body = lines[1:] if self.is_heading(lines[0][1]) else lines
        at = next(place for place, fact in columns.items() if fact is None)
        found: dict[str, int] = {}
        taken = []
        for line, cells in body:
            name = cells[at] if at < len(cells) else ""
            if problem := self.misnamed(name, found):
                self.problems.append((line, f"line {line}: {problem}; left out"))
                continue
            found[name] = line
            taken.append((line, name, cells))
        self.names = tuple(found)
        for line, name, cells in taken:
            yield PastedRow(name, dict(self.cells(line, cells, columns)))

    def lines(self, text: str) -> list[tuple[int, list[str]]]:
        """The lines that are not empty, with their numbers, each cut into cells."""
        text = LINE_ENDS.sub("\n", text.lstrip("\ufeff"))
        reader = csv.reader(io.StringIO(text), delimiter=sign_between(text), strict=True, skipinitialspace=True)
        found: list[tuple[int, list[str]]] = []
        start = 1
        try:
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    found.append((start, [" ".join(plain(cell).split()) for cell in cells]))
                start = reader.line_num + 1
        except csv.Error:
            self.problems.append((start, f"line {start}: a quotation mark is opened and not closed, or stands inside a cell; nothing from there on is read"))
        return found

    def is_heading(self, cells: Sequence[str]) -> bool:
        """Whether a line says what stands in the columns: it names the rows, or one of their attributes, and nothing twice."""
        return any(heading(cell) in self.known() for cell in cells)

    def known(self) -> dict[str, Fact | None]:
        """The attributes by all the words that a heading may have; None for the names."""
        book = self.session.rulebook
        key = book.facts[f"{self.listed.id}.{self.listed.key}"]
        words: dict[str, Fact | None] = {}
        for fact in (*asked_of(self.session, self.listed), key):
            means = None if fact is key else fact
            own = fact.id.split(".", 1)[1]
            words |= {heading(text): means for text in (own, humanised(own), fact.ask or own, fact.label or own)}
        return {"name": None, **words}

    def columns(self, first: Sequence[str]) -> dict[int, Fact | None] | None:
        """What stands in which column; None when nobody can say, and then a problem tells why."""
        known, titles = self.known(), [title_of(fact) for fact in asked_of(self.session, self.listed)]
        if not self.is_heading(first):
            if len(first) == 1:
                return {0: None}
            names = ", ".join([self.listed.key.capitalize(), *titles])
            self.problems.append((0, f"the first line has to say what stands in each column; the columns can be: {names}"))
            return None
        columns: dict[int, Fact | None] = {}
        for place, words in enumerate(first):
            if heading(words) not in known:
                near = suggest(words.capitalize(), titles)
                hint = f"; did you mean “{near}”?" if near else ""
                self.problems += [(0, f"column {place + 1}: “{words}” is nothing that is asked here{hint}; left out")] if words else []
            elif known[heading(words)] in columns.values():
                self.problems.append((0, f"column {place + 1}: “{words}” is there twice; left out"))
            else:
                columns[place] = known[heading(words)]
        if None not in columns.values():
            self.problems.append((0, f"no column has the names: call it “{self.listed.key.capitalize()}”"))
            return None
        return columns

    def misnamed(self, name: str, found: Mapping[str, int]) -> str:
        """Why a name will not do; empty when it will."""
        if not name or name == MISSING:
            return "there is no name"
        return f"“{name}” stands on line {found[name]} already" if name in found else ""

    def cells(self, line: int, cells: Sequence[str], columns: Mapping[int, Fact | None]) -> Iterator[tuple[str, tuple[object, Value]]]:
        """What is said of a row, as files have it and as it is meant; empty cells say nothing."""
        for place, fact in columns.items():
            words = cells[place] if place < len(cells) else ""
            if fact is None or not words:
                continue
            try:
                raw = self.understood(fact, words)
                yield fact.id, (raw, parse_value(fact, raw, self.session.as_at))
            except AnswerError as error:
                self.problems.append((line, f"line {line}, “{title_of(fact)}”: {error}; left out"))

    def understood(self, fact: Fact, words: str) -> object:
        """A cell's words as an answer. Raises AnswerError."""
        if words.casefold() in UNSURE:
            return NOT_SURE
        if fact.not_yet and words.casefold() in (NOT_YET, fact.not_yet.casefold()):
            return NOT_YET
        match fact.kind:
            case "choice" | "row":
                return {EXACTLY: offered_as(self.offered(fact), words)}
            case "choices" | "rows":
                return [self.one_of(fact, part) for part in self.parts(fact, words)]
            case "text":
                return {EXACTLY: words}
            case _:
                return words

    def parts(self, fact: Fact, words: str) -> list[str]:
        """The options that a cell names: between semicolons, else as one, else between commas."""
        if words.casefold() in NONE:
            return []
        known = {word.casefold() for pair in self.offered(fact) for word in pair}
        sign = ";" if ";" in words else "" if words.casefold() in known else ","
        return [part.strip() for part in words.split(sign) if part.strip()] if sign else [words]

    def one_of(self, fact: Fact, words: str) -> object:
        """One option of several; a question mark behind it leaves it unsure."""
        offered = self.offered(fact)
        if words.endswith("?") and words not in dict(offered):
            return f"{offered_as(offered, words[:-1].strip())}?"
        return {EXACTLY: offered_as(offered, words)}

    def offered(self, fact: Fact) -> list[tuple[str, str]]:
        """What a question offers; of rows of the same list also those that stand in the text."""
        if not fact.of:
            return list(fact.options.items())
        keys = self.session.outcome().rows[fact.of].keys
        return [(key, key) for key in dict.fromkeys((*keys, *(self.names if fact.of == self.listed.id else ())))]


def sign_between(text: str) -> str:
    """What stands between columns: tabs as spreadsheets copy, else the commoner of semicolon and comma on the first line."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return "\t" if "\t" in first else ";" if first.count(";") > first.count(",") else ","


def heading(words: str) -> str:
    """A heading without what people write in different ways."""
    return re.sub(r"[^\w]+", " ", words.replace("_", " ")).strip().casefold()


def pasted(session: Session, list: str, text: str) -> Pasted:
    """What a text gives for a list; nothing is changed. Raises AnswerError when there is no such list."""
    reading = Reading(session, list_called(session, list))
    rows = tuple(reading.rows(text))
    return Pasted(reading.listed, rows, tuple(words for _, words in sorted(reading.problems, key=lambda one: one[0])))


def take_rows(session: Session, found: Pasted) -> None:
    """Takes the rows over, as one change: new ones at the end, those that were there with what is said of them now."""
    held = session.outcome().rows[found.listed.id]
    given = {row.name: {found.listed.key: row.name, **{id.split(".", 1)[1]: raw for id, (raw, _) in row.given.items()}} for row in found.rows}
    answered = Cell(found.listed.id) in session.answers
    rows: list[object] = [given.pop(key, key) for key in held.keys]
    session.answer(Cell(found.listed.id), [*rows, *given.values(), *([MISSING] if held.more and answered else [])])


def say_pasted(session: Session, found: Pasted) -> Iterator[str]:
    """What would be taken, and what is wrong and where, in lines."""
    before = session.outcome().rows[found.listed.id].keys
    new = sum(row.name not in before for row in found.rows)
    yield f"{new} new, {len(found.rows) - new} there already."
    if found.problems:
        yield "Not everything can be taken:"
    yield from (f"  ! {plain(problem)}" for problem in found.problems)
    for row in found.rows:
        yield plain(f"  {row.name}{' (there already)' if row.name in before else ''}: {'; '.join(said(session, row)) or 'the name alone'}")


def said(session: Session, row: PastedRow) -> Iterator[str]:
    """What is said of a row, with what the case says now where that is something else."""
    for id, (_, value) in row.given.items():
        fact, now = session.rulebook.facts[id], session.answers.get(Cell(id, row.name))
        other = f" (now: {say_value(fact, now.value)})" if now is not None and now.value != value else ""
        yield f"{title_of(fact)}: {'Not sure' if isinstance(value, Unknown) else say_value(fact, value)}{other}"


__all__ = ["Pasted", "PastedRow", "pasted", "say_pasted", "take_rows"]
