"""The interview in the terminal: the only part of the guide that loads Textual."""

from guide.tui.app import GuideApp, run

__all__ = ["GuideApp", "run"]
