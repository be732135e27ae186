"""First pass over the pages of law."""

from __future__ import annotations

from guide.lines import Place
from guide.loader.files import Document, Findings, take
from guide.loader.raw import Declared, Raw, day, texts
from guide.model import Page
from guide.schema import PAGE, fits

CHECKED = ("text", "guidance", "secondary", "unchecked")


def declare_page(document: Document, declared: Declared, findings: Findings) -> None:
    """A page of law; its file name is its id."""
    place = Place(document.file)
    head = take(dict(document.data), PAGE, place, findings)
    if document.stem in declared.pages:
        findings.error("R303", f"two pages are called `{document.stem}`", place, f"the other is {declared.pages[document.stem].place.file}")
        return
    if isinstance(head.get("precedent"), dict):
        declared.raw_precedents[document.stem] = Raw(head["precedent"], Place(document.file, ("precedent",)))  # type: ignore[arg-type]
    start = head.get("from")
    if start is not None and start != "not confirmed" and not fits(start, "day"):
        findings.error("R304", '`from` must be a date or "not confirmed"', Place(document.file, ("from",)))
        start = None
    checked = str(head.get("checked", "unchecked"))
    if checked not in CHECKED:
        findings.error("R104", f"`{checked}` is not a way a page is checked", Place(document.file, ("checked",)), f"use one of {', '.join(CHECKED)}")
    declared.pages[document.stem] = Page(
        document.stem,
        place,
        title=str(head.get("title", "")),
        cite=str(head.get("cite", "")),
        url=str(head.get("url", "")),
        nation=texts(head.get("nation")),
        start="not confirmed" if start == "not confirmed" else day(start),
        end=day(head.get("until")),
        checked=checked,
        checked_on=day(head.get("checked_on")),
        review_by=day(head.get("review_by")),
        body=document.body,
        information=str(head.get("information", "")),
        body_line=document.body_line,
    )
