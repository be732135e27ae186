"""Findings that an author has said are meant to be so: `allow.R506 = "the reason"` in the table that a finding is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from guide.diagnostics import Finding, suggest, warning
from guide.lines import Place
from guide.loader import Sources

Keys = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Allowed:
    """One code that one table allows, and why."""

    place: Place
    code: str
    reason: str

    def covers(self, finding: Finding) -> bool:
        """Whether it is about a finding: of its code, in its file, and in its table or below it. Errors are never allowed."""
        table = self.place.keys[:-2]
        inside = not table or finding.place.keys[: len(table)] == table
        return finding.severity == "warning" and finding.code == self.code and finding.place.file == self.place.file and inside


def allowed(sources: Sources) -> tuple[Allowed, ...]:
    """Everything that the files of a rulebook allow."""
    documents = (*sources.rules, *sources.pages, *sources.articles, *sources.documents)
    return tuple(one for document in documents for one in in_table(document.data, document.file, ()))


def in_table(table: Mapping[str, object], file: str, keys: Keys) -> Iterator[Allowed]:
    """What a table and those below it allow."""
    for key, value in table.items():
        if key == "allow" and isinstance(value, dict):
            yield from (Allowed(Place(file, (*keys, key, code)), str(code), str(reason)) for code, reason in value.items())
        elif isinstance(value, dict):
            yield from in_table(value, file, (*keys, key))


def silence(findings: Iterable[Finding], known: tuple[Allowed, ...], codes: Mapping[str, str]) -> Iterator[Finding]:
    """The findings that nobody allows, and what is wrong with what is allowed: codes that do not exist, no reason, nothing to silence."""
    used: set[Allowed] = set()
    for finding in findings:
        covering = [one for one in known if one.covers(finding)]
        used.update(covering)
        if not covering:
            yield finding
    for one in known:
        at = Place(one.place.file, one.place.keys, on_key=True)
        if one.code not in codes:
            near = suggest(one.code, codes)
            yield Finding("R801", f"there is no finding `{one.code}`", at, f"did you mean `{near}`?" if near else "its code is in the brackets of the report")
        elif len(one.reason.split()) < 3:
            yield Finding("R801", f"`{one.code}` is allowed without a reason", one.place, "say in a sentence why it is meant to be so")
        elif one not in used:
            yield warning("R802", f"there is no {one.code} here to allow", at, "take it out")
