"""Finds and reads the files of a rulebook: rules in TOML, pages and articles in Markdown with a TOML head."""

from __future__ import annotations

import contextlib
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

import tomli

from guide.diagnostics import Finding, suggest
from guide.lines import Place
from guide.loader.broken import broken_toml, not_toml
from guide.schema import SHAPES, Key, fits

HEADER = re.compile(r"^\s*\[\s*(fact|list|param|rule|item|conflict|warning|route|calendar|section|stage)\s*\.\s*([^\]]+?)\s*\]", re.MULTILINE)
MOST_PARSED = 2_000
GLOSSARY = "kb/glossary.md"
SHAPE_HELP: Mapping[str, str] = {
    "text": "put it in quotes",
    "lines": "put each line in quotes, and square brackets around all of them, even around one",
    "day": "write the year, the month and the day, without quotes",
}
HEAD = re.compile(r"\A\+\+\+[ \t]*\r?\n(.*?)^\+\+\+[ \t]*$\r?\n?", re.DOTALL | re.MULTILINE)

MOST_DEEP = 100
"""How deep lists and tables may be nested; no file needs more than six."""
UNREADABLE = (ValueError, ArithmeticError, RecursionError)
"""What tomli raises besides of good TOML that it cannot hold."""
TOO_MUCH = "this cannot be read: a number is too long, or lists are nested too deeply"


class Findings(list[Finding]):
    """Collects what is wrong, so that an author sees all of it at once."""

    def error(self, code: str, message: str, place: Place, help: str = "") -> None:
        """Notes an error, once."""
        if (finding := Finding(code, message, place, help)) not in self:
            self.append(finding)

    def warn(self, code: str, message: str, place: Place, help: str = "") -> None:
        """Notes a warning."""
        self.append(Finding(code, message, place, help, "warning"))


@dataclass(frozen=True, slots=True)
class Document:
    """One file as it was read; `data` is its TOML, `body` the Markdown below a page's head."""

    file: str
    data: Mapping[str, object]
    body: str = ""
    body_line: int = 1

    @property
    def stem(self) -> str:
        """The file's name without its ending: the id of a page or article."""
        return Path(self.file).stem


@dataclass(frozen=True, slots=True)
class Sources:
    """All the files of a rulebook, in the order of their paths."""

    rules: tuple[Document, ...] = ()
    pages: tuple[Document, ...] = ()
    articles: tuple[Document, ...] = ()
    documents: tuple[Document, ...] = ()
    glossary: str = ""
    digest: str = ""
    unread: frozenset[str] = field(default_factory=frozenset)
    """What the headers of unreadable files seem to declare; nothing is said of who uses it."""
    broken: bool = False
    """Whether a rule file cannot be read. Nothing is said of tests then: nobody knows what they may name."""


def read_sources(root: Path, findings: Findings, tests: bool) -> Sources:
    """Reads every file below `root/rules` and `root/kb`; what cannot be read is noted and left out.

    Files in a folder called `tests` hold only tests: they are read when asked for, and are no part of the digest.
    """
    told = hashlib.sha256()
    rules: list[Document] = []
    kb: dict[str, list[Document]] = {"law": [], "articles": [], "documents": []}
    unread: set[str] = set()
    broken = False
    glossary = ""
    for path in source_paths(root):
        file = path.relative_to(root).as_posix()
        of_tests = "tests" in path.relative_to(root).parts
        text = read_text(path, file, findings) if tests or not of_tests else None
        if text is None:
            broken |= path.suffix == ".toml" and not of_tests
            continue
        if not of_tests:
            told.update(in_digest(file, text))
        if file == GLOSSARY:
            glossary = text
        elif path.suffix == ".toml":
            document = read_toml(file, text, findings)
            if document is None:
                unread |= {re.sub(r"\s|\"", "", name) for _, name in HEADER.findall(text)}
                broken |= not of_tests
            else:
                rules.append(document)
        elif document := read_page(file, text, findings):
            kb[file.split("/")[1]].append(document)
        else:
            unread.add(path.stem)
    return Sources(tuple(rules), tuple(kb["law"]), tuple(kb["articles"]), tuple(kb["documents"]), glossary, told.hexdigest(), frozenset(unread), broken)


def in_digest(file: str, text: str) -> bytes:
    """What a file adds to the digest."""
    return f"{file}\0{len(text)}\0{text}".encode()


def digest_of(root: Path) -> str:
    """The digest of the rulebook in a folder, whatever is wrong with it."""
    return digest((path.relative_to(root).as_posix(), read_bytes(path)) for path in source_paths(root))


