"""Loads a rulebook: its files, its declarations, its lines, the order in which it is worked out, its tests."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from guide.diagnostics import Finding, counted
from guide.lines import Place
from guide.loader.declare import declare
from guide.loader.documents import read_documents
from guide.loader.files import Findings, Sources, read_sources
from guide.loader.glossary import read_glossary
from guide.loader.link import link
from guide.loader.order import mark_signs, read_graph, work_order
from guide.loader.precedents import read_precedents
from guide.loader.raw import BOOK_FILE, Declared, texts
from guide.loader.stages import link_stages
from guide.loader.tests import read_tests
from guide.model import Item, Rule, Rulebook


class RulebookError(Exception):
    """A rulebook with errors: `findings` says all of them, `root` where its files are."""

    def __init__(self, root: Path, findings: tuple[Finding, ...]) -> None:
        super().__init__(f"the rulebook in {root} has {counted(sum(f.severity == 'error' for f in findings), 'error')}")
        self.root, self.findings = root, findings


def load(folder: str | Path, tests: bool = False) -> Rulebook:
    """The rulebook in a folder that holds `rules/` and `kb/`, with its tests when asked for.

    Raises RulebookError with everything that is wrong.
    """
    rulebook, findings = read_rulebook(Path(folder), tests)
    if rulebook is None:
        raise RulebookError(Path(folder), findings)
    return rulebook


def read_rulebook(root: Path, tests: bool = True) -> tuple[Rulebook | None, tuple[Finding, ...]]:
    """A rulebook, None while it has errors, and all findings of its reading."""
    findings = Findings()
    if not (root / "rules").is_dir():
        findings.error("R001", f"there is no folder `rules` in {root}", Place("rules"), "name a folder that holds `rules/` and `kb/`")
        return None, tuple(findings)
    return build(read_sources(root, findings, tests), findings, tests)


def build(sources: Sources, findings: Findings, tests: bool) -> tuple[Rulebook | None, tuple[Finding, ...]]:
    """A rulebook from its files, None while it has errors, and all findings of its reading."""
    declared = declare(sources, findings)
    rules, items = link(declared, findings)
    stages = link_stages(declared, findings)
    concluders = concluders_of(rules)
    graph = read_graph(declared, rules, items, concluders)
    order = work_order(graph, declared, rules, findings)
    mark_signs(order, declared, rules, concluders)
    book_tests = read_tests(declared, items, findings) if tests else {}
    documents = read_documents(sources, declared, findings)
    precedents = read_precedents(declared, items, findings)
    check_book(declared, findings)
    if any(finding.severity == "error" for finding in findings):
        return None, tuple(findings)
    book = {key: str(value) for key, value in declared.book.items()}
    return (
        Rulebook(
            book["title"],
            book["version"],
            sources.digest,
            book["disclaimer"],
            book["topics"],
            book["nation"],
            declared.facts,
            declared.lists,
            declared.params,
            rules,
            items,
            declared.pages,
            declared.articles,
            declared.sections,
            declared.roles,
            stages,
            declared.calendars,
            book_tests,
            order,
            graph,
            concluders,
            documents,
            precedents,
            texts(declared.book.get("alike")),
            read_glossary(sources.glossary),
        ),
        tuple(findings),
    )


def concluders_of(rules: Mapping[str, Rule]) -> dict[str, tuple[str, ...]]:
    """The rules that conclude each derived fact."""
    found: dict[str, tuple[str, ...]] = {}
    for id, rule in rules.items():
        found[rule.then.target.fact] = (*found.get(rule.then.target.fact, ()), id)
    return found


def check_book(declared: Declared, findings: Findings) -> None:
    """The facts with a job in every case must exist and be of the right type."""
    for key, kind in (("topics", "choices"), ("nation", "choice")):
        id = declared.book.get(key)
        fact = declared.facts.get(str(id))
        if id is not None and str(id) not in declared.unread and (fact is None or fact.kind != kind or not fact.asked):
            findings.error("R101", f"`{key}` must name a question of type {kind}, not `{id}`", Place(BOOK_FILE, (key,)))


__all__ = ["Findings", "Item", "RulebookError", "Sources", "build", "load", "read_rulebook", "read_sources"]
