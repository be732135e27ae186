"""Second pass over facts and lists: their lines and calculations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from guide.conditions import NUMBER, ConditionError, kind_of, number, resolve
from guide.datephrases import parse_phrase
from guide.lines import Calculation, Clause, Line, Operand, ParamRef
from guide.loader.lines import ATTRIBUTE_ROW, LineReader, Variables
from guide.loader.raw import Raw
from guide.model import Fact
from guide.schema import CALCULATIONS


class FactLinker(LineReader):
    """Gives facts and lists their lines, calculations and date phrases."""

    def link_facts(self) -> None:
        """Gives facts and lists their lines, calculations and date phrases.

        What reads no parameter has no date of its own: a file dated by a fact may then declare that fact itself.
        """
        for id, raw in self.declared.raw_facts.items():
            fact = self.declared.facts.get(id)
            if fact is None or fact.place != raw.place:
                continue
            scope = {ATTRIBUTE_ROW: fact.list} if fact.list else {}
            self.check_reference(fact, raw)
            only_if, calculation, dated_by = self.lines(raw, "only_if", scope), self.calculation(fact, raw, scope), self.dated_by(raw, scope)
            dated = any(isinstance(operand, ParamRef) for operand in (*read_in(only_if), *calculated_from(calculation)))
            self.declared.facts[id] = replace(fact, only_if=only_if, calculation=calculation, dated_by=dated_by if dated else None)
        for id, raw in self.declared.raw_lists.items():
            only_if, dated_by = self.lines(raw, "only_if", {}), self.dated_by(raw, {})
            dated = any(isinstance(operand, ParamRef) for operand in read_in(only_if))
            withheld_if = self.lines(raw, "withheld_if", {ATTRIBUTE_ROW: id})
            self.declared.lists[id] = replace(self.declared.lists[id], only_if=only_if, dated_by=dated_by if dated else None, withheld_if=withheld_if)

    def share_help(self) -> None:
        """A question without an article of its own shows that of its list, else that of its section."""
        shared = {id: str(raw.table.get("help", "")) for id, raw in self.declared.raw_sections.items()}
        for id, article in shared.items():
            if article and article not in self.declared.articles and article not in self.names.unread:
                self.unknown("R113", article, self.declared.raw_sections[id].at("help"), self.declared.articles, "article")
        for id, listed in self.declared.lists.items():
            self.declared.lists[id] = replace(listed, help=listed.help or shared.get(listed.section, ""))
        for id, fact in self.declared.facts.items():
            if fact.asked and not fact.help:
                self.declared.facts[id] = replace(fact, help=self.declared.lists[fact.list].help if fact.list else shared.get(fact.section, ""))

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


def read_in(lines: Iterable[Line]) -> Iterator[Operand]:
    """Everything that lines compare with."""
    for line in lines:
        yield from line.right


def calculated_from(calculation: Calculation | None) -> Iterator[Operand]:
    """Everything that a calculation reads on the fact's own date."""
    if calculation:
        yield from calculation.operands
        yield from read_in(calculation.counted)
        if calculation.phrase and calculation.phrase.span and isinstance(calculation.phrase.span.count, ParamRef):
            yield calculation.phrase.span.count
