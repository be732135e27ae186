"""Text that is shown as it is: never markup, never a control code."""

from __future__ import annotations

from textual.widgets import Static

from guide.words import plain


class Words(Static):
    """Lines of text from users and rule files; hidden while there are none."""

    def __init__(self, *lines: str, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(spoken(lines), id=id, classes=classes, markup=False)
        self.display = bool(lines and any(lines))

    def say(self, *lines: str) -> None:
        """Shows other lines in their place."""
        self.update(spoken(lines))
        self.display = bool(lines and any(lines))


def spoken(lines: tuple[str, ...]) -> str:
    """Lines made harmless, each on its own."""
    return "\n".join(plain(line) for line in lines)
