"""Many cases at once: each stands as its own checklist says, and questions about all of them are answered case by case."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commanding import SMALL as FOLDER
from commanding import output, run
from guide.caseload import csv_table, data, relying, report, sought, standings, summary
from guide.cases import Case, NotFollowed, Work, load_case, new_case, save_case, with_answers, with_work
from guide.checklist import build
from guide.engine import evaluate
from guide.loader import load
from guide.values import Answer, Cell
from small import ON, SMALL, answers
from test_golden import FINISHED, told

LATE = date(2027, 2, 1)


@pytest.fixture(scope="module")
def finished() -> Case:
    session = told(FINISHED)
    found = with_answers(new_case(SMALL, ON, "Leisure | <b>"), session.answers)
    session.close()
    return found


@pytest.fixture
def folder(tmp_path: Path, finished: Case) -> Path:
    """A case with work to do, one where it is done, and one without anything that applies."""
    cases = tmp_path / "cases"
    (cases / "more").mkdir(parents=True)
    save_case(cases / "a.toml", finished, SMALL)
    save_case(cases / "more" / "b.toml", with_work(finished, {"publish-notice": Work(date(2026, 5, 3))}), SMALL)
    save_case(cases / "c.toml", with_answers(new_case(SMALL, ON, "Empty"), {Cell("contract.wanted"): Answer(False)}), SMALL)
    return cases


def files(told: str) -> list[str]:
    """The names of the cases that an answer in JSON has."""
    return [Path(one["file"]).name for one in json.loads(told)["cases"]]


def asked(capsys: pytest.CaptureFixture[str], folder: Path, *options: str) -> list[str]:
    capsys.readouterr()
    assert run("cases", str(folder), "--format", "json", "--by", str(LATE), *options) == 0
    return files(output(capsys))


@settings(max_examples=10, deadline=None)
@given(st.lists(answers(), min_size=1, max_size=4))
def test_each_case_stands_as_its_checklist_says(many: list[dict[Cell, Answer]]) -> None:
    """Beside others: what applies and may apply within the topics, at which level and by which day."""
    cases = [("", with_answers(new_case(SMALL, ON), said)) for said in many]
    for standing in standings(SMALL, cases):
        checklist = build(evaluate(SMALL, standing.case.answers, ON))
        entries = [entry for entry in (*checklist.applies, *checklist.may_apply) if entry.in_topics]
        wanted = Counter(
            (entry.item, entry.status, entry.level, entry.due.day if entry.due else None) for entry in entries if "?" not in dict(entry.binding).values()
        )
        found = Counter((point.item.id, point.status, point.level, point.due) for point in standing.points)
        assert len(standing.points) == len(entries)
        assert wanted - found == Counter()


@pytest.mark.parametrize(("work", "overdue"), [(Work(), [[], ["publish-notice"]]), (Work(ON), [[], []]), (Work(not_followed=NotFollowed("Jo", "x")), [[], []])])
def test_what_is_overdue_is_told_until_it_is_settled(finished: Case, work: Work, overdue: list[list[str]]) -> None:
    """From the day after its last day; done or not followed, by whoever, settles it."""
    found = standings(SMALL, [("", with_work(finished, {"publish-notice": work}))])[0]
    assert overdue == [[point.item.id for point in found.overdue(day)] for day in (date(2027, 1, 11), date(2027, 1, 12))]


def test_no_row_is_named(finished: Case) -> None:
    """Cases travel to committees: people are counted."""
    found = standings(SMALL, [("a.toml", finished)])
    texts = ["\n".join(summary(SMALL, found, LATE, {})), csv_table(SMALL, found, LATE), report(SMALL, found, LATE), json.dumps(data(found, LATE, {}))]
    assert any(point.item.id == "take-off" for point in found[0].points)
    assert [name for name in ("Ann", "Bob", "Newco") for text in texts if name in text] == []
    assert "Leisure \\| \\<b\\>" in texts[2]


@pytest.mark.parametrize(
    ("name", "items"),
    [
        ("large-contract", ["publish-notice"]),
        ("notice_days", ["publish-notice"]),
        ("large_from", ["publish-notice"]),
        ("publish-notice", ["publish-notice"]),
        ("contract.value", ["publish-notice"]),
        ("board.staff_share", ["staff-owned"]),
        ("signing", None),
    ],
)
def test_what_a_case_rests_on(finished: Case, name: str, items: list[str] | None) -> None:
    """A rule, a figure (also of a day to keep), an item or an answer; an article is no law to rest on."""
    if items is None:
        with pytest.raises(Exception, match="no rule, page, figure, fact or item is called `signing`"):
            sought(SMALL, name)
        return
    assert list(relying(SMALL, standings(SMALL, [("", finished)])[0], sought(SMALL, name))) == items


def test_a_page_is_rested_on_through_rules_and_figures(finished: Case) -> None:
    """Everything that cites it or follows from what does."""
    found = relying(SMALL, standings(SMALL, [("", finished)])[0], sought(SMALL, "notice-duty"))
    assert {"publish-notice", "staff-owned"} <= set(found)
    assert "take-off" not in found


def test_the_command_finds_what_is_asked_for(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """All of a folder, also below it; or only some."""
    assert asked(capsys, folder) == ["a.toml", "c.toml", "b.toml"]
    assert asked(capsys, folder, "--overdue") == ["a.toml"]
    assert asked(capsys, folder, "--rests-on", "large-contract") == ["a.toml", "b.toml"]
    assert asked(capsys, folder, "--changed") == []
    assert asked(capsys, folder, "--overdue", "--role", "clerk") == []
    assert run("cases", str(folder / "a.toml"), "--by", str(LATE)) == 0
    assert "  - overdue since 11 January 2027: Publish the notice (publish-notice, Buyer)" in output(capsys)
    assert run("cases", str(folder), "--format", "csv", "--by", str(LATE)) == 0
    rows = list(csv.DictReader(io.StringIO(output(capsys))))
    assert [(Path(row["file"]).name, row["done"]) for row in rows if row["item"] == "publish-notice"] == [("a.toml", ""), ("b.toml", "2026-05-03")]


def test_totals_are_for_a_committee(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In all, by level, role and stage, and what is overdue."""
    assert run("cases", str(folder), "--totals", "--by", str(LATE)) == 0
    text = output(capsys)
    assert text.startswith("# 3 cases on 1 February 2027\n")
    assert "| Must | 4 | 1 | 0 | 1 | 1 |" in text  # in two cases the notice and somebody to take off, who may be there in the third
    assert "| 11 January 2027 | Publish the notice (publish-notice, Buyer) |" in text


