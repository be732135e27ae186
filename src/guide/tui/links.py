"""The pages that a text links to: by their files, or by their addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from guide.model import Article, Page, Rulebook

LINK = re.compile(r"\]\(<?([^)>\s]+)>?\)")


def called(rulebook: Rulebook, id: str) -> Page | Article | None:
    """The page or article with an id."""
    return rulebook.pages.get(id) or rulebook.articles.get(id)


def linked(rulebook: Rulebook, text: str) -> tuple[Page | Article, ...]:
    """The pages and articles that a text links to, in its order, each once."""
    targets = dict.fromkeys(LINK.findall(text))
    by_address = {page.url: page for page in rulebook.pages.values() if page.url} if any("://" in target for target in targets) else {}
    return tuple({page.id: page for page in found(rulebook, targets, by_address)}.values())


def found(rulebook: Rulebook, targets: dict[str, None], by_address: dict[str, Page]) -> Iterator[Page | Article]:
    """The pages at the ends of links."""
    for target in targets:
        page = by_address.get(target) if "://" in target else called(rulebook, PurePosixPath(target).stem) if target.endswith(".md") else None
        if page:
            yield page


__all__ = ["called", "linked"]
