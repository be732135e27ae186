"""Help: every section and question has an article, and every page that is only information can be reached."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from guide.check.law import LINK, dead_links
from guide.handoff import form
from guide.loader import RulebookError, load
from guide.session import Session
from guide.values import Cell
from journeys import HEAD, written
from shipped import book

ARTICLE = '+++\ntitle = "Help"\n+++\nText.\n'
LISTED = """
[list.tool]
ask = "Which tools?"
section = "main"
row.name = "text"
row.sharp = { type = "yes-no", ask = "Is {name} sharp?" }
row.old = { type = "yes-no", ask = "Is {name} old?", help = "own" }
"""


def test_every_section_and_every_question_has_help() -> None:
    """A question without an article of its own shows that of its section."""
    assert [id for id in book().sections if f"section-{id}" not in book().articles] == []
    assert [fact.id for fact in book().facts.values() if fact.asked and not fact.help] == []
    assert [listed.id for listed in book().lists.values() if listed.ask and not listed.help] == []


def helped(folder: Path, head: str, articles: tuple[str, ...] = ("own", "of-list", "of-section")) -> Path:
    """A small rulebook with articles."""
    written(folder, head)
    (folder / "kb/articles").mkdir()
    for name in articles:
        (folder / f"kb/articles/{name}.md").write_text(ARTICLE, encoding="utf-8")
    return folder


def test_the_nearest_article_is_shown(tmp_path: Path) -> None:
    """Its own before that of its list, and that before that of its section."""
    head = HEAD.replace('title = "Main"\n', 'title = "Main"\nhelp = "of-section"\n') + LISTED
    plain = load(helped(tmp_path / "plain", head))
    of_list = load(helped(tmp_path / "listed", head.replace('ask = "Which tools?"\n', 'ask = "Which tools?"\nhelp = "of-list"\n')))

    assert [plain.facts[id].help for id in ("work.extra", "tool.sharp", "tool.old")] == ["of-section", "of-section", "own"]
    assert [of_list.facts[id].help for id in ("work.extra", "tool.sharp", "tool.old")] == ["of-section", "of-list", "own"]
    assert (plain.lists["tool"].help, of_list.lists["tool"].help) == ("of-section", "of-list")


def test_an_article_of_a_section_that_is_not_there_is_a_finding(tmp_path: Path) -> None:
    """Where it stands, with what was meant."""
    head = HEAD.replace('title = "Main"\n', 'title = "Main"\nhelp = "of-sektion"\n')
    with pytest.raises(RulebookError) as caught:
        load(helped(tmp_path / "book", head))

    (finding,) = caught.value.findings
    assert (finding.code, finding.place.keys, finding.help) == ("R113", ("section", "main", "help"), "did you mean `of-section`?")


def test_a_page_that_nothing_cites_is_missed_when_it_is_taken_out() -> None:
    """Some article leads to every case, programme, barrier and stage, so that its link is broken without it."""
    cited = {id for item in book().items.values() for id in item.cite}
    told = [page.id for page in book().pages.values() if page.information and page.id not in cited]
    linked = {target.rsplit("/", 1)[-1].partition(".md")[0] for article in book().articles.values() for target in LINK.findall(article.body)}

    assert len(told) > 30
    assert sorted({*told, *book().precedents, *book().stages} - linked) == []
    without = replace(book(), pages={id: page for id, page in book().pages.items() if id != "case-gll"})
    assert [finding.code for finding in dead_links(without)] == ["R704"]


def test_a_form_for_a_colleague_tells_an_article_once(tmp_path: Path) -> None:
    """Two questions of a section share its article; the third has one of its own."""
    head = HEAD.replace('title = "Main"\n', 'title = "Main"\nhelp = "of-section"\n') + LISTED
    session = Session(load(helped(tmp_path / "book", head)), date(2026, 4, 1))
    session.answer("tool", ["Saw"])
    for cell in (Cell("work.extra"), Cell("tool.sharp", "Saw"), Cell("tool.old", "Saw")):
        session.not_sure(cell, left_to="clerk")
    text = form(session, "clerk", "Case")
    session.close()

    assert [text.count(words) for words in ("More?", "Is Saw sharp?", "Is Saw old?", "Help: Help")] == [1, 1, 1, 2]
