"""Runs the terminal interface over the files of the folder that it was started in."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from guide.cases import Case, CaseError, new_case
from guide.model import Rulebook
from guide.tui import hangup
from guide.tui.app import GuideApp
from guide.tui.files import on_disk


def run(rulebook: Rulebook, path: Path | None, on: date | None, today: date, title: str = "", root: Path | None = None) -> int:
    """Runs the guide in the terminal; the exit code. Without a path it begins on the start screen."""
    files = on_disk(rulebook, Path.cwd(), root)
    case: tuple[Path, Case] | None = None
    if path is not None:
        try:
            found = files.load(path) if files.exists(path) else new_case(rulebook, today, title or path.stem)
        except CaseError as error:
            sys.stderr.write(f"guide: {error}\n")
            return 3
        case = path, replace(found, as_at=on or found.as_at)
    app = GuideApp(rulebook, on or today, files, case)
    hangup.watch(0, partial(app.call_from_thread, app.save))
    app.run()
    return app.return_code or 0
