"""The article about a question, beside it on a wide screen and below it on a narrow one."""

from __future__ import annotations

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Markdown

from guide.model import Article
from guide.render.escaping import escape
from guide.tui.widgets.words import Words

NONE: Mapping[str, str] = {}
WIDE = 100
"""From how many columns on there is room for the help beside the question."""


class Help(VerticalScroll, can_focus=False):
    """An article. It is set only when it is to be seen, and after the question is."""

    def __init__(self, articles: Mapping[str, Article]) -> None:
        super().__init__()
        self.articles = articles
        self.article: Article | None = None
        self.terms: Mapping[str, str] = {}
        self.set: tuple[Article, Mapping[str, str]] | None = None
        self.wanted: bool | None = None
        self.display = False

    def compose(self) -> ComposeResult:
        """The article's title and text."""
        yield Words(id="help-title")
        yield Markdown(open_links=False)

    def about(self, id: str, terms: Mapping[str, str] = NONE) -> None:
        """Takes another article, and the terms to tell below it; nothing when the question has no article."""
        self.article, self.terms = self.articles.get(id), terms
        self.look()

    def turn(self) -> None:
        """Shows the help when it is hidden, and hides it when it is shown; so it stays for the next questions."""
        self.wanted = not self.display
        self.look()

    def page(self, direction: int) -> bool:
        """Scrolls by a page; False when the help is not shown."""
        if self.display:
            self.scroll_page_down() if direction > 0 else self.scroll_page_up()
        return self.display

    def look(self) -> None:
        """Shows or hides the help, as wanted; unless said, it is shown where there is room beside the question."""
        wanted = self.app.size.width >= WIDE if self.wanted is None else self.wanted
        self.display = wanted and self.article is not None
        if self.display and self.set != (self.article, self.terms):
            self.call_after_refresh(self.set_article)

    async def set_article(self) -> None:
        """Sets the article, and below it what its terms mean."""
        article, terms = self.article, self.terms
        if article is None or self.set == (article, terms):
            return
        self.set = (article, terms)
        self.query_one("#help-title", Words).say(article.title)
        await self.query_one(Markdown).update(told(article, terms))
        self.scroll_home(animate=False)


def told(article: Article, terms: Mapping[str, str]) -> str:
    """An article as Markdown, with what some terms mean below it."""
    words = "".join(f"\n- **{escape(term)}**: {escape(meaning)}" for term, meaning in terms.items())
    return f"{article.body}\n\nWords:\n{words}\n" if words else article.body
