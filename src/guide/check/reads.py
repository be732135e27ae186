"""What decides nothing: facts that lead to no item, options that no line tests, rules that say what another says, lists nobody ties."""

from __future__ import annotations

from collections.abc import Iterator

from guide.diagnostics import Finding, warning
from guide.documents import Document, Words
from guide.lines import Calculation, Clause, Line, Op, Place, Ref
from guide.model import AS_AT, Conclusion, Fact, Rulebook


def clauses(book: Rulebook) -> Iterator[tuple[str, Place, Clause]]:
    """The clauses of all rules and items, with their names and places."""
    for rule in book.rules.values():
        yield f"rule `{rule.id}`", rule.place, rule.clause
    for item in book.items.values():
        yield f"{item.kind} `{item.id}`", item.place, item.clause


def deciding(book: Rulebook) -> frozenset[str]:
    """Everything that an item or the interview itself hangs on in the end, or a document shows."""
    found: set[str] = set()
    waiting = [book.topics, book.nation, *(f"item:{id}" for id in book.items)]
    waiting += [ref.fact for item in book.items.values() for _, ref in item.named if ref.fact]
    waiting += [fact for document in book.documents.values() for fact in shown_in(document)]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += book.reads.get(name, ())
    return frozenset(found)


def shown_in(document: Document) -> Iterator[str]:
    """The facts that a document shows."""
    for part in document.parts:
        yield from (ref.fact for _, ref in part.named if ref.fact) if isinstance(part, Words) else (fact for fact, _ in part.columns)


def idle_facts(book: Rulebook) -> Iterator[Finding]:
    """Facts that lead to no item: a question that is never asked, or a derived fact worked out for nothing."""
    found = deciding(book)
    read = {name for reads in book.reads.values() for name in reads}
    tested = {name.split("[", 1)[0] for test in book.tests.values() for pairs in test.expect.values() for name, _ in pairs}
    keys = {f"{listed.id}.{listed.key}" for listed in book.lists.values()}
    for fact in book.facts.values():
        if fact.id in found or fact.id in keys or fact.id == AS_AT or (fact.list and book.lists[fact.list].rows is not None):
            continue
        said = "nothing reads it" if fact.id not in read else "what reads it leads to no item"
        if fact.id in tested and fact.id not in read:
            said = "only tests read it"
        yield warning(
            "R505" if fact.asked else "R503",
            f"`{fact.id}` {'is never asked' if fact.asked else 'decides nothing'}: {said}",
            Place(fact.place.file, fact.place.keys, on_key=True),
            "read it in a rule or item, or take it out",
        )


def untested_options(book: Rulebook) -> Iterator[Finding]:
    """Options that no line tests. Of a choice one may be left over: the one that means none of the others."""
    named = options_named(book)
    found = deciding(book)
    for fact in book.facts.values():
        if not fact.asked or fact.id not in found or fact.id in (book.topics, book.nation) or (fact.list and book.lists[fact.list].rows is not None):
            continue
        over = [option for option in fact.options if option not in named.get(fact.id, ())]
        if fact.id in named and (len(over) > 1 or (over and fact.kind == "choices")):
            said = ", ".join(f"`{option}`" for option in over)
            yield warning("R506", f"no line tests {said}: choosing it changes nothing", option_place(fact, over[0]), "test it, or take it out")


def option_place(fact: Fact, option: str) -> Place:
    """Where an option is declared."""
    if not fact.list:
        return Place(fact.place.file, (*fact.place.keys, "options", option), on_key=True)
    return Place(fact.place.file, (*fact.place.keys, "one" if fact.kind == "choice" else "many"), option)


def options_named(book: Rulebook) -> dict[str, set[str]]:
    """The options that lines name, by fact. A line that says `is not`, or compares with another fact, names them all; so does a title."""
    named: dict[str, set[str]] = {}
    for line in all_lines(book):
        fact = book.facts.get(line.left.fact)
        if fact is not None and fact.options:
            words = {operand for operand in line.right if isinstance(operand, str)}
            apart = len(words) == len(line.right) and not (line.negated and fact.kind == "choice")
            named.setdefault(fact.id, set()).update(words if apart else fact.options)
        for operand in line.right:
            if isinstance(operand, Ref) and (other := book.facts.get(operand.fact)) is not None and other.options:
                named.setdefault(other.id, set()).update(other.options)
    shown = [ref for item in book.items.values() for _, ref in item.named]
    for ref in (*shown, *(rule.then.value for rule in book.rules.values())):
        if isinstance(ref, Ref) and ref.fact and book.facts[ref.fact].options:
            named.setdefault(ref.fact, set()).update(book.facts[ref.fact].options)
    return named


