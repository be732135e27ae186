"""What can be done at the prompt beside answering: work on the checklist, write it down, look things up, hand questions to colleagues."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from guide.agreement import agreement_on
from guide.answers import AnswerError, parse_date
from guide.cases import CaseError, NotFollowed, Work, new_case, with_answers, with_work
from guide.cases.disk import put_document
from guide.checklist import build
from guide.diagnostics import suggest
from guide.finding import find, has_words
from guide.handoff import Fit, Weighed, form, say_out, say_weighed, take, weigh
from guide.outcome import Outcome
from guide.paperwork import offered, say_conflicts, say_document, say_since, write_document
from guide.parts import SUFFIX, came_back, part_text
from guide.records import Lost, RecordError, export, older, shown_marks
from guide.session import Session
from guide.sifting import NAMES, Sieve, sifted, work_words
from guide.spoken import MOST_TOLD, say_entry, say_plan, say_similar
from guide.values import Cell
from guide.words import plain

HELP = """\
Work on the checklist, by the name in brackets behind a line:
  done LINE         done today; `done LINE = DATE` on another day; `undone LINE` takes it back
  note LINE = TEXT  a note; nothing behind the `=` takes it away
  not-followed LINE = NAME: REASON
                    who decided not to follow it, and why; `followed LINE` takes it back
  only WORDS        the lines with these words, and with `stage=`, `who=`, `level=`, `kind=` or `state=` those that are
                    like that; `only state=to-do who=buyer` (states: to-do, done, not-followed, noted)
  conflicts         the register of conflicts
To look around:
  progress          how far each section has come
  questions WORDS   the questions that arise, with these words in them
  find WORDS        the pages of law and articles with these words
Documents that are filled in from your answers:
  documents         which there are
  document NAME     read one out; `document NAME = ROW` only the copy for this person
  write NAME FILE   write one to a Markdown file; `write! NAME FILE` also over one that is there
  since FILE        what is new in the register of conflicts since an older register, checklist or case; `since DATE` since a day
