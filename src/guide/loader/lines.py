"""Second pass: one text of a table read with all names known, and what is wrong with it noted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar

from guide.conditions import ConditionError, Names, UnreadName, kind_of, parse_line, resolve
from guide.datephrases import parse_phrase
from guide.diagnostics import suggest
from guide.lines import DatePhrase, Line, Place, Ref
from guide.loader.files import Findings
from guide.loader.raw import Declared, Raw

T = TypeVar("T")
Variables = Mapping[str, str]
ATTRIBUTE_ROW = "row"


class LineReader:
    """Reads the lines, variables and dates of a table, noting what is wrong."""

    def __init__(self, declared: Declared, findings: Findings) -> None:
        self.declared = declared
        self.findings = findings
        self.names: Names = declared.names()
        self.subjects = {fact.id.split(".", 1)[0] for fact in declared.facts.values() if not fact.list}

    def attempt(self, place: Place, read: Callable[[], T]) -> T | None:
        """What `read` gives; None when the text is wrong, which is noted at `place`."""
        try:
            return read()
        except ConditionError as error:
            self.findings.error(error.code, error.message, replace(place, words=error.words), error.help)
        except UnreadName:
            pass
        return None

    def lines(self, raw: Raw, key: str, variables: Variables) -> tuple[Line, ...]:
        """The condition lines under a key of a table."""
        return self.line_list(raw.table.get(key), raw.at(key), variables)

    def line_list(self, value: object, place: Place, variables: Variables) -> tuple[Line, ...]:
        """The condition lines of a list."""
        good = []
        for index, text in enumerate(value if isinstance(value, list) else ()):
            here = Place(place.file, (*place.keys, index))
            if isinstance(text, str) and (line := self.attempt(here, lambda t=text, h=here: parse_line(t, self.names, variables, h))):  # type: ignore[misc]
                good.append(line)
        return tuple(good)

    def variables(self, raw: Raw) -> dict[str, str]:
        """The row variables that `for` names, each with its list."""
        good: dict[str, str] = {}
        table = raw.table.get("for")
        for name, listed in table.items() if isinstance(table, dict) else ():
            place = raw.at("for", name)
            if name in self.subjects or name in self.names.lists or name in (ATTRIBUTE_ROW,):
                self.findings.error(
                    "R112", f"the variable `{name}` has the name of a subject", Place(place.file, place.keys, on_key=True), "choose another letter or word"
                )
            good[str(name)] = str(listed)
            if listed not in self.names.lists and listed not in self.names.unread:
                near = suggest(str(listed), self.names.lists)
                self.findings.error("R102", f"there is no list `{listed}`", place, f"did you mean `{near}`?" if near else f"declare it with `[list.{listed}]`")
        return good

    def dated_by(self, raw: Raw, variables: Variables) -> Ref | None:
        """The date that stands in for the as-at date, from the table or its file."""
        text = raw.default("dated_by")
        if not text:
            return None
        place = raw.at("dated_by") if "dated_by" in raw.table else Place(raw.place.file, ("dated_by",))
        ref = self.attempt(place, lambda: resolve(text, self.names, variables))
        if ref is not None and kind_of(ref, self.names) != "date":
            self.findings.error("R202", f"`{text}` is not a date", place)
            return None
        return ref

    def phrase(self, raw: Raw, key: str, variables: Variables) -> DatePhrase | None:
        """A date phrase under a key of a table."""
        text = raw.table.get(key)
        return self.attempt(raw.at(key), lambda: parse_phrase(text, self.names, variables)) if isinstance(text, str) else None

    def unknown(self, code: str, value: str, place: Place, known: Mapping[str, object], kind: str) -> None:
        """Notes a name that nobody declares."""
        near = suggest(value, known)
        others = f", or use one of {', '.join(list(known)[:12])}" if known else ""
        self.findings.error(code, f"there is no {kind} `{value}`", place, f"did you mean `{near}`?" if near else f"declare it{others}")
