"""What the documents say of the code is so."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

import guide
from guide.schema import (
    ARTICLE,
    ATTRIBUTE,
    BOOK,
    CALENDAR,
    DOCUMENT,
    EXPECT,
    FACT,
    FIGURE,
    FILE,
    ITEM,
    ITEMS,
    LIST,
    PAGE,
    PARAM,
    PRECEDENT,
    RULE,
    SECTION,
    STAGES,
    TEST,
    Key,
)

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
        text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", text):
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


def key_tables() -> str:
    """The keys of every table, with what each says."""
    file = {name: key for name, key in FILE.items() if key.shape != "table" or name == "given"}
    besides = {name: key for name, key in ATTRIBUTE.items() if name not in FACT}
    written: list[tuple[str, Mapping[str, Key]]] = [("A file, above its tables", file), ("`[fact.subject.attribute]`", FACT), ("`[list.id]`", LIST)]
    written += [("`row.attribute` of a list, besides those of a fact", besides), ("`[param.id]`", PARAM), ("`[rule.id]`", RULE), ("`[item.id]`", ITEMS["item"])]
    written.insert(written.index(("`[param.id]`", PARAM)) + 1, ("A figure of a parameter as a table, like `from.2024-01-01 = { value = 14 }`", FIGURE))
    for kind in ("conflict", "warning", "route"):
        written.append((f"`[{kind}.id]`, besides those of an item", {name: key for name, key in ITEMS[kind].items() if name not in ITEM}))
    written += [("`[test.id]`", TEST), ("`expect.` in a test", EXPECT), ("`[section.id]`", SECTION), ("`[stage.id]`", STAGES), ("`[calendar.id]`", CALENDAR)]
    written += [("The head of a page in `kb/law`", PAGE), ("`[precedent]` in the head of a page on a real case", PRECEDENT)]
    written += [("The head of an article", ARTICLE), ("The head of a document", DOCUMENT), ("`rules/rulebook.toml`", BOOK)]
    lines = []
    for title, keys in written:
        if not keys:
            continue
        lines += [f"### {title}", "", "| key | |", "| --- | --- |"]
        lines += [f"| `{name}`{' (needed)' if key.required else ''} | {key.says.replace('|', chr(92) + '|')} |" for name, key in keys.items()]
        lines.append("")
    return "\n".join(lines)


def test_the_keys_of_the_format_are_those_of_the_model() -> None:
    """The tables of docs/rules-format.md, written from the model."""
    path = ROOT / "docs" / "rules-format.md"
    text = path.read_text(encoding="utf-8")
    start, _, rest = text.partition("from the model -->\n")
    old, _, end = rest.partition("<!-- /keys -->")
    if os.environ.get("GUIDE_UPDATE_GOLDEN"):
        path.write_text(f"{start}from the model -->\n\n{key_tables()}<!-- /keys -->{end}", encoding="utf-8")
        return
    assert old == f"\n{key_tables()}"
