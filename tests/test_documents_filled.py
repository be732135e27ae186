"""Documents that are filled from a case, and what exports keep to themselves."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import guide
from commanding import output, run
from goldens import compare
from guide.agreement import agreement_on
from guide.check import check
from guide.checklist import build
from guide.loader import load
from guide.outcome import Outcome
from guide.paperwork import made
from guide.privacy import without_names
from guide.render import json as render_json
from guide.render import markdown
from guide.render.aloud import aloud
from guide.render.documents import fill
from guide.session import Session
from guide.values import Cell
from plain_book import BASE
from test_golden import FINISHED, SMALL, UNSURE, told
from test_meaning import examples

SHIPPED = replace(load(guide.shipped_rulebook()), digest="0" * 64)


def exports(outcome: Outcome) -> str:
    """Everything that the guide exports of a case, in one."""
    agreement = agreement_on(outcome)
    documents = [fill(document, outcome) for document in outcome.rulebook.documents.values()]
    return "\n".join([markdown.render("Case", outcome, agreement), render_json.render(outcome, agreement), *documents])


@pytest.mark.parametrize(("name", "answers"), [("finished", FINISHED), ("unsure", UNSURE)])
@pytest.mark.parametrize("document", SMALL.documents)
def test_a_document_is_as_it_was_accepted(name: str, answers: dict[str, object], document: str) -> None:
    """Hostile words are shown letter by letter, what is not known is a blank."""
    compare(f"small/{document}-{name}.md", fill(SMALL.documents[document], told(answers).outcome()))


def test_a_document_for_each_person_leaves_out_those_it_is_not_for() -> None:
    """Ann is an evaluator; Bob is not; of Eve nobody is sure."""
    session = told({**FINISHED, "person": [{"name": "Ann", "roles": ["evaluator"]}, {"name": "Bob", "roles": []}, {"name": "Eve", "roles": ["evaluator?"]}]})
    text = fill(SMALL.documents["recusal"], session.outcome())
    assert [line for line in text.split("\n") if line.startswith("# ")] == ["# Recusal note: Ann", "# Recusal note: Eve"]


def test_nobody_is_silently_missed() -> None:
    """For each person the three columns add up to every conflict with every pair that the person is in."""
    session = told({**FINISHED, "person": [{"name": name} for name in ("Ann", "Bob", "Cat")]})
    outcome = session.outcome()
    pairs = 0
    for item in SMALL.items.values():
        lists = [listed for _, listed in item.clause.variables]
        if item.kind == "conflict" and "person" in lists:
            pairs += sum("Ann" in keys for keys in product(*(outcome.rows[listed].keys for listed in lists)))
    lines = fill(SMALL.documents["register"], outcome).split("## Checked", 1)[1].splitlines()
    row = next(line for line in lines if line.startswith("| Ann |"))
    *parts, total = [int(cell) for cell in row.strip("| ").split(" | ")[1:]]
    assert total == sum(parts) == pairs


NAMES = st.text(st.characters(whitelist_categories=("Lu", "Ll")), min_size=4, max_size=12).map(lambda name: f"Zq{name}")


@examples(25)
@given(st.lists(NAMES, min_size=2, max_size=4, unique_by=str.casefold), NAMES)
def test_an_export_without_names_has_none(names: list[str], remark: str) -> None:
    """Nor what was written about people, nor a note."""
    session = Session(SMALL, date(2026, 4, 1))
    for cell, value in {**FINISHED, "person": [{"name": name, "roles": ["evaluator"], "remark": remark, "reports_to": names[0]} for name in names]}.items():
        session.answer(cell, value)
    session.not_sure(f"person[{names[0]}].pay", f"ask {names[1]}", "clerk")
    text = exports(without_names(session.outcome()))
    assert "Person 2" in text
    assert not any(word in text for word in (*names, remark))
    session.close()


def test_without_names_the_same_applies() -> None:
    """Only the names differ."""
    outcome = told(FINISHED).outcome()
    plain = without_names(outcome)
    assert [(e.item, e.status, e.level) for e in build(outcome).applies] == [(e.item, e.status, e.level) for e in build(plain).applies]


STAKE: dict[str, object] = {"label": "Zqseat", "holder": "Cat", "body": "Newco", "kind": "owns-securities", "nominal_value": 31_717, "class_share": 2}


@pytest.mark.parametrize(("sensitive", "shown"), [(True, False), ("not sure", False), (False, True), (None, True)])
def test_details_of_a_sensitive_interest_are_in_no_export(sensitive: object, shown: bool) -> None:
    """Not in a reason, a table, a title or the list of answers; "not sure" withholds them too, a question never asked does not."""
    session = Session(SHIPPED, date(2026, 4, 1))
    stake = {**STAKE, "sensitive": sensitive} if sensitive is not None else STAKE
    said = {"case.topics": ["conflict-check"], "case.nation": "England", "person": [{"name": "Cat", "roles": ["councillor"]}]}
    said |= {"body": [{"name": "Newco", "roles": ["new-body"], "in_area": True}], "stake": [stake], "deal": []}
    said["sitting"] = [{"label": "Cabinet", "about": "Newco", "kind": "meeting", "taking_part": ["Cat"], "on": date(2026, 5, 1)}]
    for cell, value in said.items():
        session.answer(cell, value)
    text = exports(session.outcome())
    assert ("31,717" in text, "Zqseat" in text, "owner of shares" in text.lower()) == (shown, shown, shown)
    assert "Cat" in text
    session.close()


def test_every_shipped_document_can_be_read_out() -> None:
    """Of a case of which nothing is known but one name."""
    session = Session(SHIPPED, date(2026, 4, 1))
    session.answer("person", ["Ann"])
    for document in SHIPPED.documents.values():
        lines = list(aloud(made(session, document)))
        assert [line for line in lines if line.startswith(("|", "#", "- [")) or "____" in line] == [], document.id
    session.close()


def test_the_command_fills_lists_and_refuses(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By name, for one row, without names; with a word on what there is."""
    case, file = str(tmp_path / "case.toml"), tmp_path / "note.md"
    run("answer", case, 'case.topics=["people"]', 'person=[{"name": "Ann", "roles": ["evaluator"]}, {"name": "Bob", "roles": ["evaluator"]}]')
    output(capsys)
    assert run("document", case) == 0
    assert output(capsys) == "recusal: Recusal note\nregister: Register\n"
    assert run("document", case, "recusal", "--for", "Bob", "-o", str(file)) == 0
    assert ("# Recusal note: Bob" in file.read_text(encoding="utf-8"), "Ann" in file.read_text(encoding="utf-8")) == (True, False)
    assert run("document", case, "recusal", "--for", "Bob", "--without-names") == 0
    assert output(capsys).startswith("# Recusal note: Person 2\n")
    refused = [(["recusl"], "did you mean `recusal`"), (["recusal", "--for", "Eve"], "not on the list: Ann, Bob"), (["register", "--for", "Ann"], "once for")]
    for arguments, words in refused:
        assert run("document", case, *arguments) == 2
        assert words in capsys.readouterr().err
    assert run("document", case, "recusal", "-o", case) == 2


