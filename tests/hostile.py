"""Hostile case files and checklists: what people, editors and attackers may put where the guide expects answers.

`MARK` stands in every word that would do harm if it were not shown as text.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable
from typing import Any

import tomli_w

MARK = "zqx"
MARKUP = (
    *(f"<img src=x onerror={MARK}()>", f"<script>{MARK}()</script>", f"</title><b>{MARK}", f"--><i>{MARK}", f"<!-- {MARK}", f"-->\n<!-- guide:record\n{MARK}"),
    *(f"[{MARK}](javascript:{MARK})", f"![{MARK}](//{MARK})", f"# {MARK}", f"- [x] {MARK} <!-- guide: publish-notice -->", f"| {MARK} | a |", f"```\n{MARK}"),
    *(f"{{person.name}} {MARK}", f"{{{{table person}}}} {MARK}", f"&lt;{MARK}&#x1b;", f"=HYPERLINK({MARK})", f"@{MARK}", f"+{MARK}", "[red]x[/red]", "[/]"),
)
SIGNS = (
    *(
        "\x1b[31m",
        "\x1b]0;t\x07",
        "\x9b2J",
        "\x00",
        "\x07",
        "\x7f",
        "\x85",
        "\u2028",
        "\u2029",
        "\u202e",
        "\u2066",
        "\ufeff",
        "\u200b",
        "\r",
        "\n",
        "\t",
        "\x0b",
    ),
    *("\ud7ff", "\ufdd0", "\U0010ffff", "\U0001f600\u200d\U0001f525", "e\u0301" * 40, "\u1160", "İ", "ß", " ", ""),
)
PATHS = (
    "../../etc/passwd",
    "/etc/passwd",
    "~/x",
    "C:\\x",
    "con",
    "a/b",
    ".",
    "-o",
    "--rules=/",
    "$(id)",
    "`id`",
    "%s%n",
    "{0.__class__}",
    "file:///etc/passwd",
)
WORDS = (
    "Ann",
    "Bob",
    "?",
    "Ann?",
    "??",
    "not sure",
    "not yet",
    "yes",
    "1",
    "true",
    "evaluator",
    "director?",
    "Newco",
    "buyer",
    "publish-notice",
    "take-off (p = Ann)",
)
NUMBERS = (0, -1, 1, 5, 10**30, -(10**30), 2**63, 1e308, -0.0, 0.1, float("nan"), float("inf"), 120000.5, 51)
DAYS = ("0001-01-01", "9999-12-31", "2026-04-01", "2026-04-01T10:00:00", "2026-04-01T10:00:00Z", "10:00:00", "2024-02-29")
LONG = 10_000_000
TABLES = ("answers", "notes", "kept", "work", "rulebook", "evaluators", "extra")
FACTS = (
    "contract.wanted",
    "contract.value",
    "contract.length",
    "contract.change",
    "contract.signed_on",
    "board.staff_share",
    "service.name",
    "case.nation",
    "case.topics",
)
ROW = ("name", "roles", "acts_for", "related_to", "reports_to", "paid", "label", "kind", "form", "shoe", "")
WORK = ("done", "note", "not_followed_by", "not_followed_because", "because")
HEADS = ("format", "title", "as_at")


def word(dice: random.Random) -> str:
    """A hostile word; seldom one of ten megabytes."""
    chosen = dice.choice(dice.choice((MARKUP, SIGNS, PATHS, WORDS)))
    if dice.random() < 0.25:
        chosen += dice.choice(dice.choice((MARKUP, SIGNS, PATHS, WORDS)))
    if dice.random() < 0.002:
        return chosen * (LONG // max(1, len(chosen)))
    return chosen * dice.randint(2, 400) if dice.random() < 0.05 else chosen


def value(dice: random.Random, depth: int = 0) -> object:
    """A value of any type, in lists and tables as deep as chance has it."""
    match dice.randrange(9 if depth < 6 else 6):
        case 0 | 1 | 2:
            return word(dice)
        case 3:
            return dice.choice(NUMBERS)
        case 4:
            return dice.random() < 0.5
        case 5:
            return tomllib.loads(f"x = {dice.choice(DAYS)}")["x"]
        case 6 | 7:
            return [value(dice, depth + 1) for _ in range(dice.randrange(4))]
    return {dice.choice((*ROW, *FACTS, *WORK, word(dice))): value(dice, depth + 1) for _ in range(dice.randrange(4))}


def nested(dice: random.Random) -> object:
    """One value inside of very many others."""
    found: object = word(dice)
    wrap: Callable[[object], object] = dice.choice((lambda inner: [inner], lambda inner: {"a": inner}))
    for _ in range(dice.choice((3, 30, 150))):
        found = wrap(found)
    return found


def row(dice: random.Random) -> object:
    """A row of a list, or what stands in its place."""
    if dice.random() < 0.1:
        return value(dice)
    fitting: dict[str, object] = {dice.choice(("name", "label")): word(dice)}
    return fitting | {dice.choice(ROW): value(dice) for _ in range(dice.randrange(3))}


def changed(table: dict[str, Any], dice: random.Random) -> None:
    """Changes a case's content in one place."""
    if dice.random() < 0.15:
        table[dice.choice((*HEADS, *TABLES, word(dice)))] = value(dice)
        return
    name = dice.choice(TABLES)
    into = table.setdefault(name, {})
    if not isinstance(into, dict):
        return
    match name:
        case "answers" if dice.random() < 0.5:
            rows = into.setdefault(dice.choice(("person", "body")), [])
            if isinstance(rows, list):
                rows.insert(dice.randrange(len(rows) + 1), row(dice))
        case "answers":
            subject, _, attribute = dice.choice(FACTS).partition(".")
            if isinstance(held := into.setdefault(subject, {}), dict):
                held[attribute] = value(dice) if dice.random() < 0.8 else nested(dice)
        case "work" | "notes" | "kept":
            inner = {dice.choice(WORK if name == "work" else ("note", "left_to", word(dice))): value(dice) for _ in range(dice.randrange(4))}
            into[dice.choice((*WORDS, *FACTS, f"person[{word(dice)}].roles", word(dice)))] = inner if dice.random() < 0.8 else value(dice)
        case _:
            into[dice.choice(("version", "digest", "agree", "apart", word(dice)))] = value(dice) if dice.random() < 0.8 else nested(dice)


