"""Renames a fact, option or id everywhere: in rules, tests, pages, articles and cases, and nowhere else.

Only the words of the name change; comments, order and layout of the files stay. Nothing is written unless the rulebook is as sound
after it as before.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import tomli

from guide.cases.disk import reason
from guide.check import check
from guide.loader import load
from guide.loader.files import read_deep
from guide.occurrences import Edit, Occurrence, edited, occurrences
from guide.positions import Extent, Keys, head_of
from guide.renaming.keys import new_key
from guide.renaming.names import RenameError, Renaming, past_renaming, renaming
from guide.renaming.texts import Scope, new_text


@dataclass(frozen=True, slots=True)
class Changed:
    """A file with its new text, and its new path where it is named for what is renamed."""

    path: Path
    before: str
    after: str
    to: Path


def rename(root: Path, old: str, new: str, cases: Sequence[Path] = ()) -> tuple[Renaming, tuple[Changed, ...]]:
    """What a renaming changes in a rulebook's folder and in some case files; in these alone when the rulebook has the new name already.

    Nothing is written.
    Raises RenameError, also when the rulebook would have findings after it that it has not now; RulebookError when it does not load.
    """
    book = load(root, tests=True)
    past = past_renaming(book, old, new) if cases else None
    change = past or renaming(book, old, new)
    paths = (*(() if past else files(root)), *case_files(cases))
    changed = tuple(one for path in paths if (one := change_file(path, change)).before != one.after or one.to != path)
    proved(root, changed)
    return change, changed


def files(root: Path) -> Iterator[Path]:
    """The files of a rulebook's folder in which a name may stand."""
    yield from sorted((root / "rules").rglob("*.toml"))
    yield from sorted((root / "kb").rglob("*.md"))
    yield from sorted((root / "examples").glob("*.toml"))


def case_files(cases: Iterable[Path]) -> Iterator[Path]:
    """The case files that are named, or stand in a folder that is named."""
    for place in cases:
        yield from sorted(place.glob("*.toml")) if place.is_dir() else [place]


def change_file(path: Path, change: Renaming) -> Changed:
    """One file after the renaming."""
    try:
        text = path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RenameError(f"{path} cannot be read: {reason(error)}") from None
    toml = head_of(text) if path.suffix == ".md" else text
    try:
        data = read_deep(toml)
    except tomli.TOMLDecodeError as error:
        raise RenameError(f"{path} is not TOML ({error}): mend it first") from None
    except (ValueError, ArithmeticError, RecursionError):
        raise RenameError(f"{path} cannot be read: a number in it is too long, or its lists are nested too deeply") from None
    edits = [edit for one in occurrences(toml) for edit in edits_of(one, toml, data, change, path)]
    after = edited(text, edits)
    if path.suffix == ".md" and change.kind in ("page", "article"):
        after = re.sub(rf"(\]\((?:[^)\s]*/)?){re.escape(change.old)}(\.md[)#])", rf"\g<1>{change.new}\2", after)
    own = path.suffix == ".md" and path.stem == change.old and change.kind == ("article" if "articles" in path.parts else "page")
    return Changed(path, text, after, path.with_stem(change.new) if own else path)


def edits_of(one: Occurrence, toml: str, data: Mapping[str, object], change: Renaming, path: Path) -> Iterator[Edit]:
    """What changes in a key and in its text."""
    first = len(one.keys) - len(one.parts)
    if wrong := [index for index in range(first) if new_key(change, one.keys, index) not in (None, one.keys[index]) and named_by(one.keys, index, change)]:
        line = toml.count("\n", 0, one.value.start) + 1
        raise RenameError(
            f"{path}:{line}: `{one.keys[wrong[0]]}` is written apart from `{one.keys[-1]}`: write `{'.'.join(map(str, one.keys))}` in one piece first"
        )
    for index, part in enumerate(one.parts, first):
        word = new_key(change, one.keys, index)
        if word is not None and word != one.keys[index]:
            yield Edit(part, word if re.fullmatch(r"[\w-]+", word) else json.dumps(word, ensure_ascii=False))
    said = toml[one.value.start : one.value.end]
    if said[:1] in ("'", '"'):
        quote = 3 if said[:3] in ("'''", '"""') else 1
        inner = Extent(one.value.start + quote, one.value.end - quote)
        text = toml[inner.start : inner.end]
        after = new_text(change, one.keys, text, scope_of(data, one.keys))
        if after != text:
            yield Edit(inner, after)


def named_by(keys: Keys, index: int, change: Renaming) -> bool:
    """Whether a key that is written without its beginning is the one that a renaming of that beginning is about."""
    return change.kind == "fact" and change.old.split(".")[0] != change.new.split(".")[0] and len(keys) == index + 2


def scope_of(data: Mapping[str, object], keys: Keys) -> Scope:
    """The row variables where a text stands: those of `for` in its table, and `row` inside a list."""
    scope: dict[str, str] = {"row": str(keys[1])} if len(keys) > 1 and keys[0] == "list" else {}
    table: object = data
    for key in keys:
        table = table.get(key) if isinstance(table, dict) else None
        if isinstance(table, dict) and isinstance(table.get("for"), dict):
            scope |= {str(variable): str(listed) for variable, listed in table["for"].items()}
    return scope


def proved(root: Path, changed: tuple[Changed, ...]) -> None:
    """Tries the renaming on a copy. Raises RenameError when the check finds there what it does not find here."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in ("rules", "kb"):
            if (root / name).is_dir():
                shutil.copytree(root / name, copy / name)
        for one in changed:
            if one.path.is_relative_to(root) and one.path.relative_to(root).parts[0] in ("rules", "kb"):
                (copy / one.path.relative_to(root)).unlink()
                (copy / one.to.relative_to(root)).write_bytes(one.after.encode())
        known = {finding.code for finding in check(root)}
        fresh = [finding for finding in check(copy) if finding.code not in known or finding.severity == "error"]
        if fresh:
            raise RenameError(f"after it the check would say: {fresh[0].message} ({fresh[0].place.file}). Nothing was changed")


__all__ = ["Changed", "RenameError", "Renaming", "rename"]