BAD = [
    ("{f.none}", "R101"),
    ("{{conflict}}", "R116"),
    ("{{table people: name}}", "R116"),
    ("{{table person: nam}}", "R101"),
    ("{{table person}}", "R116"),
    ("{{conflicts q}}", "R116"),
    ("{{answers nowhere}}", "R116"),
    ("{{options case.nation}}", "R116"),
    ("{{options}}", "R116"),
]


@pytest.mark.parametrize(("line", "code"), BAD)
def test_a_document_that_cannot_be_filled_is_found_where_it_is_wrong(tmp_path: Path, line: str, code: str) -> None:
    """With the line of the file."""
    files = {
        **BASE,
        "rules/more.toml": '[list.person]\nask = "Who?"\nrow.name = "text"\n',
        "kb/documents/form.md": f'+++\ntitle = "Form"\n+++\n# Form\n\n{line}\n',
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert [(finding.code, finding.place.line) for finding in check(tmp_path) if finding.place.file == "kb/documents/form.md"] == [(code, 6)]


def test_json_without_names_is_json() -> None:
    """For programs that publish."""
    outcome = without_names(told(FINISHED).outcome())
    assert json.loads(render_json.render(outcome, agreement_on(outcome)))["applies"][0]["binding"] != {"p": "Ann"}
    assert outcome.value(Cell("person.reports_to", "Person 1")) == "Person 2"
