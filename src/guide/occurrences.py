"""Where the names and texts of a TOML file stand: every key with its parts, every text, each with the keys that lead to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guide.positions import Extent, Keys, Marker, extent, parts

if TYPE_CHECKING:
    from tree_sitter import Node


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A key as it is written once (`parts` are its own words, the last of `keys`), or an element of a list (no parts)."""

    keys: Keys
    parts: tuple[Extent, ...]
    value: Extent


@dataclass(frozen=True, slots=True)
class Edit:
    """What is to stand in place of part of a text."""

    where: Extent
    text: str


class Everywhere(Marker):
    """Marks every key each time it is written, where its parent keeps the first."""

    def __init__(self, toml: str) -> None:
        super().__init__(toml)
        self.all: list[Occurrence] = []
        self.written: tuple[Extent, ...] | None = ()

    def path(self, prefix: Keys, key: Node) -> Keys:
        """The keys that a dotted key leads to; its parts are kept for the mark that follows."""
        self.written = None
        keys = super().path(prefix, key)
        self.written = tuple(extent(part) for part in parts(key))
        return keys

    def mark(self, keys: Keys, key: Extent, value: Extent) -> None:
        """Notes a key with its parts, or an element of a list."""
        super().mark(keys, key, value)
        if self.written is not None:
            self.all.append(Occurrence(keys, () if isinstance(keys[-1], int) else self.written, value))


def occurrences(toml: str) -> tuple[Occurrence, ...]:
    """Every key and list element of a TOML text."""
    import tree_sitter_toml  # noqa: PLC0415 - only renaming needs it here
    from tree_sitter import Language, Parser  # noqa: PLC0415

    tree = Parser(Language(tree_sitter_toml.language())).parse(toml.encode("ascii", "replace"))
    marker = Everywhere(toml)
    marker.tables(tree.root_node.children)
    return tuple(marker.all)


def edited(text: str, edits: Iterable[Edit]) -> str:
    """A text with some edits made; edits at the same place are one."""
    made: Mapping[Extent, str] = {edit.where: edit.text for edit in edits}
    for where in sorted(made, key=lambda extent: extent.start, reverse=True):
        text = text[: where.start] + made[where] + text[where.end :]
    return text
