"""The reading age of every question, title, note and article: `python benchmarks/reading.py [HOW_MANY]`.

The age is the Flesch-Kincaid grade plus five years: long sentences and long words make a text hard. The goal is about 12. The
formula was made for whole pages. In a text of few words one name that nobody can shorten, such as "co-operative", decides alone: such
texts count in the median, and stand in no table.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from statistics import median
from typing import Literal

from markdown_it import MarkdownIt
from textstat import textstat

import guide
from guide.loader import load
from guide.model import Rulebook

Kind = Literal["question", "title", "note", "article", "page"]
CEILING: dict[Kind, float] = {"question": 17, "title": 18, "note": 17, "article": 14, "page": 17}
"""No text of a kind is harder than this."""
FEW = 10
SHOWN = 10
MARKDOWN = MarkdownIt("commonmark")
textstat.set_lang("en_GB")


@dataclass(frozen=True)
class Text:
    """A text of the rulebook that an officer reads."""

    kind: Kind
    id: str
    words: str

    @cached_property
    def plain(self) -> str:
        """Without its marks: every heading, point and paragraph a sentence, and a name for every part in braces."""
        blocks = (token.children or [] for token in MARKDOWN.parse(re.sub(r"\{[^}]*\}", "Ann", self.words)) if token.type == "inline")
        said = ("".join(" " if part.type == "softbreak" else part.content for part in block).strip() for block in blocks)
        return " ".join(words if words.endswith((".", "?", "!")) else f"{words}." for words in said)

    @cached_property
    def age(self) -> float:
        """How old a reader is who takes it in at once."""
        return float(textstat.flesch_kincaid_grade(self.plain)) + 5

    @property
    def long(self) -> bool:
        """Whether it has words enough to be judged by itself."""
        return len(self.plain.split()) >= FEW


def texts(book: Rulebook) -> Iterator[Text]:
    """Every text of a rulebook that officers read in the interview, the checklist and the help."""
    asked = {id: fact.ask for id, fact in book.facts.items()} | {id: rows.ask for id, rows in book.lists.items()}
    for id, ask in asked.items():
        if ask:
            yield Text("question", id, ask)
    for item in book.items.values():
        yield Text("title", item.id, item.title)
        if item.note:
            yield Text("note", item.id, item.note)
    for article in book.articles.values():
        yield Text("article", article.id, f"{article.title}\n\n{article.body}")
    for page in book.pages.values():
        yield Text("page", page.id, f"{page.title}\n\n{page.body}")


def hardest(found: list[Text]) -> list[Text]:
    """The texts that are long enough to be judged, the hardest first."""
    return sorted((text for text in found if text.long), key=lambda text: (-text.age, text.id))


def main() -> None:
    """Prints the median of each kind, and its hardest texts."""
    shown = int(sys.argv[1]) if len(sys.argv) > 1 else SHOWN
    found = list(texts(load(guide.shipped_rulebook())))
    for kind, ceiling in CEILING.items():
        ours = [text for text in found if text.kind == kind]
        worst = hardest(ours)
        above = sum(text.age > ceiling for text in worst)
        print(f"{kind:9} {len(ours):4}  median {median(text.age for text in ours):4.1f}  most {worst[0].age:4.1f}  over {ceiling}: {above}")
        for text in worst[:shown]:
            print(f"    {text.age:4.1f}  {text.id}: {text.plain[:110]}")


if __name__ == "__main__":
    main()
