"""The interview line by line: for screen readers, pipes, and anyone who prefers it. No cursor movement, no colour.

Everything the screens can do is a word typed at the prompt; `help` lists them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import TextIO

from guide.answers import AnswerError, parse_date
from guide.cases import CaseError
from guide.checklist import Writer
from guide.chores import HELP as CHORES
from guide.chores import Chores
from guide.interview import Question
from guide.listwork import HELP as LISTS
from guide.listwork import NAMING, ListWork
from guide.render.markdown import answered_order
from guide.session import Session
from guide.spoken import say_checklist, say_difference, say_effects, say_help, say_law, say_question, say_review, say_why, some
from guide.typed import understand
from guide.values import MISSING, Cell
from guide.why import NothingCalled
from guide.words import plain, say_date

HELP = """\
Type an answer, or one of these words:
  ?                 not sure (`? note` adds a note; `? @role note` leaves it to a colleague)
  preview ANSWER    what an answer would do, without giving it; `preview` alone says it of each answer
  more              read the help article of this question
  why               why am I asked this
  why NAME          why an item or fact is as it is
  law NAME          read a page of law
  back              go back to the question answered before
  go NAME           go to any question by name, like `go challenge.received_on`
  next              leave a question gone to as it is, and go on
  review            all answers given so far, with the names of their questions
  clear NAME        take an answer back
  undo, redo        take the last change back, or forward again
  list              the checklist so far
  like              real cases like this one, and what answers what went wrong
  plan              where you are, and the plan counted back from the days that are due
  on DATE           judge the law as at another day
  export FILE       write the checklist to a Markdown file; `export! FILE` also over one that is there
  save              save again, after it did not work
  quit              stop; the answers are kept
