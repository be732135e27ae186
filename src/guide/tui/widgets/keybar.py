"""The keys that are wanted most, in one line; F1 tells all of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.screen import Screen
from textual.style import Style
from textual.widget import Widget

SELDOM = frozenset({"cursor_up", "scroll_up", "move(-1, 0)", "screen.page(1)", "undo", "redo", "find", "jump", "commands", "unsure_note", "light"})
"""Actions whose keys stand in the line only where there is room."""
FUNCTION = re.compile(r"f\d+")


@dataclass(frozen=True, slots=True)
class Key:
    """A key, how it is shown, what it does in a word or two and in a sentence."""

    action: str
    key: str
    shown: str
    says: str
    tooltip: str


def keys_of(screen: Screen[object]) -> tuple[Key, ...]:
    """The keys that work on a screen now, one for each action; function keys last and by number, so that each keeps its place."""
    found: dict[str, Key] = {}
    for _, binding, enabled, tooltip in screen.active_bindings.values():
        if binding.show and enabled and binding.action not in found:
            found[binding.action] = Key(binding.action, binding.key, screen.app.get_key_display(binding), binding.description, tooltip)
    return tuple(sorted(found.values(), key=lambda key: int(key.key[1:]) if FUNCTION.fullmatch(key.key) else 0))


class KeyBar(Widget):
    """A footer of one line. Keys tell more under the mouse, and can be clicked."""

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
            self.refresh()

    def render(self) -> Content:
        """The keys for which there is room."""
        return Content("  ").join(cap(key) for key in chosen(self._keys, self.content_size.width))

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


def chosen(keys: tuple[Key, ...], width: int) -> tuple[Key, ...]:
    """The keys that fit a line: the one that tells all and the way back, then the usual, then the seldom ones; each in its place."""
    by_use = sorted(keys, key=lambda key: 0 if key.key in ("f1", "escape") else 2 if key.action in SELDOM else 1)
    shown: list[Key] = []
    used = 0
    for key in by_use:
        used += cap(key).cell_length + 2
        if used - 2 > width:
            break
        shown.append(key)
    return tuple(key for key in keys if key in shown)


def cap(key: Key) -> Content:
    """A key as it is shown."""
    return Content.styled(key.shown, "bold").append(f" {key.says}").stylize(Style.from_meta({"key": key.key}))
