"""What rests on nothing: duties nobody read the law of, pages past their review, pages nobody cites, links that lead nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import PurePosixPath

from guide.diagnostics import Finding, warning
from guide.lines import Place
from guide.model import Article, Page, Rulebook

DUTIES = ("must", "prohibited")
READ = ("text", "guidance")
LINK = re.compile(r"\]\((?![a-z]+:)([^)\s]*)\)")
HEADING = re.compile(r"^#+\s+(.+?)\s*#*$", re.MULTILINE)


def unread_duties(book: Rulebook) -> Iterator[Finding]:
    """A duty or a bar that rests only on pages that nobody has checked against the law or official guidance."""
    for item in book.items.values():
        levels = [item.level, *(level for level, _ in item.raised)]
        if any(level in DUTIES for level in levels) and not any(book.pages[page].checked in READ for page in item.cite):
            yield Finding(
                "R601",
                f"`{item.id}` is a `{item.level}`, and nobody has read the law it rests on",
                Place(item.place.file, (*item.place.keys, "level")),
                'read the text and set `checked = "text"` on a page it cites, or lower the level',
            )


def late_reviews(book: Rulebook, on: date) -> Iterator[Finding]:
    """Pages whose review was due before a day."""
    for page in book.pages.values():
        if page.review_by and page.review_by < on:
            place = Place(page.place.file, ("review_by",))
            yield warning("R603", f"`{page.id}` was to be read again by {page.review_by}", place, "read the law again, then move `checked_on` and `review_by`")


def uncited_pages(book: Rulebook) -> Iterator[Finding]:
    """Pages that no rule, item or figure cites, and that do not say why."""
    cited = {page for rule in book.rules.values() for page in rule.cite} | {page for item in book.items.values() for page in item.cite}
    cited |= {page for param in book.params.values() for figure in param.figures for page in figure.cite}
    for page in book.pages.values():
        if page.id not in cited and not page.information:
            yield warning(
                "R604",
                f"nothing cites `{page.id}`",
                Place(page.place.file, ("title",)),
                'cite it in a rule or item, or say why it is only information: `information = "..."`',
            )


def undated_checks(book: Rulebook) -> Iterator[Finding]:
    """Pages that were checked on no day."""
    for page in book.pages.values():
        if page.checked in READ and page.checked_on is None:
            yield warning("R605", f"`{page.id}` does not say when it was checked", Place(page.place.file, ("checked",)), "add `checked_on = 2026-11-25`")


def dead_links(book: Rulebook) -> Iterator[Finding]:
    """Links between pages and articles whose page or heading is not there."""
    pages: list[Page | Article] = [*book.pages.values(), *book.articles.values()]
    bodies = {page.place.file: page.body for page in pages}
    for page in pages:
        for number, line in enumerate(page.body.split("\n")):
            for match in LINK.finditer(line):
                if wrong := broken(match[1], page.place.file, bodies):
                    at = Place(page.place.file, line=page.body_line + number, column=match.start(1) + 1, words=match[1])
                    yield warning("R704", f"`{match[1]}` leads nowhere: {wrong}", at, "mend the link, or take it out")


def broken(target: str, file: str, bodies: dict[str, str]) -> str:
    """What is wrong with a link; nothing when it leads to a page and a heading that are there."""
    path, _, heading = target.partition("#")
    there = normal(PurePosixPath(file).parent / path) if path else file
    if there not in bodies:
        return f"there is no `{there}`"
    anchors = {anchor(found) for found in HEADING.findall(bodies[there])}
    return f"`{there}` has no heading `{heading}`" if heading and heading not in anchors else ""


def normal(path: PurePosixPath) -> str:
    """A path with its `..` worked out."""
    parts: list[str] = []
    for part in path.parts:
        if part == ".." and parts:
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


def anchor(heading: str) -> str:
    """The name by which a link reaches a heading, as GitHub makes it."""
    return re.sub(r"\s", "-", re.sub(r"[^\w\s-]", "", heading.lower()))
