"""Taking a checklist that people have worked on back into its case: ticks, days, notes, and what they do not follow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commanding import output, run
from guide.agreement import Agreement
from guide.cases import NotFollowed, Work, load_case, new_case, save_case, with_answers, with_work
from guide.engine import evaluate
from guide.records import export, marks_of, opened, take_back
from small import ON, SMALL
from test_golden import FINISHED, told

ON_DAY = date(2026, 5, 9)
NOTICE, ANN = "publish-notice", "take-off (p = Ann)"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "case.toml"
    session = told(FINISHED)
    save_case(path, with_answers(new_case(SMALL, ON, "A case"), session.answers), SMALL)
    session.close()
    return path


def work_of(case: Path) -> dict[str, Work]:
    return dict(load_case(case, SMALL).work)


def worked(case: Path, work: dict[str, Work]) -> None:
    save_case(case, with_work(load_case(case, SMALL), work), SMALL)


def exported(case: Path, change: Callable[[str], str] = str, *options: str) -> Path:
    path = case.with_name("list.md")
    assert run("checklist", str(case), "-o", str(path), *options) == 0
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    return path


def below(text: str, id: str, line: str) -> str:
    return text.replace(f"<!-- guide: {id} -->", f"<!-- guide: {id} -->\n  - {line}", 1)


def taken(case: Path, path: Path) -> dict[str, Work]:
    assert run("import", str(case), str(path), "--done", str(ON_DAY)) == 0
    return work_of(case)


def tick(text: str) -> str:
    return text.replace("- [ ] **Must:** Publish", "- [x] **Must:** Publish")


def test_a_tick_is_done_on_the_day_it_says(case: Path) -> None:
    """Beside it, or else the day that the command says."""
    assert taken(case, exported(case, tick)) == {NOTICE: Work(ON_DAY)}
    assert taken(case, exported(case, lambda text: below(text, ANN, "Done: 3 May 2026"))) == {NOTICE: Work(ON_DAY), ANN: Work(date(2026, 5, 3))}


def test_notes_and_what_is_not_followed_are_taken(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And told."""
    path = exported(case, lambda text: below(below(text, NOTICE, "rang Jo"), ANN, "Not followed: by Jo Smith, because the Cabinet said so"))
    assert taken(case, path) == {NOTICE: Work(None, "rang Jo"), ANN: Work(None, "", NotFollowed("Jo Smith", "the Cabinet said so"))}
    assert f"{ANN}: not done; not followed by Jo Smith, because the Cabinet said so" in output(capsys)
    run("import", str(case), str(path))
    assert output(capsys) == "Nothing new.\n"


def test_the_work_is_in_the_next_file_once(case: Path) -> None:
    """Export, work, import, export: nothing doubles, however often."""
    path = exported(case, lambda text: below(tick(text), NOTICE, "rang Jo"))
    first = taken(case, path)
    for _ in range(3):
        again = exported(case).read_text(encoding="utf-8")
        assert (again.count("rang Jo"), again.count("**Done:** 9 May 2026")) == (2, 1)  # in the entry, and in the record
        assert taken(case, path) == first


@pytest.mark.parametrize(
    ("line", "count"), [("Done: 3/5/2026", "3 May 2026"), ("**done** 3 May 2026", "3 May 2026"), ("not followed: by Jo, because  it is late", "it is late")]
)
def test_what_people_wrote_in_their_own_way_is_not_written_beside_it(case: Path, line: str, count: str) -> None:
    """The case has it after the import; the file says it already."""
    path = exported(case, lambda text: below(text, NOTICE, line))
    taken(case, path)
    text = exported(case).read_text(encoding="utf-8").partition("<!-- guide:record")[0]
    assert text.count(line) == 1
    assert text.count(count) == line.count(count)


