"""Second pass over the rules: what each concludes, and from what."""

from __future__ import annotations

from guide.conditions import ConditionError, parse_line
from guide.lines import Op, Place, Ref
from guide.loader.clauses import ClauseReader
from guide.loader.files import take
from guide.loader.lines import Variables
from guide.loader.raw import cited, texts
from guide.model import Conclusion, Fact, Rule
from guide.schema import CALCULATIONS, RULE


class RuleLinker(ClauseReader):
    """Reads rules."""

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