Questions left to colleagues:
  out               what is out with whom
  handoff ROLE FILE a form with their questions, to fill in and send back; a name with .toml makes a part of the case,
                    which their guide opens
  take FILE         look at a form or part that came back and take its new answers; `take-theirs FILE` also where the case says otherwise"""


class Chores:
    """The words that are obeyed beside an interview. `keep` saves after a change."""

    def __init__(self, session: Session, title: str, today: date, say: Callable[..., None], keep: Callable[[], None]) -> None:
        self.session, self.title, self.today, self.say, self.keep = session, title, today, say, keep

    def obey(self, word: str, rest: str) -> bool:
        """Does what a word says; False when it is none of these. Raises AnswerError."""
        alone: dict[str, Callable[[], None]] = {
            "conflicts": lambda: self.say(*say_conflicts(self.session)),
            "progress": lambda: self.say(*self.sections()),
            "plan": lambda: self.say(*say_plan(self.session.outcome())),
            "like": lambda: self.say(*say_similar(self.session.outcome())),
            "out": lambda: self.say(*say_out(self.session)),
            "documents": lambda: self.say(*map(plain, offered(self.session.rulebook))),
        }
        with_rest: dict[str, Callable[[str], None]] = {
            "done": self.done,
            "undone": lambda line: self.record(line, lambda work: replace(work, done=None)),
            "note": self.note,
            "not-followed": self.not_followed,
            "followed": lambda line: self.record(line, lambda work: replace(work, not_followed=None)),
            "only": lambda text: self.say(*self.lines(sieve_of(text))),
            "questions": lambda text: self.say(*self.questions(text)),
            "find": lambda text: self.say(*self.pages(text)),
            "export": lambda path: self.export(Path(path).expanduser(), over=False),
            "export!": lambda path: self.export(Path(path).expanduser(), over=True),
            "document": lambda text: self.say(*say_document(self.session, text)),
            "write": lambda text: self.say(*write_document(self.session, text, over=False)),
            "write!": lambda text: self.say(*write_document(self.session, text, over=True)),
            "since": lambda text: self.say(*say_since(self.session, text)),
            "handoff": self.handoff,
            "take": lambda path: self.take(path, theirs=False),
            "take-theirs": lambda path: self.take(path, theirs=True),
        }
        if word in alone and not rest:
            alone[word]()
        elif word in with_rest and rest:
            with_rest[word](rest)
        else:
            return False
        return True

    # --- the checklist ---

    def done(self, text: str) -> None:
        """Ticks a line."""
        line, day = self.named(text)
        on = parse_date(day) if day else self.today
        self.record(line, lambda work: replace(work, done=on, not_followed=None))

    def note(self, text: str) -> None:
        """Notes something about a line."""
        line, words = self.named(text)
        self.record(line, lambda work: replace(work, note=words or ""))

    def not_followed(self, text: str) -> None:
        """Writes down that a line is not followed."""
        line, words = self.named(text)
        by, _, because = (words or "").partition(":")
        if not by.strip() or not because.strip():
            raise AnswerError("write `not-followed LINE = NAME: REASON`, with both the name and the reason")
        self.record(line, lambda work: replace(work, done=None, not_followed=NotFollowed(by.strip(), because.strip())))

    def named(self, text: str) -> tuple[str, str | None]:
        """The line that a text names, and what stands behind ` = ` after it. Names of lines may have ` = ` in them."""
        names = line_names(self.session.outcome())
        found = [name for name in names if text == name or text.startswith(f"{name} =")]
        if not found:
            near = suggest(text.split(" = ", maxsplit=1)[0], names)
            raise AnswerError(f"no line of the checklist is called `{text}`" + (f"; did you mean `{near}`?" if near else ""))
        line = max(found, key=len)
        return line, text[len(line) :].strip().removeprefix("=").strip() if text != line else None

    def record(self, name: str, change: Callable[[Work], Work]) -> None:
        """Changes what was done about a line, and says it."""
        line, _ = self.named(name)
        self.session.record(line, change(self.session.work.get(line, Work())))
        self.keep()
        told = "; ".join(work_words(self.session.work.get(line, Work()))) or "nothing is written down now"
        self.say(plain(f"{line}: {told}."))

    def lines(self, sieve: Sieve) -> Iterator[str]:
        """The lines of the checklist that a sieve lets through."""
        book, work, checklist = self.session.rulebook, self.session.work, build(self.session.outcome())
        for heading, entries in (("Applies", checklist.applies), ("May apply", checklist.may_apply)):
            found = sifted((entry for entry in entries if entry.in_topics), sieve, work, book)
            yield f"{heading}: {len(found)}"
            yield from (line for entry in found for line in say_entry(book, entry, work.get(entry.id, Work())))

    # --- looking around ---

    def sections(self) -> Iterator[str]:
        """How far the interview has come."""
        found = self.session.progress()
        yield f"In all: {found.words}."
        if found.more:
            yield "Each name that is added may bring questions of its own, which are not counted."
        for each in found.sections:
            yield plain(f"  {self.session.rulebook.sections.get(each.id, 'Other questions')}: {each.words}")

    def questions(self, text: str) -> Iterator[str]:
        """The open and answered questions with some words, by the names that `go` takes."""
        cells = dict.fromkeys([*(question.cell for question in self.session.questions()), *self.session.answers])
        found = [f"{self.session.question(cell).ask} [{cell}]" for cell in cells if has_words(self.told(cell), text)]
        yield from (f"  {plain(line)}" for line in found) if found else iter(["No question has all of these words."])

    def told(self, cell: Cell) -> str:
        """Everything in which words of a question are looked for."""
        question = self.session.question(cell)
        return f"{question.ask} {cell} {self.session.rulebook.sections.get(question.section, '')}"

    def pages(self, text: str) -> Iterator[str]:
        """The pages with some words, by the names that `law` takes."""
        hits = find(self.session.rulebook, text)
        if not hits:
            yield "No page or article has all of these words."
        for hit in hits[:MOST_TOLD]:
            yield plain(f"  {hit.title} [{hit.id}]")
        if len(hits) > MOST_TOLD:
            yield f"  and {len(hits) - MOST_TOLD} more: add a word to find fewer"

    # --- the checklist as a file ---

    def export(self, path: Path, over: bool) -> None:
        """Writes the checklist to a file, over another only when asked to, and never over a case; what people wrote on an older one stays."""
        try:
            if path.suffix == ".toml":
                raise AnswerError(f"{path} is the name of a case, not of a checklist: use a name like {path.stem}.md")
            if path.exists() and not over:
                raise AnswerError(
                    f"{path} is there already; nothing was written: use another name, or `export! {path}` to write over it; what you wrote on it would stay"
                )
            outcome, work = self.session.outcome(), self.session.work
            agreement = agreement_on(outcome)
            case = with_work(with_answers(new_case(self.session.rulebook, self.session.as_at, self.title), self.session.answers), work)
            made = export(case, outcome, agreement, shown_marks(case, outcome), older(path) if path.exists() else "")
            put_document(path, made.text)
        except (CaseError, RecordError, Lost) as error:
            raise AnswerError(f"{path} is there already, and {error}; nothing was written: use another name") from None
        except (OSError, ValueError) as error:
            raise AnswerError(f"{path} cannot be written: {said(error)}") from None
        self.say(plain(f"Wrote {path}."), *map(plain, agreement.defect()))

    # --- colleagues ---

    def handoff(self, text: str) -> None:
        """Writes a form with a colleague's questions, never over another file."""
        role, _, name = text.partition(" ")
        if not name.strip():
            raise AnswerError("write `handoff ROLE FILE`, like `handoff treasurer questions.txt`")
        path = Path(name.strip()).expanduser()
        words = (part_text if path.suffix == SUFFIX else form)(self.session, role, self.title)
        try:
            with path.open("x", encoding="utf-8") as file:
                file.write(words)
        except FileExistsError:
            raise AnswerError(f"{path} is there already; nothing was written: use another name") from None
        except (OSError, ValueError) as error:
            raise AnswerError(f"{path} cannot be written: {said(error)}") from None
        self.say(plain(f"Wrote {path}."))

    def take(self, name: str, theirs: bool) -> None:
        """Takes answers over from a form that came back, and says what is apart."""
        weighed = weigh(self.session, came_back(self.session, reply_text(Path(name).expanduser())))
        taken = take(self.session, weighed, theirs)
        self.say(*say_weighed(weighed), *([f"Taken: {taken}. `undo` takes all of it back."] if taken else []))
        if taken:
            self.keep()
        if not theirs and (count := apart(weighed)):
            self.say(f"{count} {'is' if count == 1 else 'are'} apart and not taken: type `take-theirs {name}` to take them too, or leave the case as it is.")


