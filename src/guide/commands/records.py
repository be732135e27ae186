"""The commands about what is on record: verify a case or checklist, and tell what newer rules change."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from guide import shipped_rulebook
from guide.commands.case import (
    FINDINGS,
    GOOD,
    LENT,
    SIGNS,
    UNREADABLE,
    Failure,
    as_json,
    book_in,
    rulebook,
    rules_folder,
    show,
    taken_out,
    today,
)

if TYPE_CHECKING:
    from guide.cases import Case
    from guide.model import Rulebook
    from guide.outcome import Outcome
    from guide.records import Clock, Record, Verdict
    from guide.records.comparing import Differs
    from guide.records.fingerprints import Sheet
    from guide.records.moved import Moved

MOST_TOLD = 40
IN_USE = "the rules in use"


@dataclass(frozen=True, slots=True)
class Found:
    """What a file holds: the content of a case, and of a checklist its lines and its record; the rulebook that it names."""

    path: Path
    data: bytes
    version: str
    digest: str
    sheet: Sheet | None = None
    record: Record | None = None


def run_verify(options: argparse.Namespace) -> int:
    """Verifies a case or an exported checklist."""
    from guide.cases import CaseError
    from guide.records import clocks, verify_case, verify_checklist

    try:
        found = look_at(options.file, options.case)
        now = rulebook(options)
        then, where = book_of(options, found, now)
        case = parsed(found, then)
        verdict = verify_checklist(found.sheet, found.record, case, then) if found.sheet and found.record else verify_case(case, then)
        answers = parsed(found, now).answers
        told = clocks(verdict, now, answers, (verdict.real.as_at, options.on or today()))
    except CaseError as error:
        raise Failure(str(error), UNREADABLE) from None
    if options.format == "json":
        show(as_json(verdict_data(found, where, verdict, told)))
    else:
        show("\n".join(say(found, where, verdict, told)))
    return GOOD if verdict.equal else FINDINGS


def outcome_of(case: Case, book: Rulebook) -> Outcome:
    """What follows from a case."""
    from guide.engine import evaluate

    return evaluate(book, case.answers, case.as_at)


def look_at(path: Path, other: Path | None) -> Found:
    """What a file holds; `other` is the case of a checklist whose answers are withheld. Raises CaseError."""
    import tomli_w

    from guide.cases import CaseError
    from guide.cases.disk import contents
    from guide.cases.read import read_table
    from guide.records import RecordError, opened
    from guide.records.fingerprints import RECORD

    data = contents_of(path)
    text = data.decode("utf-8", "replace").replace("\r\n", "\n")
    if RECORD not in text and path.suffix != ".md":
        stamp = read_table(path, data).get("rulebook")
        version, digest = (str(stamp.get(key, "")) if isinstance(stamp, dict) else "" for key in ("version", "digest"))
        return Found(path, data, version, digest)
    try:
        sheet, record = opened(text)
    except RecordError as error:
        raise CaseError(path, (f"this checklist cannot be verified: {error}",)) from None
    if other is not None:
        return Found(other, contents(other) or b"", record.version, record.digest, sheet, record)
    if record.withheld:
        raise CaseError(path, ("details are withheld in this checklist, so its answers are not in it: name its case, `--case CASE`",))
    return Found(path, tomli_w.dumps(record.case).encode(), record.version, record.digest, sheet, record)


def parsed(found: Found, book: Rulebook) -> Case:
    """The case of a file as a rulebook reads it. Raises CaseError."""
    from guide.cases.read import parse_case

    return parse_case(found.path, found.data, book)


def book_of(options: argparse.Namespace, found: Found, now: Rulebook) -> tuple[Rulebook, str]:
    """The rulebook that a file was made under, and where it was found; ends the command when it is nowhere."""
    if options.then is not None:
        folder = options.then if options.then.is_dir() else taken_out(options.then)
        book = book_in(folder)
        if book.digest != found.digest:
            raise Failure(
                f"{options.then} is another rulebook (version {book.version}, digest {book.digest[:SIGNS]}) than the one on record ({stamp(found)})", FINDINGS
            )
        return book, str(options.then)
    known = (now, IN_USE) if now.digest == found.digest else book_with(options, found.digest)
    if known is None:
        raise Failure(
            f"the rulebook on record ({stamp(found)}) is neither in use nor in the history of git: name it, `--then DIR` or `--then REVISION`", UNREADABLE
        )
    return known


def book_with(options: argparse.Namespace, digest: str) -> tuple[Rulebook, str] | None:
    """The rulebook with a digest and where it was found: in use, the guide's own, or in the history of either; None when it is nowhere."""
    from guide.loader.files import digest_of
    from guide.revisions import COMMIT_SIGNS, RevisionError, opened, revision_with

    folders = list(dict.fromkeys([rules_folder(options), shipped_rulebook(), Path.cwd()]))
    for folder in folders:
        if (folder / "rules").is_dir() and digest_of(folder) == digest:
            return book_in(folder), IN_USE if folder == folders[0] else str(folder)
    for folder in folders:
        try:
            commit = revision_with(folder, digest)
            if commit:
                return book_in(LENT.enter_context(opened(commit, folder))), f"commit {commit[:COMMIT_SIGNS]}"
        except RevisionError:
            continue
    return None


