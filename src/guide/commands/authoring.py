"""The commands for authors: check and test."""

from __future__ import annotations

import argparse
import sys

from guide.commands.case import FINDINGS, GOOD, UNREADABLE, Failure, rulebook, rules_folder, show


def run_check(options: argparse.Namespace) -> int:
    """Judges the rulebook."""
    from guide.check import check
    from guide.diagnostics import render_github, render_json, render_text

    if options.explain:
        return explain(options.explain)
    root = rules_folder(options)
    if not (root / "rules").is_dir():
        raise Failure(f"there is no folder `rules` in {root}: name a folder that holds rules/ and kb/", UNREADABLE)
    findings = check(root, options.on)
    render = {"text": render_text, "json": render_json, "github": render_github}[options.format]
    if findings or options.format == "json":
        show(render(findings, root))
    errors = sum(finding.severity == "error" for finding in findings)
    print(f"{errors} errors, {len(findings) - errors} warnings", file=sys.stderr)
    return FINDINGS if findings else GOOD


def explain(code: str) -> int:
    """Prints the page of a finding."""
    from guide.codes import codes, page
    from guide.diagnostics import suggest

    text = page(code.upper())
    if text is None:
        near = suggest(code.upper(), codes())
        raise Failure(f"there is no finding `{code}`" + (f": did you mean {near}?" if near else f": they are {', '.join(codes())}"))
    show(text.rstrip())
    return GOOD


def run_test(options: argparse.Namespace) -> int:
    """Runs the rulebook's own tests."""
    from guide.booktests import run

    book = rulebook(options, tests=True)
    unknown = [name for name in options.tests if name not in book.tests]
    if unknown:
        raise Failure(f"there is no test `{unknown[0]}`")
    report = run(book, options.tests)
    for failure in report.failures:
        show(f"{failure.test.place.file}: [test.{failure.test.id}] {failure.kind}: {failure.message}")
    print(f"{report.tests} tests, {report.expectations} expectations, {len(report.failures)} not met", file=sys.stderr)
    return FINDINGS if report.failures else GOOD
