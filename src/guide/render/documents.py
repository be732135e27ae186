"""Fills the documents of a rulebook from a case. What is not known stays blank: nothing is invented."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from math import prod

from guide.cases.work import Work
from guide.checklist import Entry
from guide.documents import Block, Document, Words
from guide.interview import applicable, in_topics, question
from guide.lines import Op
from guide.model import Item
from guide.news import Register, news
from guide.outcome import Outcome, live_results
from guide.privacy import WITHHELD, withheld
from guide.reading import all_hold
from guide.render.appendix import law
from guide.render.entries import details, task
from guide.render.escaping import escape, sentence, table
from guide.render.markdown import conflicts as register
from guide.render.news import told
from guide.render.plan import planned, whereabouts
from guide.render.report import Report
from guide.render.similar import precedents
from guide.render.unsettled import asked, by_row, names
from guide.values import MISSING, Cell, Choices, Status, Unknown
from guide.words import label, say_date, say_value, short_question

BLANK = "_" * 12


def fill(document: Document, outcome: Outcome, row: str = "", before: Register | None = None, work: Mapping[str, Work] | None = None) -> str:
    """A document as Markdown, with the work on what it tells: of all the rows that it is for one after the other, or of one.

    `before` is an earlier register, to say what is new since.
    """
    outcome = withheld(outcome)
    report = Report(outcome, alone=True, before=before, work=work)
    rows = [row] if row else list(rows_for(document, outcome)) if document.variables else [""]
    copies = ["\n".join(copy(document, report, one)).strip() for one in rows]
    return "\n\n".join([*copies, *([] if copies else [f"Nobody on the list needs this document: {escape(document.title)}."]), "\n".join(foot(report))]) + "\n"


def rows_for(document: Document, outcome: Outcome) -> Iterator[str]:
    """The rows for which a document is made: those for which none of its lines fails."""
    ((variable, listed),) = document.variables
    for key in outcome.rows[listed].keys:
        if all_hold(outcome, document.only, {variable: key}, outcome.as_at) is not Status.FAILS:
            yield key


def copy(document: Document, report: Report, row: str) -> Iterator[str]:
    """One copy of a document."""
    rows = {variable: row for variable, _ in document.variables}
    for part in document.parts:
        yield from [said(part, report.outcome, rows)] if isinstance(part, Words) else FILLERS[part.kind](part, report, rows)


def said(words: Words, outcome: Outcome, rows: dict[str, str]) -> str:
    """A line with the values of the facts that it names."""
    text = words.text
    for word, ref in words.named:
        cell = Cell(ref.fact, rows.get(ref.var, ""))
        text = text.replace(f"{{{word}}}", escape(rows[ref.var]) if not ref.fact else value(outcome, cell))
    return f"\\{text}" if text == BLANK else text  # alone on its line it would be a rule


def value(outcome: Outcome, cell: Cell) -> str:
    """A value in words; a blank to fill in where it is not known."""
    if cell.row.endswith(WITHHELD):
        return "Withheld"
    found = outcome.value(cell)
    unknown = isinstance(found, Unknown) or (isinstance(found, Choices) and not found.chosen and bool(found.unsure))
    return BLANK if unknown else escape(say_value(outcome.rulebook.facts[cell.fact], found))


def entries(report: Report, kinds: tuple[str, ...], block: Block, rows: dict[str, str]) -> tuple[list[Entry], list[Entry]]:
    """What applies and what may apply, about everybody or about one row only."""
    key = rows.get(block.of)
    found = (report.applying(*kinds), report.maybe(*kinds))
    return found if key is None else tuple([e for e in part if key in dict(e.binding).values()] for part in found)  # type: ignore[return-value]


def conflicts(block: Block, report: Report, rows: dict[str, str]) -> Iterator[str]:
    """The conflicts found and those not settled: a table, then what to do about each."""
    found, unsettled = entries(report, ("conflict",), block, rows)
    yield f"{len(found)} found, {len(unsettled)} not settled."
    yield ""
    yield from register(report, found, unsettled)


def tasks(block: Block, report: Report, rows: dict[str, str]) -> Iterator[str]:
    """What is to be done."""
    for part in entries(report, ("item",), block, rows):
        for entry in part:
            yield from task(report, entry)
    yield ""


def warnings(block: Block, report: Report, rows: dict[str, str]) -> Iterator[str]:
    """What to beware of."""
    for part in entries(report, ("warning",), block, rows):
        for entry in part:
            yield f"- **{escape(entry.title)}**"
            yield from details(report, entry)
    yield ""


def rows_table(block: Block, report: Report, _: dict[str, str]) -> Iterator[str]:
    """The rows of a list, with a row to fill in where there may be more."""
    outcome = report.outcome
    rowset = outcome.rows[block.of]
    cells = [tuple(value(outcome, Cell(fact, key)) for fact, _ in block.columns) for key in rowset.keys]
    cells += [tuple(BLANK for _ in block.columns)] if rowset.more else []
    yield from table(tuple(escape(heading) for _, heading in block.columns), cells)


def judged(block: Block, report: Report, _: dict[str, str]) -> Iterator[str]:
    """How many conflicts each row was checked against, and what came of it; what was neither found nor left open was cleared."""
    outcome = report.outcome
    keys = outcome.rows[block.of].keys
    counts = {key: Counter[Status]() for key in keys}
    total = 0
    for item in report.book.items.values():
        lists = dict(item.clause.variables)
        mine = [var for var in item.per if lists[var] == block.of]
        if item.kind != "conflict" or not in_topics(outcome, item) or not mine:
            continue
        total += pairs_with_one(outcome, [lists[var] for var in item.per], block.of)
        for result in live_results(outcome, item):
            named = {key for var, key in result.binding if var in mine and MISSING not in dict(result.binding).values()}
            for key in named & counts.keys():
                counts[key][result.status] += 1
    cells = [(counts[key][Status.HOLDS], counts[key][Status.OPEN]) for key in keys]
    rows = [(escape(key), str(found), str(unsure), str(total - found - unsure), str(total)) for key, (found, unsure) in zip(keys, cells, strict=True)]
    yield from table(("Who or what", "Found", "Not settled", "Checked and cleared", "Checked in all"), rows)
    if outcome.rows[block.of].more:
        yield "The list may have more rows. They have not been checked."
        yield ""


def pairs_with_one(outcome: Outcome, lists: list[str], listed: str) -> int:
    """In how many bindings over some lists one given row of a list stands."""
    everywhere = prod(len(outcome.rows[name].keys) for name in lists)
    elsewhere = prod(len(outcome.rows[name].keys) - (name == listed) for name in lists)
    return everywhere - elsewhere


def unjudged(block: Block, report: Report, _: dict[str, str]) -> Iterator[str]:
    """What could not be judged for want of an answer: for each row the questions that are open."""
    rows = by_row(report, report.maybe("conflict"), block.of)
    if not rows:
        yield "Everybody and everything on the list could be judged."
    for keys, _number, cells in rows:
        yield f"- **{names(keys)}**: {asked(report, cells)}"
    yield ""


def answers(block: Block, report: Report, _: dict[str, str]) -> Iterator[str]:
    """The questions of a section that arise, with their answers or a blank."""
    outcome = report.outcome
    facts = [fact for fact in report.book.facts.values() if fact.asked and not fact.list and fact.section == block.of]
    cells = [Cell(fact.id) for fact in facts if applicable(outcome, Cell(fact.id))]
    yield from table(("Question", "Answer"), [(escape(short_question(question(outcome, cell).ask)), value(outcome, cell)) for cell in cells])


def options(block: Block, report: Report, _rows: dict[str, str]) -> Iterator[str]:
    """The options chosen of a question, each with the things to do that turn on it; those that nobody is sure of are marked."""
    fact, found = report.book.facts[block.of], report.outcome.value(Cell(block.of))
    if not isinstance(found, Choices):
        yield f"{escape(short_question(fact.ask or label(fact)))} {BLANK}"
        yield ""
        return
    named = [option for option in fact.options if option in found.chosen | found.unsure]
    for option in named:
        yield f"**{escape(fact.options[option])}**{'' if option in found.chosen else ' (not sure)'}"
        yield ""
        for entry in [*report.applying(), *report.maybe()]:
            if turns_on_option(report.book.items[entry.item], block.of, option):
                yield from task(report, entry)
        yield ""
    yield from [] if named else ["None is named.", ""]


def turns_on_option(item: Item, fact: str, option: str) -> bool:
    """Whether a line of an item asks for an option."""
    return any(line.left.fact == fact and line.op is Op.HAS and not line.negated and option in line.right for line in item.clause.when)


def law_block(_block: Block, report: Report, _rows: dict[str, str]) -> Iterator[str]:
    """The law relied on."""
    yield from law(report)


def since(_block: Block, report: Report, _rows: dict[str, str]) -> Iterator[str]:
    """What is new in the register of conflicts."""
    yield from told(report, news(report.before, report.outcome, report.checklist) if report.before else None)


FILLERS: Mapping[str, Callable[[Block, Report, dict[str, str]], Iterator[str]]] = {
    "conflicts": conflicts,
    "tasks": tasks,
    "warnings": warnings,
    "table": rows_table,
    "judged": judged,
    "unjudged": unjudged,
    "answers": answers,
    "options": options,
    "stages": lambda _block, report, _rows: whereabouts(report),
    "plan": lambda _block, report, _rows: planned(report),
    "precedents": lambda _block, report, _rows: precedents(report),
    "law": law_block,
    "since": since,
}


def foot(report: Report) -> Iterator[str]:
    """What the document was made from."""
    book = report.book
    yield "---"
    yield ""
    yield f"{escape(sentence(book.title))} Rulebook version {escape(book.version)}, digest `{book.digest}`. Law as at {say_date(report.outcome.as_at)}."
    yield ""
    yield f"> {escape(book.disclaimer)}"


__all__ = ["fill"]