def reworked(text: str, dice: random.Random) -> str:
    """A case whose content was changed and written as good TOML again; sometimes with a key said twice."""
    table = tomllib.loads(text)
    for _ in range(dice.randint(1, 4)):
        changed(table, dice)
    again = tomli_w.dumps(table)
    lines = again.split("\n")
    if dice.random() < 0.05:
        lines.insert(dice.randrange(len(lines)), dice.choice(lines))
    if dice.random() < 0.02:
        lines.insert(0, f"deep = {'[' * 900}{']' * 900}")
    if dice.random() < 0.02:
        lines.append(f"[{'.'.join(['a'] * dice.choice((90, 3000)))}]")
    return "\n".join(lines)


def rewritten(text: str, dice: random.Random) -> str:
    """A checklist with hostile words of people's own, or with another record at its end."""
    body, mark, record = text.partition("<!-- guide:record\n")
    lines = body.split("\n")
    for _ in range(dice.randint(0, 4)):
        at = dice.randrange(len(lines))
        new = f"{dice.choice(('', '  - ', '- ', '- [x] ', '> ', '    '))}{word(dice)}"
        lines[at : at + dice.randrange(2)] = [new]
    if mark and dice.random() < 0.6:
        table = tomllib.loads(record.partition("\n-->")[0])
        if dice.random() < 0.5:
            changed(table["case"], dice)
        else:
            table[dice.choice(list(table))] = value(dice)
        record = tomli_w.dumps(table).replace("<", "\\u003C").replace(">", "\\u003E") + "-->\n"
    return "\n".join(lines) + mark + record


def name(dice: random.Random) -> str:
    """A hostile name of a file that a system takes."""
    return (word(dice).replace("/", "").replace("\x00", "").strip(".")[:40] or "x") + dice.choice(("", ".toml", ".md"))
