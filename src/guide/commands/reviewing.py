"""The commands that tell whom a change of the rules touches: review, mutate and replay."""

from __future__ import annotations

import argparse
import csv
import io
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from guide.commands.case import FINDINGS, GOOD, UNREADABLE, Failure, as_json, own_folder, rules_folder, show

if TYPE_CHECKING:
    from guide.check import Read
    from guide.diagnostics import Finding
    from guide.model import Rulebook
    from guide.mutation import Mutation
    from guide.render.review import Brought
    from guide.review import Review
    from guide.witnesses import Case

MOST_SURVIVORS = 40


def run_review(options: argparse.Namespace) -> int:
    """Tells what a change of the rules does."""
    from guide.render.notes import notes_markdown
    from guide.review import review

    root = rules_folder(options)
    with folder(options.old, root) as before, folder(options.new or root, root) as after:
        (old, old_read), (new, new_read) = read_in(before), read_in(after)
        found = review(old, new, known_cases(old, new, (before, after), options.cases or ()), options.random)
        if options.notes:
            output(options, notes_markdown(found))
            return GOOD
        brought = brings(old_read, new_read, found)
        output(options, written(found, brought, options.format, after))
    apart = [change.name for change in found.changes if any(not one.proved for one in change.witnesses)]
    for name in apart:
        print(f"the two evaluators disagree about `{name}`: this is a defect of the guide", file=sys.stderr)
    changed = f"{len(found.changes)} items and facts come out otherwise"
    print(f"{changed}, {len(brought.findings)} new findings, {len(brought.tests)} tests fail", file=sys.stderr)
    return FINDINGS if brought.findings or brought.tests or apart else GOOD


def written(found: Review, brought: Brought, form: str, root: Path) -> str:
    """A review in the form that was asked for."""
    from guide.diagnostics import render_github
    from guide.render.review import beside_edits, review_data, review_markdown

    if form == "json":
        return as_json(review_data(found, brought))
    if form == "github":
        return render_github([*beside_edits(found), *brought.findings], root)
    return review_markdown(found, brought)


@contextmanager
def folder(named: str | Path, root: Path) -> Iterator[Path]:
    """The folder of a rulebook or of a revision; ends the command when there is none."""
    from guide.revisions import RevisionError, opened

    try:
        with opened(named, root) as found:
            yield found
    except RevisionError as error:
        raise Failure(str(error), UNREADABLE) from None


def read_in(root: Path) -> tuple[Rulebook, Read]:
    """The rulebook of a folder, with its tests; ends the command with all findings when it has errors."""
    from guide.check import read
    from guide.diagnostics import render_text
    from guide.loader import RulebookError

    found = read(root)
    if found.book is None:
        print(render_text(found.findings, root), file=sys.stderr)
        raise Failure(str(RulebookError(root, found.findings)), UNREADABLE)
    return found.book, found


def known_cases(old: Rulebook, new: Rulebook, folders: Iterable[Path], more: Iterable[Path]) -> list[Case]:
    """The cases that people wrote: tests of both rulebooks, their examples, and saved ones."""
    found: list[Case] = [(test.given, test.on) for test in new.tests.values()]
    found += [
        (test.given, test.on) for id, test in old.tests.items() if id not in new.tests or (new.tests[id].given, new.tests[id].on) != (test.given, test.on)
    ]
    examples = [path / "examples" for path in folders if (path / "examples").is_dir()]
    return found + [case for _, case in saved([*examples[-1:], *more], new)]


def saved(paths: Iterable[Path], book: Rulebook) -> Iterator[tuple[str, Case]]:
    """Saved cases: files, and all cases of folders, with their paths. One that cannot be read is said and left out."""
    from guide.cases import CaseError, load_case

    for path in paths:
        if not path.exists():
            raise Failure(f"{path}: there is no such file or folder", UNREADABLE)
        for file in sorted(path.rglob("*.toml")) if path.is_dir() else [path]:
            try:
                case = load_case(file, book)
            except CaseError as error:
                print(f"left out: {error}", file=sys.stderr)
                continue
            yield str(file), (case.answers, case.as_at)


def brings(before: Read, after: Read, found: Review) -> Brought:
    """The findings and failing tests that are there only after a change."""
    from guide.reaching import broken
    from guide.render.review import Brought

    findings = after.judged()
    told = {same(finding) for finding in before.judged()} if findings else set()
    unmet = (f"[test.{wish.test}] {wish.kind}: {wish.name}" for wish in broken(found.old, found.new, found.edits))
    return Brought(tuple(one for one in findings if same(one) not in told), tuple(unmet))


def same(finding: Finding) -> tuple[str, str, str]:
    """What makes two findings one, wherever in the file they stand."""
    return finding.code, finding.message, finding.place.file


