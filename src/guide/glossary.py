"""The terms of the glossary that a text uses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from guide.model import Rulebook

ASIDE = re.compile(r"\s*\(([^()]*)\)")
SHORT = re.compile(r"[A-Z][A-Za-z]*[A-Z][A-Za-z]*|[A-Z]{2,}")
"""A term that is an abbreviation: only as it is written."""


def terms_in(book: Rulebook, texts: Iterable[str]) -> Mapping[str, str]:
    """The terms that some texts use, with what they mean, in the order of the glossary. A term inside a longer one is not counted."""
    whole = "\n".join(texts)
    spans: list[tuple[int, int, str]] = []
    for term in book.glossary:
        spans += [(match.start(), match.end(), term) for name in names(term) for match in pattern(name).finditer(whole)]
    used = {term for start, end, term in spans if not any(a <= start and end <= b and b - a > end - start for a, b, _ in spans)}
    return {term: meaning for term, meaning in book.glossary.items() if term in used}


def names(term: str) -> tuple[str, ...]:
    """The ways in which a term is written: `LATCo / Teckal company` is two, and an abbreviation in brackets is one more."""
    asides = [aside for aside in ASIDE.findall(term) if SHORT.fullmatch(aside)]
    return (*(part.strip() for part in ASIDE.sub("", term).split(" / ")), *asides)


def pattern(name: str) -> re.Pattern[str]:
    """Finds a name as a whole word, in the singular or plural; an abbreviation only as it is written."""
    words = re.escape(name).replace(r"\ ", r"[\s-]")
    return re.compile(rf"\b{words}(?:e?s)?\b", re.NOFLAG if SHORT.fullmatch(name) else re.IGNORECASE)
