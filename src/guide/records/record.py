"""The record at the end of an exported checklist: what it was worked out from, what came out, and which lines the guide wrote.

A comment that readers do not see, in TOML. It holds the case (answers, day, rulebook), a short form of every entry, and the fingerprints
of the guide's lines. Where details are withheld it holds no answers.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from importlib.metadata import PackageNotFoundError, version

import tomli_w

from guide.cases.case import Table
from guide.cases.read import MOST_DEEP, deeper
from guide.diagnostics import harmless
from guide.records.fingerprints import RECORD

FORMAT = 1
PER_LINE = 14
"""How many fingerprints stand in a line."""


class RecordError(Exception):
    """A file that has no record of the guide, or one that cannot be read."""


@dataclass(frozen=True, slots=True)
class Record:
    """What an export carries. `case` is the case file's content, without answers where these are withheld."""

    audience: str
    without_names: bool
    withheld: bool
    version: str
    digest: str
    as_at: str
    entries: Mapping[str, str]
    written: tuple[str, ...] = ()
    ticked: tuple[str, ...] = ()
    case: Table = field(default_factory=dict)
    guide: str = ""


def guide_version() -> str:
    """The installed version of the guide."""
    try:
        return version("mutuals-guide")
    except PackageNotFoundError:
        return ""


def write_record(record: Record) -> str:
    """The record as a comment of Markdown and HTML."""
    words = list(record.written)
    table: Table = {
        "format": FORMAT,
        "guide": record.guide or guide_version(),
        "audience": record.audience,
        "without_names": record.without_names,
        "withheld": record.withheld,
        "as_at": record.as_at,
        "rulebook": {"version": record.version, "digest": record.digest},
        "ticked": list(record.ticked),
        "written": [" ".join(words[start : start + PER_LINE]) for start in range(0, len(words), PER_LINE)],
        "entries": dict(record.entries),
        "case": record.case,
    }
    text = tomli_w.dumps(table)
    return f"{RECORD}\n{text.replace('<', chr(92) + 'u003C').replace('>', chr(92) + 'u003E')}-->\n"


def read_record(comment: str) -> Record:
    """The record in a comment. Raises RecordError."""
    if not comment:
        raise RecordError("it has no record of what the guide wrote (the comment at its end)")
    try:
        text = comment.strip().removeprefix(RECORD).removesuffix("-->")
        table = tomllib.loads(text, parse_float=Decimal)
        if deeper(table, MOST_DEEP):
            raise RecursionError
        if table["format"] != FORMAT:
            raise RecordError(f"a newer guide wrote it (format {harmless(str(table['format']))}): use that guide")
        return Record(
            audience=str(table["audience"]),
            without_names=bool(table["without_names"]),
            withheld=bool(table["withheld"]),
            version=str(table["rulebook"]["version"]),
            digest=str(table["rulebook"]["digest"]),
            as_at=date.fromisoformat(str(table["as_at"])).isoformat(),
            entries={str(key): str(value) for key, value in table["entries"].items()},
            written=tuple(word for line in table["written"] for word in str(line).split()),
            ticked=tuple(map(str, table["ticked"])),
            case=dict(table["case"]),
            guide=str(table["guide"]),
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError) as error:
        raise RecordError("the record at its end was changed and cannot be read any more") from error
