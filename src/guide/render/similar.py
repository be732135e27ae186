"""Real cases like the one at hand, in Markdown and as data."""

from __future__ import annotations

import json
from collections.abc import Iterator

from guide.outcome import Outcome
from guide.privacy import withheld
from guide.render.entries import link
from guide.render.escaping import escape, sentence
from guide.render.report import Report
from guide.similar import Likeness, similar
from guide.values import Status
from guide.words import NOT_READ, label

STANDS = {Status.HOLDS: "it applies here", Status.OPEN: "it may apply here", Status.FAILS: "it is ruled out here"}


def render_similar(title: str, outcome: Outcome) -> str:
    """The real cases like a case, as a document."""
    report = Report(withheld(outcome), alone=True)
    body = list(precedents(report)) or ["No real case is known to be like this one: too little is answered yet, or there is none.", ""]
    return "\n".join([f"# {escape(title or 'Cases like yours')}", "", f"> {escape(report.book.disclaimer)}", "", *body]).rstrip() + "\n"


def precedents(report: Report) -> Iterator[str]:
    """The nearest real cases, each with its end and what answers it."""
    found = similar(report.outcome)
    if not found:
        return
    yield "## Cases like yours"
    yield ""
    yield "Real cases, as their sources tell them today. They are evidence, no rule; failures stand among them."
    yield ""
    for one in found:
        yield from told(report, one)
    yield ""


def told(report: Report, one: Likeness) -> Iterator[str]:
    """One real case."""
    warning = f" ({NOT_READ[one.page.checked]})" if one.page.checked == "unchecked" else ""
    yield f"- **{escape(one.page.title)}**{warning}. Alike in {names(report, one.same)}{f', not in {names(report, one.differs)}' if one.differs else ''}."
    yield f"  - **How it ended:** {escape(sentence(one.precedent.ended))}"
    if one.precedent.wrong:
        yield f"  - **What went wrong:** {escape(sentence(one.precedent.wrong))}"
    for item, status in one.answers:
        yield f"  - **What answers it:** {escape(item.title)} ({STANDS[status]})"
    if one.page.url:
        yield f"  - **Source:** {link(one.page)}"


def names(report: Report, facts: tuple[str, ...]) -> str:
    """What cases are alike in, in words."""
    return escape(" and ".join(label(report.book.facts[fact]) for fact in facts))


def similar_json(outcome: Outcome) -> str:
    """The nearest real cases, for programs."""
    found = similar(withheld(outcome))
    return json.dumps([likeness_data(one) for one in found], indent=2, ensure_ascii=False) + "\n"


def likeness_data(one: Likeness) -> dict[str, object]:
    """One real case."""
    return {
        "page": one.page.id,
        "title": one.page.title,
        "same": list(one.same),
        "differs": list(one.differs),
        "ended": one.precedent.ended,
        "wrong": one.precedent.wrong,
        "answered_by": [
            {"item": item.id, "status": {Status.HOLDS: "applies", Status.OPEN: "may apply", Status.FAILS: "ruled out"}[status]} for item, status in one.answers
        ],
        "url": one.page.url,
    }
