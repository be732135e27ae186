"""What was ruled out, in Markdown: by the line that decides it, what is about many rows told in general."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from guide.checklist import Entry, by_item
from guide.render.entries import reference
from guide.render.escaping import escape, sentence
from guide.render.report import Report

MOST_REASONS = 3
SOMEBODY = "…"


def ruled_out(report: Report) -> Iterator[str]:
    """What does not apply, and the line that decides it; routes stand with the other routes."""
    entries = report.out("item", "warning"), report.out("conflict")
    if any(entries):
        yield "## Ruled out"
        yield ""
    for heading, kind in zip(("### Things to do and warnings", "### Conflicts of interest"), entries, strict=True):
        if kind:
            yield heading
            yield ""
            if any(len(group) > 1 for group in by_item(kind).values()):
                yield f"Each of these was checked for everyone and everything on your lists; “{SOMEBODY}” stands for one of them."
                yield ""
            yield from by_reason(report, kind)


def by_reason(report: Report, entries: Iterable[Entry]) -> Iterator[str]:
    """Items under the reason that rules them out, in the order in which the reasons come up."""
    found: dict[str, list[str]] = {}
    for group in by_item(entries).values():
        found.setdefault(why_not(report, group), []).append(what(group))
    for reason, titles in found.items():
        yield f"- {reason}"
        yield from (f"  - {title}" for title in titles)
    yield ""


def what(group: tuple[Entry, ...]) -> str:
    """The title of an item, and how many rows it was checked for when there are several."""
    first = group[0]
    if len(group) == 1:
        return f"{escape(first.title)} {reference(first)}"
    return f"{escape(general(first.title, first))} ({len(group)} checked) {reference(first)}"


def why_not(report: Report, group: tuple[Entry, ...]) -> str:
    """The reasons of one entry, or those of several with their rows' names left out, the most frequent first."""
    if len(group) == 1 and len(group[0].reasons) <= MOST_REASONS:
        return " ".join(report.reason(reason) for reason in group[0].reasons)
    texts = Counter(general(reason.text, entry) for entry in group for reason in dict.fromkeys(entry.reasons))
    said = [escape(text) for text, _ in texts.most_common(MOST_REASONS)]
    more = f"; or one of {len(texts) - MOST_REASONS} more reasons" if len(texts) > MOST_REASONS else ""
    return sentence(f"{'; or '.join(said)}{more}")


def general(text: str, entry: Entry) -> str:
    """A text with the names of an entry's rows left out."""
    names = sorted({key for _, key in entry.binding}, key=len, reverse=True)
    return re.sub("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in names), SOMEBODY, text) if names else text
