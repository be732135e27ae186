from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from guide.diagnostics import Finding, render_github, render_json, render_text, suggest, toml_error_place
from guide.lines import Place
from guide.positions import locate

RULES = """[conflict.both-sides]
when = [
  "p.roles has chalenger",
]
"""
MISTAKE = Finding(
    "R104",
    "`chalenger` is not an option of `person.roles`",
    Place("rules/challenge.toml", ("conflict", "both-sides", "when", 0), words="chalenger"),
    "did you mean `challenger`?",
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules/challenge.toml").write_text("\n" * 60 + RULES, encoding="utf-8")
    return tmp_path


def test_an_error_points(root: Path) -> None:
    """File, line, column, the words underlined, what is wrong and what to do."""
    expected = """\
error[R104]: `chalenger` is not an option of `person.roles`
  --> rules/challenge.toml:63:16
   |
63 |   "p.roles has chalenger",
   |                ^^^^^^^^^
   = help: did you mean `challenger`?"""
    assert render_text([MISTAKE], root) == expected


def test_findings_come_in_the_order_of_the_files(root: Path) -> None:
    """Sorted by file, line, column and code, with an empty line between two."""
    (root / "rules/a.toml").write_text("x = 1\n", encoding="utf-8")
    place = Place("rules/a.toml", ("x",), on_key=True)
    findings = [MISTAKE, Finding("W201", "nobody reads `x`", place, severity="warning"), Finding("R100", "odd", place)]
    heads = [paragraph.splitlines()[:2] for paragraph in render_text(findings, root).split("\n\n")]
    assert heads == [
        ["error[R100]: odd", " --> rules/a.toml:1:1"],
        ["warning[W201]: nobody reads `x`", " --> rules/a.toml:1:1"],
        ["error[R104]: `chalenger` is not an option of `person.roles`", "  --> rules/challenge.toml:63:16"],
    ]


def test_no_findings_say_nothing(root: Path) -> None:
    """Nothing, an empty list, nothing."""
    assert [render([], root) for render in (render_text, render_json, render_github)] == ["", "[]", ""]


@pytest.mark.parametrize(
    ("source", "shown", "carets"),
    [
        ('a\t= "xx"', '1 | a   = "xx"', "  |       ^^^^"),
        ('\ta = "x\ty"', '1 |     a = "x  y"', "  |         ^^^^^^"),
        ('a = "\u202ex"', '1 | a = "\ufffdx"', "  |     ^^^^"),
        ('"漢字" = "x"', '1 | "漢字" = "x"', "  |          ^^^"),
        ('"e\u0301" = "x"', '1 | "e\u0301" = "x"', "  |       ^^^"),
    ],
)
def test_the_underline_stays_below_the_words(tmp_path: Path, source: str, shown: str, carets: str) -> None:
    """Tabs are widened, wide letters counted twice, and nothing in a file can steer the terminal."""
    (tmp_path / "a.toml").write_text(source, encoding="utf-8")
    key = source.split("=", maxsplit=1)[0].strip().strip('"')
    lines = render_text([Finding("R1", "m", Place("a.toml", (key,)))], tmp_path).split("\n")
    assert lines[3:5] == [shown, carets]


def test_a_file_cannot_steer_the_terminal(tmp_path: Path) -> None:
    """A control character, which TOML forbids, is shown as one it is not."""
    (tmp_path / "a.toml").write_text('a = "\x1b[31m"', encoding="utf-8")
    text = render_text([Finding("R2", "m", Place("a.toml", line=1, column=6))], tmp_path)
    assert text.split("\n")[3:] == ['1 | a = "\ufffd[31m"', "  |      ^"]


def test_messages_cannot_steer_the_terminal_either(tmp_path: Path) -> None:
    """An author's own words in a message are shown, not obeyed."""
    text = render_text([Finding("R1", "`\x1b[2J` is unknown", Place(""), "remove `\x07`")], tmp_path)
    assert text == "error[R1]: `\ufffd[2J` is unknown\n  = help: remove `\ufffd`"


def test_a_finding_about_a_missing_file_shows_no_source(tmp_path: Path) -> None:
    """The place alone."""
    text = render_text([Finding("R302", "there is no rulebook", Place("rules/rulebook.toml"))], tmp_path)
    assert text == "error[R302]: there is no rulebook\n --> rules/rulebook.toml:1:1"


def test_json_says_the_same(root: Path) -> None:
    """One object a finding, with the place as numbers."""
    expected = {
        "code": "R104",
        "severity": "error",
        "message": "`chalenger` is not an option of `person.roles`",
        "file": "rules/challenge.toml",
        "line": 63,
        "column": 16,
        "end_column": 25,
        "words": "chalenger",
        "help": "did you mean `challenger`?",
    }
    assert json.loads(render_json([MISTAKE], root)) == [expected]


def test_github_gets_a_command_a_line(root: Path) -> None:
    """`%` and line ends are escaped everywhere, `:` and `,` in the properties."""
    (root / "rules/a,b.toml").write_text("x = 1", encoding="utf-8")
    odd = Finding("W1", "100%\nsure: yes, no", Place("rules/a,b.toml", ("x",)), severity="warning")
    assert render_github([MISTAKE, odd], root).split("\n") == [
        "::warning file=rules/a%2Cb.toml,line=1,col=5,title=W1::100%25%0Asure: yes, no",
        "::error file=rules/challenge.toml,line=63,col=16,title=R104::`chalenger` is not an option of `person.roles`%0Ahelp: did you mean `challenger`?",
    ]


@pytest.mark.parametrize(
    ("word", "expected"),
    [("chalenger", "challenger"), ("england", "England"), ("shadow_board", "shadow-board"), ("zebra", None), ("", None)],
)
def test_a_near_word_is_suggested(word: str, expected: str | None) -> None:
    """The nearest known word, or nothing when none is near."""
    assert suggest(word, ["evaluator", "challenger", "shadow-board", "England"]) == expected


@pytest.mark.parametrize(
    ("toml", "line", "column"),
    [
        ("a = 1\nb = 2024-13-01\n", 2, 9),
        ('a = "é\n', 1, 7),
        ("[x]\n[x]\n", 2, 3),
        ("a = [1,\n\n", 1, 8),
        ("a = 1\nx", 2, 2),
    ],
)
def test_broken_toml_has_the_place_where_reading_stopped(tmp_path: Path, toml: str, line: int, column: int) -> None:
    """The parser's line and column; behind the last word when the file ends too early."""
    with pytest.raises(tomllib.TOMLDecodeError) as caught:
        tomllib.loads(toml)
    place = toml_error_place("a.toml", toml, caught.value)
    (tmp_path / "a.toml").write_text(toml, encoding="utf-8")
    span = locate(tmp_path, place)
    assert [(place.line, place.column), (span.line, span.column)] == [(line, column)] * 2


def test_the_parser_is_loaded_only_for_a_finding() -> None:
    """Nothing of tree-sitter, as long as nothing has to be located."""
    code = "import sys, guide.diagnostics; print([name for name in sys.modules if name.startswith('tree_sitter')])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "[]\n"
