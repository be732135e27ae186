"""Reads the documents that are filled from a case: Markdown with facts in braces, and blocks that the guide fills."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from guide.conditions import ConditionError, resolve
from guide.diagnostics import suggest
from guide.documents import BLOCKS, Block, BlockKind, Document, Words
from guide.lines import Place, Ref
from guide.loader.files import Document as Source
from guide.loader.files import Findings, Sources, take
from guide.loader.lines import LineReader, Variables
from guide.loader.raw import Declared, Raw, texts
from guide.schema import DOCUMENT

BRACES = re.compile(r"\{([^{}]+)\}")
BLOCK = re.compile(r"\{\{\s*(?P<kind>[a-z]+)(?:\s+(?P<of>[\w.-]+))?(?::\s*(?P<columns>.+?))?\s*\}\}\s*")
COLUMN = re.compile(r"(?P<name>\w+)(?:\s+\"(?P<heading>[^\"]+)\")?")
LISTED = ("table", "judged", "unjudged")


def read_documents(sources: Sources, declared: Declared, findings: Findings) -> dict[str, Document]:
    """All documents of a rulebook, what is wrong with them noted."""
    reader = DocumentReader(declared, findings)
    return {source.stem: reader.document(source) for source in sources.documents}


class DocumentReader(LineReader):
    """Reads documents."""

    def document(self, source: Source) -> Document:
        """One document."""
        head = take(dict(source.data), DOCUMENT, Place(source.file), self.findings)
        raw = Raw(head, Place(source.file))
        variables = self.variables(raw)
        topics = self.names.facts.get(str(self.declared.book.get("topics", "")))
        for topic in texts(head.get("topic")):
            if topics and topic not in topics.options:
                self.unknown("R108", topic, replace(raw.at("topic"), words=topic), topics.options, "topic")
        parts = []
        for number, line in enumerate(source.body.split("\n"), source.body_line):
            place = Place(source.file, line=number, column=1)
            block = BLOCK.fullmatch(line)
            parts.append(self.block(block, place, variables) if block else self.words(line, place, variables))
        return Document(
            source.stem,
            Place(source.file),
            str(head.get("title", "")),
            tuple(part for part in parts if part is not None),
            texts(head.get("topic")),
            tuple(variables.items()),
            self.lines(raw, "only", variables),
        )

    def words(self, line: str, place: Place, variables: Variables) -> Words:
        """A line as it was written, with the facts that it names."""
        named: list[tuple[str, Ref]] = []
        for word in BRACES.findall(line):
            ref = self.attempt(replace(place, words=word), lambda w=word: resolve(w, self.names, variables))  # type: ignore[misc]
            if ref is not None:
                named.append((word, ref))
        return Words(line, tuple(named))

    def block(self, match: re.Match[str], place: Place, variables: Variables) -> Block | None:
        """A block, when it is one that the guide can fill."""
        kind = next((kind for kind in BLOCKS if kind == match["kind"]), None)
        if kind is None:
            near = suggest(match["kind"], BLOCKS)
            help = f"did you mean `{near}`?" if near else f"the blocks are {', '.join(BLOCKS)}"
            self.findings.error("R116", f"`{match['kind']}` is no block of a document", replace(place, words=match["kind"]), help)
            return None
        of, known = match["of"] or "", self.known(kind, variables)
        if of not in known and (of or kind in (*LISTED, "answers", "options")):
            near = suggest(of, known)
            help = f"did you mean `{near}`?" if near else f"name one of {', '.join(known)}" if known else "leave it out: the document has no `for`"
            self.findings.error("R116", f"`{kind}` cannot be of `{of}`", replace(place, words=of or kind), help)
            return None
        return Block(kind, of, self.columns(match["columns"] or "", of, place) if kind == "table" else ())

    def known(self, kind: BlockKind, variables: Variables) -> Mapping[str, object]:
        """What a block may be of."""
        if kind == "options":
            return {id: fact for id, fact in self.declared.facts.items() if fact.kind == "choices" and not fact.list}
        return self.declared.lists if kind in LISTED else self.declared.sections if kind == "answers" else variables

    def columns(self, text: str, listed: str, place: Place) -> tuple[tuple[str, str], ...]:
        """The attributes of a table, with their headings."""
        found = []
        for match in COLUMN.finditer(text):
            ref = self.attempt(replace(place, words=match["name"]), lambda m=match: resolve(f"row.{m['name']}", self.names, {"row": listed}))  # type: ignore[misc]
            if ref is not None:
                found.append((ref.fact, match["heading"] or match["name"].replace("_", " ").capitalize()))
        if not text.strip():
            self.attempt(place, lambda: no_columns(listed))
        return tuple(found)


def no_columns(listed: str) -> None:
    """A table needs columns. Raises ConditionError."""
    raise ConditionError("R116", "the table has no columns", "table", f"name attributes of `{listed}`, like `{{{{table {listed}: name}}}}`")
