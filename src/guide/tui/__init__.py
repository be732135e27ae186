"""The interview in the terminal: the only part of the guide that loads Textual."""

from guide.tui.app import GuideApp
from guide.tui.running import run

__all__ = ["GuideApp", "run"]
