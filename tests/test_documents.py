"""What the documents say of the code is so."""

from __future__ import annotations

import re
from pathlib import Path

import guide

ROOT = Path(__file__).parents[1]


def test_the_architecture_names_every_module() -> None:
    """The table of layers has each module of the package, and no other."""
    table = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").split("| layer, top first |", 1)[1].split("\n\n", 1)[0]
    named = {name for row in table.splitlines()[2:] for name in re.findall(r"`(\w+)`", row.split("|")[2])}
    folder = Path(guide.__file__).parent
    modules = {path.stem for path in folder.glob("*.py")} | {path.name for path in folder.iterdir() if (path / "__init__.py").exists()}

    assert named == modules - {"__init__"}


def test_links_between_documents_lead_somewhere() -> None:
    """README and docs."""
    for page in (ROOT / "README.md", *(ROOT / "docs").rglob("*.md")):
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), (page.name, target)


def test_links_between_law_pages_lead_somewhere() -> None:
    """Every page that another page names is there."""
    for page in (ROOT / "kb").rglob("*.md"):
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), (page.name, target)


def test_every_decision_has_its_three_parts() -> None:
    """Context, decision, consequences; the dependencies are a table."""
    for page in (ROOT / "docs" / "decisions").glob("*.md"):
        text = page.read_text(encoding="utf-8")
        assert "dependencies" in page.name or all(f"## {part}" in text for part in ("Context", "Decision", "Consequences")), page.name
