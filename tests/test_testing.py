"""How authors' tests fail, what they see, what is proposed, and what is accepted."""

from __future__ import annotations

import errno
import json
import shutil
from pathlib import Path

import pytest

from commanding import output
from guide.agreement import Agreement
from guide.booktests import run as run_tests
from guide.cli import main
from guide.coverage import Coverage
from guide.loader import load
from guide.proposals import propose
from guide.watching import Watch
from plain_book import BASE

SMALL = Path(__file__).parent / "books" / "good" / "small"
RULES = """
[fact.f.a]
ask = "?"
type = "yes-no"

[fact.f.b]
ask = "?"
type = "yes-no"

[fact.f.x]
ask = "?"
type = "number"

[fact.f.form]
ask = "?"
type = "choice"
options.mutual = "Mutual"
options.charity = "Charity"

[fact.f.day]
ask = "?"
type = "date"

[param.limit]
from.2024-03-01 = 10
from.2024-03-15 = 20

[item.do-it]
title = "Do it"
cite = "english"
level = "must"
who = "clerk"
stage = "idea"
when = ["f.a", "f.x >= limit"]
unless = ["f.b", "f.form is charity"]
"""
GIVEN = "given = { case.nation = 'England', f.a = true, f.b = false, f.form = 'mutual', f.x = 10 }"


def book(folder: Path, *tests: str) -> Path:
    """A folder with one item and some tests of it."""
    people = '[role]\nclerk = "Clerk"\n[stage.idea]\ntitle = "Idea"\n'
    for name, text in {**BASE, "rules/people.toml": people, "rules/more.toml": RULES + "\n".join(tests)}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def seen(folder: Path) -> Coverage:
    """What the tests of a folder see."""
    rulebook = load(folder, tests=True)
    watch = Watch(rulebook)
    assert run_tests(rulebook, (), watch.see).failures == []
    return watch.coverage()


def written(name: str, on: str, expect: str, given: str = GIVEN) -> str:
    """A test as an author writes it."""
    return f"[test.{name}]\non = {on}\n{given}\nexpect.{expect}\n"


HOLDS = written("holds", "2024-03-01", 'applies = ["do-it"]')
LATER = written("later", "2024-03-31", 'applies = ["do-it"]', GIVEN.replace("10", "20"))
SEEN = [
    ((HOLDS,), set()),
    ((HOLDS, written("no-a", "2024-03-02", 'ruled_out = ["do-it"]', GIVEN.replace("f.a = true", "f.a = false"))), {"line f.a", "rule fails"}),
    ((HOLDS, written("b", "2024-03-02", 'ruled_out = ["do-it"]', GIVEN.replace("f.b = false", "f.b = true"))), {"line f.b", "rule fails"}),
    (
        (HOLDS, written("less", "2024-03-02", 'ruled_out = ["do-it"]', GIVEN.replace("10", "9"))),
        {"line f.x >= limit", "amount f.x >= limit beside", "rule fails"},
    ),
    ((HOLDS, written("before", "2024-02-29", 'ruled_out = ["do-it"]')), {"date from 2024-02-29", "rule fails"}),
    ((HOLDS, written("after", "2024-04-01", 'ruled_out = ["do-it"]', GIVEN.replace("10", "20"))), {"date until 2024-04-01", "rule fails"}),
    ((HOLDS, written("old", "2024-03-14", 'applies = ["do-it"]')), {"figure before 2024-03-15"}),
    ((HOLDS, written("old", "2024-03-14", 'applies = ["do-it"]', GIVEN.replace("10", "20"))), set()),
    ((HOLDS, written("new", "2024-03-15", 'applies = ["do-it"]', GIVEN.replace("10", "20"))), set()),
    (
        (HOLDS, written("new", "2024-03-15", 'ruled_out = ["do-it"]', GIVEN.replace("10", "19"))),
        {"figure on 2024-03-15", "line f.x >= limit", "amount f.x >= limit beside", "rule fails"},
    ),
    ((HOLDS, written("two", "2024-03-02", 'ruled_out = ["do-it"]', GIVEN.replace("f.a = true", "f.a = false").replace("10", "1"))), {"rule fails"}),
    ((HOLDS, written("open", "2024-02-29", 'ruled_out = ["do-it"]', "given = { case.nation = 'England', f.a = true }")), {"rule fails"}),
]


