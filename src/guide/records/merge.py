"""Writes a checklist over one that people have worked on: their ticks, notes and paragraphs stay, the guide's own lines are new.

What the guide wrote is taken out and written again; what anybody else wrote is put back: inside an entry at its end, elsewhere behind
the line that it stood behind. An entry that is no longer there is struck through, with the reason, in a section of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from textwrap import dedent

from guide.records.fingerprints import Head, Line, Sheet, fingerprints, read_sheet
from guide.records.lines import meaning

NEW = "**New.** "
GONE = ("## No longer applies", "", "These stood on this checklist before. Delete what is no longer needed.", "")
GAP = "\r"
"""A blank line where there is none yet. No line of a file is this."""
BOXES = {True: "[x] ", False: "[ ] ", None: ""}


@dataclass(frozen=True, slots=True)
class Mark:
    """What is on record about the work on an entry: whether it is done, and Markdown lines to stand below it."""

    done: bool = False
    lines: tuple[str, ...] = ()
    overridden: bool = False
    """Whether it was decided not to follow it."""


@dataclass(frozen=True, slots=True)
class Merged:
    """A checklist with everybody's words in it; the fingerprints of those that are the guide's; the entries that came and went since the last."""

    text: str
    written: tuple[str, ...]
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    ticked: tuple[str, ...] = ()
    """The entries whose boxes are ticked."""


class Lost(Exception):
    """Something that people wrote would not be in the new file: a defect. Nothing may be written."""

    def __str__(self) -> str:
        return f"a line of yours would be lost ({self.args[0]}): this is a defect of the guide"


@dataclass(frozen=True, slots=True)
class Run:
    """Lines that people wrote one after the other; `start` is where, `glued` says that no blank line stood before."""

    start: int
    entry: str
    lines: tuple[Line, ...]
    glued: bool


@dataclass(slots=True)
class Insertions:
    """What comes behind each line of the new checklist."""

    after: dict[int, list[str]] = field(default_factory=dict)

    def add(self, index: int, lines: Iterable[str]) -> None:
        """Adds lines behind a line; -1 is before the first."""
        self.after.setdefault(index, []).extend(lines)


def merge(body: str, marks: Mapping[str, Mark], old: Sheet | None = None, reason: Callable[[str], str] = str, ticked_then: Iterable[str] = ()) -> Merged:
    """A checklist with the marks of the case and, over an older file, with what people wrote there.

    `ticked_then` are the entries that were ticked when the old file was written: one without a tick now was unticked by somebody.
    Raises Lost.
    """
    fresh = read_sheet(body)
    before = {head.id for head in old.heads} if old else set()
    lines = [line.raw for line in fresh.lines]
    new = tuple(head.id for head in fresh.heads if old and head.id not in before)
    for head in fresh.heads:
        lines[head.line] = f"- {BOXES[head.ticked]}{NEW if head.id in new else ''}{lines[head.line].removeprefix('- ').removeprefix(BOXES[head.ticked])}"
    fresh = read_sheet("\n".join(lines)) if new else fresh
    put = Insertions()
    done: list[str] = []
    live = {head.id: head for head in fresh.heads}
    for id, head in live.items():
        mine, ticked = below(id, head, marks.get(id, Mark()), old, set(ticked_then))
        if ticked and head.ticked is not None:
            lines[head.line] = lines[head.line].replace(BOXES[False], BOXES[True], 1)
            done.append(id)
        put.add(entry_end(fresh, id), mine)
    gone = [head for head in old.heads if head.id not in live] if old else []
    own_gone: list[str] = []
    if gone:
        told = list(GONE)
        for id in dict.fromkeys(head.id for head in gone):
            head = next(head for head in gone if head.id == id)
            mine, ticked = below(id, None, marks.get(id, Mark()), old, set(ticked_then))
            done += [id] if ticked and head.ticked is not None else []
            line = f"- {BOXES[None if head.ticked is None else ticked]}{struck(head.before)} <!-- guide: {comment_of(old, head)} -->"
            own = [line, f"  - **No longer applies:** {reason(id)}"]
            own_gone += own
            told += [*own, *mine]
        put.add(place_for_gone(fresh), [GAP, *told, GAP])
    if old:
        outside(old, fresh, put)
    text = "\n".join(woven(lines, put)).rstrip("\n") + "\n"
    if old:
        prove(text, old)
    written = fingerprints(fresh) + (fingerprints(read_sheet("\n".join([*GONE, *own_gone]))) if gone else ())
    return Merged(text, written, new, tuple(dict.fromkeys(head.id for head in gone if "~~" not in head.before)), tuple(done))


def below(id: str, fresh: Head | None, mark: Mark, old: Sheet | None, ticked_then: set[str]) -> tuple[list[str], bool]:
    """What people wrote below an entry, with the marks of the case that do not stand there yet; and whether it is ticked."""
    heads = [head for head in old.heads if head.id == id] if old else []
    if not old or not heads:
        return list(mark.lines), mark.done
    said = [line for run in runs(old) if run.entry == id for line in ([Line("")] if not run.glued else []) + list(run.lines)]
    extra = [f"  - {text}" for head in heads if not old.lines[head.line].own for text in added(head, fresh)]
    there = {meaning(line.says) for line in said}
    more = [raw for raw in mark.lines if meaning(read_sheet(raw).lines[0].says) not in there]
    return [*extra, *(line.raw for line in said), *more], any(head.ticked for head in heads) or (mark.done and id not in ticked_then)


def added(head: Head, fresh: Head | None) -> Iterator[str]:
    """What somebody wrote into the line of an entry itself."""
    before = "" if head.own else head.before.removeprefix(NEW)
    wanted = fresh.before.removeprefix(NEW) if fresh else None
    if wanted and before.startswith(wanted):
        before = before.removeprefix(wanted).strip()
    yield from (text for text in (before, head.behind) if text)


def struck(before: str) -> str:
    """The line of an entry struck through."""
    before = before.removeprefix(NEW)
    return before if "~~" in before else f"~~{before}~~"


def comment_of(old: Sheet | None, head: Head) -> str:
    """The id of an entry as the old file hides it."""
    raw = old.lines[head.line].raw if old else ""
    return raw.partition("<!-- guide: ")[2].partition(" -->")[0]


def runs(old: Sheet) -> Iterator[Run]:
    """What people wrote, run by run: blank lines between their lines are theirs too."""
    found: list[int] = []
    for index, line in enumerate(old.lines):
        mine = not line.own and not line.head
        if found and (not mine if line.raw.strip() else False):
            yield run(old, found)
            found = []
        if mine:
            if found and old.lines[found[-1]].entry != line.entry:
                yield run(old, found)
                found = []
            found.append(index)
    if found:
        yield run(old, found)


def run(old: Sheet, found: list[int]) -> Run:
    """The run from the first to the last of some lines."""
    first, last = found[0], found[-1]
    return Run(first, old.lines[first].entry, old.lines[first : last + 1], first > 0 and bool(old.lines[first - 1].raw.strip()))


def outside(old: Sheet, fresh: Sheet, put: Insertions) -> None:
    """Puts back what stood outside of entries, behind the nearest line before it that is still there."""
    places = keys(fresh)
    lasts = {place: index for index, place in places.items()}
    old_places = keys(old)
    live = {head.id for head in fresh.heads}
    for run in runs(old):
        if run.entry:
            continue
        index, exact = -1, False
        for number in range(run.start - 1, -1, -1):
            line = old.lines[number]
            if line.entry in live:
                index = entry_end(fresh, line.entry)
                break
            if number in old_places and old_places[number] in lasts:
                index, exact = lasts[old_places[number]], run.glued and number == run.start - 1
                break
        raws = [line.raw for line in run.lines]
        if exact:
            put.add(index, raws)
        else:
            put.add(block_end(fresh, index), [GAP, *dedent("\n".join(raws)).split("\n"), GAP])


def keys(sheet: Sheet) -> dict[int, tuple[str, str, str]]:
    """Each line of the guide outside of entries by its headings and what it says; the title stands for itself, whatever it says."""
    found: dict[int, tuple[str, str, str]] = {}
    section = part = ""
    for index, line in enumerate(sheet.lines):
        if not line.own or line.unit < 0 or line.entry or not line.says:
            continue
        if line.heading == 2:
            section, part = line.says, ""
        elif line.heading > 2:
            part = line.says
        found[index] = (section, part, "" if line.heading == 1 else line.says)
    return found


def entry_end(fresh: Sheet, id: str) -> int:
    """The last line of an entry."""
    return max(index for index, line in enumerate(fresh.lines) if line.entry == id and line.raw.strip())


def block_end(fresh: Sheet, index: int) -> int:
    """The last line of the list point, table or paragraph that a line stands in."""
    if index < 0:
        return -1
    end = max(fresh.lines[index].block - 1, index)
    while end > index and not fresh.lines[end].raw.strip():
        end -= 1
    return end


def place_for_gone(fresh: Sheet) -> int:
    """Behind the section with the last entry; at the end where there is none."""
    last = max((head.line for head in fresh.heads), default=len(fresh.lines))
    following = (index for index, line in enumerate(fresh.lines) if index > last and line.heading == 2)
    return next(following, len(fresh.lines)) - 1


def woven(lines: list[str], put: Insertions) -> Iterator[str]:
    """The lines with what comes behind each; a gap is one blank line, whatever is beside it."""
    last, gap = "", False
    for index in range(-1, len(lines)):
        for line in [*([lines[index]] if index >= 0 else []), *put.after.get(index, [])]:
            if line is GAP and not last.strip():
                continue
            if gap and not line.strip():
                gap = False
                continue
            yield line.strip("\r") if line is GAP else line
            last, gap = line, line is GAP


def prove(text: str, old: Sheet) -> None:
    """Raises Lost unless everything that people wrote is in the text."""
    there = {" ".join(line.split()) for line in text.split("\n")}
    whole = " ".join(text.split())
    for line in old.lines:
        raw = " ".join(line.raw.split())
        if not line.own and not line.head and raw and raw not in there:
            raise Lost(line.raw)
    for head in old.heads:
        for part in added(head, None) if not old.lines[head.line].own else ():
            if " ".join(part.split()) not in whole and " ".join(part.replace(NEW, "").split()) not in whole:
                raise Lost(part)
