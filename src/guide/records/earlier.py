"""An earlier register of conflicts: in the comment at the end of a document, or worked out again from an older case or checklist."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import tomli
import tomli_w

from guide.answers import AnswerError, parse_date
from guide.cases.case import CaseError
from guide.cases.disk import contents
from guide.cases.read import parse_case
from guide.diagnostics import harmless
from guide.engine import evaluate
from guide.model import Rulebook
from guide.news import Register, Told, register_of
from guide.outcome import Outcome
from guide.privacy import withheld
from guide.records.export import opened
from guide.records.fingerprints import RECORD
from guide.records.record import RecordError
from guide.values import Answers
from guide.words import say_date

REGISTER = "<!-- guide:register"
FORMAT = 1


def remembered(text: str, outcome: Outcome) -> str:
    """A document with a comment that readers do not see, from which the next one tells what is new. What is withheld is not in it."""
    said = register_of(withheld(outcome), stamped=True)
    table = {
        "format": FORMAT,
        "as_at": said.as_at,
        "digest": said.stamp,
        "rows": {name: list(keys) for name, keys in said.rows.items()},
        "found": {id: [told.title, told.level, told.nature] for id, told in said.found.items()},
        "open": sorted(said.open),
    }
    hidden = tomli_w.dumps(table).replace("<", "\\u003C").replace(">", "\\u003E")
    return f"{text}\n{REGISTER}\n{hidden}-->\n"


def earlier(name: str, book: Rulebook, answers: Answers, today: date) -> Register:
    """The earlier register that a name means: a file, or a day, for the answers of now on that day. Raises CaseError."""
    path = Path(name).expanduser()
    data = contents(path)
    if data is not None:
        return in_file(path, data, book)
    try:
        day = parse_date(name)
    except AnswerError:
        raise CaseError(path, ("there is no such file, and it is no date: name an older register, checklist or case, or a day like 2026-05-01",)) from None
    if day > today:
        raise CaseError(path, (f"{say_date(day)} lies after the day of the case, {say_date(today)}",))
    return register_of(withheld(evaluate(book, answers, day)), "the answers of now")


def in_file(path: Path, data: bytes, book: Rulebook) -> Register:
    """The register of a document, an exported checklist or a case. Raises CaseError."""
    text = data.decode("utf-8", "replace").replace("\r\n", "\n")
    if REGISTER in text:
        return read_register(path, text)
    if path.suffix == ".md" or RECORD in text:
        data = case_in(path, text)
    case = parse_case(path, data, book)
    return register_of(withheld(evaluate(book, case.answers, case.as_at)), f"{path.name}, worked out again by the rules in use")


def case_in(path: Path, text: str) -> bytes:
    """The case in an exported checklist. Raises CaseError."""
    try:
        _, record = opened(text)
    except RecordError as error:
        raise CaseError(path, (f"it cannot be compared with: {error}",)) from None
    if record.withheld or record.without_names:
        raise CaseError(path, ("it was made without names, or details are withheld in it: compare with the case, or with a register",))
    return tomli_w.dumps(record.case).encode()


def read_register(path: Path, text: str) -> Register:
    """The register in the comment of a document. Raises CaseError."""
    try:
        table = tomli.loads(text.rpartition(REGISTER)[2].partition("-->")[0])
        if table["format"] != FORMAT:
            raise CaseError(path, (f"a newer guide wrote it (format {harmless(str(table['format']))}): use that guide",))
        found = {str(id): Told(*map(str, told)) for id, told in table["found"].items()}
        rows = {str(name): tuple(map(str, keys)) for name, keys in table["rows"].items()}
        return Register(parse_date(table["as_at"]), found, frozenset(map(str, table["open"])), rows, str(table["digest"]), path.name)
    except (tomli.TOMLDecodeError, KeyError, TypeError, ValueError, AttributeError, AnswerError) as error:
        raise CaseError(path, ("what it remembers, in the comment at its end, was changed and cannot be read any more",)) from error


__all__ = ["earlier", "remembered"]