@pytest.mark.parametrize(("tests", "points"), SEEN)
def test_a_test_sees_what_it_alone_decides(tmp_path: Path, tests: tuple[str, ...], points: set[str]) -> None:
    """A line counts when nothing else stands against the item, a day when all else is known, a figure when the other one would change the outcome."""
    first = {"rule holds", "date from 2024-03-01", "option mutual", "figure on 2024-03-01", "amount f.x >= limit at"}
    assert {f"{point.kind} {point.what}" for point in seen(book(tmp_path, *tests)).seen} == first | points


def test_tests_that_see_everything_have_nothing_missing(tmp_path: Path) -> None:
    """Every point of the item and of what it reads."""
    turned = [("f.a = true", "f.a = false"), ("f.b = false", "f.b = true"), ("10", "9"), ("'mutual'", "'charity'")]
    tests = [written(f"t{n}", "2024-03-02", 'ruled_out = ["do-it"]', GIVEN.replace(*pair)) for n, pair in enumerate(turned)]
    days = [
        written("d1", "2024-02-29", 'ruled_out = ["do-it"]'),
        written("d2", "2024-03-31", 'applies = ["do-it"]', GIVEN.replace("10", "20")),
        written("d3", "2024-04-01", 'ruled_out = ["do-it"]', GIVEN.replace("10", "20")),
        written("d4", "2024-03-14", 'applies = ["do-it"]'),
        written("d5", "2024-03-15", 'ruled_out = ["do-it"]'),
    ]
    found = seen(book(tmp_path, HOLDS, *tests, *days))
    assert (found.missing(), found.share()) == ((), 100.0)


def test_what_is_proposed_passes_and_sees_what_was_missing(tmp_path: Path) -> None:
    """From two tests all the others: each line turned, each day on both sides, the other option."""
    before = seen(book(tmp_path, HOLDS, LATER))
    proposals = list(propose(tmp_path, load(tmp_path, tests=True), before))
    file = tmp_path / "rules" / "more.toml"
    file.write_text(file.read_text(encoding="utf-8") + "\n".join(proposal.toml for proposal in proposals), encoding="utf-8")
    assert {proposal.point for proposal in proposals} == set(before.missing())
    assert seen(tmp_path).missing() == ()


def test_proposals_for_the_worked_rules_pass(tmp_path: Path) -> None:
    """With lists, joins, derived facts and dates that are answers."""
    shutil.copytree(SMALL.parent / "worked", tmp_path / "book")
    root = tmp_path / "book"
    found = seen(root)
    proposals = list(propose(root, load(root, tests=True), found, ["rules/03-regulation-77.toml", "rules/07-interests.toml"]))
    assert proposals
    for proposal in proposals:
        path = root / proposal.file
        path.write_text(path.read_text(encoding="utf-8") + "\n" + proposal.toml, encoding="utf-8")
    after = seen(root)
    assert {proposal.point for proposal in proposals} <= set(after.seen)


WRONG = [
    ('applies = ["do-it"]', 'ruled_out = ["do-it"]', "2023-03-01"),
    ('ruled_out = ["do-it"]', 'applies = ["do-it"]', "2024-03-01"),
    ('level = { do-it = "should" }', 'level = { do-it = "must" }', "2024-03-01"),
    ('holds = ["f.b"]', 'fails = ["f.b"]', "2024-03-01"),
    ('fails = ["f.a"]', 'holds = ["f.a"]', "2024-03-01"),
    ('unknown = ["f.a"]', 'holds = ["f.a"]', "2024-03-01"),
    ('value = { "f.x" = 3 }', 'value = { "f.x" = 10 }', "2024-03-01"),
    ('value = { "f.form" = "charity", "f.x" = 10 }', 'value = { "f.form" = "mutual", "f.x" = 10 }', "2024-03-01"),
]


@pytest.mark.parametrize(("wrong", "right", "on"), WRONG)
def test_accepting_rewrites_what_is_expected_and_nothing_else(tmp_path: Path, capsys: pytest.CaptureFixture[str], wrong: str, right: str, on: str) -> None:
    """The difference is shown; the file differs in that line alone."""
    root = book(tmp_path, written("it", on, wrong) + "# a comment\n" + HOLDS)
    file = root / "rules" / "more.toml"
    before = file.read_text(encoding="utf-8")
    assert main(["test", "--rules", str(root), "it"]) == 1
    assert f"[test.it] {wrong.split(' ', maxsplit=1)[0]}: " in output(capsys)
    assert main(["test", "--rules", str(root), "--accept"]) == 0
    assert f"-expect.{wrong}\n+expect.{right}" in output(capsys)
    assert file.read_text(encoding="utf-8") == before.replace(f"expect.{wrong}", f"expect.{right}", 1)
    assert main(["test", "--rules", str(root)]) == 0


