"""Words looked for in every page of law and every article; and among things to go to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from guide.model import Rulebook

BEFORE, AFTER = 30, 70


@dataclass(frozen=True, slots=True)
class Hit:
    """A page or article with all the words, and the place of one of them in its text."""

    id: str
    title: str
    cite: str
    around: str
    article: bool


def find(book: Rulebook, text: str) -> tuple[Hit, ...]:
    """The pages and articles that have all the words: those with the words in their titles first. All of them for no words."""
    words = text.casefold().split()
    ranked = []
    for place, hit in enumerate(everything(book)):
        body = book.articles[hit.id].body if hit.article else book.pages[hit.id].body
        head = f"{hit.title} {hit.cite} {hit.id}".casefold()
        whole = f"{head} {body.casefold()}"
        if all(word in whole for word in words):
            around = "" if not words or all(word in head for word in words) else passage(body, words)
            ranked.append((bool(around), place, Hit(hit.id, hit.title, hit.cite, around, hit.article)))
    return tuple(hit for _, _, hit in sorted(ranked, key=lambda one: one[:2]))


def everything(book: Rulebook) -> Iterator[Hit]:
    """All articles, then all pages of law, each without a passage."""
    yield from (Hit(id, article.title, "", "", article=True) for id, article in book.articles.items())
    yield from (Hit(id, page.title, page.cite, "", article=False) for id, page in book.pages.items())


def passage(body: str, words: list[str]) -> str:
    """A little text around the first of the words that is there."""
    text = " ".join(body.split())
    at = min((found for word in words if (found := text.casefold().find(word)) >= 0), default=0)
    start, end = max(0, at - BEFORE), min(len(text), at + AFTER)
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"


def has_words(told: str, text: str) -> bool:
    """Whether all the words typed occur in something."""
    return all(word in told.casefold() for word in text.casefold().split())


__all__ = ["Hit", "find", "has_words"]
