"""Follows a document word for word: makes the changes that it shows, runs its commands, and compares what they print.

A fenced block `diff FILE` changes a file, a block with a language and a file makes one (or adds `(at the end)` of one), and a block
`console` runs what follows `$ `. In its expected output a line `...` stands for any lines.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from guide.cli import main

BLOCK = re.compile(r"^```(?P<kind>\w+)(?: (?P<file>\S+?))?(?P<end> \(at the end\))?\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Step:
    """One fenced block of a document."""

    kind: str
    file: str
    at_end: bool
    text: str


def steps(document: Path) -> Iterator[Step]:
    """The blocks of a document that somebody who follows it acts on."""
    for match in BLOCK.finditer(document.read_text(encoding="utf-8")):
        if match["file"] or match["kind"] == "console":
            yield Step(match["kind"], match["file"] or "", match["end"] is not None, match["text"])


def follow(document: Path, folder: Path) -> int:
    """Does what a document says, in a folder that holds a rulebook; the number of commands that were run."""
    count = 0
    for step in steps(document):
        if step.kind == "console":
            count += sum(run(command, expected, folder) for command, expected in commands(step.text))
        elif step.kind == "diff":
            change(folder / step.file, step.text)
        else:
            write(folder / step.file, step.text, step.at_end)
    return count


def write(path: Path, text: str, at_end: bool) -> None:
    """Makes a file, or adds to one."""
    assert path.exists() is at_end, f"{path} {'is not there' if at_end else 'is there already'}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text((path.read_text(encoding="utf-8") if at_end else "") + text, encoding="utf-8")


def change(path: Path, diff: str) -> None:
    """Replaces the lines that a diff takes out by those that it puts in; they must be there once."""
    lines = diff.rstrip("\n").split("\n")
    before = "\n".join(line[1:] for line in lines if line[:1] in ("-", " "))
    after = "\n".join(line[1:] for line in lines if line[:1] in ("+", " "))
    text = path.read_text(encoding="utf-8")
    assert text.count(f"{before}\n") == 1, f"{path} has {text.count(before)} times:\n{before}"
    path.write_text(text.replace(f"{before}\n", f"{after}\n" if after else ""), encoding="utf-8")


def commands(text: str) -> Iterator[tuple[str, str]]:
    """The commands of a console block, each with what it is to print."""
    parts = re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]
    yield from ((command, expected) for command, _, expected in (part.partition("\n") for part in parts))


def run(command: str, expected: str, folder: Path) -> int:
    """Runs a command in a folder; its standard output is what the document shows."""
    program, *arguments = shlex.split(command)
    assert program == "guide", command
    out, err = StringIO(), StringIO()
    with chdir(folder), redirect_stdout(out), redirect_stderr(err):
        code = main([arguments[0], *([] if "--rules" in arguments or arguments[0] == "init" else ["--rules", "."]), *arguments[1:]])
    pattern = "".join(r"(?:.*\n)*" if line == "..." else re.escape(line) + r"\n" for line in expected.split("\n")[:-1])
    assert re.fullmatch(pattern, out.getvalue()), f"$ {command}\n{out.getvalue()}{err.getvalue()}"
    assert code == (1 if re.match(r"(error|warning)\[", out.getvalue()) else 0), f"$ {command}: {err.getvalue()}"
    return 1