def test_accepting_moves_a_name_to_the_list_where_it_belongs(tmp_path: Path) -> None:
    """Into one that is there, out of one that keeps others, or away with one that is empty."""
    lines = 'applies = ["do-it"]\nexpect.ruled_out = [\n  "do-it",\n]\nexpect.holds = ["f.a", "f.b"]'
    root = book(tmp_path, written("it", "2024-03-01", lines))
    assert main(["test", "--rules", str(root), "--accept"]) == 0
    text = (root / "rules" / "more.toml").read_text(encoding="utf-8")
    assert text.split("[test.it]")[1].split("\n")[3:] == ['expect.applies = ["do-it"]', "expect.fails = [", '  "f.b",', "]", 'expect.holds = ["f.a"]', ""]


@pytest.mark.parametrize("command", [("test", "--accept"), ("rename", "f.a", "f.other")])
def test_several_files_change_together_or_none_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: tuple[str, ...]
) -> None:
    """The second cannot be written: the first has what it had, and nothing is left over."""
    root = book(tmp_path, written("it", "2024-03-01", 'holds = ["f.b"]'))
    (root / "rules" / "tests.toml").write_text(written("two", "2024-03-01", 'holds = ["f.b"]'), encoding="utf-8")
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    rename = Path.replace

    def full(source: Path, target: Path) -> Path:
        if target.name == "tests.toml" and source.read_bytes() != before[target]:
            raise OSError(errno.EROFS, "")
        return rename(source, target)

    monkeypatch.setattr(Path, "replace", full)
    assert main([command[0], "--rules", str(root), *command[1:]]) == 3
    monkeypatch.undo()
    assert f"nothing was changed: {root / 'rules' / 'tests.toml'} cannot be written: the folder is read-only" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


def test_a_proposal_that_the_evaluators_judge_otherwise_is_told_as_a_defect(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is no test, and never left out in silence."""
    monkeypatch.setattr("guide.proposals.agreement_on", lambda _: Agreement(("f.a: True, Unknown",)))
    root = book(tmp_path, HOLDS, LATER)
    assert main(["test", "--rules", str(root), "--propose"]) == 1
    said = capsys.readouterr()
    assert (said.out, said.err.count("defect: the two evaluators differ")) == ("", len(seen(root).missing()))


@pytest.mark.parametrize("option", ["--accept", "--propose"])
def test_the_threshold_is_looked_at_whatever_else_is_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str) -> None:
    """A command that fails for it says so."""
    root = book(tmp_path, HOLDS)
    assert main(["test", "--rules", str(root), option, "--least", "20"]) == 0
    assert main(["test", "--rules", str(root), option, "--least", "99"]) == 1
    assert "less than the 99%" in capsys.readouterr().err


def test_what_no_test_sees_is_told_with_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As the check tells a place."""
    root = book(tmp_path, HOLDS)
    line = (root / "rules" / "more.toml").read_text(encoding="utf-8").splitlines().index('unless = ["f.b", "f.form is charity"]') + 1
    assert main(["test", "--rules", str(root), "--coverage"]) == 0
    assert f"rules/more.toml:{line}: no test in which `f.b` holds and nothing else stands against the item `do-it`" in output(capsys)


def test_a_failure_shows_the_reasons_of_what_came_instead(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The tree that `guide why` gives, below the words underlined."""
    root = book(tmp_path, written("it", "2024-03-01", 'applies = ["do-it"]', GIVEN.replace("10", "9")))
    assert main(["test", "--rules", str(root)]) == 1
    said = output(capsys)
    assert "^^^^^" in said
    assert "which is not at least 10 (limit)" in said


def test_the_forms_of_the_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """JSON for programs, annotations for a pull request, and a threshold that fails."""
    root = book(tmp_path, written("it", "2024-03-01", 'ruled_out = ["do-it"]'))
    assert main(["test", "--rules", str(root), "--format", "json", "--coverage"]) == 1
    data = json.loads(output(capsys))
    assert (data["failures"][0]["line"] > 1, data["coverage"]["share"] < 100, len(data["coverage"]["missing"]) > 3) == (True, True, True)
    assert main(["test", "--rules", str(root), "--format", "github"]) == 1
    assert output(capsys).startswith("::error file=rules/more.toml,line=")
    root = book(tmp_path / "two", HOLDS)
    assert main(["test", "--rules", str(root), "--least", "99"]) == 1
    assert main(["test", "--rules", str(root), "--least", "20"]) == 0
    assert main(["test", "--rules", str(root), "hold"]) == 2
    assert "did you mean `holds`?" in capsys.readouterr().err
