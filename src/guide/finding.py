"""Searches the law pages, the help articles and the words of the field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from guide.model import Rulebook

AROUND = 60
"""How many signs are shown on each side of what was found."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A page or an article with the words looked for, and some of the text around the first of them."""

    kind: Literal["page", "article"]
    id: str
    title: str
    around: str


def find(book: Rulebook, words: str) -> tuple[Hit, ...]:
    """The pages and articles in which all the words stand, those with all of them in the title first."""
    wanted = words.casefold().split()
    found = [(rank, hit) for rank, hit in ranked(book, wanted)] if wanted else []
    return tuple(hit for _, hit in sorted(found, key=lambda pair: (pair[0], pair[1].title.casefold())))


def ranked(book: Rulebook, wanted: list[str]) -> Iterator[tuple[int, Hit]]:
    """What has the words, with how far it stands down the list."""
    for page in book.pages.values():
        yield from matched(Hit("page", page.id, page.title, page.body), f"{page.id} {page.title} {page.cite}", wanted)
    for article in book.articles.values():
        yield from matched(Hit("article", article.id, article.title, article.body), f"{article.id} {article.title}", wanted)


def matched(hit: Hit, head: str, wanted: list[str]) -> Iterator[tuple[int, Hit]]:
    """A text that has all the words: first those with all in the head, then those with some, then the rest."""
    head, body = head.casefold(), hit.around.casefold()
    if all(word in head or word in body for word in wanted):
        rank = 0 if all(word in head for word in wanted) else 1 if any(word in head for word in wanted) else 2
        yield rank, Hit(hit.kind, hit.id, hit.title, around(hit.around, wanted))


def around(text: str, wanted: list[str]) -> str:
    """Some of a text on both sides of the first word that stands in it, on one line."""
    flat = " ".join(text.split())
    places = [place for word in wanted if (place := flat.casefold().find(word)) >= 0]
    at = min(places, default=0)
    start, end = max(0, at - AROUND), at + AROUND
    return f"{'… ' if start else ''}{flat[start:end].strip()}{' …' if end < len(flat) else ''}"


__all__ = ["Hit", "find"]
