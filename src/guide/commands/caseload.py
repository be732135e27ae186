"""The command about many cases at once."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from guide.commands.case import FINDINGS, GOOD, UNREADABLE, Failure, as_json, known_role, rulebook, today
from guide.commands.records import book_with
from guide.commands.reviewing import output

if TYPE_CHECKING:
    from datetime import date

    from guide.caseload import Standing
    from guide.cases import Case
    from guide.model import Rulebook

Told = dict[str, list[str]]
"""By the file of a case what is told of it besides."""


def run_cases(options: argparse.Namespace) -> int:
    """Lists cases, those that are asked for, or their totals."""
    from guide.caseload import csv_table, report, standings, summary

    book = rulebook(options)
    known_role(options, book)
    by: date = options.by or today()
    files = list(case_files(options.cases or [Path()]))
    cases, damaged = read(files, book)
    if not cases and not damaged:
        raise Failure("there is no case here: name the folder that has them", UNREADABLE)
    found = standings(book, cases)
    found = [one.acted_on_by(options.role) for one in found] if options.role else found
    found, why = chosen(options, book, found, by)
    form = "report" if options.totals else options.format
    text = {
        "text": lambda: "\n".join([*summary(book, found, by, why), f"{len(found)} of {len(cases)} cases."]),
        "csv": lambda: csv_table(book, found, by),
        "json": lambda: in_json(found, by, why, damaged),
        "report": lambda: report(book, found, by),
    }[form]()
    output(options, text)
    for problem in damaged:
        print(f"left out: {problem}", file=sys.stderr)
    return FINDINGS if damaged else GOOD


def in_json(found: Sequence[Standing], by: date, why: Told, damaged: Sequence[str]) -> str:
    """The cases for programs."""
    from guide.caseload import data

    return as_json({"by": by.isoformat(), "cases": data(found, by, why), "left_out": list(damaged)})


def case_files(paths: Iterable[Path]) -> Iterator[Path]:
    """The files that are named, and all TOML files below folders; ends the command when one is not there."""
    for path in paths:
        if path.is_dir():
            yield from sorted(file for file in path.rglob("*.toml") if file.is_file())
        elif path.exists():
            yield path
        else:
            raise Failure(f"{path}: there is no such file or folder", UNREADABLE)


def read(files: Iterable[Path], book: Rulebook) -> tuple[list[tuple[str, Case]], list[str]]:
    """The cases of some files, and what is wrong with those that cannot be read. TOML files of other programs are passed over."""
    from guide.cases import CaseError, load_case

    cases, damaged = [], []
    for file in dict.fromkeys(files):
        try:
            cases.append((str(file), load_case(file, book)))
        except CaseError as error:
            damaged.append(str(error))
    return cases, damaged


def chosen(options: argparse.Namespace, book: Rulebook, found: list[Standing], by: date) -> tuple[list[Standing], Told]:
    """The cases that are asked for, and what is told of each besides."""
    from guide.caseload import NothingCalled, relying, sought

    why: Told = {one.file: [] for one in found}
    if options.overdue:
        found = [one for one in found if one.overdue(by)]
    if options.rests_on:
        try:
            wanted = sought(book, options.rests_on)
        except NothingCalled as error:
            raise Failure(str(error)) from None
        resting = {one.file: relying(book, one, wanted) for one in found}
        found = [one for one in found if resting[one.file]]
        for one in found:
            why[one.file].append(f"rests on {options.rests_on}: {', '.join(resting[one.file])}")
    if options.changed:
        changes = changed(options, book, found)
        found = [one for one in found if changes.get(one.file)]
        for one in found:
            why[one.file] += changes[one.file]
    return found, why


def changed(options: argparse.Namespace, book: Rulebook, found: Sequence[Standing]) -> Told:
    """What the rules in use change for each case, against those that it was saved under."""
    from guide.cases import CaseError, load_case
    from guide.replay import replay

    told: Told = {}
    stamps = dict.fromkeys((one.case.version, one.case.digest) for one in found if one.case.digest != book.digest)
    for version, digest in stamps:
        files = [one.file for one in found if one.case.digest == digest]
        then = book_with(options, digest)
        if then is None:
            told |= {file: [f"not known what changes: its rules (version {version or 'not said'}) are nowhere"] for file in files}
            continue
        cases = []
        for file in files:
            try:
                case = load_case(file, then[0])
                cases.append((file, (case.answers, case.as_at)))
            except CaseError as error:
                told[file] = [f"not known what changes: {problem}" for problem in error.problems]
        for row in replay(then[0], book, cases):
            told.setdefault(row.case, []).append(f"changes: {row.title} ({row.item}): {row.before} -> {row.after}")
    return told
