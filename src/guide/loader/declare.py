"""First pass over the rule files: everything that is declared, before any line is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from guide.journey import Stage
from guide.lines import Place
from guide.loader.facts import declare_fact, declare_list, extend_list
from guide.loader.figures import declare_calendar, declare_param
from guide.loader.files import Document, Findings, Sources, take
from guide.loader.pages import declare_page
from guide.loader.raw import BOOK_FILE, Declared, Table, add, entries
from guide.model import AS_AT, Article, Fact, ItemKind
from guide.schema import ARTICLE, BOOK, EXTENSION, FILE, SECTION, STAGES


def declare(sources: Sources, findings: Findings) -> Declared:
    """Everything that the files declare."""
    declared = Declared(unread=set(sources.unread), broken=sources.broken)
    declared.facts[AS_AT] = Fact(AS_AT, "date", Place(BOOK_FILE), label="the day the law is judged on")
    for page in sources.pages:
        declare_page(page, declared, findings)
    for article in sources.articles:
        head = take(article.data, ARTICLE, Place(article.file), findings)
        declared.articles[article.stem] = Article(article.stem, Place(article.file), str(head.get("title", "")), article.body, article.body_line)
    for document in sources.rules:
        if document.file == BOOK_FILE:
            declared.book = take(dict(document.data), BOOK, Place(document.file), findings)
        else:
            declare_file(document, declared, findings)
    for id, raw in declared.extensions:
        extend_list(id, raw, declared, findings)
    if not declared.book and not sources.unread:
        findings.error("R302", "the rulebook has no `rules/rulebook.toml`", Place(BOOK_FILE), "add it, with title, version, topics, nation and disclaimer")
    return declared


def declare_file(document: Document, declared: Declared, findings: Findings) -> None:
    """All the tables of one rule file."""
    file = take(dict(document.data), FILE, Place(document.file), findings)
    for raw, id in entries(file, "fact", document.file, findings, levels=2):
        declare_fact(id, raw, declared, findings)
    for raw, id in entries(file, "list", document.file, findings):
        if raw.table.keys() <= EXTENSION.keys():
            declared.extensions.append((id, raw))
        else:
            declare_list(id, raw, declared, findings)
    for raw, id in entries(file, "param", document.file, findings):
        declare_param(id, raw, declared, findings)
    for raw, id in entries(file, "rule", document.file, findings):
        add(declared.raw_rules, id, raw, raw, "rule", findings)
    for kind in get_args(ItemKind):
        for raw, id in entries(file, kind, document.file, findings):
            add(declared.raw_items, id, (kind, raw), raw, "item, conflict, warning or route", findings)
    for raw, id in entries(file, "test", document.file, findings):
        add(declared.raw_tests, id, raw, raw, "test", findings)
    declare_words(document, file, declared, findings)


def declare_words(document: Document, file: Table, declared: Declared, findings: Findings) -> None:
    """Sections, roles, stages and calendars."""
    for raw, id in entries(file, "section", document.file, findings):
        head = take(raw.table, SECTION, raw.place, findings)
        add(declared.sections, id, str(head.get("title", "")), raw, "section", findings)
        declared.raw_sections.setdefault(id, raw)
    roles = file.get("role", {})
    declared.roles |= {str(id): str(title) for id, title in roles.items()} if isinstance(roles, dict) else {}
    for raw, id in entries(file, "stage", document.file, findings):
        head = take(raw.table, STAGES, raw.place, findings)
        add(declared.stages, id, declare_stage(id, {key: str(value) for key, value in head.items()}), raw, "stage", findings)
        declared.raw_stages.setdefault(id, raw)
    if isinstance(file.get("calendar"), dict):
        for raw, id in entries(file, "calendar", document.file, findings):
            declare_calendar(id, raw, declared, findings)


def declare_stage(id: str, said: Mapping[str, str]) -> Stage:
    """A stage in its author's words; its lines are read later."""
    return Stage(
        id,
        said.get("title", id),
        enter_when=said.get("enter_when", ""),
        leave_when=said.get("leave_when", ""),
        typical_time=said.get("typical_time", ""),
        leads=said.get("leads", ""),
        deliverables=said.get("deliverables", ""),
        gateway=said.get("gateway", ""),
    )