def apart(weighed: tuple[Weighed, ...]) -> int:
    """How many answers the case has others for."""
    return sum(each.fit is Fit.APART for each in weighed)


def reply_text(path: Path) -> str:
    """What a form that came back holds. Raises AnswerError."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise AnswerError(f"{path} is not UTF-8 text; save it as plain text") from None
    except (OSError, ValueError) as error:
        raise AnswerError(f"{path} cannot be read: {said(error)}") from None


def said(error: Exception) -> str:
    """Why a file cannot be used."""
    return ((error.strerror if isinstance(error, OSError) else None) or "this is no name of a file").lower()


def line_names(outcome: Outcome) -> tuple[str, ...]:
    """The names of all lines of the checklist."""
    checklist = build(outcome)
    return tuple(entry.id for entries in (checklist.applies, checklist.may_apply, checklist.ruled_out) for entry in entries)


def sieve_of(text: str) -> Sieve:
    """The sieve that is typed as words and `name=value`. Raises AnswerError."""
    sieve, words = Sieve(), []
    for word in text.split():
        name, equals, value = word.partition("=")
        if equals and name not in NAMES:
            raise AnswerError(f"`{name}` is nothing to choose by: use {', '.join(NAMES)}")
        if equals:
            sieve = sieve.turned(name, value)
        else:
            words.append(word)
    return replace(sieve, words=" ".join(words))


__all__ = ["HELP", "Chores"]
