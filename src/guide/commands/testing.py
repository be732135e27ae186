"""The command that runs the tests of a rulebook, tells what they see, proposes what is missing, and accepts what has changed."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from difflib import unified_diff
from typing import TYPE_CHECKING

from guide.commands.case import FINDINGS, GOOD, UNREADABLE, Failure, as_json, rulebook, rules_folder, show

if TYPE_CHECKING:
    from pathlib import Path

    from guide.booktests import Failure as NotMet
    from guide.booktests import Report
    from guide.coverage import Coverage, Point
    from guide.diagnostics import Finding
    from guide.model import Rulebook

MOST_TREES = 20
"""For so many failures the reasons are told; of more the author sees enough."""
MOST_POINTS = 200


def run_test(options: argparse.Namespace) -> int:
    """Runs the rulebook's own tests."""
    from guide.booktests import run
    from guide.diagnostics import suggest
    from guide.watching import Watch

    book = rulebook(options, tests=True)
    whole = options.coverage or options.propose or options.least is not None
    unknown = [name for name in options.tests if name not in book.tests and not options.propose]
    if unknown:
        near = suggest(unknown[0], book.tests)
        raise Failure(f"there is no test `{unknown[0]}`" + (f": did you mean `{near}`?" if near else ""))
    watch = Watch(book) if whole else None
    report = run(book, () if whole else options.tests, watch.see if watch else None)
    sound = True
    if options.propose and watch is not None:
        sound = proposed(options, book, watch.coverage())
    elif options.accept:
        accepted(options, report)
    else:
        tell(options, report, watch.coverage() if watch else None)
    if not options.accept:
        print(f"{report.tests} tests, {report.expectations} expectations, {len(report.failures)} not met", file=sys.stderr)
    low = watch is not None and options.least is not None and watch.coverage().share() < options.least
    if low:
        print(f"the tests see less than the {options.least:g}% that are asked for", file=sys.stderr)
    return FINDINGS if low or not sound or (report.failures and not options.accept and not options.propose) else GOOD


def tell(options: argparse.Namespace, report: Report, coverage: Coverage | None) -> None:
    """Prints the failures, and what the tests see, in the form that was asked for."""
    from guide.diagnostics import render_github, render_json

    root = rules_folder(options)
    findings = [finding(failure) for failure in report.failures]
    if options.format == "github":
        missing = coverage.missing() if coverage else ()
        show(render_github([*findings, *(point_finding(point) for point in missing)], root))
    elif options.format == "json":
        import json

        data: dict[str, object] = {"failures": json.loads(render_json(findings, root))}
        show(as_json(data | ({"coverage": coverage_data(coverage, root)} if coverage else {})))
    else:
        told = [*failures_text(report, options), *(coverage_text(coverage, root) if coverage else ())]
        if told:
            show("\n".join(told))


def finding(failure: NotMet) -> Finding:
    """A failure as a finding with a place."""
    from guide.diagnostics import Finding

    return Finding("test", f"[test.{failure.test.id}] {failure.kind}: {failure.message}", failure.place)


def point_finding(point: Point) -> Finding:
    """A point that no test sees as a finding with a place."""
    from guide.diagnostics import warning

    return warning("coverage", point.said, point.place)


def failures_text(report: Report, options: argparse.Namespace) -> Iterator[str]:
    """Each failure where it stands, with the reasons of what came instead."""
    from guide.diagnostics import render_text
    from guide.spoken import say_why
    from guide.why import NothingCalled

    for number, failure in enumerate(report.failures):
        yield render_text([finding(failure)], rules_folder(options))
        if number < MOST_TREES:
            try:
                yield from (f"    {line}" for line in say_why(failure.outcome, failure.name))
            except NothingCalled as error:
                yield f"    {error}"
        yield ""


def coverage_text(coverage: Coverage, root: Path) -> Iterator[str]:
    """What the tests see, by file; then what they do not see."""
    from guide.coverage import KINDS
    from guide.positions import locate

    yield f"{'':<50}{'seen':>7}" + "".join(f"{kind + 's':>9}" for kind in KINDS)
    for file, points in (*coverage.by_file().items(), ("in all", coverage.points)):
        shares = [[point for point in points if point.kind == kind] for kind in KINDS]
        yield f"{file:<50}{coverage.share(points):>6.1f}%" + "".join(f"{f'{coverage.share(some):.0f}%' if some else '':>9}" for some in shares)
    missing = coverage.missing()
    if missing:
        yield ""
    for point in missing[:MOST_POINTS]:
        yield f"{point.place.file}:{locate(root, point.place).line}: {point.said}"
    if len(missing) > MOST_POINTS:
        yield f"and {len(missing) - MOST_POINTS} more; `--format json` has them all"


def coverage_data(coverage: Coverage, root: Path) -> dict[str, object]:
    """What the tests see, for programs."""
    from guide.positions import locate

    missing = [
        {"kind": point.kind, "of": point.of, "what": point.what, "file": point.place.file, "line": locate(root, point.place).line, "said": point.said}
        for point in coverage.missing()
    ]
    return {
        "share": round(coverage.share(), 2),
        "files": {file: round(coverage.share(points), 2) for file, points in coverage.by_file().items()},
        "missing": missing,
    }


def proposed(options: argparse.Namespace, book: Rulebook, coverage: Coverage) -> bool:
    """Prints tests for what is missing, by the file that each would go into; whether the two evaluators judge all of them alike."""
    from guide.proposals import propose

    count = 0
    differing: list[Point] = []
    for proposal in propose(rules_folder(options), book, coverage, options.tests, differing.append):
        show(f"# {proposal.file}\n{proposal.toml}")
        count += 1
    print(f"{count} tests proposed for {len(coverage.missing())} things that no test sees", file=sys.stderr)
    for point in differing:
        print(f"defect: the two evaluators differ on a test for this, which is not proposed: {point.said}", file=sys.stderr)
    return not differing


def accepted(options: argparse.Namespace, report: Report) -> None:
    """Shows what would be expected now, then writes it."""
    from guide.accepting import AcceptError, accept
    from guide.cases.disk import NotWritten, replace_files

    try:
        changed = accept(rules_folder(options), report.failures)
    except AcceptError as error:
        raise Failure(f"nothing was changed: {error}") from None
    for one in changed:
        name = str(one.path)
        show("".join(unified_diff(one.before.splitlines(keepends=True), one.after.splitlines(keepends=True), name, name, n=2)).rstrip("\n"))
    try:
        replace_files({one.path: one.after.encode() for one in changed})
    except NotWritten as error:
        raise Failure(str(error), UNREADABLE) from None
    print(f"{len(report.failures)} expectations accepted in {len(changed)} files: look at each before you commit", file=sys.stderr)
