"""The keys that each table of a rule file or page head may have, and the shape of their values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

SHAPES: Mapping[str, str] = {
    "text": "a text in quotes",
    "texts": "a text, or a list of texts",
    "lines": "a list of condition lines",
    "flag": "true or false",
    "day": "a date like 2012-12-06",
    "days": "a list of dates",
    "table": "a table",
    "any": "a value",
    "texts-table": "a table of texts",
    "operands": "a text, or a list of texts",
}


@dataclass(frozen=True, slots=True)
class Key:
    """One key: the shape of its value, what it says, whether its table must have it, and what kind of thing its value names."""

    shape: str
    says: str
    required: bool = False
    names: str = ""


def fits(value: object, shape: str) -> bool:
    """Whether a TOML value has a shape."""
    match shape:
        case "text":
            return isinstance(value, str)
        case "texts" | "operands":
            return isinstance(value, str) or is_texts(value)
        case "lines":
            return is_texts(value)
        case "flag":
            return isinstance(value, bool)
        case "day":
            return isinstance(value, date) and not isinstance(value, datetime)
        case "days":
            return isinstance(value, list) and all(fits(one, "day") for one in value)
        case "table":
            return isinstance(value, dict)
        case "texts-table":
            return isinstance(value, dict) and all(isinstance(v, str) for v in value.values())
        case _:
            return True


def is_texts(value: object) -> bool:
    """Whether a value is a list of texts."""
    return isinstance(value, list) and all(isinstance(v, str) for v in value)


def is_number(value: object) -> bool:
    """Whether a TOML value is a number (and no truth value)."""
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


LEVELS_SAY = "must: a legal duty. should: official guidance. could: good practice. prohibited: a legal bar. declare: an interest to declare."

ALLOW: Mapping[str, Key] = {
    "allow": Key("texts-table", 'A finding of `guide check` that is meant to be so: its code, and the reason. Like allow.R506 = "...".'),
}
DATING: Mapping[str, Key] = {
    "from": Key("any", 'The first day it holds. "always" for no bound, "not confirmed" while nobody knows. Without it, that of the pages cited.'),
    "until": Key("any", 'The last day it holds. "never" for no bound. Without it, that of the pages cited.'),
    "nation": Key("texts", 'The nations where it holds, or "any". Without it, those of the pages cited.', names="nation"),
    "dates_of": Key("text", "The page whose dates and nations count, when the pages cited differ.", names="page"),
    "dated_by": Key("text", "The fact whose date decides which law holds, instead of the day that the case is judged on."),
}
CLAUSE: Mapping[str, Key] = {
    "for": Key("texts-table", 'Letters for the rows that it is about, like { p = "person" }. It is read once for each row.', names="list"),
    "when": Key("lines", "Lines that must all hold. Or is another rule, not is `unless`.", names="line"),
    "unless": Key("lines", "Lines that must all fail: any one that holds is enough to stop it.", names="line"),
}
CALCULATED: Mapping[str, Key] = {
    "sum": Key("operands", "Adds up amounts: of facts, or (with `for`) of rows."),
    "product": Key("operands", "Multiplies two amounts."),
    "difference": Key("operands", "The first amount less the second."),
    "share": Key("operands", "The first amount as a percentage of the second."),
    "count": Key("operands", "How many of these lines hold, or (with `for`) how many rows there are."),
    "least": Key("operands", "The smallest amount, or the earliest date."),
    "most": Key("operands", "The largest amount, or the latest date."),
    "date": Key("operands", "A date worked out from another, like `30 days beginning with challenge.received_on`."),
}
CALCULATIONS = tuple(CALCULATED)

FACT: Mapping[str, Key] = {
    "ask": Key("text", "The question, in plain English. A fact without it is derived: rules conclude it or it is calculated."),
    "label": Key("text", "The fact in a sentence: of a derived yes-no fact a statement, of any other a noun phrase."),
    "type": Key("text", "What kind of answer it takes.", required=True, names="type"),
    "options": Key("texts-table", 'The answers of a choice, and their words. Like options.joint = "The council and the new body".'),
    "section": Key("text", "The section of the interview that asks it.", names="section"),
    "only_if": Key("lines", "Lines that must all hold for the question to arise.", names="line"),
    "help": Key("text", "The article shown beside the question.", names="article"),
    "unit": Key("text", "The unit of a number or amount. Units that differ do not compare."),
    "not_yet": Key("text", 'The words of the answer "not yet", where a date may still lie ahead.'),
    "negative": Key("flag", "Whether the amount may be less than nought."),
    "dated_by": Key("text", "The fact whose date decides which figures its lines read."),
    "calendar": Key("text", "The calendar that its working days are counted by.", names="calendar"),
    **ALLOW,
    **CLAUSE,
    **CALCULATED,
}
ATTRIBUTE: Mapping[str, Key] = {
    **{name: key for name, key in FACT.items() if name not in ("type", "options", "section", "for")},
    "type": Key("text", "What kind of answer it takes, unless `one`, `many`, `row` or `rows` says it.", names="type"),
    "one": Key("any", "The options of which one is chosen: their ids, or a table of ids and words."),
    "many": Key("any", "The options of which several may be chosen: their ids, or a table of ids and words."),
    "row": Key("text", "The list of which it is one row.", names="list"),
    "rows": Key("text", "The list of which it is any number of rows.", names="list"),
    "words": Key("texts-table", "The words of its options, where their ids do not say enough."),
    "derived": Key("flag", "True when rules conclude it and nobody is asked."),
    "both_ways": Key("flag", "Whether an entry on either of two rows counts for both."),
}
LIST: Mapping[str, Key] = {
    "ask": Key("text", "The question that asks for the names of its rows. A list without it has `rows` of its own."),
    "label": Key("text", "What to call the list in a sentence."),
    "key": Key("text", "The attribute that names a row. Without it, `name`."),
    "row": Key("table", 'What is known of each row: a type in quotes, or a table. Like row.paid = "yes-no".', required=True),
    "rows": Key("any", "The rows themselves, when the rulebook gives them and nobody is asked."),
    "only_if": Key("lines", "Lines that must all hold for the list to be asked.", names="line"),
    "section": Key("text", "The section of the interview that asks it.", names="section"),
    "help": Key("text", "The article shown beside the question.", names="article"),
    "dated_by": Key("text", "The fact whose date decides which figures its lines read."),
    "private": Key("text", "What stands for a row's name in an export without names, like Person. Without it, names are public."),
    "withheld_if": Key("lines", "Lines that keep the details of a row out of every export.", names="line"),
    **ALLOW,
}
EXTENSION: Mapping[str, Key] = {name: LIST[name] for name in ("row", "allow")}
"""What a table has that adds to a list that stands elsewhere."""
PARAM: Mapping[str, Key] = {
    "unit": Key("text", "The unit of its figures. Of a length of time: days, working days, clear days, weeks, months or years."),
    "cite": Key("texts", "The page of law that gives the figures.", names="page"),
    "from": Key("table", 'The figure from a day on. Like from.2024-01-01 = 663_540, or { value = 14, unit = "days", cite = "page" }.', required=True),
    "until": Key("day", "The last day on which there is such a figure."),
    **ALLOW,
}
FIGURE: Mapping[str, Key] = {"value": Key("any", "The number, amount or date.", required=True), "unit": PARAM["unit"], "cite": PARAM["cite"]}
CITE = Key("texts", "The pages of law or guidance that it rests on, by their file names in kb/law.", required=True, names="page")
RULE: Mapping[str, Key] = {
    "cite": CITE,
    "then": Key("text", "The derived fact that it concludes: `fact`, `fact is value` or `fact has value`.", required=True, names="line"),
    **CLAUSE,
    **DATING,
    **ALLOW,
}
TITLE = Key("text", "What an officer reads in the checklist. Facts stand in braces, like {p.name}.", required=True)
LEVEL = Key("text", LEVELS_SAY, names="level")
WHO = Key("text", "The role that acts.", names="role")
STAGE = Key("text", "The stage of the journey that it belongs to.", names="stage")
ITEM: Mapping[str, Key] = {
    "title": TITLE,
    "cite": CITE,
    "level": LEVEL,
    "raised": Key("table", 'Higher levels, each with the lines that bring it. Like raised.must = ["procurement.covered"].'),
    "who": WHO,
    "stage": STAGE,
    "note": Key("text", "What to do in practice."),
    "topic": Key("texts", "Within which topics it causes questions. Without it, those of the file.", names="topic"),
    "per": Key("lines", "The letters of `for` that make one result. Without it, all of them."),
    "due": Key("text", "The last day to do it: a date, or like `30 days beginning with challenge.received_on`."),
    "not_before": Key("text", "The first day to do it: a date phrase as in `due`."),
    "calendar": Key("text", "The calendar that its working days are counted by.", names="calendar"),
    "after": Key("lines", "The items that come before it.", names="item"),
    "before": Key("lines", "The items that come after it.", names="item"),
    "takes": Key("text", "How long it takes, like `10 working days`."),
    "if_unsure": Key("text", "What to do while nobody is sure: follow it, or wait.", names="unsure"),
    **CLAUSE,
    **DATING,
    **ALLOW,
}
NEEDED = {"level": replace(LEVEL, required=True), "who": replace(WHO, required=True)}
ITEMS: Mapping[str, Mapping[str, Key]] = {
    "item": {**ITEM, **NEEDED, "stage": replace(STAGE, required=True)},
    "conflict": {
        **ITEM,
        **NEEDED,
        "nature": Key("text", "Whether the conflict is actual, potential or perceived.", required=True, names="nature"),
        "potential_if": Key("lines", "Lines that make the conflict a potential one.", names="line"),
        "record": Key("text", "What to keep in the records."),
    },
    "warning": ITEM,
    "route": {
        **ITEM,
        "compare": Key("text", "The comparison that it stands in, side by side with the routes of the same name."),
        "suits": Key("lines", "Lines that speak for it. They never decide.", names="line"),
        "strains": Key("lines", "Lines that speak against it. They never decide.", names="line"),
    },
}
EXPECT: Mapping[str, Key] = {
    "applies": Key("lines", "Items that apply, by id. One row's as `id (p = Ann)`.", names="outcome"),
    "may": Key("lines", "Items that may apply: nobody knows yet.", names="outcome"),
    "ruled_out": Key("lines", "Items that are ruled out.", names="outcome"),
    "holds": Key("lines", "Facts that are true, like `contract.large` or `person[Ann].paid`.", names="fact"),
    "fails": Key("lines", "Facts that are false or not applicable.", names="fact"),
    "unknown": Key("lines", "Facts that are not known.", names="fact"),
    "value": Key("table", 'Facts and the values that they have. Like value."contract.total" = 5.'),
    "due": Key("table", "Items and the last day of each."),
    "not_before": Key("table", "Items and the first day of each."),
    "level": Key("table", 'Items and the level of each. Like level.inform-staff = "must".'),
    "asks": Key("lines", "Questions that are still to be asked.", names="fact"),
}
EXPECTATIONS = tuple(EXPECT)
TABLES = ("value", "due", "not_before", "level")
"""The expectations that give each name a value."""
TEST: Mapping[str, Key] = {
    "on": Key("day", "The day that the case is judged on.", required=True),
    "given": Key("table", 'The answers. What is not given is unknown; "not sure" and "not yet" are answers too.', names="given"),
    "expect": Key("table", "What must follow from the answers.", required=True, names="expect"),
}
SECTION: Mapping[str, Key] = {
    "title": Key("text", "The heading of the section.", required=True),
    "help": Key("text", "The article shown beside the section.", names="article"),
}
STAGES: Mapping[str, Key] = {
    "title": Key("text", "What the stage is called.", required=True),
    "enter_when": Key("text", "What has to be there before it starts."),
    "leave_when": Key("text", "What has to be there before it ends."),
    "typical_time": Key("text", "How long it usually takes."),
    "leads": Key("text", "Who leads it."),
    "deliverables": Key("text", "What comes out of it."),
    "gateway": Key("text", "Who decides at its end, and what."),
    "needs": Key("lines", "The stages that end before it starts. They stand above it.", names="stage"),
    "done_when": Key("lines", "Lines that all hold once the stage is done.", names="line"),
}
CALENDAR: Mapping[str, Key] = {
    "title": Key("text", "What the calendar is called.", required=True),
    "off": Key("days", "The days that are no working days, besides Saturdays and Sundays."),
    "known_to": Key("day", "The last day for which that is known.", required=True),
    "known_from": Key("day", "The first day for which that is known."),
    **ALLOW,
}
BOOK: Mapping[str, Key] = {
    "title": Key("text", "What the rulebook is called.", required=True),
    "version": Key("text", "The version of the rulebook: a changed outcome is at least a minor step.", required=True),
    "topics": Key("text", "The fact whose options are the topics.", required=True, names="fact"),
    "nation": Key("text", "The fact whose options are the nations.", required=True, names="fact"),
    "alike": Key("lines", "The facts by which a case is like a real one, the weightiest first.", names="fact"),
    "disclaimer": Key("text", "What every checklist says about itself.", required=True),
}
FILE: Mapping[str, Key] = {
    "title": Key("text", "What the file is about."),
    "topic": Key("texts", "The topics of all items of the file.", names="topic"),
    "dated_by": Key("text", "The fact whose date decides which law holds, for everything in the file."),
    "in_section": Key("text", "The section of the interview that asks the questions of the file.", names="section"),
    "calendar": Key("any", "The calendar of the file, or (in tables) calendars.", names="calendars"),
    "given": Key("table", "Answers that all tests of the file share.", names="given"),
    "role": Key("texts-table", "Who acts: a job in this work, not a job title."),
    "fact": Key("table", "Facts about the case: questions, and what follows from them. [fact.subject.attribute]"),
    "list": Key("table", "Lists of people, bodies or things, with facts about each row. [list.person]"),
    "param": Key("table", "Amounts and periods that the law sets, by date. [param.threshold]"),
    "rule": Key("table", "Rules that conclude derived facts. [rule.id]"),
    "item": Key("table", "Lines of the checklist. [item.id]"),
    "conflict": Key("table", "Lines of the conflicts register. [conflict.id]"),
    "warning": Key("table", "Warnings: what to know, with nothing to do. [warning.id]"),
    "route": Key("table", "What the law allows: powers and ways to go. [route.id]"),
    "test": Key("table", "Answers on a day, and what must follow. [test.id]"),
    "section": Key("table", "The sections of the interview, in the order they are asked. [section.id]"),
    "stage": Key("table", "The stages of the journey, in order. [stage.id]"),
}
PAGE: Mapping[str, Key] = {
    "title": Key("text", "What the provision says, in a few words.", required=True),
    "cite": Key("text", "The Act or guidance, and the place in it.", required=True),
    "url": Key("text", "Where to read it."),
    "nation": Key("texts", "The nations where it holds. Without it, everywhere.", names="nation"),
    "from": Key("any", 'The first day it holds, or "not confirmed".'),
    "until": Key("day", "The last day it holds."),
    "checked": Key("text", "How the page was checked: against the text, official guidance, something secondary, or not.", required=True, names="checked"),
    "checked_on": Key("day", "The day it was checked."),
    "review_by": Key("day", "The day by which to read the law again."),
    "information": Key("text", "Why the page is there although nothing cites it."),
    "precedent": Key("table", "What a page on a real case says for comparison. [precedent]"),
    **ALLOW,
}
PRECEDENT: Mapping[str, Key] = {
    "ended": Key("text", "How the case ended, or how it stands.", required=True),
    "wrong": Key("text", "What went wrong, where something did."),
    "answered_by": Key("lines", "The items that answer what went wrong.", names="item"),
    "like": Key("table", 'Its options, by the facts of `alike`; several where any of them may be right. Like like.service.kind = "libraries".', required=True),
}
DOCUMENT: Mapping[str, Key] = {
    "title": Key("text", "What the document is called.", required=True),
    "topic": Key("texts", "The topics that it belongs to.", names="topic"),
    "for": Key("texts-table", 'A letter and a list, like { p = "person" }: a copy for each row.', names="list"),
    "only": Key("lines", "Lines that leave out the copy of a row when one fails.", names="line"),
    **ALLOW,
}
ARTICLE: Mapping[str, Key] = {"title": Key("text", "The heading of the article.", required=True), **ALLOW}
