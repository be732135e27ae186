"""Case files in a folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from village import BOOK, answered

from guide.cases import CaseError
from guide.tui.files import Found, on_disk


def test_only_files_that_look_like_cases_are_found(tmp_path: Path) -> None:
    files = on_disk(BOOK, tmp_path)
    files.save(Path("b.toml"), answered({"bus.wanted": True}, title="The bus"))
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    (tmp_path / "broken.toml").write_text("format = \n")
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe\x00")

    assert files.find() == (Found(Path("b.toml"), "The bus", BOOK.version),)


def test_what_is_saved_is_loaded_again(tmp_path: Path) -> None:
    files = on_disk(BOOK, tmp_path)
    case = answered({"bus.wanted": True, "bus.starts_on": "not yet"})

    files.save(Path("c.toml"), case)

    assert files.load(Path("c.toml")).answers == case.answers


def test_a_file_that_is_no_case_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "notes.toml").write_text("a = 1\n")

    with pytest.raises(CaseError):
        on_disk(BOOK, tmp_path).save(Path("notes.toml"), answered({}))

    assert (tmp_path / "notes.toml").read_text() == "a = 1\n"


def test_a_checklist_is_written_where_it_says(tmp_path: Path) -> None:
    assert on_disk(BOOK, tmp_path).write(Path("c.md"), "text") == (tmp_path / "c.md").resolve()
    assert (tmp_path / "c.md").read_text() == "text"
