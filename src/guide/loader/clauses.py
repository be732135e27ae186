"""Second pass: what a rule or an item asks, with the lines that its dates and nations add."""

from __future__ import annotations

from datetime import date

from guide.conditions import from_line, nation_line, until_line
from guide.lines import Clause, Line, Ref
from guide.loader.lines import LineReader
from guide.loader.raw import Raw, day, texts


class ClauseReader(LineReader):
    """Reads the clause of a rule or an item."""

    def clause(self, id: str, raw: Raw, pages: tuple[str, ...], variables: dict[str, str]) -> Clause:
        """The lines of a rule or item, with those of its dates and nations."""
        dated_by = self.dated_by(raw, variables)
        when = (*self.dating(raw, pages, dated_by), *self.lines(raw, "when", variables))
        return Clause(id, when, self.lines(raw, "unless", variables), tuple(variables.items()), dated_by)

    def dating(self, raw: Raw, pages: tuple[str, ...], dated_by: Ref | None) -> tuple[Line, ...]:
        """The lines that dates and nations add: the table's own, else those of its pages, which must agree."""
        lines = []
        start = self.bound(raw, pages, "from", "always")
        end = self.bound(raw, pages, "until", "never")
        nations = self.bound(raw, pages, "nation", "any")
        if isinstance(start, date) or start == "not confirmed":
            lines.append(from_line(start, dated_by, raw.place))
        if isinstance(end, date):
            lines.append(until_line(end, dated_by, raw.place))
        nation_fact = self.declared.book.get("nation")
        if isinstance(nations, tuple) and nations and isinstance(nation_fact, str) and nation_fact in self.names.facts:
            options = self.names.facts[nation_fact].options
            for nation in nations:
                if nation not in options:
                    self.findings.error(
                        "R104", f"`{nation}` is not a nation", raw.at("nation") if "nation" in raw.table else raw.at("cite"), f"use {', '.join(options)}"
                    )
            lines.append(nation_line(nation_fact, nations, raw.place))
        return tuple(lines)

    def bound(self, raw: Raw, pages: tuple[str, ...], key: str, none: str) -> object:
        """`from`, `until` or `nation` of a table: its own, of the page it names, or the one its pages agree on."""
        if key in raw.table:
            return self.own_bound(raw, key, none)
        source = raw.table.get("dates_of")
        if isinstance(source, str):
            if source not in self.declared.pages:
                if source not in self.declared.unread:
                    self.findings.error("R105", f"there is no page `{source}`", raw.at("dates_of"), f"name one of {', '.join(pages)}")
                return None
            pages = (source,)
        found = {page: self.page_bound(page, key) for page in pages}
        if len(set(found.values())) > 1:
            said = "; ".join(f"{page}: {self.words(value, none)}" for page, value in found.items())
            self.findings.error("R602", f"the pages cited differ in `{key}` ({said})", raw.at("cite"), f"say `{key}` here, or `dates_of` one of them")
            return None
        return next(iter(found.values()), None)

    @staticmethod
    def words(value: object, none: str) -> str:
        """A bound as a message says it."""
        return ", ".join(value) if isinstance(value, tuple) and value else str(value or none)

    def page_bound(self, page: str, key: str) -> object:
        """A page's own `from`, `until` or `nation`."""
        found = self.declared.pages[page]
        return {"from": found.start, "until": found.end, "nation": tuple(sorted(found.nation))}[key]

    def own_bound(self, raw: Raw, key: str, none: str) -> object:
        """What a table itself says of its dates or nations."""
        value = raw.table[key]
        if value == none:
            return None
        if key == "nation":
            return texts(value)
        if day(value) is None and not (key == "from" and value == "not confirmed"):
            self.findings.error("R304", f'`{key}` must be a date or "{none}"', raw.at(key))
            return None
        return value
