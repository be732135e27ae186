"""Second pass over the rule files: lines, dates and citations, read with all names known."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import TypeVar

from guide.conditions import NUMBER, ConditionError, Names, UnreadName, from_line, kind_of, nation_line, number, parse_line, resolve, until_line
from guide.datephrases import parse_phrase, parse_span
from guide.diagnostics import suggest
from guide.loader.declare import Declared, Raw, Table, cited, day, texts
from guide.loader.files import Findings, take
from guide.model import LEVELS, Calculation, Clause, Conclusion, DatePhrase, Fact, Item, ItemKind, Line, Op, Operand, ParamRef, Place, Ref, Rule
from guide.schema import CALCULATIONS, ITEMS, RULE, fits

T = TypeVar("T")
Variables = Mapping[str, str]
NATURES = ("actual", "potential", "perceived")
ATTRIBUTE_ROW = "row"
PLACEHOLDER = re.compile(r"\{([^{}]+)\}")


class Linker:
    """Reads the lines of everything declared, noting what is wrong."""

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
            if listed in self.names.lists:
                good[str(name)] = listed
            elif listed not in self.names.unread:
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

    def clause(self, id: str, raw: Raw, pages: tuple[str, ...], variables: dict[str, str]) -> Clause:
        """The lines of a rule or item, with those of its dates and nations."""
        dated_by = self.dated_by(raw, variables)
        when = (*self.dating(raw, pages, dated_by), *self.lines(raw, "when", variables))
        return Clause(id, when, self.lines(raw, "unless", variables), tuple(variables.items()), dated_by)

    # --- facts and lists ---

    def link_facts(self) -> None:
        """Gives facts and lists their lines, calculations and date phrases."""
        for id, raw in self.declared.raw_facts.items():
            fact = self.declared.facts.get(id)
            if fact is None or fact.place != raw.place:
                continue
            scope = {ATTRIBUTE_ROW: fact.list} if fact.list else {}
            self.check_reference(fact, raw)
            self.declared.facts[id] = replace(
                fact, only_if=self.lines(raw, "only_if", scope), calculation=self.calculation(fact, raw, scope), dated_by=self.dated_by(raw, scope)
            )
        for id, raw in self.declared.raw_lists.items():
            self.declared.lists[id] = replace(self.declared.lists[id], only_if=self.lines(raw, "only_if", {}), dated_by=self.dated_by(raw, {}))

    def check_reference(self, fact: Fact, raw: Raw) -> None:
        """Sections, articles, calendars and lists that a fact names must exist."""
        known = (("help", "R113", self.declared.articles, "article"), ("section", "R109", self.declared.sections, "section"))
        for key, code, there, kind in known:
            value = raw.table.get(key)
            if isinstance(value, str) and value not in there and value not in self.names.unread:
                self.unknown(code, value, raw.at(key), there, kind)
        if fact.of and fact.of not in self.names.lists and fact.of not in self.names.unread:
            self.unknown("R102", fact.of, raw.at("row" if fact.kind == "row" else "rows"), self.names.lists, "list")
        if fact.calendar and fact.calendar not in self.declared.calendars and "calendar" in raw.table:
            self.unknown("R114", fact.calendar, raw.at("calendar"), self.declared.calendars, "calendar")

    def unknown(self, code: str, value: str, place: Place, known: Mapping[str, object], kind: str) -> None:
        """Notes a name that nobody declares."""
        near = suggest(value, known)
        self.findings.error(
            code, f"there is no {kind} `{value}`", place, f"did you mean `{near}`?" if near else f"declare it, or use one of {', '.join(list(known)[:12])}"
        )

    def calculation(self, fact: Fact, raw: Raw, scope: Variables) -> Calculation | None:
        """How a fact is worked out, if it is."""
        kinds = [kind for kind in CALCULATIONS if kind in raw.table]
        if not kinds:
            return None
        kind, value = kinds[0], raw.table[kinds[0]]
        if len(kinds) > 1:
            self.findings.error("R306", f"a fact has one calculation, not {len(kinds)}", raw.at(kinds[1]))
        if kind == "date":
            phrase = self.attempt(raw.at("date"), lambda: parse_phrase(str(value), self.names, scope))
            return Calculation("date", phrase=phrase) if phrase else None
        variables = {**scope, **self.variables(raw)}
        own = tuple((v, where) for v, where in variables.items() if v not in scope)
        clause = (
            Clause(f"calc:{fact.id}", self.lines(raw, "when", variables), self.lines(raw, "unless", variables), own, self.dated_by(raw, variables))
            if own
            else None
        )
        parts = [value] if isinstance(value, str) else value
        if not isinstance(parts, list):
            return None
        if kind == "count" and not own:
            return Calculation("count", counted=self.line_list(value, raw.at(kind), variables))
        operands = []
        for index, part in enumerate(parts):
            here = raw.at(kind, index) if isinstance(value, list) else raw.at(kind)
            read = self.attempt(here, lambda p=part: self.calc_operand(str(p), kind, fact, variables))  # type: ignore[misc]
            if read is not None:
                operands.append(read)
        if len(operands) == len(parts) and kind in ("product", "difference", "share") and len(parts) != 2:
            self.findings.error("R306", f"a {kind} is of two amounts", raw.at(kind))
            return None
        assert kind in ("sum", "product", "difference", "share", "count", "least", "most")
        return Calculation(kind, tuple(operands), clause=clause) if len(operands) == len(parts) else None  # type: ignore[arg-type]

    def calc_operand(self, word: str, kind: str, fact: Fact, variables: Variables) -> Operand:
        """What a calculation is over: an amount, a date, a parameter or (of a count) a row variable."""
        if kind == "count":
            return resolve(word, self.names, variables)
        if NUMBER.fullmatch(word):
            return number(word)
        if word in self.names.params:
            return ParamRef(word)
        ref = resolve(word, self.names, variables)
        kinds = ("date",) if fact.kind == "date" else ("number", "money", "percent")
        if kind_of(ref, self.names) not in kinds:
            raise ConditionError("R202", f"`{word}` is of type {kind_of(ref, self.names)}, not {'a date' if fact.kind == 'date' else 'an amount'}", word)
        return ref

    # --- rules and items ---

    def link_rules(self) -> dict[str, Rule]:
        """All rules that can be read."""
        rules = {}
        for id, raw in self.declared.raw_rules.items():
            table = take(raw.table, RULE, raw.place, self.findings)
            variables = self.variables(raw)
            pages = cited(texts(table.get("cite")), raw, self.declared, self.findings)
            clause = self.clause(f"rule:{id}", raw, pages, variables)
            then = self.attempt(raw.at("then"), lambda t=table, v=variables: self.conclusion(str(t.get("then", "")), v)) if "then" in table else None  # type: ignore[misc]
            if then is not None:
                rules[id] = Rule(id, raw.place, pages, clause, then)
        return rules

    def conclusion(self, text: str, variables: Variables) -> Conclusion:
        """`x`, `x is v` or `x has v`, of a derived fact."""
        line = parse_line(text, self.names, variables, Place(""))
        if line.negated or line.op not in (Op.TRUE, Op.IS, Op.HAS) or not line.left.fact:
            raise ConditionError(
                "R206", "a rule concludes `fact`, `fact is value` or `fact has value`", text, "to conclude the opposite, name the opposite fact"
            )
        fact = self.names.facts[line.left.fact]
        if fact.asked:
            raise ConditionError("R207", f"`{fact.id}` is asked, so no rule may conclude it", text, "conclude a derived fact, one without `ask`")
        if fact.kind == "yes-no" and line.op is Op.IS:
            raise ConditionError("R206", "a rule concludes a yes-no fact by naming it alone", text, "to conclude the opposite, name the opposite fact")
        source = line.right[0] if line.right else None
        if isinstance(source, Ref) and source.fact and fact.options and not self.names.facts[source.fact].options.keys() <= fact.options.keys():
            raise ConditionError("R104", f"`{source.fact}` has options that `{fact.id}` has not", text, "give both the same options")
        if self.calculated(fact):
            raise ConditionError("R207", f"`{fact.id}` is calculated, so no rule may conclude it", text)
        return Conclusion(line.left, line.op, line.right[0] if line.right else True)

    def calculated(self, fact: Fact) -> bool:
        """Whether a fact has a calculation."""
        return any(kind in self.declared.raw_facts[fact.id].table for kind in CALCULATIONS) if fact.id in self.declared.raw_facts else True

    def link_items(self) -> dict[str, Item]:
        """All items that can be read."""
        return {id: self.item(id, self.item_kind(kind), raw) for id, (kind, raw) in self.declared.raw_items.items()}

    @staticmethod
    def item_kind(kind: str) -> ItemKind:
        """The kind of item that a table name says."""
        assert kind in ("item", "conflict", "warning", "route")
        return kind  # type: ignore[return-value]

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
            topic=str(table.get("topic", raw.file.get("topic", ""))),
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
        topic = table.get("topic", raw.file.get("topic"))
        if isinstance(topic, str) and topic_fact and topic not in topic_fact.options:
            self.unknown("R108", topic, raw.at("topic") if "topic" in table else Place(raw.place.file, ("topic",)), topic_fact.options, "topic")

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