def stamp(found: Found) -> str:
    """The rulebook that a file names."""
    return f"version {found.version or 'not said'}, digest {found.digest[:SIGNS] or 'not said'}"


def say(found: Found, where: str, verdict: Verdict, clocks: list[Clock]) -> Iterator[str]:
    """The verdict in words."""
    from guide.words import say_date

    day = say_date(verdict.outcome.as_at)
    yield f"{found.path}: the law as at {day}, rulebook {stamp(found)} ({where})."
    if verdict.apart:
        yield f"Worked out twice: the two evaluators disagree on {len(verdict.apart)}. This is a defect of the guide."
        yield from some(verdict.apart)
    else:
        yield "Worked out twice: both evaluators say the same of every fact, rule, item, day and question."
    if found.record is None:
        yield f"Equal: {verdict.entries} items follow from the answers." if verdict.equal else "Not as recorded:"
    else:
        yield f"Equal: {verdict.entries} items with their reasons and days are as recorded." if verdict.equal else "Not as recorded:"
    yield from some(map(str, verdict.differs))
    if verdict.lines:
        yield "Lines of the guide that are not there, or not as it wrote them:"
        yield from some(verdict.lines)
    if verdict.own:
        yield f"{verdict.own} lines were written by people."
    for one in clocks:
        again = one.as_at == verdict.outcome.as_at
        what = f"What the rules in use (version {one.book.version}, {one.book.digest[:SIGNS]}) say {'of that day' if again else f'of {say_date(one.as_at)}'}:"
        yield f"{what} {'the same.' if not one.differs else ''}".rstrip()
        yield from some(say_differs(one.differs))


def say_differs(differs: tuple[Differs, ...]) -> list[str]:
    """What differs, those of which only the reasons do in one line."""
    told = [str(one) for one in differs if not one.only_why]
    others = len(differs) - len(told)
    return [*told, *([f"{others} with other reasons"] if others else [])]


def some(lines: Iterable[object]) -> Iterator[str]:
    """Lines as points, the last of many as a number."""
    from guide.words import plain

    every = [plain(str(line)) for line in lines]
    yield from (f"  - {line}" for line in every[:MOST_TOLD])
    if len(every) > MOST_TOLD:
        yield f"  - and {len(every) - MOST_TOLD} more"


def verdict_data(found: Found, where: str, verdict: Verdict, clocks: list[Clock]) -> dict[str, object]:
    """The verdict for programs."""
    return {
        "file": str(found.path),
        "equal": verdict.equal,
        "rulebook": {"version": found.version, "digest": found.digest, "found": where},
        "as_at": verdict.outcome.as_at.isoformat(),
        "evaluators": {"agree": not verdict.apart, "apart": list(verdict.apart)},
        "items": verdict.entries,
        "differs": [differs_data(one) for one in verdict.differs],
        "lines_changed": list(verdict.lines),
        "clocks": [
            {
                "rulebook": {"version": one.book.version, "digest": one.book.digest},
                "as_at": one.as_at.isoformat(),
                "differs": [differs_data(found) for found in one.differs],
            }
            for one in clocks
        ],
    }


def differs_data(one: Differs) -> dict[str, object]:
    """One difference for programs."""
    return {"id": one.id, "before": one.before, "after": one.after, "only_reasons": one.only_why}


def run_moved(options: argparse.Namespace) -> int:
    """Tells what newer rules change for a case."""
    from guide.cases import CaseError
    from guide.records.moved import moved

    try:
        found = look_at(options.case, None)
        now = rulebook(options)
        then, where = book_of(options, found, now)
        case = parsed(found, then)
        what = moved(outcome_of(case, then), parsed(found, now).answers, now)
    except CaseError as error:
        raise Failure(str(error), UNREADABLE) from None
    if options.format == "json":
        items = [{**differs_data(one), "because": list(because)} for one, because in what.items]
        show(as_json({"items": items, "asked": dict(what.asked), "no_longer_asked": list(what.gone)}))
        return GOOD
    show("\n".join(say_moved(what, found, where, now)))
    return GOOD


def say_moved(what: Moved, found: Found, where: str, now: Rulebook) -> Iterator[str]:
    """What differs under the newer rulebook, in words."""
    from guide.records.moved import say_differences

    yield f"{found.path}: saved under the rulebook {stamp(found)} ({where}); the rules in use are version {now.version}, digest {now.digest[:SIGNS]}."
    yield from say_differences(what)
    yield "No answer is asked for again. To stay with the old rules, name them: `--rules REVISION`."


def contents_of(path: Path) -> bytes:
    """What a file holds. Raises CaseError, also when there is none."""
    from guide.cases import CaseError
    from guide.cases.disk import contents

    data = contents(path)
    if data is None:
        raise CaseError(path, ("there is no such file",))
    return data
