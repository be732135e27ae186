"""The moving picture of the README: made from real screens, of itself, small, and harmless whatever stands on a screen."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pyte

from recording import HEIGHT, STORY, WIDTH, lines, picture

PICTURE = Path(__file__).parents[1] / "docs/interview.svg"
SVG = "{http://www.w3.org/2000/svg}"


def test_the_picture_is_whole_loads_nothing_and_is_small() -> None:
    """It has a frame for each step of the story, and each shows what that step brings up."""
    text = PICTURE.read_text(encoding="utf-8")
    root = ElementTree.fromstring(text)
    frames = [group for group in root.iter(f"{SVG}g") if group.get("class") == "f"]
    drawn = {f"#{group.get('id')}": "".join(group.itertext()) for group in root.iter(f"{SVG}g")}

    assert len(frames) == len(STORY)
    for frame, (_, brings, _) in zip(frames, STORY, strict=True):
        assert brings.split()[0] in "".join(drawn[use.get("href", "")] for use in frame)
    assert re.findall(r"(?:href|src)=\"[^#]|url\(|@import|<script", text) == []
    assert len(text) < 150_000


def test_what_stands_on_a_screen_is_drawn_as_it_looks_and_never_markup() -> None:
    """Lines that are alike are drawn once."""
    screen = pyte.Screen(WIDTH, HEIGHT)
    stream = pyte.Stream(screen)
    stream.feed("same\r\n\x1b[1;38;2;255;0;0m<b>&\x1b[0m\r\nsame\r\n\x1b[7mback\x1b[0m")
    first = lines(screen)
    stream.feed("\x1b[2J\x1b[Hsame")
    text = picture([(first, 1.0), (lines(screen), 3.0)])
    root = ElementTree.fromstring(text)

    assert [found.text for found in root.iter(f"{SVG}text")] == ["same", "<b>&", "back"]
    assert text.count("same") == 1
    assert 'fill="#ff0000" font-weight="bold">&lt;b&gt;&amp;' in text
    assert "@keyframes k1{0%{visibility:hidden}25.00%{visibility:visible}100.00%{visibility:hidden}}" in text
