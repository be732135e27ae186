"""Second pass over the items of the checklist and the register."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from guide.conditions import resolve
from guide.datephrases import parse_span
from guide.lines import Line, Place, Ref
from guide.loader.clauses import ClauseReader
from guide.loader.files import take
from guide.loader.lines import Variables
from guide.loader.raw import Raw, Table, cited, texts
from guide.model import LEVELS, Item, ItemKind
from guide.schema import ITEMS, fits

NATURES = ("actual", "potential", "perceived")
PLACEHOLDER = re.compile(r"\{([^{}]+)\}")


class ItemLinker(ClauseReader):
    """Reads items."""

    def link_items(self) -> dict[str, Item]:
        """All items that can be read."""
        return {id: self.item(id, kind, raw) for id, (kind, raw) in self.declared.raw_items.items()}

    def item(self, id: str, kind: ItemKind, raw: Raw) -> Item:
        """One item of the checklist or the register."""
        table = take(raw.table, ITEMS[kind], raw.place, self.findings)
        variables = self.variables(raw)
        pages = cited(texts(table.get("cite")), raw, self.declared, self.findings)
        self.check_item_words(raw, table)
        unsure = table.get("if_unsure", "wait" if kind == "route" else "follow")
        if unsure not in ("follow", "wait"):
            self.findings.error("R304", '`if_unsure` must be "follow" or "wait"', raw.at("if_unsure"))
            unsure = "follow"
        per = texts(table.get("per")) or tuple(variables)
        for name in per:
            if name not in variables:
                self.findings.error("R111", f"`per` names `{name}`, which is no variable of `for`", raw.at("per"))
        takes = table.get("takes")
        return Item(
            id,
            kind,
            raw.place,
            str(table.get("title", "")),
            pages,
            self.clause(f"item:{id}", raw, pages, variables),
            self.named(raw, table, variables),
            level=str(table.get("level", "")),
            raised=self.raised(raw, variables),
            nature=str(table.get("nature", "")),
            potential_if=self.lines(raw, "potential_if", variables),
            who=str(table.get("who", "")),
            stage=str(table.get("stage", "")),
            note=str(table.get("note", "")),
            record=str(table.get("record", "")),
            topics=texts(table.get("topic", raw.file.get("topic"))),
            per=tuple(name for name in per if name in variables),
            due=self.phrase(raw, "due", variables),
            not_before=self.phrase(raw, "not_before", variables),
            calendar=raw.default("calendar"),
            after=self.item_ids(raw, "after"),
            before=self.item_ids(raw, "before"),
            takes=self.attempt(raw.at("takes"), lambda: parse_span(str(takes), self.names)) if takes is not None else None,
            if_unsure="wait" if unsure == "wait" else "follow",
            compare=str(table.get("compare", "")),
            suits=self.lines(raw, "suits", variables),
            strains=self.lines(raw, "strains", variables),
        )

    def raised(self, raw: Raw, variables: Variables) -> tuple[tuple[str, tuple[Line, ...]], ...]:
        """The higher levels of an item with the lines that bring each."""
        table = raw.table.get("raised")
        found = []
        for level, lines in table.items() if isinstance(table, dict) else ():
            if level not in LEVELS:
                self.unknown("R115", level, raw.at("raised", level), dict.fromkeys(LEVELS), "level")
            elif not fits(lines, "lines"):
                self.findings.error("R304", f"`raised.{level}` must be a list of condition lines", raw.at("raised", level))
            else:
                found.append((level, self.line_list(lines, raw.at("raised", level), variables)))
        return tuple(found)

    def check_item_words(self, raw: Raw, table: Table) -> None:
        """Roles, stages, topics, levels and natures that an item names must exist."""
        topic_fact = self.names.facts.get(str(self.declared.book.get("topics", "")))
        known: tuple[tuple[str, str, Mapping[str, object]], ...] = (
            ("who", "R106", self.declared.roles),
            ("stage", "R107", self.declared.stages),
            ("level", "R115", dict.fromkeys(LEVELS)),
            ("nature", "R115", dict.fromkeys(NATURES)),
            ("calendar", "R114", self.declared.calendars),
        )
        for key, code, there in known:
            value = table.get(key)
            if isinstance(value, str) and value not in there and value not in self.names.unread:
                self.unknown(code, value, raw.at(key), there, {"who": "role"}.get(key, key))
        for topic in texts(table.get("topic", raw.file.get("topic"))) if topic_fact else ():
            if topic_fact and topic not in topic_fact.options:
                place = raw.at("topic") if "topic" in table else Place(raw.place.file, ("topic",))
                self.unknown("R108", topic, replace(place, words=topic), topic_fact.options, "topic")

    def item_ids(self, raw: Raw, key: str) -> tuple[str, ...]:
        """The other items that an item names in its order."""
        good = []
        for index, id in enumerate(texts(raw.table.get(key))):
            if id in self.declared.raw_items:
                good.append(id)
            elif id not in self.names.unread:
                self.unknown("R110", id, raw.at(key, index), self.declared.raw_items, "item")
        return tuple(good)

    def named(self, raw: Raw, table: Table, variables: Variables) -> tuple[tuple[str, Ref], ...]:
        """The facts that an item's title names in braces, like `{p.name}`."""
        found = []
        for word in PLACEHOLDER.findall(str(table.get("title", ""))):
            ref = self.attempt(raw.at("title"), lambda w=word: resolve(w, self.names, variables))  # type: ignore[misc]
            if ref is not None:
                found.append((word, ref))
        return tuple(found)