def output(options: argparse.Namespace, text: str) -> None:
    """Prints an answer, or writes it to the file that was asked for."""
    from guide.cases.disk import reason, replace_file

    if options.output in (None, Path("-")):
        show(text.rstrip("\n"))
        return
    try:
        replace_file(options.output, (text.rstrip("\n") + "\n").encode(), keep=False, private=False)
    except OSError as error:
        raise Failure(f"{options.output} cannot be written: {reason(error)}", UNREADABLE) from None
    print(f"wrote {options.output}", file=sys.stderr)


# --- mutate ---


def run_mutate(options: argparse.Namespace) -> int:
    """Tells which slips in the rules the tests would notice."""
    from guide.mutation import mutate

    book, _ = read_in(rules_folder(options))
    quiet = not sys.stderr.isatty()
    found = mutate(book, options.names, options.every, None if quiet else progress)
    if not quiet:
        print(file=sys.stderr)
    if not (found.killed or found.survivors or found.without):
        raise Failure(f"there is nothing called {', '.join(f'`{name}`' for name in options.names)} to change: name a file, rule, item, fact or parameter")
    show(as_json(mutation_data(found)) if options.format == "json" else "\n".join(mutation_text(found)))
    print(f"{len(found.killed) + len(found.survivors)} slips that change something, {found.score():.1f}% noticed by {found.tests} tests", file=sys.stderr)
    return FINDINGS if options.least is not None and any(found.score(file) < options.least for file in found.files()) else GOOD


def progress(done: int, of: int) -> None:
    """Says how far it is, on one line."""
    if done % 25 == 0:
        print(f"\r{done} of {of} slips tried", end="", file=sys.stderr, flush=True)


def mutation_text(found: Mutation) -> Iterator[str]:
    """The score of each file; then each survivor with the test that would notice it."""
    yield f"{'':<50}{'noticed':>8}{'slips':>8}{'survive':>9}{'none':>7}"
    for file in (*found.files(), ""):
        counts = [sum(not file or one.place.file == file for one in many) for many in (found.killed, found.without)]
        lived = sum(not file or one.mutant.place.file == file for one in found.survivors)
        yield f"{file or 'in all':<50}{found.score(file):>7.1f}%{sum(counts) + lived:>8}{lived:>9}{counts[1]:>7}"
    for survivor in found.survivors[:MOST_SURVIVORS]:
        yield ""
        yield f"{survivor.mutant.place.file}: no test notices {survivor.mutant.said} in `{survivor.mutant.name}`"
        if survivor.toml:
            yield from survivor.toml.rstrip().splitlines()
        elif survivor.witness:
            yield f"    `{survivor.name}` would change from {survivor.witness.before} to {survivor.witness.after}; no test can say that"
    if len(found.survivors) > MOST_SURVIVORS:
        yield f"\nand {len(found.survivors) - MOST_SURVIVORS} more; `--format json` has them all"
    if found.without:
        tried = f"{found.tests:,} tests, {found.boundary:,} cases built from the rules and {found.closely:,} built for these slips alone"
        yield f"\nOf {len(found.without)} slips no difference was found in {tried}: that is no proof; `--format json` lists them"


def mutation_data(found: Mutation) -> dict[str, object]:
    """What became of every slip, for programs."""
    return {
        "score": round(found.score(), 2),
        "files": {file: round(found.score(file), 2) for file in found.files()},
        "noticed": len(found.killed),
        "tried_on": {"tests": found.tests, "boundary": found.boundary, "built_for_single_slips": found.closely},
        "survivors": [
            {"name": one.mutant.name, "file": one.mutant.place.file, "slip": one.mutant.said, "shows_in": one.name, "test": one.toml} for one in found.survivors
        ],
        "no_difference_found": [{"name": one.name, "file": one.place.file, "slip": one.said} for one in found.without],
    }


# --- replay ---


def run_replay(options: argparse.Namespace) -> int:
    """Tells which saved cases come out otherwise under another rulebook, as a table."""
    from guide.replay import replay

    base = own_folder()
    other = getattr(options, "rules", None)
    with folder(options.base or base, base) as before, folder(other or base, base) as after:
        (old, _), (new, _) = read_in(before), read_in(after)
    cases = list(saved(options.cases, old))
    if not cases:
        raise Failure("there is no case to replay", UNREADABLE)
    rows = list(replay(old, new, cases))
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(("case", "item", "title", "before", "after"))
    table.writerows(tuple(guarded(cell) for cell in row) for row in rows)
    output(options, text.getvalue())
    print(f"{len({row.case for row in rows})} of {len(cases)} cases come out otherwise", file=sys.stderr)
    return GOOD


def guarded(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in "=+-@\t\r" else text
