"""A review names what a change of the rules does, proves it, and accuses nothing else."""

from __future__ import annotations

import csv
import io
import json
import random
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import strategies
from compared import loaded
from guide.cli import main
from guide.engine import Engine
from guide.lines import Clause
from guide.loader import RulebookError, load
from guide.model import Rulebook
from guide.mutants import mutants
from guide.replay import replay
from guide.review import review
from guide.values import Answers
from guide.witnesses import fitting, standing
from wording import Files

SMALL_FOLDER = Path(__file__).parent / "books/good/small"
SMALL = load(SMALL_FOLDER, tests=True)
KNOWN = [(test.given, test.on) for test in SMALL.tests.values()]
patient = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
Case = tuple[Answers, date]


def cases_of(book: Rulebook, data: st.DataObject, many: int = 4) -> list[Case]:
    """A few random cases."""
    found = []
    for _ in range(many):
        on = data.draw(strategies.days)
        found.append((data.draw(strategies.answers(book, on)), on))
    return found


def said(book: Rulebook, case: Case, names: set[str]) -> dict[str, tuple[str, ...]]:
    """What the engine says of some names in a case."""
    engine = Engine(book)
    try:
        outcome = engine.update(fitting(book, case[0]), case[1])
        return {name: standing(outcome, name) for name in names}
    finally:
        engine.close()


@patient
@given(strategies.rulebooks(), st.data())
def test_a_slip_is_found_and_every_witness_is_true(files: Files, data: st.DataObject) -> None:
    """What the engine says otherwise of a known case is named; what is named the engine says otherwise of its case."""
    try:
        old = loaded(files)
    except RulebookError:
        return
    made = list(mutants(old))
    assume(made)
    mutant = made[data.draw(st.integers(0, len(made) - 1))]
    new, cases = mutant.book(), cases_of(old, data)
    found = review(old, new, cases, at_random=30)
    named = {change.name: change for change in found.changes}
    watched = {f"item:{id}" for id in old.items} | set(old.facts)
    for case in cases:
        before, after = said(old, case, watched), said(new, case, watched)
        assert {name for name in watched if before[name] != after[name]} <= named.keys()
    for name, change in named.items():
        (witness,) = change.witnesses
        assert witness.proved
        assert said(old, witness.case, {name}) != said(new, witness.case, {name})
    said_twice = all(edit.kind == "words" for edit in found.edits)
    assert found.sizes["known"] == (0 if said_twice else len(cases))


@patient
@given(strategies.rulebooks(), st.data())
def test_a_change_of_words_and_of_order_is_never_accused(files: Files, data: st.DataObject) -> None:
    """Lines in another order, or said twice; other titles, questions and names of letters."""
    try:
        old = loaded(files)
    except RulebookError:
        return
    chance = random.Random(data.draw(st.integers(0, 99)))

    def reordered(clause: Clause) -> Clause:
        when, unless = ([*lines, *lines[:1]] for lines in (clause.when, clause.unless))
        chance.shuffle(when)
        chance.shuffle(unless)
        return replace(clause, when=tuple(when), unless=tuple(unless))

    new = replace(
        old,
        rules={id: replace(rule, clause=reordered(rule.clause)) for id, rule in old.rules.items()},
        items={id: replace(item, clause=reordered(item.clause), title=f"{item.title} again") for id, item in old.items.items()},
    )
    found = review(old, new, cases_of(old, data), at_random=30)
    assert found.quiet
    assert not found.rewritten
    assert {edit.name for edit in found.words} >= {f"item:{id}" for id in old.items}
    assert found.bump == "patch"


def changed(tmp_path: Path, file: str, before: str, after: str) -> Path:
    """The small rulebook with one change."""
    folder = tmp_path / "book"
    if not folder.exists():
        shutil.copytree(SMALL_FOLDER, folder)
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    return folder


def names(tmp_path: Path, file: str, before: str, after: str) -> set[str]:
    """What a change makes come out otherwise."""
    return {change.name for change in review(SMALL, load(changed(tmp_path, file, before, after), tests=True), KNOWN, at_random=200).changes}


@pytest.mark.parametrize(
    ("file", "before", "after", "expected"),
    [
        ("rules/contract.toml", '["board.staff_share >= 50"]\nsuits', '["board.staff_share >= 60"]\nsuits', {"item:staff-owned"}),
        ("rules/contract.toml", 'unless = ["board.staff_share >= 50"]', 'unless = ["board.staff_share >= 51"]', {"item:council-owned"}),
        ("rules/contract.toml", 'title = "A body that staff own"', 'title = "A body of the staff"', set()),
        ("rules/contract.toml", 'suits = ["contract.wanted"]\n', "", set()),
    ],
)
def test_a_change_names_what_it_touches_and_nothing_else(tmp_path: Path, file: str, before: str, after: str, expected: set[str]) -> None:
    assert names(tmp_path, file, before, after) == expected


