"""Second pass over the real cases that pages tell: what each was like, and the items that answer what went wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from guide.diagnostics import suggest
from guide.journey import Precedent
from guide.lines import Place
from guide.loader.files import Findings, take
from guide.loader.raw import BOOK_FILE, Declared, Raw, texts
from guide.model import Fact, Item
from guide.schema import PRECEDENT


def read_precedents(declared: Declared, items: Mapping[str, Item], findings: Findings) -> dict[str, Precedent]:
    """All real cases, by their pages, with what is wrong with them noted."""
    reader = PrecedentReader(declared, items, findings)
    return {page: reader.precedent(page, raw) for page, raw in declared.raw_precedents.items()}


class PrecedentReader:
    """Reads real cases."""

    def __init__(self, declared: Declared, items: Mapping[str, Item], findings: Findings) -> None:
        self.declared, self.items, self.findings = declared, items, findings
        self.alike = {id: fact for index, id in enumerate(texts(declared.book.get("alike"))) if (fact := self.choice(id, index))}

    def choice(self, id: str, index: int) -> Fact | None:
        """A fact by which cases are compared: it has options."""
        fact = self.declared.facts.get(id)
        if id not in self.declared.unread and (fact is None or not fact.options or fact.list):
            near = suggest(id, [id for id, fact in self.declared.facts.items() if fact.options and not fact.list])
            place = Place(BOOK_FILE, ("alike", index))
            self.findings.error("R101", f"`{id}` is no question with options", place, f"did you mean `{near}`?" if near else "name a choice")
        return fact

    def precedent(self, page: str, raw: Raw) -> Precedent:
        """One real case."""
        table = take(raw.table, PRECEDENT, raw.place, self.findings)
        answered = texts(table.get("answered_by"))
        for index, id in enumerate(answered):
            if id not in self.items and id not in self.declared.unread:
                self.wrong("R110", f"there is no item `{id}`", raw.at("answered_by", index), id, self.items)
        like = table.get("like")
        return Precedent(
            page,
            raw.place,
            dict(self.options(raw, like)) if isinstance(like, dict) else {},
            str(table.get("ended", "")),
            str(table.get("wrong", "")),
            tuple(id for id in answered if id in self.items),
        )

    def options(self, raw: Raw, like: Mapping[str, object]) -> Iterator[tuple[str, frozenset[str]]]:
        """The options of a case, fact by fact."""
        for subject, attributes in like.items():
            for attribute, value in attributes.items() if isinstance(attributes, dict) else ():
                id, place = f"{subject}.{attribute}", raw.at("like", subject, attribute)
                fact = self.alike.get(id)
                if fact is None:
                    if id not in self.declared.unread:
                        self.wrong("R101", f"`{id}` is not among the facts by which cases are compared", place, id, self.alike)
                    continue
                for option in texts(value):
                    if option not in fact.options:
                        self.wrong("R104", f"`{option}` is not an option of `{id}`", replace(place, words=option), option, fact.options)
                yield id, frozenset(texts(value)) & fact.options.keys()

    def wrong(self, code: str, message: str, place: Place, word: str, there: Iterable[str]) -> None:
        """Notes a name that is not there."""
        near = suggest(word, there)
        self.findings.error(code, message, place, f"did you mean `{near}`?" if near else f"use one of {', '.join(there)}"[:200])
