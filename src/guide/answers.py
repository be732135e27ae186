"""Reads answers as people and files give them, and writes them back the same way.

One form serves tests, case files and the command line: `"not sure"`, `"not yet"`, `"option?"` for an option nobody is sure
of, a last row `"?"` for a list that may have more rows. Words that would be taken for one of these stand in a table,
`{ exactly = "not sure" }`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, localcontext
from fractions import Fraction

from guide.diagnostics import suggest
from guide.model import Fact, RowList
from guide.values import UNKNOWN, Cell, Choices, NotApplicable, NotYet, Unknown, Value

NOT_SURE = "not sure"
NOT_YET = "not yet"
NOT_YET_ON = "not_yet_on"
EXACTLY = "exactly"
MAGNITUDE = 30
"""How many digits a number may have on either side of the point."""
TYPED_NUMBER = re.compile(r"-?(\d{1,30}(\.\d{0,30})?|\.\d{1,30})")
CELL = re.compile(r"(?P<list>[\w-]+)\[(?P<row>.+)\]\.(?P<attribute>\w+)", re.DOTALL)


class AnswerError(Exception):
    """An answer that does not fit its question: a message for the person who gave it."""


def parse_cell(text: str, facts: Mapping[str, Fact], lists: Mapping[str, RowList]) -> Cell:
    """The cell that `challenge.received_on`, `person` or `person[Ann].roles` names. Raises AnswerError."""
    match = CELL.fullmatch(text)
    fact = f"{match['list']}.{match['attribute']}" if match else text
    row = match["row"] if match else ""
    if fact in lists and not row:
        return Cell(fact)
    found = facts.get(fact)
    if found is None:
        near = suggest(fact, [*facts, *lists])
        raise AnswerError(f"there is no question `{text}`" + (f"; did you mean `{near}`?" if near else ""))
    if bool(found.list) != bool(row):
        raise AnswerError(
            f"`{text}` belongs to the rows of a list: write `{found.list}[name].{fact.split('.', 1)[1]}`" if found.list else f"`{fact}` is not about rows"
        )
    return Cell(fact, row)


def parse_value(fact: Fact, raw: object, as_at: date) -> Value:
    """The value that an answer in TOML or JSON gives to a fact, `UNKNOWN` for "not sure". Raises AnswerError."""
    if isinstance(raw, dict) and EXACTLY in raw:
        raw = exact_words(raw)
    elif raw == NOT_SURE:
        return UNKNOWN
    elif raw == NOT_YET or isinstance(raw, dict):
        return parse_not_yet(fact, raw, as_at)
    match fact.kind:
        case "yes-no":
            return parse_yes_no(raw)
        case "choice" | "row":
            return parse_option(fact, raw)
        case "choices" | "rows":
            return parse_choices(fact, raw)
        case "number" | "money" | "percent":
            return parse_number(fact, raw)
        case "date":
            return parse_date(raw)
        case _:
            if not isinstance(raw, str):
                raise AnswerError("answer with a text")
            return raw


def exact_words(raw: Mapping[str, object]) -> str:
    """The words of `{ exactly = "..." }`, which stand for nothing but themselves."""
    words = raw.get(EXACTLY)
    if len(raw) != 1 or not isinstance(words, str):
        raise AnswerError(f'words to be read as they stand are `{{ {EXACTLY} = "..." }}`')
    return words


def parse_not_yet(fact: Fact, raw: object, as_at: date) -> NotYet:
    """The answer "not yet", where the question offers it."""
    if not fact.not_yet:
        raise AnswerError(f'this question does not offer the answer "{NOT_YET}"')
    if isinstance(raw, dict):
        given = raw.get(NOT_YET_ON)
        if len(raw) != 1 or not isinstance(given, date):
            raise AnswerError(f"a table as an answer is `{{ {NOT_YET_ON} = 2012-12-06 }}`, the day it was said")
        return NotYet(parse_date(given))
    return NotYet(as_at)


def parse_yes_no(raw: object) -> bool:
    """A truth value, also in the words yes and no."""
    if isinstance(raw, bool):
        return raw
    word = raw.strip().lower() if isinstance(raw, str) else ""
    if word in ("yes", "y", "true"):
        return True
    if word in ("no", "n", "false"):
        return False
    raise AnswerError("answer yes, no or not sure")


def parse_option(fact: Fact, raw: object) -> str:
    """One option, or the name of a row."""
    if not isinstance(raw, str):
        raise AnswerError("answer with one option" if fact.options else "answer with the name of a row")
    if fact.kind == "choice":
        known_option(fact, raw)
    return raw


def known_option(fact: Fact, word: str) -> None:
    """Refuses a word that is no option of the fact."""
    if word not in fact.options:
        near = suggest(word, fact.options)
        raise AnswerError(f"`{word}` is not an option" + (f"; did you mean `{near}`?" if near else f": choose from {', '.join(fact.options)}"))


def parse_choices(fact: Fact, raw: object) -> Choices:
    """Several options or rows; a question mark behind one leaves it unsure."""
    if isinstance(raw, str):
        raw = [part.strip() for part in raw.split(",") if part.strip()]
    if not isinstance(raw, list) or not all(isinstance(word, str | dict) for word in raw):
        raise AnswerError("answer with a list of options" if fact.options else "answer with a list of names")
    chosen: set[str] = set()
    unsure: set[str] = set()
    for word in raw:
        doubted = isinstance(word, str) and word.endswith("?")
        plain = exact_words(word) if isinstance(word, dict) else word.removesuffix("?")
        if fact.kind == "choices":
            known_option(fact, plain)
        (unsure if doubted else chosen).add(plain)
    return Choices(frozenset(chosen), frozenset(unsure - chosen))


def parse_number(fact: Fact, raw: object) -> int | Fraction:
    """An exact number; a text may carry the signs and separators that people type."""
    if isinstance(raw, str):
        plain = re.sub(r"[£%,_\s]", "", raw)
        if not TYPED_NUMBER.fullmatch(plain):
            raise AnswerError(f"`{raw[:40]}` is not a number")
        raw = Decimal(plain)
    if isinstance(raw, bool) or not isinstance(raw, int | float | Decimal):
        raise AnswerError("answer with a number")
    exact = Decimal(str(raw)) if isinstance(raw, float) else Decimal(raw)
    if not exact.is_finite():
        raise AnswerError("answer with a finite number")
    if exact and not -MAGNITUDE <= exact.adjusted() < MAGNITUDE:
        raise AnswerError("the number is too large or too small")
    number = Fraction(exact)
    if (number * 10**MAGNITUDE).denominator != 1:
        raise AnswerError("the number has too many decimal places")
    if number < 0 and not fact.negative:
        raise AnswerError("the number cannot be less than nought")
    return int(number) if number.denominator == 1 else number


def parse_date(raw: object) -> date:
    """A date, or a text like 2012-12-06, 6/12/2012 or 6 December 2012."""
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    if isinstance(raw, str):
        for form in ("%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y"):
            try:
                return datetime.strptime(raw.strip(), form).date()
            except ValueError:
                continue
    raise AnswerError("answer with a date like 6 December 2012 or 2012-12-06")


def raw_value(value: Value, as_at: date | None = None) -> object:
    """An answer's value as TOML holds it; `not yet` in words when it was given for `as_at`, as a table with its day if not."""
    match value:
        case Unknown():
            return NOT_SURE
        case NotYet(given_on=given):
            return NOT_YET if given == as_at else {NOT_YET_ON: given}
        case Choices(chosen=chosen, unsure=unsure):
            return [{EXACTLY: word} if word.endswith("?") else word for word in sorted(chosen)] + [f"{word}?" for word in sorted(unsure)]
        case "not sure" | "not yet":
            return {EXACTLY: value}
        case NotApplicable():
            raise ValueError("no answer says that a fact is not applicable")
        case Fraction():
            return decimal(value)
        case _:
            return value


def decimal(number: Fraction) -> int | float | str:
    """A number as a file holds it: its digits in quotes where a float would not be exact."""
    if number.denominator == 1:
        return int(number)
    if Fraction(repr(float(number))) == number:
        return float(number)
    with localcontext(prec=len(str(number.numerator)) + number.denominator.bit_length()):
        return f"{Decimal(number.numerator) / number.denominator:f}"
