"""A repository for authors that keeps only `kb/` and `rules/`: small, and right as it stands."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from guide.jsonschema import rules_schema
from guide.loader import load


class NotEmpty(Exception):
    """The folder holds something already."""


def start_book(folder: Path) -> tuple[str, ...]:
    """Makes the repository; the files written. Raises NotEmpty, and OSError; then nothing is written."""
    if folder.exists() and (not folder.is_dir() or any(one.name != ".git" for one in folder.iterdir())):
        raise NotEmpty(f"{folder} is not empty: name a new folder, or one that holds nothing but .git")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".guide-") as made:
        root = Path(made)
        for source in sorted(template().rglob("*")):
            if source.is_file():
                target = root / source.relative_to(template()).as_posix().replace("dot-", ".")
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, target)
        (root / "rulebook.schema.json").write_text(rules_schema(load(root)), encoding="utf-8")
        folder.mkdir(exist_ok=True)
        files = sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())
        for path in sorted(root.iterdir()):
            shutil.move(path, folder / path.name)
    return tuple(files)


def template() -> Path:
    """Where the files of the repository are: in the package."""
    return Path(__file__).parent / "template"
