"""The examples: real cases that load, save back byte by byte, keep what is unknown unknown, and give their golden checklists.

`GUIDE_UPDATE_GOLDEN=1 pytest tests/test_examples.py` writes the golden files anew; read the difference before you keep it.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

import guide
from guide.agreement import Agreement, agreement_on
from guide.cases import Case, load_case, save_case
from guide.engine import Engine
from guide.interview import applicable
from guide.loader import load
from guide.model import Rulebook
from guide.outcome import Outcome, status_of
from guide.render.json import render as render_json
from guide.render.markdown import render as render_markdown
from guide.values import NA, Answer, Answers, Cell, Choices, RowSet, Status

EXAMPLES = Path(__file__).parents[1] / "examples"
GOLDEN = Path(__file__).parent / "golden/examples"
NAMES = sorted(path.stem for path in EXAMPLES.glob("*.toml"))
KNOWN = ("Not known", "Known in part")


@cache
def book() -> Rulebook:
    """The shipped rulebook, with a fixed stamp: an edit that changes no outcome changes no golden file."""
    return replace(load(guide.shipped_rulebook()), version="0", digest="0" * 64)


@cache
def case(name: str) -> Case:
    return load_case(EXAMPLES / f"{name}.toml", book())


@cache
def outcome(name: str, on: date | None = None) -> Outcome:
    """What follows in an example, on its own day or another."""
    engine = Engine(book())
    found = engine.update(case(name).answers, on or case(name).as_at)
    engine.close()
    return found


@cache
def agreement(name: str) -> Agreement:
    """How the two evaluators compare on an example."""
    return agreement_on(outcome(name))


def section(name: str) -> str:
    """What the README says about an example."""
    text = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    return text.split(f"\n## {name}.toml\n", 1)[1].split("\n## ", 1)[0]


def listed(name: str, kind: str) -> set[str]:
    """The questions that the README lists under one head."""
    return set(re.findall(r"`([^`]+)`", section(name).split(f"- {kind}:", 1)[1].split("\n- ", 1)[0]))


def partly(answer: Answer) -> bool:
    """Whether an answer may have more rows, or options that nobody is sure of."""
    value = answer.value
    return (isinstance(value, RowSet) and value.more) or (isinstance(value, Choices) and bool(value.unsure))


def test_the_readme_tells_of_every_example() -> None:
    """One section each, and the command to open the first."""
    assert len(NAMES) >= 20
    assert sorted(re.findall(r"^## (.+)\.toml$", (EXAMPLES / "README.md").read_text(encoding="utf-8"), re.MULTILINE)) == NAMES
    assert "guide ask examples/york.toml" in (EXAMPLES / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_an_example_is_saved_as_it_was_loaded(name: str, tmp_path: Path) -> None:
    """Byte by byte, under the rulebook that it was last saved under."""
    stamp = replace(book(), version=case(name).version, digest=case(name).digest)
    save_case(tmp_path / "case.toml", case(name), stamp)
    assert (EXAMPLES / f"{name}.toml").read_text(encoding="utf-8") == (tmp_path / "case.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_every_answer_is_to_a_question_that_arises(name: str) -> None:
    """None is dormant, and the rulebook asks for each of them."""
    found = outcome(name)
    assert [str(cell) for cell in case(name).answers if not applicable(found, cell)] == []
    assert (case(name).unknown, case(name).unknown_notes, case(name).extra) == ({}, {}, {})
    assert found.contradictions == ()


@pytest.mark.parametrize("name", NAMES)
def test_rows_name_rows_that_are_there(name: str) -> None:
    """Every row that another names is on its list, and every row says which one it is about."""
    found, answers = outcome(name), case(name).answers
    assert [f"{cell}: {key}" for cell, key in named_rows(answers) if key not in found.rows[book().facts[cell.fact].of].keys] == []
    single = [fact for fact in book().facts.values() if fact.asked and fact.list and fact.of and not fact.id.endswith(("_of", "_to", ".taking_part"))]
    needed = [Cell(fact.id, row) for fact in single for row in found.rows[fact.list].keys]
    assert {fact.id for fact in single} >= {"stake.holder", "stake.body", "deal.with", "sitting.about"}
    assert [str(cell) for cell in needed if found.value(cell) is not NA and not isinstance(found.value(cell), str)] == []


def named_rows(answers: Answers) -> Iterator[tuple[Cell, str]]:
    """Each answer that names a row, with the row."""
    for cell, answer in answers.items():
        fact = book().facts.get(cell.fact)
        if fact is None or not fact.of:
            continue
        keys = answer.value.chosen | answer.value.unsure if isinstance(answer.value, Choices) else {answer.value} if answer.sure else set()
        yield from ((cell, str(key)) for key in keys)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_unknown_stays_unknown(name: str) -> None:
    """What the README lists as not known has no answer but "not sure"; and it lists each of these."""
    answers = {str(cell): answer for cell, answer in case(name).answers.items()}
    unsure = {cell for cell, answer in answers.items() if not answer.sure}
    assert [cell for cell in listed(name, "Not known") if cell in answers and answers[cell].sure] == []
    assert sorted(unsure - listed(name, "Not known")) == []
    assert {cell for cell, answer in answers.items() if partly(answer)} == listed(name, "Known in part")
    assert [cell for cell in unsure if not answers[cell].note] == []


@pytest.mark.parametrize("name", NAMES)
def test_what_the_readme_lists_are_questions(name: str) -> None:
    """No question is listed that the rulebook does not ask."""
    facts = [cell.split("[")[0] + cell.partition("]")[2] for kind in KNOWN for cell in listed(name, kind)]
    assert [fact for fact in facts if fact not in book().lists and not (fact in book().facts and book().facts[fact].asked)] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_golden_checklist(name: str) -> None:
    """In Markdown to the letter; in JSON without its words, an entry a line, by name."""
    compare(GOLDEN / f"{name}.md", render_markdown(case(name).title, outcome(name), agreement(name)))
    compare(GOLDEN / f"{name}.json", "\n".join(sorted(entry_lines(render_json(outcome(name), agreement(name))))) + "\n")


def compare(path: Path, text: str) -> None:
    if os.environ.get("GUIDE_UPDATE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text


def entry_lines(document: str) -> Iterator[str]:
    """What each entry of a checklist is, how it stands, when it falls due and what it turns on."""
    checklist = json.loads(document)
    for status in ("applies", "may_apply", "ruled_out"):
        for entry in checklist[status]:
            kept = {key: entry[key] for key in ("id", "level", "due", "not_before", "meanwhile", "open_questions") if entry[key]}
            yield json.dumps({"status": status, **kept}, ensure_ascii=False)


YORK, BM, AFC, KNOWSLEY = "york", "3bm", "achieving-for-children", "knowsley"
BY_DATE = [
    (YORK, date(2012, 12, 6), "no-reserved-contract follow-part-b-rules", "no-direct-award-2006", "consider-social-value reserve-s33 reserve-reg77"),
    (YORK, date(2013, 7, 16), "no-reserved-contract follow-part-b-rules", "consider-social-value no-direct-award-2006", "reserve-s33 reserve-reg77"),
    (YORK, date(2026, 11, 25), "classify-the-service estimate-the-value", "reserve-s33 consider-social-value", "no-reserved-contract follow-part-b-rules"),
    ("york-2019", date(2019, 2, 26), "run-light-touch-2015 keep-2015-standstill measures-under-2015-regulations", "consider-social-value", "reserve-reg77"),
    ("suffolk", date(2011, 12, 31), "no-reserved-contract", "follow-part-b-rules grant-giver-and-purchaser", "consider-social-value keep-the-register-open"),
    ("suffolk", date(2012, 12, 6), "no-reserved-contract", "follow-part-b-rules keep-the-register-open", "consider-social-value"),
    ("suffolk", date(2026, 11, 25), "split-the-teams", "reserve-s33 consider-social-value", "no-reserved-contract follow-part-b-rules"),
    (BM, date(2012, 12, 6), "written-notice-of-interest incubator-and-purchaser", "evaluator-who-would-move", "publish-payments"),
    (BM, date(2013, 3, 4), "written-notice-of-interest record-executive-conflicts", "evaluator-who-would-move", "publish-payments"),
    (BM, date(2026, 11, 25), "written-authority", "written-notice-of-interest evaluator-who-would-move", "conflicts-assessment publish-payments"),
    (AFC, date(2012, 12, 6), "owner-and-purchaser", "no-direct-award-2006", "consider-social-value reserve-s33"),
    (AFC, date(2014, 2, 6), "owner-and-purchaser", "no-direct-award-2006 consider-social-value", "reserve-s33 do-not-award-direct"),
    (AFC, date(2026, 11, 25), "owner-and-purchaser", "do-not-award-direct consider-social-value", "no-direct-award-2006"),
    (KNOWSLEY, date(2025, 11, 26), "conflicts-assessment sign-contract light-touch-2023", "publish-the-contract", "keep-2015-standstill publish-payments"),
]


@pytest.mark.parametrize(("name", "day", "applies", "may", "out"), BY_DATE)
def test_a_case_is_judged_by_the_law_of_the_day(name: str, day: date, applies: str, may: str, out: str) -> None:
    """The same answers on its own day, on 6 December 2012 and today."""
    found = outcome(name, day)
    expected = {Status.HOLDS: applies, Status.OPEN: may, Status.FAILS: out}
    stands = {id: status_of(found, book().items[id], ()) for ids in expected.values() for id in ids.split()}
    assert {id: status for status, ids in expected.items() for id in ids.split()} == stands


def test_the_standstill_ends_as_the_council_said() -> None:
    """Knowsley's notice of 26 November 2025 gave 8 December; 1 December is a bank holiday in Scotland."""
    checklist = json.loads(render_json(outcome(KNOWSLEY), agreement(KNOWSLEY)))
    assert [entry["not_before"] for entry in checklist["applies"] if entry["id"] == "sign-contract"] == ["2025-12-09"]