def all_lines(book: Rulebook) -> Iterator[Line]:
    """Every line of a rulebook."""
    for _, _, clause in clauses(book):
        yield from clause.when + clause.unless
    for item in book.items.values():
        yield from item.potential_if + item.suits + item.strains
        for _, lines in item.raised:
            yield from lines
    for listed in book.lists.values():
        yield from listed.only_if
    for fact in book.facts.values():
        yield from fact.only_if
        yield from calculation_lines(fact.calculation)


def calculation_lines(calculation: Calculation | None) -> Iterator[Line]:
    """The lines that a calculation counts or chooses rows by."""
    if calculation:
        yield from calculation.counted
        if calculation.clause:
            yield from calculation.clause.when + calculation.clause.unless


def repeated_rules(book: Rulebook) -> Iterator[Finding]:
    """Rules that add nothing to another that concludes the same: they ask all that it asks, and perhaps more."""
    for ids in book.concluders.values():
        rules = [book.rules[id] for id in ids]
        asked = [(rule.then, rule.clause.variables, frozenset(lines_said(rule.clause))) for rule in rules]
        for rule, (then, variables, lines) in zip(rules, asked, strict=True):
            for other, (there, bound, fewer) in zip(rules, asked, strict=True):
                same = (then, variables) == (there, bound)
                if rule is not other and same and (fewer < lines or (fewer == lines and rules.index(other) < rules.index(rule))):
                    yield warning(
                        "R510",
                        f"the rule `{rule.id}` adds nothing: whenever it holds, `{other.id}` holds",
                        Place(rule.place.file, rule.place.keys, on_key=True),
                        "take it out, or say what sets it apart",
                    )
                    break


def lines_said(clause: Clause) -> Iterator[tuple[object, ...]]:
    """The lines of a clause as values that can be compared."""
    for line, wanted in clause.lines():
        yield line.left, line.op, line.right, line.negated, wanted
    if clause.dated_by:
        yield (clause.dated_by,)


def untied_lists(book: Rulebook) -> Iterator[Finding]:
    """Two lists in one `for` that no `is` or `has` line ties together: every row would meet every other.

    A rule that concludes one row of another (`p.tied_to has b`) means just that.
    """
    concluded = {rule.clause.id: variables_of(rule.then) for rule in book.rules.values()}
    for name, place, clause in clauses(book):
        ties = [line.variables for line in clause.when if line.op in (Op.IS, Op.HAS)]
        groups = [{variable} for variable, _ in clause.variables]
        for tie in (*ties, concluded.get(clause.id, frozenset())):
            joined = [group for group in groups if group & tie]
            groups = [group for group in groups if not group & tie] + ([set().union(*joined)] if joined else [])
        if len(groups) > 1:
            loose = ", ".join(sorted(min(group) for group in groups))
            yield warning(
                "R504",
                f"no `is` or `has` line of the {name} ties {loose} together",
                Place(place.file, (*place.keys, "for")),
                "add a line like `p.x is q`, or split the rule",
            )


def variables_of(then: Conclusion) -> frozenset[str]:
    """The row variables that a conclusion names."""
    return frozenset({then.target.var, then.value.var} if isinstance(then.value, Ref) else {then.target.var})


def half_negative(book: Rulebook) -> Iterator[Finding]:
    """Negative lines on a fact that may not apply, where the rule does not see to it that it does: they fail then."""
    for name, _, clause in clauses(book):
        said = {(line.left, line.op, line.right, line.negated) for line in clause.when}
        for line in clause.when:
            fact = book.facts.get(line.left.fact)
            if fact is None or not line.negated or line.origin or not fact.only_if:
                continue
            missing = [one for one in fact.only_if if not one.left.var and (one.left, one.op, one.right, one.negated) not in said]
            if missing and not any(one.left == line.left and one is not line and not one.negated for one in clause.when):
                yield warning(
                    "R512",
                    f"`{line.text}` fails where `{fact.id}` is not applicable, and the {name} does not say `{missing[0].text}`",
                    line.place,
                    f"add `{missing[0].text}`, or turn the line round into an `unless`",
                )
