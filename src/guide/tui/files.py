"""How the interview reaches files: a handful of functions, so that screens and tests need no disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import tomli

from guide.cases import Case, load_case, save_case
from guide.cases.disk import put_document
from guide.cases.lock import holding
from guide.chores import reply_text
from guide.model import Rulebook
from guide.records import older
from guide.tui.home import news_for


@dataclass(frozen=True, slots=True)
class Found:
    """A case file in the folder."""

    path: Path
    title: str
    version: str = ""
    """The version of the rulebook that it was last saved under."""


@dataclass(frozen=True, slots=True)
class Files:
    """The functions by which cases are found, opened and saved (raising CaseError), and checklists written (raising OSError)."""

    find: Callable[[], tuple[Found, ...]]
    load: Callable[[Path], Case]
    save: Callable[[Path, Case], None]
    write: Callable[[Path, str], Path]
    """Gives the whole path."""
    exists: Callable[[Path], bool]
    older: Callable[[Path], str]
    """The text that a checklist is written over; raises RecordError when it is no text."""
    reply: Callable[[Path], str]
    """The text of a form that came back; raises AnswerError when it cannot be read."""
    examples: Callable[[], tuple[Found, ...]] = tuple
    """The cases that come with the rulebook."""
    example: Callable[[Path], Case] | None = None
    """Opens one of them; raises CaseError."""
    news: Callable[[Path], tuple[str, ...]] | None = None
    """What the rulebook changes for a case that was saved under another one, in lines; raises CaseError."""
    hold: Callable[[Path], AbstractContextManager[object]] = nullcontext
    """Keeps a case to this guide until the block ends; raises CaseError while another has it."""


def on_disk(rulebook: Rulebook, folder: Path, root: Path | None = None) -> Files:
    """Real files; names that people type are read from `folder`. `root` is where the rulebook is, with its examples and its history."""
    examples = root / "examples" if root else None

    def write(path: Path, text: str) -> Path:
        put_document(folder / path, text)
        return (folder / path).resolve()

    return Files(
        find=lambda: tuple(sorted(cases_in(folder), key=lambda found: found.path)),
        load=lambda path: load_case(folder / path, rulebook),
        save=lambda path, case: save_case(folder / path, case, rulebook),
        write=write,
        exists=lambda path: (folder / path).exists(),
        older=lambda path: older(folder / path),
        reply=lambda path: reply_text(folder / path),
        examples=lambda: tuple(sorted(cases_in(examples), key=lambda found: found.title)) if examples else (),
        example=(lambda path: load_case(examples / path, rulebook)) if examples else None,
        news=lambda path: tuple(news_for(folder / path, rulebook, root)),
        hold=lambda path: holding(folder / path),
    )


def cases_in(folder: Path) -> Iterator[Found]:
    """The files of a folder that look like cases."""
    for path in folder.glob("*.toml"):
        try:
            table = tomli.loads(path.read_text(encoding="utf-8-sig"))
        except (OSError, ValueError, RecursionError):
            continue
        if "as_at" in table and isinstance(table.get("format"), int):
            stamp = table.get("rulebook")
            yield Found(path.relative_to(folder), str(table.get("title", "")), str(stamp.get("version", "")) if isinstance(stamp, dict) else "")
