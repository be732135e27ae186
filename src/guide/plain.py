"""The interview line by line: for screen readers, pipes, and anyone who prefers it. No cursor movement, no colour.

Everything the screens can do is a word typed at the prompt; `help` lists them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TextIO

from guide.answers import AnswerError, parse_date
from guide.checklist import Entry, build
from guide.explain import NothingCalled, why
from guide.interview import Question, applicable
from guide.model import MISSING, Cell, RowSet
from guide.outcome import Outcome
from guide.render.markdown import answered_order, render
from guide.sentences import Speaker
from guide.session import Session
from guide.words import CHECKED, level_word, plain, role_name, say_date, say_value

HELP = """\
Type an answer, or one of these words:
  ?            not sure (`? note` adds a note; `? @role note` leaves it to a colleague)
  more         read the help article of this question
  why          why am I asked this
  why NAME     why an item or fact is as it is
  law NAME     read a page of law
  back         go back to the question answered before
  go NAME      go to any question by name, like `go challenge.received_on`
  review       all answers given so far, with the names of their questions
  clear NAME   take an answer back
  undo, redo   take the last change back, or forward again
  list         the checklist so far
  on DATE      judge the law as at another day
  export FILE  write the checklist to a Markdown file
  quit         stop; the answers are kept
To give an answer that is also one of these words, put `=` before it: `=back`."""
TYPES = {
    "yes-no": "Answer yes or no.",
    "number": "Answer with a number.",
    "money": "Answer with an amount in pounds.",
    "percent": "Answer with a percentage.",
    "date": "Answer with a date, like 6 December 2012.",
    "text": "Answer in words.",
    "choice": "Answer with a number from the list.",
    "choices": "Answer with numbers from the list, with commas between; a question mark behind one says that you are not sure of it; `none` for none of them.",
    "row": "Answer with a number from the list.",
    "rows": "Answer with numbers from the list, with commas between; `none` for none of them.",
    "list": "Answer with names, with commas between; end with `, ?` if there may be more; `none` if there are none.",
}


def say_question(session: Session, question: Question) -> Iterator[str]:
    """A question with its options, line by line."""
    section = session.rulebook.sections.get(question.section, "")
    if section:
        yield f"[{plain(section)}]"
    yield plain(question.ask)
    for number, (_, title) in enumerate(options(session, question), 1):
        yield f"  {number}. {plain(title)}"
    unit = f" In {question.fact.unit}." if question.fact and question.fact.unit and question.kind == "number" else ""
    yield TYPES[question.kind] + unit
    if question.fact and question.fact.not_yet:
        yield f"Or answer `not yet`: {plain(question.fact.not_yet)}."
    answer = session.answers.get(question.cell)
    if answer is not None:
        said = say_value(question.fact, answer.value) if answer.sure else "Not sure"
        yield f"Your answer now: {plain(said)}"


def options(session: Session, question: Question) -> list[tuple[str, str]]:
    """What a question offers, each with its words."""
    fact = question.fact
    if fact is None:
        return []
    if fact.of:
        return [(key, key) for key in session.outcome().rows[fact.of].keys]
    return list(fact.options.items())


def understand(session: Session, question: Question, text: str) -> object:
    """What a person typed as an answer. Raises AnswerError."""
    offered = [id for id, _ in options(session, question)]
    if text.lower() in ("not yet", "n/y") and question.fact and question.fact.not_yet:
        return "not yet"
    match question.kind:
        case "choice" | "row":
            return picked(text, offered)
        case "choices" | "rows":
            parts = [] if text.lower() == "none" else [part.strip() for part in text.split(",") if part.strip()]
            return [picked(part.removesuffix("?").strip(), offered) + ("?" if part.endswith("?") else "") for part in parts]
        case "list":
            return [] if text.lower() == "none" else [part.strip() for part in text.split(",") if part.strip()]
        case _:
            return text


def picked(text: str, offered: list[str]) -> str:
    """An option by its number or its id."""
    if text.isdigit():
        if 1 <= int(text) <= len(offered):
            return offered[int(text) - 1]
        raise AnswerError(f"choose a number from 1 to {len(offered)}")
    return text


def say_why(outcome: Outcome, name: str) -> Iterator[str]:
    """Why an item or fact is as it is, as an indented tree. Raises NothingCalled."""
    speaker = Speaker(outcome)
    words = {1: "applies", 0: "may apply", -1: "is ruled out"}
    for explanation in why(outcome, name):
        if explanation.status is not None:
            title = next((e.title for e in all_entries(outcome) if e.id == explanation.id), explanation.title)
            yield plain(f"{title} [{explanation.id}] {words[explanation.status]}:")
        for depth, text in speaker.tree(explanation):
            yield "  " * (depth + 1) + plain(text)


def all_entries(outcome: Outcome) -> Iterator[Entry]:
    """Every entry of the checklist."""
    checklist = build(outcome)
    yield from checklist.applies
    yield from checklist.may_apply
    yield from checklist.ruled_out


def say_checklist(outcome: Outcome) -> Iterator[str]:
    """The checklist in short."""
    checklist = build(outcome)
    for heading, entries in (("Applies", checklist.applies), ("May apply", checklist.may_apply)):
        shown = [entry for entry in entries if entry.in_topics]
        yield f"{heading}: {len(shown)}"
        for entry in shown:
            who = f"; {role_name(outcome.rulebook, entry.who)}" if entry.who else ""
            due = f"; by {entry.due.words}" if entry.due else ""
            yield plain(f"  {level_word(entry.level) or entry.kind.capitalize()}: {entry.title} [{entry.id}]{who}{due}")
    yield f"Ruled out: {sum(entry.in_topics for entry in checklist.ruled_out)}"


def say_review(session: Session) -> Iterator[str]:
    """Every answer, with the name of its question."""
    outcome = session.outcome()
    for cell in answered_order(outcome):
        answer = outcome.answers[cell]
        said = say_value(session.rulebook.facts.get(cell.fact), answer.value) if answer.sure or isinstance(answer.value, RowSet) else "Not sure"
        dormant = "" if applicable(outcome, cell) else " (does not arise now; kept, not used)"
        yield plain(f"  {cell}: {session.question(cell).ask} {said}{dormant}")


def say_law(outcome: Outcome, name: str) -> Iterator[str]:
    """A page of law or a help article."""
    page = outcome.rulebook.pages.get(name)
    article = outcome.rulebook.articles.get(name)
    if page:
        yield from (page.title, page.cite, page.url, f"How it was checked: {CHECKED[page.checked]}.", "", *page.body.strip().splitlines())
    elif article:
        yield from (article.title, "", *article.body.strip().splitlines())
    else:
        yield f"There is no page `{name}`."


def interview(session: Session, title: str, save: Callable[[Session], None], source: TextIO, sink: TextIO) -> int:
    """Asks until nothing that matters is left, or the input ends. The exit code."""
    return Conversation(session, title, save, source, sink).run()


class Conversation:
    """An interview at a prompt."""

    def __init__(self, session: Session, title: str, save: Callable[[Session], None], source: TextIO, sink: TextIO) -> None:
        self.session, self.title, self.save, self.source, self.sink = session, title, save, source, sink
        self.went_to: Cell | None = None
        self.path: list[Cell] = []

    def say(self, *lines: str) -> None:
        """Prints lines."""
        for line in lines:
            print(line, file=self.sink)
        self.sink.flush()

    def question(self) -> Question | None:
        """The question to ask: one gone to, else the next that matters."""
        return self.session.question(self.went_to) if self.went_to else self.session.next_question()

    def run(self) -> int:
        """The conversation from start to end."""
        book = self.session.rulebook
        self.say(plain(f"{self.title}: the law as at {say_date(self.session.as_at)}."), plain(book.disclaimer), "Type `help` for what you can type.")
        finished = False
        while True:
            question = self.question()
            if question is None:
                if not finished:
                    self.say("", "No question is left that matters. Type `list`, `review`, `export FILE` or `quit`.")
                finished = True
            else:
                self.say("", *say_question(self.session, question))
            self.sink.write("> ")
            self.sink.flush()
            line = self.source.readline()
            if not line:
                self.say("")
                return 0
            if self.obey(question, line.strip()):
                return 0

    def obey(self, question: Question | None, text: str) -> bool:
        """Does what was typed; True to stop."""
        word, _, rest = text.partition(" ")
        try:
            if word == "quit" and not rest:
                return True
            if text and not self.command(question, word, rest.strip()) and question:
                self.answer(question, text.removeprefix("="))
        except (AnswerError, NothingCalled) as error:
            self.say(plain(f"That does not work: {error}."))
        return False

    def answer(self, question: Question, text: str) -> None:
        """Records an answer, and saves."""
        if text.startswith("?"):
            match = re.fullmatch(r"\?\s*(?:@(?P<role>[\w-]+)\s*)?(?P<note>.*)", text)
            assert match is not None
            role = match["role"] or ""
            if role and role not in self.session.rulebook.roles:
                raise AnswerError(f"there is no role `{role}`; the roles are {', '.join(self.session.rulebook.roles)}")
            self.session.not_sure(question.cell, match["note"], role)
        else:
            self.session.answer(question.cell, understand(self.session, question, text))
        self.path.append(question.cell)
        self.went_to = None
        self.save(self.session)

    def command(self, question: Question | None, word: str, rest: str) -> bool:  # noqa: PLR0912  # a case per word
        """Obeys a command word; False when the text is an answer."""
        outcome = self.session.outcome()
        match word, bool(rest):
            case "help", False:
                self.say(HELP)
            case "more", False:
                self.say(*(say_law(outcome, question.help) if question and question.help else ["There is no more help with this question."]))
            case "why", False:
                self.say(*self.why_asked(question))
            case "why", True:
                self.say(*say_why(outcome, rest))
            case "law", True:
                self.say(*map(plain, say_law(outcome, rest)))
            case "back", False:
                self.back(question)
            case "go", True:
                self.went_to = self.session.question(rest).cell
            case "review", False:
                self.say(*say_review(self.session))
            case "clear", True:
                self.session.clear(rest)
                self.save(self.session)
            case (("undo" | "redo"), False):
                self.say("Done." if (self.session.undo() if word == "undo" else self.session.redo()) else f"There is nothing to {word}.")
                self.save(self.session)
            case "list", False:
                self.say(*say_checklist(outcome))
            case "on", True:
                self.judge(rest)
            case "export", True:
                self.export(Path(rest))
            case _:
                return False
        return True

    def why_asked(self, question: Question | None) -> Iterator[str]:
        """What hangs on the question."""
        if question is None or not question.because:
            yield "Every case starts with this question." if question else "Nothing is being asked."
            return
        yield "Because the answer may decide:"
        titles = list(dict.fromkeys(result.item.title for result in question.because))
        yield from (plain(f"  {title}") for title in titles[:10])
        if len(titles) > 10:
            yield f"  and {len(titles) - 10} more"

    def back(self, question: Question | None) -> None:
        """Goes to the question answered before this one."""
        answered = self.path or [cell for cell in answered_order(self.session.outcome()) if cell.row != MISSING]
        while answered:
            cell = answered.pop()
            if (question is None or cell != question.cell) and cell in self.session.answers:
                self.went_to = cell
                return
        self.say("There is nothing to go back to.")

    def judge(self, text: str) -> None:
        """Judges the law as at another day."""
        self.session.judge_as_at(parse_date(text))
        self.save(self.session)
        self.say(f"The law as at {say_date(self.session.as_at)}.")

    def export(self, path: Path) -> None:
        """Writes the checklist to a file, never over another without being asked to."""
        if path.exists():
            self.say(plain(f"{path} is there already. Type another name; nothing was written."))
            return
        try:
            path.write_text(render(self.title, self.session.outcome()), encoding="utf-8")
        except OSError as error:
            self.say(plain(f"{path} cannot be written: {error.strerror}."))
            return
        self.say(plain(f"Wrote {path}."))
