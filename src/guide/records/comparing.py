"""What differs between two outcomes in short: entry by entry, and whether it is more than the reasons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

NOTHING = "not there"
OUT = ": ruled out"
WHY = "why "


@dataclass(frozen=True, slots=True)
class Differs:
    """An entry that two outcomes tell differently; `only_why` when nothing but its reasons differ."""

    id: str
    before: str
    after: str
    only_why: bool = False

    def __str__(self) -> str:
        return f"{self.id}: other reasons" if self.only_why else f"{self.id}: {self.before} -> {self.after}"


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Differs, ...]:
    """Every entry that differs between two essences: first those of which more than the reasons do."""
    found = list(live(before, after)) + list(out(before, after))
    return tuple(sorted(found, key=lambda one: one.only_why))


def live(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Differs]:
    """The entries that apply or may apply in either."""
    for id in dict.fromkeys([*before, *after]):
        if id.endswith(OUT):
            continue
        was, now = (known(essence, id) for essence in (before, after))
        if was != now:
            yield Differs(id, bare(was), bare(now), bare(was) == bare(now))


def known(essence: Mapping[str, str], id: str) -> str:
    """An entry in short, in words also where it neither applies nor may apply."""
    item = id.partition(" (")[0]
    return essence.get(id) or ("ruled out" if f"{item}{OUT}" in essence else NOTHING)


def out(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Differs]:
    """The items of which something is ruled out in both, for other reasons."""
    for id in before:
        if id.endswith(OUT) and id in after and before[id] != after[id]:
            yield Differs(id, "", "", True)


def bare(entry: str) -> str:
    """An entry without its reasons."""
    return "; ".join(part for part in entry.split("; ") if not part.startswith(WHY))