def test_what_is_unticked_is_not_done(case: Path) -> None:
    """When the file had the tick; a case that was ticked since keeps it."""
    worked(case, {NOTICE: Work(ON_DAY)})
    assert (
        taken(case, exported(case, lambda text: text.replace("- [x] **Must:** Publish", "- [ ] **Must:** Publish").replace("  - **Done:** 9 May 2026\n", "")))
        == {}
    )
    path = exported(case)
    worked(case, {NOTICE: Work(ON_DAY)})
    assert taken(case, path) == {NOTICE: Work(ON_DAY)}


def test_both_may_have_been_changed(case: Path) -> None:
    """Notes of either stay; one that was taken off the file goes; one that was changed there is changed."""
    worked(case, {NOTICE: Work(None, "one\ntwo")})
    path = exported(case, lambda text: text.replace("  - **Note:** one\n", "").replace("**Note:** two", "**Note:** two, she said"))
    worked(case, {NOTICE: Work(None, "one\ntwo\nthree")})

    assert taken(case, path) == {NOTICE: Work(None, "three\ntwo, she said")}


@pytest.mark.parametrize("text", ["mine\n", "<!-- guide:record\n-->\n"])
def test_what_is_no_export_is_not_taken(case: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Nor one without names; the case stays as it is."""
    path = case.with_name("list.md")
    path.write_text(text, encoding="utf-8")
    before = case.read_bytes()
    assert run("import", str(case), str(path)) == 3
    assert "cannot be taken back" in capsys.readouterr().err
    path.unlink()
    assert run("import", str(case), str(exported(case, tick, "--without-names"))) == 3
    assert run("import", str(case), str(case.with_name("none.md"))) == 3
    assert case.read_bytes() == before


def test_what_is_not_followed_is_in_every_export(case: Path) -> None:
    """Without names the name and the reason are left out."""
    worked(case, {ANN: Work(None, "Ann knows", NotFollowed("Jo Smith", "the Cabinet said so"))})
    assert "**Not followed:** by Jo Smith, because the Cabinet said so" in exported(case).read_text(encoding="utf-8")
    path = case.with_name("list.md")
    path.unlink()
    text = exported(case, str, "--without-names").read_text(encoding="utf-8")
    assert "**Not followed:** by somebody whose name is left out" in text
    assert "Jo Smith" not in text
    assert "Ann" not in text


@pytest.mark.parametrize("options", [[], ["--cabinet"], ["--role", "buyer"], ["--format", "html"], ["--format", "html", "--cabinet"], ["--format", "csv"]])
@pytest.mark.parametrize("id", [NOTICE, "staff-owned"])
def test_whatever_is_not_followed_is_on_every_sheet(case: Path, capsys: pytest.CaptureFixture[str], id: str, options: list[str]) -> None:
    """Also what has no line of its own there: a route in a table, a thing to do in the appendix for the cabinet. It verifies."""
    worked(case, {id: Work(None, "", NotFollowed("Jo Smith", "the Cabinet said so"))})
    capsys.readouterr()
    assert run("checklist", str(case), *options) == 0
    told = output(capsys).partition("<!-- guide:record")[0]
    wanted = not (options == ["--role", "buyer"] and id == "staff-owned")  # nobody's task
    assert ("by Jo Smith, because the Cabinet said so" in told) is wanted
    if "--format" not in options:
        path = exported(case, str, *options)
        assert run("verify", str(path)) == 0
        path.write_text(path.read_text(encoding="utf-8").replace("by Jo Smith, because", "by Al, because", 1), encoding="utf-8")
        assert run("verify", str(path)) == int(wanted)


@pytest.mark.parametrize("command", [["plan"], ["plan", "--format", "json"], ["document", "register"], ["document", "register", "--format", "html"]])
def test_plans_and_documents_have_it_too(case: Path, capsys: pytest.CaptureFixture[str], command: list[str]) -> None:
    """The register of conflicts and the plan say who decided not to follow what, and why; without names neither."""
    worked(case, {ANN: Work(None, "Ann knows", NotFollowed("Jo Smith", "the Cabinet said so"))})
    capsys.readouterr()
    assert run(command[0], str(case), *command[1:]) == 0
    told = output(capsys)
    assert "Jo Smith" in told
    assert "the Cabinet said so" in told
    assert run(command[0], str(case), *command[1:], "--without-names") == 0
    told = output(capsys)
    assert "somebody whose name is left out" in told
    assert not {word for word in ("Jo Smith", "Ann", "the Cabinet said so") if word in told}


def test_a_calendar_says_what_is_done_and_what_is_not_followed(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """On the day itself."""
    for work, said in ((Work(date(2026, 5, 3)), ("(done)", "Done: 3 May 2026")), (Work(not_followed=NotFollowed("Jo", "no")), ("(not followed)", "by Jo"))):
        worked(case, {NOTICE: work})
        capsys.readouterr()
        assert run("checklist", str(case), "--format", "ics") == 0
        told = output(capsys).replace("\n ", "")
        assert all(words in told for words in (f"Publish the notice {said[0]}", said[1]))


@pytest.mark.parametrize(("form", "said"), [("html", "by Jo Smith, because the"), ("csv", "by Jo Smith, because the"), ("json", "Jo Smith")])
def test_every_form_has_the_work(case: Path, capsys: pytest.CaptureFixture[str], form: str, said: str) -> None:
    """Without names it has the day, and neither name nor note."""
    worked(case, {ANN: Work(None, "Ann knows", NotFollowed("Jo Smith", "the Cabinet said so")), NOTICE: Work(date(2026, 5, 3))})
    capsys.readouterr()
    assert run("checklist", str(case), "--format", form) == 0
    told = output(capsys)
    assert (said in told, "Ann knows" in told, "2026-05-03" in told or "3 May 2026" in told) == (True, True, True)
    assert run("checklist", str(case), "--format", form, "--without-names") == 0
    told = output(capsys)
    assert ("Jo Smith" in told, "Ann knows" in told, "2026-05-03" in told or "3 May 2026" in told) == (False, False, True)


def test_verifying_holds_what_is_not_followed(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A name and a reason, and in the file those that were recorded."""
    worked(case, {ANN: Work(None, "", NotFollowed("Jo Smith", "the Cabinet said so"))})
    assert run("verify", str(case)) == 0
    assert run("verify", str(exported(case))) == 0
    assert run("verify", str(exported(case, lambda text: text.replace("by Jo Smith, because", "by Al Brown, because", 1)))) == 1
    assert "not followed by Jo Smith, because the Cabinet said so -> not followed by Al Brown" in output(capsys)
    worked(case, {ANN: Work(None, "", NotFollowed("", "the Cabinet said so")), "no-such": Work(None, "", NotFollowed("Jo", "x"))})
    assert run("verify", str(case)) == 1
    told = output(capsys)
    assert f"{ANN}: not followed -> lacks a name" in told
    assert "no-such: not followed -> the rulebook has no such item" in told


names = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=12).filter(lambda text: "because" not in text)
notes = st.lists(names.filter(lambda text: not text.lower().startswith(("note", "done", "not"))), max_size=3, unique=True).map("\n".join)
works = st.builds(Work, st.none() | st.dates(date(1900, 1, 1), date(2999, 1, 1)), notes, st.none() | st.builds(NotFollowed, names, names))


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from([NOTICE, ANN, "marks-own-manager (p = Ann, q = Bob)"]), works))
def test_any_work_goes_round(work: dict[str, Work]) -> None:
    """Case, file, case: the same days, notes, names and reasons, in any letters."""
    session = told(FINISHED)
    outcome = evaluate(SMALL, session.answers, ON)
    session.close()
    case = with_work(with_answers(new_case(SMALL, ON), outcome.answers), work)
    text = export(case, outcome, Agreement(), marks_of(case.work)).text
    sheet, record = opened(text)

    assert take_back(case, sheet, record, outcome, outcome, ON_DAY).changed == ()
    forgotten = replace(record, case={}, ticked=())
    assert take_back(replace(case, work={}), sheet, forgotten, outcome, outcome, ON_DAY).work == case.work
