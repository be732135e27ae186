"""The article about a question, beside it on a wide screen and below it on a narrow one."""

from __future__ import annotations

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Markdown

from guide.model import Article
from guide.tui.widgets.words import Words

WIDE = 100
"""From how many columns on there is room for the help beside the question."""


class Help(VerticalScroll, can_focus=False):
    """An article. It is set only when it is to be seen, and after the question is."""

    def __init__(self, articles: Mapping[str, Article]) -> None:
        super().__init__()
        self.articles = articles
        self.article: Article | None = None
        self.set: Article | None = None
        self.wanted: bool | None = None
        self.display = False

    def compose(self) -> ComposeResult:
        """The article's title and text."""
        yield Words(id="help-title")
        yield Markdown(open_links=False)

    def about(self, id: str) -> None:
        """Takes another article; none when the question has none."""
        self.article = self.articles.get(id)
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
        if self.display and self.set is not self.article:
            self.call_after_refresh(self.set_article)

    async def set_article(self) -> None:
        """Sets the article."""
        article = self.article
        if article is None or article is self.set:
            return
        self.set = article
        self.query_one("#help-title", Words).say(article.title)
        await self.query_one(Markdown).update(article.body)
        self.scroll_home(animate=False)
