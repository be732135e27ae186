"""What officers would stumble over: two results that look the same, two questions in the same words, sentences that are too long."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from guide.diagnostics import Finding, warning
from guide.lines import Place
from guide.model import Fact, Item, Rulebook

LONGEST = 30
"""Words of a sentence. GOV.UK asks for 25; the names of Acts and bodies, which nobody can shorten, need some room."""
SENTENCE = re.compile(r"[^.!?:;]+")


def nameless_titles(book: Rulebook) -> Iterator[Finding]:
    """Items about rows whose title does not say which row."""
    for item in book.items.values():
        shown = {ref.var for _, ref in item.named}
        missing = [var for var in item.per or tuple(var for var, _ in item.clause.variables) if var not in shown]
        if missing:
            var, listed = missing[0], dict(item.clause.variables)[missing[0]]
            yield warning(
                "R701",
                f"the title of `{item.id}` does not say which `{listed}`: two results would look the same",
                Place(item.place.file, (*item.place.keys, "title")),
                f"name it, like `{{{var}.{book.lists[listed].key}}}`, or say in `per` what makes one result",
            )


def same_titles(book: Rulebook) -> Iterator[Finding]:
    """Two items that an officer could not tell apart."""
    yield from same(((item.title, f"`{item.id}`", Place(item.place.file, (*item.place.keys, "title"))) for item in book.items.values()), "R702", "title")


def same_questions(book: Rulebook) -> Iterator[Finding]:
    """Two questions in the same words, about the case or about the rows of one list."""
    for listed in ("", *book.lists):
        asked = [fact for fact in book.facts.values() if fact.ask and fact.list == listed]
        yield from same(((fact.ask or "", f"`{fact.id}`", Place(fact.place.file, (*fact.place.keys, "ask"))) for fact in asked), "R705", "question")


def same(said: Iterable[tuple[str, str, Place]], code: str, what: str) -> Iterator[Finding]:
    """What is said twice, told at the second place."""
    first: dict[str, str] = {}
    for words, name, place in said:
        other = first.setdefault(words.strip().lower(), name)
        if other != name:
            yield warning(code, f"{other} and {name} have the same {what}", place, "say what sets them apart")


def long_sentences(book: Rulebook) -> Iterator[Finding]:
    """Sentences that officers read and that are too long to take in at once."""
    for fact in book.facts.values():
        yield from long(f"`{fact.id}`", fact_texts(fact), fact.place)
    for item in book.items.values():
        yield from long(f"`{item.id}`", item_texts(item), item.place)


def fact_texts(fact: Fact) -> dict[str, str]:
    """What is said of a fact, by key."""
    return {"ask": fact.ask or "", "label": fact.label}


def item_texts(item: Item) -> dict[str, str]:
    """What is said of an item, by key."""
    return {"title": item.title, "note": item.note, "record": item.record}


def long(name: str, texts: dict[str, str], place: Place) -> Iterator[Finding]:
    """Those of some texts."""
    for key, text in texts.items():
        for sentence in SENTENCE.findall(text):
            count = len(sentence.split())
            if count > LONGEST:
                yield warning(
                    "R703",
                    f"a sentence of {name} has {count} words; most readers lose their way after {LONGEST}",
                    Place(place.file, (*place.keys, key), words=" ".join(sentence.split()[:3])),
                    "make two sentences of it",
                )
