"""The keys that work now, over as many lines as they need."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.screen import Screen
from textual.style import Style
from textual.widget import Widget

FUNCTION = re.compile(r"f\d+")


@dataclass(frozen=True, slots=True)
class Key:
    """A key, how it is shown, what it does in a word or two and in a sentence."""

    key: str
    shown: str
    says: str
    tooltip: str


def keys_of(screen: Screen[object]) -> tuple[Key, ...]:
    """The keys that work on a screen now, one for each action; function keys last and by number, so that each keeps its place."""
    found: dict[str, Key] = {}
    for _, binding, enabled, tooltip in screen.active_bindings.values():
        if binding.show and enabled and binding.action not in found:
            found[binding.action] = Key(binding.key, screen.app.get_key_display(binding), binding.description, tooltip)
    return tuple(sorted(found.values(), key=lambda key: int(key.key[1:]) if FUNCTION.fullmatch(key.key) else 0))


class KeyBar(Widget):
    """A footer that wraps, so that no key is out of sight on a narrow screen. Keys tell more under the mouse, and can be clicked."""

    def __init__(self) -> None:
        super().__init__()
        self._keys: tuple[Key, ...] = ()

    def on_mount(self) -> None:
        """Follows the keys as the focus moves."""
        self.screen.bindings_updated_signal.subscribe(self, self.follow)

    def follow(self, screen: Screen[object]) -> None:
        """Shows the keys that work now, if they are not those shown. Under a dialogue they stay as they are."""
        if screen is self.screen is self.app.screen and (keys := keys_of(screen)) != self._keys:
            self._keys = keys
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's signature
        """As many lines as the keys need."""
        return max(1, sum(1 for _ in rows_of(self._keys, width)))

    def render(self) -> Content:
        """The keys in rows."""
        return Content("\n").join(rows_of(self._keys, self.content_size.width))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Tells more about the key under the mouse."""
        key = self.under(event)
        self.tooltip = key.tooltip if key else None

    def on_click(self, event: events.Click) -> None:
        """Presses the key under the mouse."""
        key = self.under(event)
        if key:
            self.app.simulate_key(key.key)

    def under(self, event: events.MouseEvent) -> Key | None:
        """The key under the mouse."""
        name = event.style.meta.get("key")
        return next((key for key in self._keys if key.key == name), None)


def rows_of(keys: tuple[Key, ...], width: int) -> Iterator[Content]:
    """Keys in rows that fit a width."""
    row: list[Content] = []
    used = 0
    for key in keys:
        cap = Content.styled(key.shown, "bold").append(f" {key.says}").stylize(Style.from_meta({"key": key.key}))
        if row and used + cap.cell_length > width:
            yield Content("  ").join(row)
            row, used = [], 0
        row.append(cap)
        used += cap.cell_length + 2
    yield Content("  ").join(row)