def test_an_item_that_is_new_and_one_that_is_gone(tmp_path: Path) -> None:
    """A new name for an item is the one and the other."""
    new = load(changed(tmp_path, "rules/contract.toml", "[route.staff-owned]", "[route.staff-led]"), tests=False)
    found = review(SMALL, new, KNOWN, at_random=50)
    assert {change.name for change in found.changes} == {"item:staff-owned", "item:staff-led"}
    assert {(edit.name, edit.kind) for edit in found.edits} == {("item:staff-led", "added"), ("item:staff-owned", "gone")}
    assert found.bump == "major"


def test_saved_cases_that_come_out_otherwise(tmp_path: Path) -> None:
    new = load(changed(tmp_path, "rules/contract.toml", '["board.staff_share >= 50"]\nsuits', '["board.staff_share >= 60"]\nsuits'))
    engines = (Engine(SMALL), Engine(new))
    cases = [(str(number), case) for number, case in enumerate(KNOWN)]
    found = {(row.case, row.item) for row in replay(SMALL, new, cases)}
    for name, (answers, on) in cases:
        outcomes = [engine.update(answers, on) for engine in engines]
        for id in SMALL.items:
            differs = standing(outcomes[0], f"item:{id}") != standing(outcomes[1], f"item:{id}")
            assert ((name, id) in found) == differs
    for engine in engines:
        engine.close()


# --- the commands ---


def git(folder: Path, *arguments: str) -> None:
    settings = ["-c", "user.name=Ann", "-c", "user.email=ann@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", str(folder), *settings, *arguments], check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """The small rulebook under git, with a change that is not committed."""
    folder = tmp_path / "book"
    shutil.copytree(SMALL_FOLDER, folder)
    git(folder, "init")
    git(folder, "add", ".")
    git(folder, "commit", "-m", "first")
    return changed(tmp_path, "rules/contract.toml", '["board.staff_share >= 50"]\nsuits', '["board.staff_share >= 60"]\nsuits')


def test_review_tells_a_pull_request(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """HEAD against the work tree; a change of outcomes alone is no finding."""
    assert main(["review", "--rules", str(repository), "--random", "50"]) == 0
    told = capsys.readouterr().out
    assert "1 item comes out otherwise" in told
    assert "`staff-owned`" in told
    assert "both evaluators agree" in told


def test_review_is_data_for_programs(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", "HEAD", str(repository), "--rules", str(repository), "--format", "json", "--random", "50"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert [change["name"] for change in data["changes"]] == ["item:staff-owned"]
    assert data["bump"] == "minor"
    assert data["changes"][0]["witnesses"][0]["proved"] is True


def test_review_stands_beside_the_edit(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", "--rules", str(repository), "--format", "github", "--random", "50"]) == 0
    assert "::warning file=rules/contract.toml,line=99" in capsys.readouterr().out


def test_review_ends_with_findings_when_tests_fail(repository: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changed(tmp_path, "rules/contract.toml", "contract.value >= large_from", "contract.value < large_from")
    assert main(["review", "--rules", str(repository), "--random", "50"]) == 1
    assert "Tests that fail" in capsys.readouterr().out


def test_notes_for_a_release(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", "--rules", str(repository), "--notes", "--random", "50"]) == 0
    told = capsys.readouterr().out
    assert "This is a **minor** version" in told
    assert "`staff-owned`" in told


@pytest.mark.parametrize("arguments", [["no-such-revision"], ["HEAD", "no-such-revision"]])
def test_a_revision_that_is_none_is_said(repository: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", *arguments, "--rules", str(repository)]) == 3
    assert "no git revision called `no-such-revision`" in capsys.readouterr().err


def test_a_rulebook_with_errors_is_said(repository: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changed(tmp_path, "rules/contract.toml", "board.staff_share >= 60", "board.staff_shares >= 60")
    assert main(["review", "--rules", str(repository)]) == 3
    assert "staff_shares" in capsys.readouterr().err


def test_mutate_prints_the_score_and_a_test_to_paste(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mutate", "staff-owned", "--rules", str(repository)]) == 0
    told = capsys.readouterr().out
    assert "rules/contract.toml" in told
    assert main(["mutate", "staff-owned", "--rules", str(repository), "--least", "100"]) == 1
    assert "[test.staff-owned" in capsys.readouterr().out


def test_mutate_says_what_it_does_not_know(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mutate", "nothing-of-the-kind", "--rules", str(repository)]) == 2
    assert "nothing-of-the-kind" in capsys.readouterr().err


def test_replay_writes_a_table_that_no_spreadsheet_runs(repository: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file name that looks like a formula is a text; a file that is no case is said and left out."""
    folder = tmp_path / "cases"
    folder.mkdir()
    (folder / "one.toml").write_text('format = 1\ntitle = "One"\nas_at = 2026-04-01\n[answers.board]\nstaff_share = 55\n')
    (folder / "none.toml").write_text("format = 99\n")
    assert main(["replay", str(folder), "--from", str(SMALL_FOLDER), "--rules", str(repository)]) == 0
    told = capsys.readouterr()
    rows = list(csv.reader(io.StringIO(told.out)))
    assert rows[0] == ["case", "item", "title", "before", "after"]
    assert [(Path(row[0]).name, row[1]) for row in rows[1:]] in ([("one.toml", "staff-owned")], [])
    assert "left out" in told.err
