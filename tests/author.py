"""Writes one random rulebook, in TOML and Markdown, as an author would.

A rulebook is free of cycles by construction: whatever is declared reads only what was declared before it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from guide.model import AS_AT
from wording import CALENDAR, DAYS, NATIONS, OPTIONS, ROW_NAMES, Files, Listed, Name, Parameter, Wording

TOPICS = ('"all"', '"some"', '["all", "some"]')


class Author(Wording):
    """Writes one rulebook, drawing every choice."""

    def book(self) -> Files:
        """All its files."""
        self.files[0].append('[fact.f.day]\nask = "When?"\ntype = "date"\nnot_yet = "Not yet"\n')
        self.facts.append(Name("f.day", "date"))
        pages = [self.page() for _ in range(self.number(1, 3))]
        for _ in range(self.number(0, 3)):
            self.param()
        if self.chance(70):
            self.row_list()
        for _ in range(self.number(2, 18)):
            self.declaration()
        for _ in range(self.number(1, 3)):
            self.item()
        dated = 'dated_by = "f.day"\n' if self.chance(25) else ""
        for listed in self.lists.values():
            self.files[0].append("\n".join([*listed.head, *listed.attributes, *self.fixed(listed)]) + "\n")
        return {
            "rules/rulebook.toml": 'title = "Book"\nversion = "1.0.0"\ntopics = "case.topics"\nnation = "case.nation"\ndisclaimer = "None"\n',
            "rules/case.toml": (
                '[fact.case.topics]\nask = "What?"\ntype = "choices"\noptions.all = "All"\noptions.some = "Some"\n\n'
                '[fact.case.nation]\nask = "Where?"\ntype = "choice"\noptions.England = "England"\noptions.Wales = "Wales"\n'
                '\n[role]\nclerk = "Clerk"\n\n[stage.idea]\ntitle = "Idea"\n' + CALENDAR
            ),
            "rules/first.toml": 'title = "First"\n' + "\n".join(self.files[0]),
            "rules/second.toml": f'title = "Second"\n{dated}' + "\n".join(self.files[1]),
            **dict(pages),
        }

    def page(self) -> tuple[str, str]:
        """A page of law with the days and nations for which it holds."""
        id = self.new("page-")
        head = [f'title = "{id}"', f'cite = "{id}"', 'checked = "text"', *self.bounds()]
        if self.chance(15):
            head.append(f'nation = ["{self.pick(NATIONS)}"]')
        self.pages[id] = tuple(line for line in head if line.startswith(("from", "until", "nation")))
        return f"kb/law/{id}.md", "\n".join(["+++", *head, "+++", "", "Words."]) + "\n"

    def bounds(self) -> list[str]:
        """`from` and `until`, perhaps."""
        lines = []
        if self.chance(30):
            lines.append('from = "not confirmed"' if self.chance(15) else f"from = {self.pick(DAYS)}")
        if self.chance(20):
            lines.append(f"until = {self.pick(DAYS)}")
        return lines

    def param(self) -> None:
        """A dated parameter: an amount, a day or a length of time."""
        kind = self.pick(["amount", "date", "span", "count"])
        id = self.new("param_")
        lines = [f"[param.{id}]"]
        if kind == "span":
            lines.append(f'unit = "{self.pick(["days", "working days", "months"])}"')
        for start in sorted({self.pick(DAYS) for _ in range(self.number(1, 2))}):
            value = str(self.pick(DAYS)) if kind == "date" else str(self.number(1, 3)) if kind in ("span", "count") else self.amount()
            lines.append(f"from.{start} = {value}")
        if self.chance(25):
            lines.append(f"until = {self.pick(DAYS)}")
        self.files[0].append("\n".join(lines) + "\n")
        self.params.append(Parameter(id, kind))

    def declaration(self) -> None:
        """One more fact, list, attribute or parameter."""
        kinds = ["asked", "list", "concluded", "calculated", "asked", "value", "calculated", "choices"]
        if self.lists:
            kinds += ["row asked", "row concluded", "row value", "row calculated", "row rows", "row asked", "calculated", "concluded"]
        match self.pick(kinds):
            case "asked":
                self.asked_fact()
            case "list":
                self.row_list() if len(self.lists) < 3 else self.asked_fact()
            case "concluded":
                self.derived_fact("yes-no")
            case "value":
                self.derived_fact(self.pick(["number", "date", "choice", "text", "money"]))
            case "choices":
                self.derived_fact("choices")
            case "calculated":
                self.calculated_fact()
            case "row concluded":
                self.derived_attribute("yes-no")
            case "row value":
                self.derived_attribute(self.pick(["number", "date", "choice", "row"]))
            case "row rows":
                self.derived_attribute("rows")
            case "row asked":
                self.asked_attribute(self.pick([*self.lists.values()]))
            case "row calculated":
                self.calculated_attribute()

    def asked_fact(self) -> None:
        """A question about the case."""
        kind = self.pick(["yes-no", "number", "date", "choice", "choices", "money", "percent", "text"])
        id = f"f.{self.new('asked_')}"
        lines = [f"[fact.{id}]", 'ask = "What?"', f'type = "{kind}"']
        options = OPTIONS if kind in ("choice", "choices") else ()
        lines += [f'options.{option} = "{option}"' for option in options]
        lines += self.extras(kind) + self.conditions("only_if", {}, 30, 2)
        self.write(*lines)
        self.facts.append(Name(id, kind, options))

    def derived_fact(self, kind: str) -> None:
        """A fact of the case that rules conclude."""
        id = f"f.{self.new('derived_')}"
        name = Name(id, kind, OPTIONS if kind in ("choice", "choices") else (), asked=False)
        self.write(f"[fact.{id}]", f'type = "{kind}"', *(f'options.{option} = "{option}"' for option in name.options), *self.conditions("only_if", {}, 20, 1))
        for _ in range(self.pick([1, 2, 0, 3])):
            self.rule(name)
        self.facts.append(name)

    def calculated_fact(self) -> None:
        """A fact of the case that is worked out."""
        kind, text = self.calculation({}, in_list=False)
        id = f"f.{self.new('calculated_')}"
        self.write(f"[fact.{id}]", f'type = "{kind}"', *text, *self.conditions("only_if", {}, 15, 1))
        self.facts.append(Name(id, kind, asked=False))

    def row_list(self) -> None:
        """A list of rows, asked or fixed, with an attribute or two."""
        id = ("person", "body", "deal")[len(self.lists)]
        listed = Listed(id, [f"[list.{id}]"])
        self.lists[id] = listed
        if self.chance(15):
            listed.fixed = [{"name": json.dumps(name)} for name in ROW_NAMES[: self.number(0, 3)]]
        else:
            listed.head.append('ask = "Who?"')
        listed.head += self.conditions("only_if", {}, 20, 1)
        listed.head.append('row.name = "text"')
        for _ in range(self.number(0, 4)):
            self.asked_attribute(listed)

    def fixed(self, listed: Listed) -> list[str]:
        """The rows of a fixed list."""
        if listed.fixed is None:
            return []
        rows = [", ".join(f"{key} = {value}" for key, value in row.items()) for row in listed.fixed]
        return [f"rows = [{', '.join(f'{{ {row} }}' for row in rows)}]"]

    def asked_attribute(self, listed: Listed) -> None:
        """One more question about every row."""
        kind = self.pick(["yes-no", "row", "choices", "rows", "number", "date", "row", "choice", "money", "text"])
        attribute = self.new("asked_")
        of = self.pick([*self.lists]) if kind in ("row", "rows") else ""
        keys = [self.typed(kind, of), *self.extras(kind)]
        both_ways = of == listed.id and self.chance(60)
        if both_ways:
            keys.append("both_ways = true")
        if listed.fixed is None:
            keys += self.conditions("only_if", {"row": listed.id}, 25, 1)
        listed.attributes.append(f"row.{attribute} = {{ {', '.join(keys)} }}")
        for row in listed.fixed or ():
            value = self.fixed_value(kind, of)
            if value and self.chance(80):
                row[attribute] = value
        self.facts.append(Name(f"{listed.id}.{attribute}", kind, OPTIONS if kind in ("choice", "choices") else (), of, listed.id, both_ways=both_ways))

    def fixed_value(self, kind: str, of: str) -> str:
        """The value of an attribute in a fixed row."""
        rows = [json.loads(row["name"]) for row in self.lists[of].fixed or ()] if of else []
        match kind:
            case "yes-no":
                return self.pick(["true", "false"])
            case "choice":
                return json.dumps(self.pick(OPTIONS))
            case "choices":
                return json.dumps([self.pick(OPTIONS)])
            case "date":
                return str(self.pick(DAYS))
            case "text":
                return '"words"'
            case "row":
                return json.dumps(self.pick(rows)) if rows else ""
            case "rows":
                return json.dumps([self.pick(rows)]) if rows else "[]"
            case _:
                return self.amount()

    def derived_attribute(self, kind: str) -> None:
        """An attribute of rows that rules conclude."""
        listed = self.pick([*self.lists.values()])
        attribute = self.new("derived_")
        of = self.pick([*self.lists]) if kind in ("row", "rows") else ""
        only_if = self.conditions("only_if", {"row": listed.id}, 15, 1)
        name = Name(f"{listed.id}.{attribute}", kind, OPTIONS if kind == "choice" else (), of, listed.id, asked=False)
        listed.attributes.append(f"row.{attribute} = {{ {', '.join([self.typed(kind, of), 'derived = true', *only_if])} }}")
        for _ in range(self.pick([1, 2, 0, 3])):
            self.rule(name)
        self.facts.append(name)

    def calculated_attribute(self) -> None:
        """An attribute of rows that is worked out."""
        listed = self.pick([*self.lists.values()])
        kind, text = self.calculation({"row": listed.id}, in_list=True)
        attribute = self.new("calculated_")
        keys = ", ".join([self.typed(kind, ""), *text])
        listed.attributes.append(f"row.{attribute} = {{ {keys} }}")
        self.facts.append(Name(f"{listed.id}.{attribute}", kind, (), "", listed.id, asked=False))

    def rule(self, target: Name) -> None:
        """One way in which a derived fact comes about."""
        variables = self.variables(3) if self.lists and (target.list or self.chance(40)) else {}
        ref = target.id
        if target.list:
            variables = {"p": target.list} | {name: listed for name, listed in variables.items() if name != "p"}
            ref = f"p.{target.id.split('.')[1]}"
        then = self.conclusion(ref, target, variables)
        if then:
            self.write(f"[rule.{self.new('rule-')}]", *self.clause(variables), f"then = {json.dumps(then)}")

    def conclusion(self, ref: str, target: Name, variables: Mapping[str, str]) -> str:
        """What a rule says of its fact."""
        readable = self.readable(variables)
        match target.kind:
            case "yes-no":
                return ref
            case "choices":
                others = [other for other, name in readable if name.kind == "choice" and name.options == OPTIONS]
                return f"{ref} has {self.pick(others) if others and self.chance(25) else self.pick(OPTIONS)}"
            case "choice":
                others = [other for other, name in readable if name.kind == "choice" and name.options == OPTIONS]
                return f"{ref} is {self.pick(others) if others and self.chance(25) else self.pick(OPTIONS)}"
            case "text":
                return f"{ref} is '{self.pick(['words', 'other'])}'"
            case "row" | "rows":
                words = [variable for variable, listed in variables.items() if listed == target.of]
                words += [other for other, name in readable if name.kind == "row" and name.of == target.of and not name.both_ways]
                return f"{ref} {'is' if target.kind == 'row' else 'has'} {self.pick(words)}" if words else ""
            case _:
                return f"{ref} is {self.compared_with(target.kind, ref, readable)}"

    def clause(self, variables: Mapping[str, str]) -> list[str]:
        """The keys that say when a rule or an item holds."""
        keys = self.citation()
        if variables:
            keys.append(self.loop(variables))
        if self.chance(20):
            days = [ref for ref, name in self.readable(variables) if name.kind == "date" and name.id != AS_AT]
            keys.append(f'dated_by = "{self.pick(days)}"')
        return keys + self.conditions("when", variables, 80, 3) + self.conditions("unless", variables, 35, 2)

    def citation(self) -> list[str]:
        """The pages that a rule cites, and its own dates where it must or may say them."""
        pages = sorted({self.pick([*self.pages]) for _ in range(self.number(1, 2))})
        keys = [f"cite = {json.dumps(pages)}"]
        if len({self.pages[page] for page in pages}) > 1:
            keys.append(f'dates_of = "{self.pick(pages)}"')
        elif self.chance(20):
            start, end = self.pick(DAYS), self.pick(DAYS)
            keys += [self.pick([f"from = {start}", 'from = "always"', 'from = "not confirmed"']), self.pick([f"until = {end}", 'until = "never"'])]
        if self.chance(10):
            keys.append(self.pick(['nation = "any"', 'nation = "England"', 'nation = ["England", "Wales"]']))
        return keys

    def item(self) -> None:
        """A line of the checklist, of the register, a warning or a route."""
        variables = self.variables(3) if self.chance(60) else {}
        kind = self.pick(["warning", "item", "conflict", "route"])
        keys = {
            "warning": [],
            "route": [],
            "item": ['level = "must"', 'who = "clerk"', 'stage = "idea"'],
            "conflict": ['level = "must"', 'who = "clerk"', 'nature = "actual"'],
        }[kind]
        per = [f"per = {json.dumps([*variables][: self.number(1, len(variables))])}"] if variables and self.chance(40) else []
        if self.chance(30):
            keys.append(f"topic = {self.pick(TOPICS)}")
        self.write(f"[{kind}.{self.new('item-')}]", 'title = "Do"', *keys, *per, *self.clause(variables))
