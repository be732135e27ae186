"""The formats of case files and of the records in checklists: what an older guide wrote is read, what a newer one wrote is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

Table = dict[str, object]
Step = Callable[[Table], Table]


class NewerFormat(Exception):
    """A file in a format that this guide does not know yet."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format by its number, with a step from each number before to the next: what was ever released stays readable."""

    now: int
    steps: Mapping[int, Step]

    def __post_init__(self) -> None:
        if set(self.steps) != set(range(1, self.now)):
            raise ValueError(f"format {self.now} needs a step from each of the formats before it")

    def current(self, table: Table, found: int) -> Table:
        """What a file holds, as a file of the current format would. Raises NewerFormat."""
        if found > self.now:
            raise NewerFormat
        for number in range(found, self.now):
            table = {**self.steps[number](table), "format": number + 1}
        return table


CASE = Format(1, {})
RECORD = Format(1, {})
