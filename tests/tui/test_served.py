"""The screens behind a web page: they reach the files of one folder alone, and what they write is offered as a download."""

from __future__ import annotations

from pathlib import Path

import pytest
from village import BOOK, CASE, SMALL, TODAY, answered, asked, press, said, settle, type_in

from guide.answers import AnswerError
from guide.cases import CaseError
from guide.cases.lock import lock_of
from guide.tui.files import Files, on_disk
from guide.tui.served import ServedApp, confined

ELSEWHERE = ["../bob/case.toml", "/etc/passwd", "bob/case.toml", ".case.toml", "..", "", "a\\b.toml", "C:x", "x" * 121, "a\x00b", "a\nb"]


def page(folder: Path) -> tuple[ServedApp, list[str]]:
    """The guide for a page over a folder, and the addresses that it opens."""
    opened: list[str] = []
    app = ServedApp(BOOK, TODAY, on_disk(BOOK, folder), "https://guide.example/files")
    app.open_url = opened.append  # type: ignore[method-assign, assignment]
    return app, opened


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """The files of Ann, beside those of Bob."""
    (tmp_path / "ann").mkdir()
    (tmp_path / "bob").mkdir()
    on_disk(BOOK, tmp_path / "bob").save(CASE, answered({"bus.wanted": True}))
    return confined(on_disk(BOOK, tmp_path / "ann"), lambda _: None)


@pytest.mark.parametrize("name", ELSEWHERE)
def test_no_name_leads_out_of_the_folder(name: str, files: Files, tmp_path: Path) -> None:
    path = Path(name)
    before = sorted(tmp_path.rglob("*"))
    for reached in (lambda: files.load(path), lambda: files.save(path, answered({})), lambda: files.hold(path)):
        with pytest.raises(CaseError, match="a file has a plain name here"):
            reached()
    with pytest.raises(OSError, match="a file has a plain name here"):
        files.write(path, "text")
    with pytest.raises(AnswerError, match="a file has a plain name here"):
        files.reply(path)
    assert (files.exists(path), files.older(path)) == (False, "")
    assert sorted(tmp_path.rglob("*")) == before


async def test_a_checklist_is_written_in_the_folder_and_offered_as_a_download(tmp_path: Path) -> None:
    """Under its name as it is in an address; a name that leads elsewhere is refused where it was typed."""
    app, opened = page(tmp_path)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await press(pilot, "n", "enter", "enter", "enter", "1", "enter")
        assert asked(pilot) == "bus.wanted"
        assert lock_of(tmp_path / CASE).exists()
        await press(pilot, "f8", "home")
        await type_in(pilot, "../")
        await press(pilot, "enter")
        assert "a file has a plain name here" in said(pilot, "problem")
        await press(pilot, "home", "delete", "delete", "delete")
        await type_in(pilot, "my ")
        await press(pilot, "enter")
        assert "Written to my case.md" in said(pilot, "done")
    assert (tmp_path / "my case.md").exists()
    assert opened == ["https://guide.example/files/my%20case.md"]
    assert not lock_of(tmp_path / CASE).exists()
