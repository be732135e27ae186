"""What no test would notice: items that no test sees on one of their sides, levels that none expects."""

from __future__ import annotations

from collections.abc import Iterator

from guide.diagnostics import Finding, warning
from guide.lines import Place
from guide.model import Rulebook


def untested_levels(book: Rulebook) -> Iterator[Finding]:
    """Items whose own level no test expects: a duty could become advice, and nobody would notice."""
    seen = {(name.split(" (", 1)[0], level) for test in book.tests.values() for name, level in test.expect.get("level", ())}
    for item in book.items.values():
        if item.level and (item.id, item.level) not in seen:
            only = f"`{item.id}` where it is a `{item.level}`" if any(id == item.id for id, _ in seen) else f"the level of `{item.id}`"
            yield warning(
                "R513",
                f"no test expects {only}",
                Place(item.place.file, (*item.place.keys, "level")),
                f'add `expect.level = {{ {item.id} = "{item.level}" }}` to a test in which it applies',
            )


def one_sided(book: Rulebook) -> Iterator[Finding]:
    """Items that no test expects to apply, or none to be ruled out."""
    seen = {kind: {name.split(" (", 1)[0] for test in book.tests.values() for name, _ in test.expect.get(kind, ())} for kind in ("applies", "ruled_out")}
    for item in book.items.values():
        for kind, words in (("applies", "to apply"), ("ruled_out", "to be ruled out")):
            if item.id not in seen[kind]:
                yield warning(
                    "R511",
                    f"no test expects `{item.id}` {words}",
                    Place(item.place.file, item.place.keys, on_key=True),
                    f'add a test with `expect.{kind} = ["{item.id}"]`',
                )
