"""The documents of a rulebook, made of an interview: for the command line and the prompt alike."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from guide.answers import AnswerError
from guide.cases import CaseError, Work
from guide.cases.disk import contents, reason, replace_file
from guide.diagnostics import suggest
from guide.documents import Block, Document
from guide.model import Rulebook
from guide.news import News, Register, news
from guide.privacy import withheld, without_names
from guide.records.earlier import REGISTER, earlier, remembered
from guide.records.work import shown_work
from guide.render.aloud import aloud
from guide.render.documents import fill
from guide.render.news import told
from guide.render.report import Report
from guide.render.unsettled import alone, summed_up
from guide.session import Session
from guide.spoken import say_entry
from guide.words import plain


def offered(book: Rulebook) -> Iterator[str]:
    """The documents that there are, by their names."""
    yield from [f"{document.id}: {document.title}" for document in book.documents.values()] or ["this rulebook has no documents"]


def document_called(book: Rulebook, name: str) -> Document:
    """A document by name. Raises AnswerError."""
    document = book.documents.get(name)
    if document is None:
        near = suggest(name, book.documents)
        there = f"did you mean `{near}`?" if near else f"there are {', '.join(book.documents) or 'none'}"
        raise AnswerError(f"there is no document `{name}`: {there}")
    return document


def made(session: Session, document: Document, row: str = "", before: Register | None = None, nameless: bool = False) -> str:
    """A document in Markdown: of all the rows that it is for, or of one. Raises AnswerError when there is no such row."""
    rows = [key for _, listed in document.variables for key in session.outcome().rows[listed].keys]
    if row and not document.variables:
        raise AnswerError("this document is made once for the whole case: name no row")
    if row and row not in rows:
        raise AnswerError(f"`{row}` is not on the list: {', '.join(rows) or 'it has no rows'}")
    outcome = without_names(session.outcome()) if nameless else session.outcome()
    shown = [key for _, listed in document.variables for key in outcome.rows[listed].keys]
    work = shown_work(session.work, session.outcome(), withheld(outcome), nameless)
    text = fill(document, outcome, shown[rows.index(row)] if row else "", before, work)
    return remembered(text, outcome) if tells_news(document) and not nameless else text


def tells_news(document: Document) -> bool:
    """Whether a document says what is new since the one before."""
    return any(isinstance(part, Block) and part.kind == "since" for part in document.parts)


def one_before(session: Session, document: Document, path: Path | None, named: str) -> Register | None:
    """The register that a document is compared with: the one that is named, else the one that it is written over. Raises CaseError and AnswerError."""
    if named and not tells_news(document):
        raise AnswerError(f"`{document.id}` does not say what is new")
    if named:
        return since(session, named)
    if path is None or not tells_news(document):
        return None
    data = contents(path) if path.is_file() else None
    return since(session, str(path)) if data and REGISTER.encode() in data else None


def since(session: Session, name: str) -> Register:
    """The earlier register that a file or day means. Raises CaseError."""
    return earlier(name, session.rulebook, session.answers, session.as_at)


def say_conflicts(session: Session) -> Iterator[str]:
    """The register of conflicts, read out: those found, and those not settled, which are told in tables when they are many."""
    report = Report(withheld(session.outcome()), alone=True)
    for heading, entries in (("Applies", report.applying("conflict")), ("May apply", report.maybe("conflict"))):
        few = entries if heading == "Applies" else alone(entries)
        yield f"{heading}: {len(entries)}"
        yield from (line for entry in few for line in say_entry(session.rulebook, entry, session.work.get(entry.id, Work())))
        yield from aloud("\n".join(summed_up(report, entries))) if few != entries else ()


def say_document(session: Session, text: str) -> Iterator[str]:
    """A document read out: `NAME`, or `NAME = ROW` for the copy of one row. Raises AnswerError."""
    name, _, row = text.partition("=")
    yield from aloud(made(session, document_called(session.rulebook, name.strip()), row.strip()).partition(REGISTER)[0])


def write_document(session: Session, text: str, over: bool) -> Iterator[str]:
    """Writes a document, `NAME FILE`, never over a case, and over another file only when asked to. Raises AnswerError."""
    name, _, rest = text.partition(" ")
    path = Path(rest.strip()).expanduser()
    document = document_called(session.rulebook, name)
    if not rest.strip():
        raise AnswerError("write `write NAME FILE`, like `write conflicts-register register.md`")
    try:
        if path.suffix == ".toml":
            raise AnswerError(f"{path} is the name of a case, not of a document: use a name like {path.stem}.md")
        if path.exists() and not over:
            raise AnswerError(f"{path} is there already; nothing was written: use another name, or `write! {text}` to write over it")
        found = made(session, document, before=one_before(session, document, path, ""))
        replace_file(path.resolve(), found.encode(), keep=path.exists(), private=False)
    except CaseError as error:
        raise AnswerError(str(error)) from None
    except (OSError, ValueError) as error:
        raise AnswerError(f"{path} cannot be written: {reason(error)}") from None
    yield plain(f"Wrote {path}.")


def say_since(session: Session, name: str) -> Iterator[str]:
    """What is new in the register of conflicts since a file or day, read out. Raises AnswerError."""
    try:
        yield from say_news(session, news(since(session, name), withheld(session.outcome())))
    except CaseError as error:
        raise AnswerError(str(error)) from None


def say_news(session: Session, found: News) -> Iterator[str]:
    """What is new, read out."""
    yield from aloud("\n".join(told(Report(withheld(session.outcome()), alone=True), found)))


__all__ = ["document_called", "made", "offered", "one_before", "say_conflicts", "say_document", "say_news", "say_since", "since", "write_document"]
