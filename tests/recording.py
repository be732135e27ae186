"""Makes the moving picture of the README, from what the guide shows in a real terminal: `python tests/recording.py docs/interview.svg`.

One picture after another, each for as long as it takes to read. Lines that stay as they are are drawn once. It loads nothing, and stands
still on the last picture for whoever asks their system for less motion.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from html import escape
from itertools import groupby
from pathlib import Path

import pyte
from pyte.screens import Char

sys.path.insert(0, str(Path(__file__).parent))

from terminal import Terminal

DAY = "2026-11-25"
WIDTH, HEIGHT = 80, 24
ACROSS, DOWN, EDGE = 8.4, 18, 12
BACK, FORE = "#121212", "#e0e0e0"
FONT = "ui-monospace,Menlo,Consolas,DejaVu Sans Mono,monospace"
TITLE = "An interview, from the first question to the checklist"
NAMES = {"black": "#121212", "red": "#d54e53", "green": "#b9ca4a", "brown": "#e6c547", "blue": "#7aa6da", "magenta": "#c397d8", "cyan": "#70c0ba"}
STORY: tuple[tuple[tuple[str, ...], str, float], ...] = (
    ((), "What do you need help with?", 3),
    (("down", "down", "space"), "[x]", 2),
    (("enter",), "Which nation is the council in?", 2),
    (("1",), "What kind of council or authority is it?", 2),
    (("f2",), "Has the council received an expression of interest", 2),
    (("y",), "Who sent it?", 3),
    (("f5",), "Why", 5),
    (("esc",), "Who sent it?", 1.5),
    (("4",), "5 answered", 2),
    (("f7",), "[Applies", 5),
    (("enter",), "Localism Act", 5),
    (("esc", "f8"), "Write it to which file?", 2),
    (("enter",), "Written to", 4),
)
"""Keys, what they bring up, and the seconds that it is shown."""

Run = tuple[str, str, str, bool]
"""A text, its colour, the colour behind it, and whether it is bold."""


def looks(sign: Char) -> tuple[str, str, bool]:
    """How a sign looks."""
    fore, back = coloured(sign.fg, FORE), coloured(sign.bg, BACK)
    return (back, fore, sign.bold) if sign.reverse else (fore, back, sign.bold)


def coloured(name: str, usual: str) -> str:
    """A colour of the terminal as one of a picture."""
    return usual if name == "default" else NAMES.get(name.removeprefix("bright"), f"#{name}" if len(name) == 6 else usual)


def lines(screen: pyte.Screen) -> tuple[tuple[Run, ...], ...]:
    """The screen as it is now, line by line."""
    return tuple(tuple(runs([screen.buffer[row][column] for column in range(WIDTH)])) for row in range(HEIGHT))


def runs(signs: list[Char]) -> Iterator[Run]:
    """The signs of a line, those that look alike together."""
    for (fore, back, bold), alike in groupby(signs, looks):
        yield "".join(sign.data for sign in alike), fore, back, bold


def drawn(line: tuple[Run, ...]) -> str:
    """A line as it is drawn, at the left edge of the first row."""
    parts, at = [], 0
    for text, fore, back, bold in line:
        x, wide = EDGE + at * ACROSS, len(text) * ACROSS
        if back != BACK:
            parts.append(f'<rect x="{x:.1f}" width="{wide:.1f}" height="{DOWN}" fill="{back}"/>')
        if text.strip():
            shown = text.rstrip()
            start = len(shown) - len(shown.lstrip())
            where = f'x="{x + start * ACROSS:.1f}" textLength="{len(shown.lstrip()) * ACROSS:.1f}"'
            weight = ' font-weight="bold"' if bold else ""
            parts.append(f'<text {where} y="13" fill="{fore}"{weight}>{escape(shown.lstrip())}</text>')
        at += len(text)
    return "".join(parts)


def recorded() -> Iterator[tuple[tuple[tuple[Run, ...], ...], float]]:
    """Plays the story, and gives each screen with the seconds that it is shown."""
    with tempfile.TemporaryDirectory() as folder:
        terminal = Terminal(Path(folder), "ask", "case.toml", "--on", DAY, "--title", "Library service", colour=True)
        for keys, brings, seconds in STORY:
            terminal.press(*keys)
            terminal.wait(brings, seconds=60)
            terminal.read()
            yield lines(terminal.screen), seconds
        terminal.close()


def picture(frames: list[tuple[tuple[tuple[Run, ...], ...], float]]) -> str:
    """The moving picture."""
    known: dict[tuple[Run, ...], str] = {}
    whole, start = sum(seconds for _, seconds in frames), 0.0
    styles, groups = [], []
    for number, (screen, seconds) in enumerate(frames):
        begin, end = 100 * start / whole, 100 * (start + seconds) / whole
        hidden = f"0%{{visibility:hidden}}{begin:.2f}%" if begin else "0%"
        styles.append(f"@keyframes k{number}{{{hidden}{{visibility:visible}}{end:.2f}%{{visibility:hidden}}}}#f{number}{{animation-name:k{number}}}")
        used = "".join(f'<use href="#{known.setdefault(line, f"l{len(known)}")}" y="{EDGE + row * DOWN}"/>' for row, line in enumerate(screen) if drawn(line))
        groups.append(f'<g class="f" id="f{number}">{used}</g>\n')
        start += seconds
    defined = "".join(f'<g id="{id}">{drawn(line)}</g>\n' for line, id in known.items())
    wide, high = round(WIDTH * ACROSS + 2 * EDGE), HEIGHT * DOWN + 2 * EDGE
    last = f"#f{len(frames) - 1}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" height="{high}" role="img" '
        f'font-family="{FONT}" font-size="14">\n<title>{TITLE}</title>\n'
        f"<style>text{{white-space:pre}}.f{{visibility:hidden;animation:{whole:.1f}s step-end infinite}}{''.join(styles)}"
        f"@media (prefers-reduced-motion:reduce){{.f{{animation:none}}{last}{{visibility:visible}}}}</style>\n"
        f'<rect width="{wide}" height="{high}" rx="6" fill="{BACK}"/>\n<defs>\n{defined}</defs>\n{"".join(groups)}</svg>\n'
    )


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(picture(list(recorded())), encoding="utf-8")