To give an answer that is also one of these words, or that begins with one, put `=` before it: `=back`."""


def interview(session: Session, title: str, save: Callable[[Session], None], source: TextIO, sink: TextIO, today: date | None = None) -> int:
    """Asks until the input ends or says `quit`. The exit code: 3 when answers could not be saved.

    `save` may raise CaseError; the interview then goes on with everything in it.
    """
    return Conversation(session, title, save, source, sink, today).run()


class Conversation:
    """An interview at a prompt."""

    def __init__(self, session: Session, title: str, save: Callable[[Session], None], source: TextIO, sink: TextIO, today: date | None = None) -> None:
        self.session, self.title, self.save, self.source, self.sink = session, title, save, source, sink
        self.went_to: Cell | None = None
        self.path: list[Cell] = [cell for cell in answered_order(session.outcome()) if cell.row != MISSING]
        self.unsaved = False
        self.lists = ListWork(session, self.say, self.read, self.keep)
        self.chores = Chores(session, title, today or session.as_at, self.say, self.keep)

    def say(self, *lines: str) -> None:
        """Prints lines."""
        for line in lines:
            print(line, file=self.sink)
        self.sink.flush()

    def question(self) -> Question | None:
        """The question to ask: one gone to, else the next that matters."""
        if self.went_to and not self.can_ask(self.went_to):
            self.went_to = None
        return self.session.question(self.went_to) if self.went_to else self.session.next_question()

    def can_ask(self, cell: Cell) -> bool:
        """Whether a question is there to be asked, of a row that is there."""
        book = self.session.rulebook
        if cell.fact in book.lists:
            return book.lists[cell.fact].rows is None
        fact = book.facts[cell.fact]
        return fact.asked and (not fact.list or (cell.row in self.session.outcome().rows[fact.list].keys and fact.id != key_of(self.session, fact.list)))

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
            self.sink.write("Your answer: " if question else "What now: ")
            self.sink.flush()
            line = self.source.readline()
            if not line:
                self.say("")
            if not line or self.obey(question, line.strip()):
                return 3 if self.unsaved else 0

    def obey(self, question: Question | None, text: str) -> bool:
        """Does what was typed; True to stop."""
        word, _, rest = text.partition(" ")
        commanded = True
        try:
            if word in ("quit", "quit!") and not rest:
                return self.may_stop(sure=word == "quit!")
            if any("\ud800" <= sign <= "\udfff" or sign == "\N{REPLACEMENT CHARACTER}" for sign in text):
                raise AnswerError("some of this cannot be read as text")
            commanded = not text or self.command(question, word, rest.strip())
            if question and not commanded:
                self.answer(question, text)
        except (AnswerError, NothingCalled) as error:
            self.say(plain(f"That does not work: {error}."))
            if commanded and rest and question and question.kind in ("text", "list"):
                self.say(plain(f"If it was meant as an answer, type `={text}`."))
        return False

    def may_stop(self, sure: bool) -> bool:
        """Whether the conversation may end: not while answers are in no file, unless the person is sure."""
        if self.unsaved and not sure:
            self.keep()
        if self.unsaved and not sure:
            self.say("Type `quit!` to stop all the same and lose what is not saved.")
            return False
        return True

    def keep(self) -> None:
        """Saves; when that fails, says why and goes on."""
        try:
            self.save(self.session)
            self.unsaved = False
        except CaseError as error:
            self.unsaved = True
            self.say(*(plain(line) for line in str(error).splitlines()), "Nothing is lost: your answers are still here. Go on, or type `save` to try again.")

    def answer(self, question: Question, text: str) -> None:
        """Records an answer, and saves."""
        if text.startswith("?"):
            match = re.fullmatch(r"\?\s*(?:@(?P<role>[\w-]+)\s*)?(?P<note>.*)", text)
            assert match is not None
            role = match["role"] or ""
            if role and role not in self.session.rulebook.roles:
                raise AnswerError(f"there is no role `{role}`: the roles are {', '.join(self.session.rulebook.roles)}")
            self.session.not_sure(question.cell, match["note"], role)
        else:
            self.session.answer(question.cell, understand(self.session, question, text))
        self.path.append(question.cell)
        self.went_to = None
        self.keep()

    def command(self, question: Question | None, word: str, rest: str) -> bool:  # noqa: PLR0912  # a case per word
        """Obeys a command word; False when the text is an answer."""
        outcome = self.session.outcome()
        match word, bool(rest):
            case "help", False:
                self.say(HELP, LISTS, CHORES)
            case "more", False:
                self.say(*map(plain, say_help(outcome, question)))
            case "why", False:
                self.say(*self.why_asked(question))
            case "why", True:
                self.say(*say_why(outcome, rest))
            case "law", True:
                self.say(*map(plain, say_law(outcome, rest)))
            case "preview", False if question:
                self.say(*say_effects(self.session, question.cell, self.session.effects(question.cell)))
            case "preview", True if question:
                found = self.session.preview(question.cell, understand(self.session, question, rest))
                self.say("With this answer:", *say_difference(self.session, found))
            case "back", False:
                self.back(question)
            case "go", True:
                self.go(rest)
            case "next", False:
                self.say(*([] if self.went_to else ["This is the next question. Type `?` when you are not sure."] if question else []))
                self.went_to = None
            case "review", False:
                self.say(*say_review(self.session))
            case "clear", True:
                if self.session.cell(rest) not in self.session.answers:
                    raise AnswerError(f"`{rest}` has no answer to take back")
                self.session.clear(rest)
                self.keep()
            case (("undo" | "redo"), False):
                self.say("Done." if (self.session.undo() if word == "undo" else self.session.redo()) else f"There is nothing to {word}.")
                self.keep()
            case "list", False:
                self.say(*say_checklist(outcome, self.session.work))
            case "on", True:
                self.judge(rest)
            case "save", False:
                self.keep()
                self.say(*([] if self.unsaved else ["Saved."]))
            case _:
                return self.on_list(question, word, rest) or self.chores.obey(word, rest)
        return True

    def why_asked(self, question: Question | None) -> Iterator[str]:
        """What hangs on the question."""
        hanging = self.session.because(question.cell) if question else ()
        if not hanging:
            yield "Every case starts with this question." if question else "Nothing is being asked."
            return
        yield from some("Because the answer may decide", list(dict.fromkeys(map(Writer(self.session.outcome()).result_title, hanging))))

    def back(self, question: Question | None) -> None:
        """Goes to the question answered before this one."""
        while self.path:
            cell = self.path.pop()
            if (question is None or cell != question.cell) and cell in self.session.answers and self.can_ask(cell):
                self.went_to = cell
                return
        self.say("There is nothing to go back to.")

    def go(self, name: str) -> None:
        """Goes to any question by name."""
        cell = self.session.cell(name)
        if not self.can_ask(cell):
            raise AnswerError(f"`{name}` cannot be asked: it is worked out, fixed, or about a name that was not given")
        self.went_to = cell

    def on_list(self, question: Question | None, word: str, rest: str) -> bool:
        """Obeys a word about a list; while names are added one by one its question stays, until it is closed."""
        if not self.lists.obey(question, word, rest):
            return False
        if question and question.list and word in (*NAMING, "copy", "all", "paste"):
            if question.cell not in self.path:
                self.path.append(question.cell)
            self.went_to = question.cell if word in (*NAMING, "copy") else None
        return True

    def read(self, prompt: str) -> str:
        """A line, after a prompt."""
        self.sink.write(prompt)
        self.sink.flush()
        return self.source.readline().strip("\r\n")

    def judge(self, text: str) -> None:
        """Judges the law as at another day."""
        self.session.judge_as_at(parse_date(text))
        self.keep()
        self.say(f"The law as at {say_date(self.session.as_at)}.")


def key_of(session: Session, listed: str) -> str:
    """The fact that holds the names of a list's rows."""
    return f"{listed}.{session.rulebook.lists[listed].key}"


__all__ = ["Conversation", "interview", "say_question", "say_why"]
