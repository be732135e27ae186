"""The commands that tell what follows from a case: checklist and why."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from guide.commands.case import FINDINGS, GOOD, UNREADABLE, Failure, as_json, case_path, known_role, open_session, rulebook, show, tell

if TYPE_CHECKING:
    from guide.agreement import Agreement
    from guide.cases import Case, Work
    from guide.changes import Moving
    from guide.checklist import Entry
    from guide.model import Rulebook
    from guide.outcome import Outcome
    from guide.records import Merged
    from guide.session import Session


def run_checklist(options: argparse.Namespace) -> int:
    """Writes the checklist in the form that is wanted."""
    from guide.agreement import agreement_on
    from guide.privacy import withheld
    from guide.records import shown_work

    book = rulebook(options)
    case, session = open_session(options, book)
    audience = audience_of(options, book)
    agreement = agreement_on(session.outcome())
    outcome = for_readers(session, options)
    work = shown_work(case.work, session.outcome(), withheld(outcome), options.without_names)
    wanted = Wanted(case, outcome, agreement, audience, work, options.without_names)
    return put_checklist(options, wanted) if options.format == "md" else put(options, FORMS[options.format](wanted), agreement)


@dataclass(frozen=True, slots=True)
class Wanted:
    """The checklist that is wanted: of which case, for whom, with what was done about its entries. `outcome` is what readers may see."""

    case: Case
    outcome: Outcome
    agreement: Agreement
    audience: str
    work: Mapping[str, Work]
    without_names: bool

    @property
    def title(self) -> str:
        """What it is called."""
        return "Checklist" if self.without_names else self.case.title

    def written(self, old: str = "") -> Merged:
        """It in Markdown, over an older one. Raises RecordError and Lost."""
        from guide.records import export, marks_of

        return export(self.case, self.outcome, self.agreement, marks_of(self.work), old, self.without_names, self.audience)

    def acts(self, entry: Entry) -> bool:
        """Whether its reader acts on an entry."""
        from guide.render.audiences import ROLE

        return not self.audience.startswith(ROLE) or entry.who == self.audience.removeprefix(ROLE)


def audience_of(options: argparse.Namespace, book: Rulebook) -> str:
    """Whom the checklist is for; ends the command for a role that there is not, and for readers that a form does not have."""
    from guide.render.audiences import CABINET, EVERYTHING, ROLE

    known_role(options, book)
    if options.role and options.cabinet:
        raise Failure("`--role` and `--cabinet` are for different readers: name one")
    if options.format == "json" and (options.role or options.cabinet):
        raise Failure("`--format json` is made for everybody: leave out `--role` and `--cabinet`")
    if options.format in ("csv", "ics") and options.cabinet:
        raise Failure(f"`--format {options.format}` is made for everybody or one role: leave out `--cabinet`")
    return CABINET if options.cabinet else f"{ROLE}{options.role}" if options.role else EVERYTHING


def as_json_file(wanted: Wanted) -> str:
    """The checklist for programs."""
    from guide.render.json import render

    return render(wanted.outcome, wanted.agreement, wanted.work)


def as_page(wanted: Wanted) -> str:
    """The checklist as a page for browsers."""
    from guide.render.html import page

    return page(wanted.written().text)


def as_calendar(wanted: Wanted) -> str:
    """The days of the checklist."""
    from guide.render.planning import calendar

    return calendar(wanted.title, wanted.outcome, wanted.work, wanted.acts)


def as_table(wanted: Wanted) -> str:
    """The entries of the checklist as a table."""
    from guide.render.planning import table

    return table(wanted.outcome, wanted.work, wanted.acts)


FORMS: dict[str, Callable[[Wanted], str]] = {"json": as_json_file, "html": as_page, "ics": as_calendar, "csv": as_table}


def put_checklist(options: argparse.Namespace, wanted: Wanted) -> int:
    """Writes the checklist in Markdown; over an older one so that whatever people wrote on it stays."""
    from guide.cases import CaseError
    from guide.records import Lost, RecordError, older
    from guide.words import plain

    path: Path | None = None if options.output in (None, Path("-")) else options.output
    try:
        made = wanted.written(older(path, case_path(options)) if path else "")
    except CaseError as error:
        raise Failure(str(error), UNREADABLE) from None
    except RecordError as error:
        raise Failure(f"{path} is there already, and {error}; nothing was written: name another file, or move this one away") from None
    except Lost as error:
        raise Failure(f"{path}: {error}; nothing was written", FINDINGS) from None
    code = put(options, made.text, wanted.agreement)
    for words, ids in (("new", made.new), ("no longer applies", made.gone)):
        if ids:
            print(plain(f"{words}: {', '.join(ids)}"), file=sys.stderr)
    return code


def run_plan(options: argparse.Namespace) -> int:
    """Writes where the case stands, and the plan counted back from the days that are due, without what is done or not followed."""
    from guide.agreement import agreement_on
    from guide.privacy import withheld
    from guide.records import shown_work
    from guide.render.plan import plan_json, render_plan

    book = rulebook(options)
    case, session = open_session(options, book)
    outcome = for_readers(session, options)
    title = "Plan" if options.without_names else f"Plan: {case.title}"
    work = shown_work(case.work, session.outcome(), withheld(outcome), options.without_names)
    text = plan_json(outcome, work) if options.format == "json" else render_plan(title, outcome, work)
    return put(options, text, agreement_on(session.outcome()))


def run_like(options: argparse.Namespace) -> int:
    """Writes the real cases that are like this one."""
    from guide.agreement import agreement_on
    from guide.render.similar import render_similar, similar_json

    book = rulebook(options)
    case, session = open_session(options, book)
    outcome = for_readers(session, options)
    title = "Cases like yours" if options.without_names else f"Cases like {case.title}"
    return put(options, similar_json(outcome) if options.format == "json" else render_similar(title, outcome), agreement_on(session.outcome()))


def for_readers(session: Session, options: argparse.Namespace) -> Outcome:
    """The outcome that an export shows: as it is, or without names."""
    from guide.privacy import without_names

    return without_names(session.outcome()) if options.without_names else session.outcome()


def put(options: argparse.Namespace, text: str, agreement: Agreement) -> int:
    """Writes a document where the command says; the exit code that tells whether the evaluators agree."""
    from guide.words import plain

    if options.output in (None, Path("-")):
        show(text.replace("\r\n", "\n").removesuffix("\n"))
        return tell(agreement)
    write(options.output, text, case_path(options))
    print(plain(f"wrote {options.output}"), file=sys.stderr)
    return tell(agreement)


def write(path: Path, text: str, case: Path) -> None:
    """Writes a document to a file, whole or not at all; never over the case that it comes from. What was there stays as `<name>~`."""
    from guide.cases.disk import put_document, reason

    try:
        if path.exists() and path.samefile(case):
            raise Failure(f"{path} is the case itself: name another file for the checklist")
        put_document(path, text)
    except (OSError, ValueError) as error:
        raise Failure(f"{path} cannot be written: {reason(error)}", UNREADABLE) from None


def run_why(options: argparse.Namespace) -> int:
    """Explains one item or fact."""
    from guide.why import NothingCalled

    book = rulebook(options)
    _, session = open_session(options, book)
    try:
        show(why_json(session, options) if options.format == "json" else "\n".join(why_text(session, options)))
    except NothingCalled as error:
        raise Failure(str(error)) from None
    return GOOD


def why_json(session: Session, options: argparse.Namespace) -> str:
    """The explanations of an item or fact as data; with the changes that would move it, when these are wanted."""
    from guide.render.changes import moving_data
    from guide.render.reasons import explanation_data
    from guide.why import why

    outcome = session.outcome()
    explanations = [explanation_data(outcome, found) for found in why(outcome, options.id)]
    return as_json({"explanations": explanations, "changes": moving_data(moving(session, options.id))} if options.change else explanations)


def why_text(session: Session, options: argparse.Namespace) -> Iterator[str]:
    """The explanations of an item or fact in words."""
    from guide.spoken import say_moving, say_why

    yield from say_why(session.outcome(), options.id)
    if options.change:
        yield from say_moving(session, moving(session, options.id))


def moving(session: Session, name: str) -> Moving:
    """What would move an item. Raises NothingCalled for what is no item."""
    from guide.changes import what_would_move
    from guide.why import NothingCalled, item_called

    called = item_called(session.rulebook, name)
    if called is None:
        raise NothingCalled(f"`{name}` is no item; only of items can it be said what would change them")
    return what_would_move(session.outcome(), *called, session.tried)


def run_preview(options: argparse.Namespace) -> int:
    """Says what answers would do."""
    from guide.answers import AnswerError
    from guide.commands.interview import split, typed
    from guide.render.changes import difference_data, effects_data
    from guide.spoken import say_difference, say_effects

    book = rulebook(options)
    _, session = open_session(options, book, must_exist=False)
    try:
        if "=" not in options.answer and not options.answer.endswith("?"):
            cell = session.cell(options.answer)
            effects = session.effects(cell)
            show(as_json(effects_data(effects)) if options.format == "json" else "\n".join(say_effects(session, cell, effects)))
            return GOOD
        name, value = split(session, options.answer)
        found = session.preview(name) if value is None else session.preview(name, typed(session, name, value))
    except AnswerError as error:
        raise Failure(str(error)) from None
    show(as_json(difference_data(found)) if options.format == "json" else "\n".join(say_difference(session, found)))
    return GOOD
