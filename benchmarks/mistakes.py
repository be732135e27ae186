"""Single mistakes in the shipped rulebook, made by machine: how many `guide check` and `guide test` catch, and which escape.

Run with `python benchmarks/mistakes.py --count 240 --seed 1`. Each mistake is made in a copy of its own.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import guide
from guide.check import check, read
from guide.model import Rulebook
from guide.sweep import encode, expected, work

ROOT = guide.shipped_rulebook()
LINES = re.compile(r'^(?P<key>when|unless|only_if) = \[(?P<lines>".*")\]$', re.MULTILINE)
WORD = re.compile(r"[a-z][a-z_]*(?:\.[a-z_]+)?")
TABLE = re.compile(r"^\[(?:rule|item|conflict|warning|route)\.[^\]]+\]\n(?:(?!\[).*\n?)*", re.MULTILINE)


@dataclass(frozen=True)
class Mistake:
    """What a slip makes of one file; no text when the file goes."""

    kind: str
    file: str
    text: str | None
    said: str


Maker = Callable[[str, random.Random], Iterator[tuple[int, int, str]]]
"""Yields the parts of a text that a slip may change, with what they become."""


def misspelt_name(text: str, chance: random.Random) -> Iterator[tuple[int, int, str]]:
    """Two letters of a word in a condition line change places."""
    for match in LINES.finditer(text):
        for word in WORD.finditer(text, match.start("lines"), match.end("lines")):
            if len(word[0]) > 5 and (swapped := swap(word[0], chance)) != word[0]:
                yield word.start(), word.end(), swapped


def misspelt_key(text: str, chance: random.Random) -> Iterator[tuple[int, int, str]]:
    """A key of a table loses a letter."""
    for match in re.finditer(r"^(when|unless|only_if|cite|level|stage|title|then|type|options|section)(?= ?[=.])", text, re.MULTILINE):
        at = chance.randrange(len(match[0]))
        yield match.start(), match.end(), match[0][:at] + match[0][at + 1 :]


def misspelt_page(text: str, chance: random.Random) -> Iterator[tuple[int, int, str]]:
    """A page is cited under a wrong name."""
    for match in re.finditer(r'(?<=^cite = ")[a-z0-9-]+(?="$)', text, re.MULTILINE):
        yield match.start(), match.end(), swap(match[0], chance)


def dropped_option(text: str, _: random.Random) -> Iterator[tuple[int, int, str]]:
    """An option goes."""
    yield from ((match.start(), match.end(), "") for match in re.finditer(r"^options\.[a-zA-Z0-9-]+ = .*\n", text, re.MULTILINE))


def shifted_date(text: str, chance: random.Random) -> Iterator[tuple[int, int, str]]:
    """A day of the law moves by one day, one month or ten years."""
    for match in re.finditer(r"^(?:from|until)(?:\.| = )(\d{4}-\d\d-\d\d)", text, re.MULTILINE):
        day = date.fromisoformat(match[1])
        yield match.start(1), match.end(1), str(day + timedelta(days=chance.choice([1, -1, 30, -30, 3652])))


def changed_amount(text: str, chance: random.Random) -> Iterator[tuple[int, int, str]]:
    """A figure of a parameter is out by one, or has two digits turned round."""
    for match in re.finditer(r"^from\.\d{4}-\d\d-\d\d = (?:\{ value = )?([\d_]+)", text, re.MULTILINE):
        amount = int(match[1].replace("_", ""))
        turned = int(swap(str(amount), chance)) if amount > 9 else amount + 1
        yield match.start(1), match.end(1), str(chance.choice([amount + 1, amount - 1, turned if turned != amount else amount + 1]))


def deleted_line(text: str, chance: random.Random) -> Iterator[tuple[int, int, str]]:
    """One of several lines of a rule goes."""
    for match in LINES.finditer(text):
        lines = re.findall(r'"[^"]*"', match["lines"])
        if len(lines) > 1:
            lines.pop(chance.randrange(len(lines)))
            yield match.start("lines"), match.end("lines"), ", ".join(lines)


def turned_line(text: str, _: random.Random) -> Iterator[tuple[int, int, str]]:
    """A comparison says the opposite, or leaves out the amount itself."""
    turns = {">=": ">", "<=": "<", ">": ">=", "<": "<=", " is not ": " is ", " is ": " is not ", " has ": " lacks ", " in ": " not in "}
    for match in LINES.finditer(text):
        for sign in re.finditer(r">=|<=|>|<| is not | is | has | in ", match["lines"]):
            yield match.start("lines") + sign.start(), match.start("lines") + sign.end(), turns[sign[0]]


def wrong_side(text: str, _: random.Random) -> Iterator[tuple[int, int, str]]:
    """`when` becomes `unless`, or the other way round."""
    other = {"when": "unless", "unless": "when"}
    yield from ((match.start("key"), match.end("key"), other[match["key"]]) for match in LINES.finditer(text) if match["key"] in other)


def deleted_table(text: str, _: random.Random) -> Iterator[tuple[int, int, str]]:
    """A rule or an item goes."""
    yield from ((match.start(), match.end(), "") for match in TABLE.finditer(text))


def half_a_merge(text: str, chance: random.Random) -> Iterator[tuple[int, int, str]]:
    """A merge leaves its marks, a table twice, or a table without its end."""
    for match in TABLE.finditer(text):
        lines = match[0].rstrip("\n").split("\n")
        marked = "\n".join(["<<<<<<< ours", *lines, "=======", *lines[:2], ">>>>>>> theirs", ""])
        halved = "\n".join([*lines[: max(1, len(lines) // 2)], ""])
        yield match.start(), match.end(), chance.choice([marked, match[0] + match[0], halved])


def wrong_time(text: str, chance: random.Random) -> Iterator[tuple[int, int, str]]:
    """A time limit is out by some days."""
    for match in re.finditer(r'^(?:due|not_before) = "(\d+) ', text, re.MULTILINE):
        yield match.start(1), match.end(1), str(int(match[1]) + chance.choice([1, -1, 10]))


def lost_name(text: str, _: random.Random) -> Iterator[tuple[int, int, str]]:
    """A title loses the name of its row."""
    yield from ((match.start(1), match.end(1), "somebody") for match in re.finditer(r'^title = ".*?(\{[^}]+\})', text, re.MULTILINE))


def wrong_level(text: str, _: random.Random) -> Iterator[tuple[int, int, str]]:
    """A duty becomes advice, or advice a duty."""
    turns = {"must": "should", "should": "must", "prohibited": "could", "could": "must", "declare": "should"}
    yield from ((match.start(1), match.end(1), turns[match[1]]) for match in re.finditer(r'^level = "([a-z]+)"', text, re.MULTILINE))


MAKERS: dict[str, Maker] = {
    maker.__name__.replace("_", " "): maker
    for maker in (
        misspelt_name, misspelt_key, misspelt_page, dropped_option, shifted_date, changed_amount, deleted_line, turned_line, wrong_side,
        deleted_table, half_a_merge, wrong_time, lost_name, wrong_level,
    )
}  # fmt: skip


def swap(word: str, chance: random.Random) -> str:
    """A word with two neighbouring letters in each other's place."""
    at = chance.randrange(len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def mistakes(count: int, chance: random.Random) -> list[Mistake]:
    """As many of each kind as the rulebook offers, up to an equal share."""
    rules = [path for path in sorted((ROOT / "rules").rglob("*.toml")) if "tests" not in path.parts]
    share = -(-count // (len(MAKERS) + 1))
    made = [removed_page(path) for path in chance.sample(sorted((ROOT / "kb" / "law").rglob("*.md")), share)]
    for kind, maker in MAKERS.items():
        places = [(path, place) for path in rules for place in maker(path.read_text(encoding="utf-8"), chance)]
        for path, (start, end, new) in chance.sample(places, min(share, len(places))):
            text = path.read_text(encoding="utf-8")
            where = f"{path.relative_to(ROOT)}:{text.count(chr(10), 0, start) + 1}"
            made.append(Mistake(kind, str(path.relative_to(ROOT)), text[:start] + new + text[end:], f"{where} `{text[start:end][:60]}` -> `{new[:60]}`"))
    return made


def removed_page(path: Path) -> Mistake:
    """A page of law goes."""
    return Mistake("removed page", str(path.relative_to(ROOT)), None, str(path.relative_to(ROOT)))


def caught(mistake: Mistake) -> str:
    """Who catches a mistake: `check`, `test`, or nobody."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in ("rules", "kb"):
            shutil.copytree(ROOT / name, copy / name, copy_function=os.symlink)
        (copy / mistake.file).unlink()
        if mistake.text is not None:
            (copy / mistake.file).write_text(mistake.text, encoding="utf-8")
        found = read(copy)
        return "check" if found.judged() or found.book is None else "test" if fails(found.book) else ""


def fails(book: Rulebook) -> bool:
    """Whether any test of the rulebook fails; all of them at once, through the sweep."""
    cases = encode(book, [(test.given, test.on) for test in book.tests.values()])
    return any(True for _ in expected(book, book.tests.values()).unmet(work(book, cases)))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=240)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if check(ROOT):
        raise SystemExit("the rulebook has findings of its own: mend them first")
    made = mistakes(options.count, random.Random(options.seed))
    with ProcessPoolExecutor(max_workers=2) as pool:
        by = list(pool.map(caught, made))
    table: dict[str, Counter[str]] = defaultdict(Counter)
    for mistake, who in zip(made, by, strict=True):
        table[mistake.kind][who] += 1
    print(f"{'':<18}{'made':>6}{'check':>7}{'test':>6}{'escape':>8}")
    for kind, counts in table.items():
        print(f"{kind:<18}{counts.total():>6}{counts['check']:>7}{counts['test']:>6}{counts['']:>8}")
    escaped = [mistake for mistake, who in zip(made, by, strict=True) if not who]
    print(f"{len(made)} mistakes, {len(made) - len(escaped)} caught: {100 * (len(made) - len(escaped)) / len(made):.1f}%")
    for mistake in escaped:
        print(f"  {mistake.kind}: {mistake.said}")


if __name__ == "__main__":
    main()
