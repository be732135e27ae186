"""The HTML page: complete, of itself, nobody's words are markup, and open to everybody, as a real browser with axe finds."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from commanding import run
from goldens import compare
from guide.agreement import Agreement
from guide.outcome import Outcome
from guide.render.audiences import render
from guide.render.html import page
from test_golden import FINISHED, UNSURE, told

AXE = Path(os.environ.get("GUIDE_AXE", Path(__file__).parents[1] / ".venv/axe/node_modules/axe-core/axe.min.js"))
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
RUN = """<script>axe.run().then(found => { const out = document.createElement("pre"); out.id = "axe";
out.textContent = "@@" + JSON.stringify({found: found.violations.map(one => [one.id, one.nodes.map(node => node.html)]), passed: found.passes.length}) + "@@";
document.body.replaceChildren(out); });</script>"""


@pytest.fixture(params=[FINISHED, UNSURE], ids=["finished", "unsure"])
def outcome(request: pytest.FixtureRequest) -> Iterator[Outcome]:
    session = told(request.param)
    yield session.outcome()
    session.close()


class Reader(HTMLParser):
    """Which elements a page has, and the text that it shows."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def read(text: str) -> Reader:
    reader = Reader()
    reader.feed(text)
    return reader


def test_the_page_is_as_it_was_accepted() -> None:
    """The whole of it, looked at in a browser and on paper."""
    session = told(FINISHED)
    compare("small/finished.html", page(render("everything", "Case: finished", session.outcome(), Agreement())))
    session.close()


def test_it_needs_nothing_else(outcome: Outcome) -> None:
    """No script, picture, font or style from elsewhere; and a browser is told to load none."""
    tags = read(page(render("everything", "A case", outcome, Agreement()))).tags
    assert {tag for tag, _ in tags} & {"script", "img", "link", "iframe", "object", "form", "svg", "video"} == set()
    assert not [attributes for _, attributes in tags if "src" in attributes or "onclick" in attributes or "style" in attributes]


def test_nobodys_words_are_markup(outcome: Outcome) -> None:
    """They are shown as they were typed."""
    text = page(render("everything", "<script>alert(1)</script> [x] {title}", outcome, Agreement()))
    assert "<script" not in text
    assert "<h1 id=" in text
    assert "<script>alert(1)</script> [x] {title}" in read(text).text


@pytest.mark.parametrize("text", ["- [ ] a\n- [x] b\n", "- [ ] \\[x\\] a\n- [x] b\n"])
def test_boxes_are_read_aloud(text: str) -> None:
    """As done or not done."""
    assert re.findall(r'aria-label="(.*?)"', page(text).split("<main")[1]) == ["Not done", "Done"]


def test_what_is_hidden_for_the_guide_is_not_there(outcome: Outcome) -> None:
    """Comments stay in the Markdown."""
    assert "<!--" not in page(render("everything", "A case", outcome, Agreement()))


def test_heads_of_columns_and_sections_can_be_jumped_to(outcome: Outcome) -> None:
    """Headings have ids that the contents name; heads of columns say so; none is empty."""
    text = page(render("everything", "A case", outcome, Agreement()))
    tags = read(text).tags
    ids = {str(attributes["id"]) for _, attributes in tags if "id" in attributes}
    inside = [str(attributes["href"])[1:] for tag, attributes in tags if tag == "a" and str(attributes["href"]).startswith("#")]

    assert set(inside) <= ids
    assert all(attributes.get("scope") == "col" for tag, attributes in tags if tag == "th")
    assert not re.search(r"<th[^>]*></th>", text)
    assert [tag for tag, _ in tags if tag in ("header", "nav", "main")] == ["header", "nav", "main"]


def test_documents_are_pages_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With their own title."""
    case = str(tmp_path / "case.toml")
    run("answer", case, "case.nation=England")
    capsys.readouterr()
    assert run("document", case, "register", "--format", "html") == 0
    told = capsys.readouterr().out
    assert told.startswith("<!doctype html>")
    assert "<title>Register</title>" in told


@pytest.mark.skipif(CHROMIUM is None or not AXE.is_file(), reason="needs Chromium and axe-core: `make accessible`")
@pytest.mark.parametrize("audience", ["everything", "cabinet", "role clerk"])
def test_a_real_browser_finds_nothing_in_the_way(outcome: Outcome, tmp_path: Path, audience: str) -> None:
    """Contrast, headings, landmarks, tables, language: all rules of axe."""
    text = page(render(audience, "A case", outcome, Agreement()))
    text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text)
    file = tmp_path / "page.html"
    file.write_text(text.replace("</body>", f"<script>{AXE.read_text(encoding='utf-8')}</script>{RUN}</body>"), encoding="utf-8")
    command = [
        str(CHROMIUM),
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={tmp_path / 'profile'}",
        "--virtual-time-budget=20000",
        "--dump-dom",
    ]
    found = subprocess.run([*command, file.as_uri()], capture_output=True, text=True, check=True, timeout=120)
    told = read(found.stdout).text.split("@@")
    assert len(told) == 3, found.stdout[-500:]
    result = json.loads(told[1])

    assert result["found"] == []
    assert result["passed"] > 15
