"""What officers and authors need to know of a new version of the rules, as notes for a release."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from guide.render.escaping import counted, escape
from guide.render.review import BESIDE, called, sides
from guide.review import Change, Review


def notes_markdown(review: Review) -> str:
    """What officers and authors need to know of a new version."""
    old, new = review.old.version, review.new.version
    added = [change for change in review.changes if change.name.startswith("item:") and change.name.partition(":")[2] not in review.old.items]
    gone = [change for change in review.changes if change.name.startswith("item:") and change.name.partition(":")[2] not in review.new.items]
    other = [change for change in review.changes if change.name.startswith("item:") and change not in added and change not in gone]
    lines = [f"# {escape(review.new.title)}: {escape(old)} to {escape(new)}", "", bump_line(review), ""]
    for heading, changes in (("New on the checklist", added), ("No longer on the checklist", gone)):
        if changes:
            lines += [f"## {heading}", "", *(f"- {called(review.new, review.old, change.name)}" for change in changes), ""]
    lines += by_turn(review, other)
    questions = [one for one in review.asking if one.name not in review.old.facts]
    if questions:
        lines += ["## New questions", "", *(f"- {called(review.new, review.old, one.name)}" for one in questions), ""]
    lost = [edit.name for edit in review.edits if edit.kind == "gone" and edit.name in review.old.facts and review.old.facts[edit.name].asked]
    if lost:
        lines += ["## Questions that are gone", "", "Saved cases keep these answers and do not use them.", ""]
        lines += [*(f"- {called(review.old, review.old, name)}" for name in lost), ""]
    pages = [edit for edit in review.edits if edit.name.startswith("page:")]
    if pages:
        lines += ["## Pages of law", "", *(page_line(review, edit.name.partition(":")[2], edit.kind) for edit in pages), ""]
    if review.words and not pages:
        lines += [f"{counted(len(review.words), 'text was', 'texts were')} reworded without any effect.", ""]
    return "\n".join(lines)


def by_turn(review: Review, changes: Sequence[Change]) -> Iterator[str]:
    """Items that come out otherwise, those together that turn the same way."""
    turns: dict[str, list[Change]] = {}
    for change in changes:
        turns.setdefault(turn(change), []).append(change)
    for heading, members in turns.items():
        yield from (f"## {heading}", "", *(f"- {called(review.new, review.old, change.name)}" for change in members), "")


def turn(change: Change) -> str:
    """Which way an item turned, in the case that shows it."""
    before, after = sides(change)
    if "ruled out" in after:
        return "Ruled out in some cases where it applied" if "applies" in before else "Ruled out in some cases where it might apply"
    if "ruled out" in before:
        return "Applies in some cases where it was ruled out" if "applies" in after else "May apply in some cases where it was ruled out"
    return "At another level, by another day or for other rows" if BESIDE.sub("", before) == BESIDE.sub("", after) else "Settled, or open again, in some cases"


def page_line(review: Review, id: str, kind: str) -> str:
    """One page of law."""
    page = review.new.pages.get(id) or review.old.pages[id]
    said = {"added": "new", "gone": "withdrawn"}.get(kind, "revised")
    return f"- {escape(page.title)} ({escape(page.cite)}): {said}"


def bump_line(review: Review) -> str:
    """The version that the change deserves, and whether it has it."""
    why = {
        "major": "saved cases lose answers, or items are gone",
        "minor": "outcomes change, and every saved case keeps its answers",
        "patch": "no outcome changes",
    }[review.bump]
    wanted = next_version(review.old.version, review.bump)
    right = review.new.version == wanted
    return f"This is a **{review.bump}** version: {why}." + ("" if right or wanted is None else f" After {review.old.version} it would be {wanted}.")


def next_version(version: str, bump: str) -> str | None:
    """The version after one of three numbers; None where it is none."""
    parts = version.split(".")
    if len(parts) != 3 or not all(part.isdigit() for part in parts):
        return None
    major, minor, patch = map(int, parts)
    return {"major": f"{major + 1}.0.0", "minor": f"{major}.{minor + 1}.0"}.get(bump, f"{major}.{minor}.{patch + 1}")
