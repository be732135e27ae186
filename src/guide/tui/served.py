"""The interview behind one web page: the same screens, in a process of its own, over the files of one folder and no others."""

from __future__ import annotations

import errno
import gc
import sys
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from urllib.parse import quote

from textual import on
from textual.driver import Driver
from textual.drivers.web_driver import WebDriver
from textual.events import AppFocus
from textual.message import Message
from textual.messages import ExitApp

from guide.answers import AnswerError
from guide.cases import Case, CaseError
from guide.cases.names import PLAIN_NAME, is_plain_name
from guide.loader import load
from guide.model import Rulebook
from guide.tui.app import GuideApp
from guide.tui.files import Files, on_disk


@dataclass
class Written(Message):
    """A file has been written that the officer will want on their own desk."""

    path: Path


class Line(WebDriver):
    """The way to the page; when nobody is at its other end any more, the guide saves and leaves."""

    def start_application_mode(self) -> None:
        """Begins with the keys going to the screen: it may have come up after its page was looked at, and is told only of changes."""
        super().start_application_mode()
        self._app.call_later(self._app.post_message, AppFocus())

    def on_meta(self, packet_type: str, payload: dict[str, object]) -> None:
        """Hears of everything but that nobody looks: what is typed then is meant for the screen all the same."""
        if packet_type != "blur":
            super().on_meta(packet_type, payload)

    def run_input_thread(self) -> None:
        """Hears what comes from the page until it is gone."""
        super().run_input_thread()
        self._app.post_message(ExitApp())


class ServedApp(GuideApp):
    """The guide in a web page. What it writes is offered as a download."""

    def __init__(self, rulebook: Rulebook, today: date, files: Files, downloads: str) -> None:
        super().__init__(rulebook, today, confined(files, lambda path: self.post_message(Written(path))))
        self.downloads = downloads

    def get_driver_class(self) -> type[Driver]:
        """Speaks to the page, wherever it was started."""
        return Line

    @on(Written)
    def hand_over(self, message: Written) -> None:
        """Opens the file on the officer's side."""
        self.open_url(f"{self.downloads}/{quote(message.path.name)}")


def confined(files: Files, written: Callable[[Path], object]) -> Files:
    """These files as far as they have plain names; tells of each text that is written."""

    def mine(path: Path) -> Path:
        if not is_plain_name(str(path)):
            raise CaseError(path, (PLAIN_NAME,))
        return path

    def hold(path: Path) -> AbstractContextManager[object]:
        return files.hold(mine(path))

    def load(path: Path) -> Case:
        return files.load(mine(path))

    def save(path: Path, case: Case) -> None:
        files.save(mine(path), case)

    def write(path: Path, text: str) -> Path:
        if not is_plain_name(str(path)):
            raise OSError(errno.EINVAL, PLAIN_NAME)
        files.write(path, text)
        written(path)
        return path

    def reply(path: Path) -> str:
        if not is_plain_name(str(path)):
            raise AnswerError(f"{path} cannot be read: {PLAIN_NAME}")
        return files.reply(path)

    return replace(
        files,
        load=load,
        save=save,
        write=write,
        exists=lambda path: is_plain_name(str(path)) and files.exists(path),
        older=lambda path: files.older(path) if is_plain_name(str(path)) else "",
        reply=reply,
        hold=hold,
    )


def main(environment: Mapping[str, str], folder: Path) -> int:
    """Runs the guide for one page; the exit code."""
    root = Path(environment["GUIDE_RULES"])
    rulebook = load(root)
    gc.freeze()  # as in the terminal: the rulebook is never garbage
    app = ServedApp(rulebook, date.fromisoformat(environment["GUIDE_DAY"]), on_disk(rulebook, folder, root), environment["GUIDE_DOWNLOADS"])
    app.run()
    return app.return_code or 0


if __name__ == "__main__":
    import os

    sys.exit(main(os.environ, Path.cwd()))
