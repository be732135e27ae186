"""What can be done at the prompt with the rows of a list: named one by one, copied, read out as a table, pasted from a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from guide.answers import AnswerError
from guide.chores import reply_text
from guide.diagnostics import suggest
from guide.interview import Question
from guide.pasting import pasted, say_pasted, take_rows
from guide.session import Session
from guide.tables import copy_row, list_called, say_table
from guide.typed import renaming
from guide.values import MISSING, Cell, RowSet
from guide.words import plain

HELP = """\
When names are asked for:
  add NAME          one more; the name may have commas
  remove NAME       one less; what was said of it is kept, and counts again when it is added
  rename OLD = NEW  another name, wherever it was given
  copy OLD = NEW    one more with the same answers, also while its rows are asked about
  all               the names given are all there are
  table             the names with their answers, one after the other; `table LIST` of any list
  paste             rows from a spreadsheet, the headings first, then an empty line; `paste FILE` from a CSV file"""
NAMING = ("add", "remove", "rename")
TAKE = "Take them? Answer yes or no: "


class ListWork:
    """The words about the list that is asked for, or whose rows are. `read` gives a line after showing a text; `keep` saves."""

    def __init__(self, session: Session, say: Callable[..., None], read: Callable[[str], str], keep: Callable[[], None]) -> None:
        self.session, self.say, self.read, self.keep = session, say, read, keep

    def obey(self, question: Question | None, word: str, rest: str) -> bool:
        """Does what a word says; False when it is none of these. Raises AnswerError."""
        listed = list_of(question)
        naming = question is not None and question.list is not None
        if word == "table" and (rest in self.session.rulebook.lists or (listed and not rest)):
            self.say(*say_table(self.session, rest or listed))
        elif listed and word == "copy" and rest:
            copy_row(self.session, listed, *renaming(rest, self.names(listed), word))
            self.keep()
        elif listed and word == "paste":
            self.paste(listed, rest)
        elif naming and word in NAMING and rest:
            self.name(listed, word, rest)
            self.keep()
        elif naming and word == "all" and not rest:
            self.session.answer(Cell(listed), list(self.names(listed)))
            self.keep()
        else:
            return False
        return True

    def names(self, listed: str) -> tuple[str, ...]:
        """The names given so far."""
        return self.session.outcome().rows[list_called(self.session, listed).id].keys

    def name(self, listed: str, word: str, rest: str) -> None:
        """Adds, removes or renames one row."""
        answer = self.session.answers.get(Cell(listed))
        held = answer.value if answer and isinstance(answer.value, RowSet) else RowSet((), more=True)
        if word == "rename":
            self.session.rename_row(listed, *renaming(rest, held.keys, word))
            return
        if word == "remove" and rest not in held.keys:
            near = suggest(rest, held.keys)
            raise AnswerError(f"`{rest}` is not among the names" + (f"; did you mean `{near}`?" if near else ""))
        if word == "add" and rest in held.keys:
            raise AnswerError(f"`{rest}` is among the names already")
        names = [key for key in held.keys if word != "remove" or key != rest] + ([rest] if word == "add" else [])
        self.session.answer(Cell(listed), names + ([MISSING] if held.more else []))

    def paste(self, listed: str, file: str) -> None:
        """Reads rows, says what would be taken, and takes them when told to."""
        found = pasted(self.session, listed, reply_text(Path(file).expanduser()) if file else self.typed())
        self.say(*say_pasted(self.session, found))
        if not found.rows or self.read(TAKE).casefold() not in ("y", "yes"):
            self.say("Nothing is taken.")
            return
        take_rows(self.session, found)
        self.keep()
        self.say(plain(f"Taken: {len(found.rows)}. `undo` takes all of it back."))

    def typed(self) -> str:
        """Lines up to an empty one."""
        lines: list[str] = []
        while line := self.read("" if lines else "Paste the rows, the headings first, then an empty line:\n"):
            lines.append(line)
        return "\n".join(lines)


def list_of(question: Question | None) -> str:
    """The list that a question asks for, or that its row is on; empty when there is none."""
    if question is None:
        return ""
    return question.list.id if question.list else question.fact.list if question.fact else ""


__all__ = ["HELP", "ListWork", "list_of"]
