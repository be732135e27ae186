"""What people did about a checklist: kept in the case by the name of the line, whatever the answers become."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guide.cases import CaseError, NotFollowed, Work, load_case, new_case, save_case, with_work
from guide.cases.work import read_work, renamed, write_work
from guide.outcome import result_id
from small import ON, SMALL, patient, words

PER = next(item for item in SMALL.items.values() if len(item.per) == 2)
work = st.builds(Work, st.none() | st.dates(), words, st.none() | st.builds(NotFollowed, words.filter(bool), words))
HEAD = 'format = 1\ntitle = "T"\nas_at = 2026-04-01\n'


@patient
@given(st.dictionaries(words, work))
def test_what_is_written_down_is_what_is_read(done: dict[str, Work]) -> None:
    """Under any name, in any words; what says nothing is left out."""
    assert read_work(write_work(done)) == {name: one for name, one in done.items() if one}


def test_a_case_keeps_work_on_lines_that_nobody_knows(tmp_path: Path) -> None:
    """An item that the rulebook has no more may come back."""
    done = {"gone (p = Ann)": Work(date(2026, 4, 2), "see file 7"), "other": Work(not_followed=NotFollowed("Cy", "no time"))}
    save_case(tmp_path / "case.toml", with_work(new_case(SMALL, ON), done | {"nothing": Work()}), SMALL)
    assert load_case(tmp_path / "case.toml", SMALL).work == done


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("work = 3", "`work` must be a table"),
        ("[work]\nx = 3", "`work.x` must be a table with done, note, not_followed_by, not_followed_because"),
        ("[work.x]\ndone = true", "`work.x`: `done` must be a day, like 2027-04-01"),
        ("[work.x]\nnote = 3", "`work.x`: `note` must be a text"),
        ("[work.x]\ntick = true", "`tick` is not a key of `work.x`"),
    ],
)
def test_work_that_cannot_be_read_is_told(tmp_path: Path, text: str, problem: str) -> None:
    """With the line that it is about."""
    (tmp_path / "case.toml").write_text(HEAD + text + "\n", encoding="utf-8")
    with pytest.raises(CaseError, match=problem):
        load_case(tmp_path / "case.toml", SMALL)


def test_a_row_takes_its_work_along_when_it_is_renamed() -> None:
    """Also where names have commas and equal signs, and only where the row is meant."""
    here, there = PER.per
    listed = dict(PER.clause.variables)[here]
    names = [((here, "Ann, A = B"), (there, "Bob")), ((here, "Bob"), (there, "Ann, A = B")), ((here, "Bob"), (there, "Ann"))]
    before = {result_id(PER.id, binding): Work(note=str(number)) for number, binding in enumerate(names)} | {"other": Work(note="o")}
    after = renamed(before, SMALL, listed, "Ann, A = B", "Ann B")
    wanted = [tuple((var, "Ann B" if key == "Ann, A = B" else key) for var, key in binding) for binding in names]
    assert after == {result_id(PER.id, binding): Work(note=str(number)) for number, binding in enumerate(wanted)} | {"other": Work(note="o")}
