"""A Markdown document of the guide as one HTML page: it needs nothing else, reads well aloud, and prints well."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

BOX = re.compile(r"\[([ xX])\][ \t]+")
BOXES = {" ": '<span class="box" role="img" aria-label="Not done">\u2610</span> ', "x": '<span class="box" role="img" aria-label="Done">\u2611</span> '}
STYLE = """
:root { color-scheme: light; }
body { margin: 0 auto; max-width: 60rem; padding: 1rem; background: #fff; color: #1a1a1a; font: 1.05rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.9rem; line-height: 1.2; } h2 { margin-top: 2.2rem; border-bottom: 2px solid #1a1a1a; } h3 { margin-top: 1.6rem; }
a { color: #0b4a8f; } a:focus { outline: 3px solid #b35900; outline-offset: 2px; }
.skip { position: absolute; left: -100rem; } .skip:focus { position: static; }
nav ul { columns: 18rem; }
blockquote { margin: 1rem 0; padding: .2rem 1rem; border-left: .4rem solid #595959; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; }
th, td { border: 1px solid #767676; padding: .3rem .5rem; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { background: #eee; } li { margin: .15rem 0; } .box { font-size: 1.2em; }
@media print {
  body { max-width: none; padding: 0; font-size: 10pt; } nav, .skip { display: none; }
  a { color: inherit; text-decoration: none; } main a[href^="http"]::after { content: " (" attr(href) ")"; font-size: .85em; overflow-wrap: anywhere; }
  h2, h3 { break-after: avoid; } li, tr { break-inside: avoid; } thead { display: table-header-group; }
}
"""
FRAME = """\
<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<header><a class="skip" href="#main">Skip to the text</a></header>
<nav aria-label="Contents"><ul>{contents}</ul></nav>
<main id="main">
{body}</main>
</body>
</html>
"""


class Page(RendererHTML):
    """Writes HTML from the tokens of Markdown, without the comments that are for the guide."""

    def html_inline(self, tokens: Sequence[Token], idx: int, *_: object) -> str:
        """Comments are not shown; other markup is shown as text."""
        content = tokens[idx].content
        return "" if content.lstrip().startswith("<!--") else html.escape(content)

    def html_block(self, tokens: Sequence[Token], idx: int, *_: object) -> str:
        """The same of a comment that stands alone."""
        return self.html_inline(tokens, idx)

    def text(self, tokens: Sequence[Token], idx: int, *_: object) -> str:
        """A text; the box of a task as a sign that is read aloud."""
        token = tokens[idx]
        box = token.meta.get("box")
        return BOXES[box] + html.escape(BOX.sub("", token.content, count=1)) if box else html.escape(token.content)


def page(markdown: str) -> str:
    """A whole page; its title is the document's first heading."""
    parser = MarkdownIt("commonmark", renderer_cls=Page).enable(["table", "strikethrough"])
    tokens = parser.parse(markdown)
    headings = list(marked(tokens))
    title = plain(headings[0][1]) if headings and headings[0][0] == "h1" else "Checklist"
    sections = [(id, plain(inline)) for tag, inline, id in headings if tag == "h2"]
    contents = "".join(f'<li><a href="#{id}">{html.escape(name)}</a></li>' for id, name in sections)
    body = parser.renderer.render(tokens, parser.options, {})
    return FRAME.format(title=html.escape(title), style=STYLE, contents=contents, body=body)


def marked(tokens: Sequence[Token]) -> Iterator[tuple[str, Token, str]]:
    """Marks headings and the heads of tables for those who jump between them; each heading with its text and id."""
    for number, token in enumerate(tokens):
        if token.type == "heading_open":
            id = f"part-{number}"
            token.attrSet("id", id)
            yield token.tag, tokens[number + 1], id
        elif token.type == "inline" and token.children and tokens[number - 2].type == "list_item_open" and (box := BOX.match(token.content)):
            token.children[0].meta["box"] = box[1].lower()
        elif token.type == "th_open" and tokens[number + 1].content:
            token.attrSet("scope", "col")
        elif token.type == "th_open":
            token.tag = tokens[number + 2].tag = "td"


def plain(inline: Token) -> str:
    """What a heading says."""
    return "".join(child.content for child in inline.children or () if child.type in ("text", "code_inline"))