def test_cases_that_newer_rules_change_are_found(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Against the rules that each was saved under, wherever these are; what nobody can compare is told."""
    newer = tmp_path / "newer"
    shutil.copytree(FOLDER, newer)
    rules = newer / "rules" / "contract.toml"
    rules.write_text(rules.read_text(encoding="utf-8").replace("from.2025-01-01 = 120_000.50", "from.2025-01-01 = 300_000"), encoding="utf-8")
    monkeypatch.setattr("guide.commands.records.shipped_rulebook", lambda: FOLDER)
    capsys.readouterr()
    assert run("cases", "--rules", str(newer), str(folder), "--changed") == 0
    told = output(capsys)
    assert told.count("changes: Publish the notice (publish-notice): applies -> is ruled out") == 2
    assert "c.toml" not in told
    save_case(folder / "d.toml", load_case(folder / "a.toml", SMALL), load(newer))
    text = (folder / "d.toml").read_text(encoding="utf-8")
    (folder / "d.toml").write_text(text.replace(load(newer).digest, "0" * 64), encoding="utf-8")
    monkeypatch.setattr("guide.commands.records.book_with", None)
    monkeypatch.setattr("guide.commands.caseload.book_with", lambda *_: None)
    assert run("cases", "--rules", str(newer), str(folder / "d.toml"), "--changed") == 0
    assert "not known what changes: its rules (version 1.2.0) are nowhere" in output(capsys)


def test_what_cannot_be_read_is_told_and_the_others_are_listed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 1; 3 where there is nothing at all."""
    (folder / "broken.toml").write_text("format = 1\nas_at = \n", encoding="utf-8")
    assert run("cases", str(folder), "--format", "json") == 1
    told = capsys.readouterr()
    assert files(told.out) == ["a.toml", "c.toml", "b.toml"]
    assert "broken.toml: line 2, column 9: this is not TOML" in told.err
    (folder / "none").mkdir()
    assert run("cases", str(folder / "none")) == 3
    assert run("cases", str(folder / "nowhere")) == 3
    assert run("cases", str(folder), "--rests-on", "large-contact") == 2
    assert "did you mean `large-contract`?" in capsys.readouterr().err