def digest(files: Iterable[tuple[str, bytes | None]]) -> str:
    """The digest of files in the order of sources; those of tests, and those that are no text, are no part of it."""
    found = hashlib.sha256()
    for file, data in files:
        if data is not None and "tests" not in PurePosixPath(file).parts:
            with contextlib.suppress(UnicodeDecodeError):
                found.update(in_digest(file, data.decode()))
    return found.hexdigest()


def source_paths(root: Path) -> Iterator[Path]:
    """The rule files, those of no area first, then the pages, articles and documents, each in the order of their paths."""
    files = [path.relative_to(root).as_posix() for folder in ("rules", "kb") for path in (root / folder).rglob("*") if path.is_file()]
    yield from (root / file for file in source_order(files))


def source_order(files: Iterable[str]) -> Iterator[str]:
    """Those of some files that are sources of a rulebook, in the order in which they are read."""
    paths = sorted(map(PurePosixPath, files))
    yield from map(str, sorted((path for path in paths if path.parts[0] == "rules" and path.name.endswith(".toml")), key=lambda path: len(path.parts)))
    for folder in ("law", "articles", "documents"):
        yield from (str(path) for path in paths if path.parts[:2] == ("kb", folder) and path.name.endswith(".md"))
    yield from (str(path) for path in paths if str(path) == GLOSSARY)


def read_bytes(path: Path) -> bytes | None:
    """What a file holds, if it can be read."""
    try:
        return path.read_bytes()
    except OSError:
        return None


def read_text(path: Path, file: str, findings: Findings) -> str | None:
    """The text of a file; None, with a finding, when it cannot be read."""
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        findings.error("R001", f"the file cannot be read: {error.strerror}", Place(file, line=1, column=1))
    except UnicodeDecodeError as error:
        at = Place(file, line=error.object.count(b"\n", 0, error.start) + 1, column=1)
        findings.error("R001", "the file is not UTF-8 text from this line on", at, "save it as UTF-8")
    return None


@lru_cache(maxsize=MOST_PARSED)
def parsed(text: str) -> Mapping[str, object]:
    """The TOML of a text; two rulebooks that are held against each other have most of their files in common."""
    return read_deep(text)


def read_deep(text: str) -> dict[str, Any]:
    """What a TOML text holds. Raises TOMLDecodeError, and RecursionError also for tables that nothing else could walk through."""
    table = tomli.loads(text, parse_float=Decimal)
    layer: list[object] = [table]
    for _ in range(MOST_DEEP):
        layer = [inner for held in layer if isinstance(held, dict | list) for inner in (held.values() if isinstance(held, dict) else held)]
        if not layer:
            return table
    raise RecursionError


def read_toml(file: str, text: str, findings: Findings) -> Document | None:
    """A rule file's TOML; None, with a finding, when it is broken."""
    try:
        return Document(file, parsed(text))
    except tomli.TOMLDecodeError as error:
        findings.append(broken_toml(file, text, error))
    except UNREADABLE:
        findings.error("R002", TOO_MUCH, Place(file, line=1, column=1))
    return None


def read_page(file: str, text: str, findings: Findings) -> Document | None:
    """A page or article: the TOML between two lines of `+++`, and the Markdown below."""
    match = HEAD.match(text)
    if match is None:
        findings.error("R003", "the page has no head", Place(file, line=1, column=1), "start with a line `+++`, then the TOML head, then `+++`")
        return None
    head = "\n" + match[1]
    try:
        return Document(file, parsed(head), text[match.end() :], text.count("\n", 0, match.end()) + 1)
    except tomli.TOMLDecodeError as error:
        findings.append(not_toml("the head", file, head, error))
    except UNREADABLE:
        findings.error("R002", TOO_MUCH, Place(file, line=1, column=1))
    return None


def take(table: object, keys: Mapping[str, Key], place: Place, findings: Findings) -> dict[str, object]:
    """The entries of a table that have a known key and the right shape; the others, and those missing, are noted."""
    if not isinstance(table, dict):
        findings.error("R304", f"`{place.keys[-1]}` must be a table", place)
        return {}
    good: dict[str, object] = {}
    for name, value in table.items():
        here = Place(place.file, (*place.keys, name))
        if name not in keys:
            near = suggest(name, keys)
            findings.error(
                "R301",
                f"`{name}` is not a key of this table",
                Place(here.file, here.keys, on_key=True),
                f"did you mean `{near}`?" if near else f"the keys are {', '.join(keys)}",
            )
        elif not fits(value, keys[name].shape):
            findings.error("R304", f"`{name}` must be {SHAPES[keys[name].shape]}", here, SHAPE_HELP.get(keys[name].shape, ""))
        else:
            good[name] = value
    for name, key in keys.items():
        if key.required and name not in table:
            findings.error("R302", f"`{name}` is missing", Place(place.file, place.keys, on_key=True), f"add `{name} = ...`, {SHAPES[key.shape]}")
    return good
