"""The record at the end of an exported checklist: what it was worked out from, what came out, and which lines the guide wrote.

A comment that readers do not see, in TOML. It holds the case (answers, day, rulebook), a short form of every entry, and the fingerprints
of the guide's lines. Where details are withheld it holds no answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import tomli
import tomli_w

from guide.cases import formats
from guide.cases.case import Table
from guide.diagnostics import harmless
from guide.loader.files import read_deep
from guide.records.fingerprints import RECORD

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
        "format": formats.RECORD.now,
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
        table: dict[str, Any] = read_deep(text)
        held: dict[str, Any] = formats.RECORD.current(table, table["format"])
        return Record(
            audience=str(held["audience"]),
            without_names=bool(held["without_names"]),
            withheld=bool(held["withheld"]),
            version=str(held["rulebook"]["version"]),
            digest=str(held["rulebook"]["digest"]),
            as_at=date.fromisoformat(str(held["as_at"])).isoformat(),
            entries={str(key): str(value) for key, value in held["entries"].items()},
            written=tuple(word for line in held["written"] for word in str(line).split()),
            ticked=tuple(map(str, held["ticked"])),
            case=dict(held["case"]),
            guide=str(held["guide"]),
        )
    except formats.NewerFormat:
        raise RecordError(f"a newer guide wrote it (format {harmless(str(table['format']))}): use that guide") from None
    except (tomli.TOMLDecodeError, KeyError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError) as error:
        raise RecordError("the record at its end was changed and cannot be read any more") from error
