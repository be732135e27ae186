"""A command, the plain interview and the screens write the same checklist, over the same notes, as safely; ticks are the same work in each."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from commanding import run
from guide.agreement import Agreement
from guide.cases import Case, NotFollowed, Work, load_case, new_case, save_case, with_answers, with_work
from guide.chores import Chores
from guide.commands.reports import Wanted
from guide.model import Rulebook
from guide.privacy import withheld
from guide.records import shown_work
from guide.session import Session
from guide.tui.desk import Desk
from guide.tui.files import on_disk
from small import ON, SMALL
from test_golden import FINISHED

TODAY = date(2026, 5, 3)
ANN, NOTICE = "take-off (p = Ann)", "publish-notice"
SECRET = replace(SMALL, lists={**SMALL.lists, "person": replace(SMALL.lists["person"], withheld_if=SMALL.facts["person.pay"].only_if)})
"""The small rulebook, whose people's details are withheld when they are paid."""


def begun(book: Rulebook) -> Session:
    session = Session(book, ON)
    for name, value in FINISHED.items():
        session.answer(name, value)
    session.answer("person[Ann].paid", True)
    return session


def chores(session: Session) -> Chores:
    return Chores(session, "A case", TODAY, lambda *_: None, lambda: None)


def desk(session: Session, folder: Path) -> Desk:
    case = with_work(with_answers(new_case(session.rulebook, ON, "A case"), session.answers), session.work)
    return Desk(session, on_disk(session.rulebook, folder), Path("case.toml"), case, TODAY)


def by_command(session: Session, old: str = "") -> str:
    """What `guide checklist` writes."""
    case = with_work(with_answers(new_case(session.rulebook, ON, "A case"), session.answers), session.work)
    outcome = session.outcome()
    return Wanted(case, outcome, Agreement(), "everything", shown_work(case.work, outcome, withheld(outcome)), without_names=False).written(old).text


@pytest.mark.parametrize("book", [SMALL, SECRET], ids=["open", "withheld"])
def test_the_three_write_the_same(tmp_path: Path, book: Rulebook) -> None:
    """Anew and over a file with notes; also of somebody whose details are withheld, whose work stays on the line that readers see."""
    session = begun(book)
    session.record(ANN, Work(TODAY, "rang", NotFollowed("Jo", "the Cabinet said so")))
    for change in (str, lambda text: text.replace("## In short", "Mine.\n\n## In short").replace("- [ ] ", "- [x] ")):
        texts = []
        for name, write in (("plain.md", chores(session).export), ("screen.md", None)):
            path = tmp_path / name
            old = change(path.read_text(encoding="utf-8")) if path.exists() else ""
            if old:
                path.write_text(old, encoding="utf-8")
            if write:
                write(path, over=True)
            else:
                desk(session, tmp_path).export(Path(name), session.outcome())
            texts.append((path.read_text(encoding="utf-8"), old))
        assert texts[0] == texts[1]
        assert texts[0][0] == by_command(session, texts[0][1])
        assert "**Done:** 3 May 2026" in texts[0][0]
    assert "\nMine.\n" in texts[0][0]
    assert ("(details withheld)" in texts[0][0]) == (book is SECRET)
    session.close()


def test_what_was_there_stays_beside_it_and_is_never_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On the screens as by command: when the disk does not take it, the file with everybody's notes is as it was."""
    session = begun(SMALL)
    at, path = desk(session, tmp_path), tmp_path / "list.md"
    at.export(Path("list.md"), session.outcome())
    before = path.read_bytes()
    at.export(Path("list.md"), session.outcome())
    assert path.with_name("list.md~").read_bytes() == before
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="full"):
        at.export(Path("list.md"), session.outcome())
    assert path.read_bytes() == before
    assert {file.name for file in tmp_path.iterdir()} == {"list.md", "list.md~"}
    session.close()


def full(*_: object) -> None:
    raise OSError("full")


def test_a_tick_is_the_same_work_in_each(tmp_path: Path) -> None:
    """Typed, ticked on the screens, or ticked in the file and taken from it: done on the day."""
    session, found = begun(SMALL), []
    path, sheet = tmp_path / "case.toml", tmp_path / "list.md"
    save_case(path, case_of(session), SMALL)
    assert run("checklist", str(path), "-o", str(sheet)) == 0
    sheet.write_text(sheet.read_text(encoding="utf-8").replace("- [ ] **Must:** Publish", "- [x] **Must:** Publish"), encoding="utf-8")
    assert run("import", str(path), str(sheet), "--done", str(TODAY)) == 0
    found.append(dict(load_case(path, SMALL).work))
    chores(session).done(NOTICE)
    found.append(dict(session.work))
    session.undo()
    at = desk(session, tmp_path)
    at.record_work(NOTICE, replace(at.work(NOTICE), done=at.today))
    found.append(dict(session.work))
    assert found == [{NOTICE: Work(TODAY)}] * 3
    session.close()


def case_of(session: Session) -> Case:
    return with_work(with_answers(new_case(SMALL, ON, "A case"), session.answers), session.work)
