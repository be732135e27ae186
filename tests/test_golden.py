"""Two small cases as they are exported, to the letter: one that is finished, one full of what is not known and of hostile words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from goldens import compare
from guide.agreement import agreement_on
from guide.loader import load
from guide.render import json, markdown
from guide.session import Session

SMALL = replace(load(Path(__file__).parent / "books" / "good" / "small"), digest="0" * 64)
FINISHED: dict[str, object] = {
    "case.topics": ["contract", "people"],
    "case.nation": "England",
    "service.name": "Leisure",
    "contract.wanted": True,
    "contract.value": 200_000,
    "contract.signed_on": date(2026, 12, 24),
    "contract.change": -1200,
    "board.staff_share": "51.5",
    "body": [{"label": "Newco", "kind": "bidder", "form": "society"}, {"label": "Oldco", "kind": "partner"}],
    "person": [
        {"name": "Ann", "roles": ["evaluator"], "acts_for": ["Newco"], "related_to": [], "reports_to": "Bob"},
        {"name": "Bob", "roles": ["director"], "acts_for": [], "related_to": [], "reports_to": "Bob"},
    ],
}
UNSURE: dict[str, object] = {
    "case.topics": ["people"],
    "case.nation": "Wales",
    "contract.wanted": False,
    "contract.value": 5,
    "body": ["<b>New|co</b>", "?"],
    "person": [{"name": "*Ann* [x](http://y.z)", "roles": ["evaluator", "director?"]}, {"name": "`Bob`\n# x", "roles": ["director"]}, "?"],
    "person[*Ann* [x](http://y.z)].reports_to": "`Bob`\n# x",
}


def told(answers: dict[str, object]) -> Session:
    session = Session(SMALL, date(2026, 4, 1))
    for name, value in answers.items():
        session.answer(name, value)
    return session


@pytest.mark.parametrize(("name", "answers"), [("finished", FINISHED), ("unsure", UNSURE)])
def test_the_export_is_as_it_was_accepted(name: str, answers: dict[str, object]) -> None:
    """In Markdown for people and in JSON for programs."""
    session = told(answers)
    if name == "unsure":
        session.not_sure("person[*Ann* [x](http://y.z)].acts_for", "1. ask | <Jo>", "clerk")
    agreement = agreement_on(session.outcome())
    compare(f"small/{name}.md", markdown.render(f"Case: {name}", session.outcome(), agreement))
    compare(f"small/{name}.json", json.render(session.outcome(), agreement))
    session.close()
