"""Questions left to colleagues: who has which, a form with one colleague's questions, and the answers that come back on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from guide.answers import AnswerError
from guide.checklist import Writer
from guide.interview import because
from guide.session import Session
from guide.spoken import say_question, some
from guide.typed import understand
from guide.values import Answer, Cell, RowSet
from guide.words import plain, role_name, say_date, say_value

QUESTION, ANSWER, NOTE = "Question ", "Answer:", "Note:"
HOW = (
    "Write what you know after \u201cAnswer:\u201d. Leave it empty where you do not know.",
    "You may say more after \u201cNote:\u201d. Please leave the lines that begin with \u201cQuestion\u201d as they are, and send the file back.",
)


class Fit(Enum):
    """How an answer that came back fits those that the case has."""

    NEW = "new"
    SAME = "same"
    APART = "apart"
    """The case has another answer by now: somebody has to say which one is right."""
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Reply:
    """What a colleague said about one question; `raw` is the answer as files have it, where it did not come in words."""

    name: str
    answer: str
    note: str
    raw: object = None


@dataclass(frozen=True, slots=True)
class Weighed:
    """A reply, how it fits, and why: what the case says instead, or what is wrong with it."""

    reply: Reply
    fit: Fit
    ask: str = ""
    why: str = ""


def out_with(session: Session) -> dict[str, tuple[Cell, ...]]:
    """The questions that are left to each role, in the order of the roles; those that are not answered yet."""
    left: dict[str, list[Cell]] = {role: [] for role in session.rulebook.roles}
    for cell, answer in session.answers.items():
        if answer.left_to and not answer.sure:
            left.setdefault(answer.left_to, []).append(cell)
    return {role: tuple(cells) for role, cells in left.items() if cells}


def say_out(session: Session) -> Iterator[str]:
    """What is out with whom, in lines."""
    left = out_with(session)
    if not left:
        yield "No question is left to anybody."
    for role, cells in left.items():
        yield plain(f"{role_name(session.rulebook, role)} [{role}]:")
        for cell in cells:
            note = session.answers[cell].note
            yield plain(f"  {session.question(cell).ask} [{cell}]" + (f" (note: {note})" if note else ""))


def form(session: Session, role: str, title: str) -> str:
    """A text for one colleague to fill in: each question with why it is asked and its help. Raises AnswerError when none is left to them."""
    cells = out_with(session).get(role, ())
    if not cells:
        there = ", ".join(out_with(session))
        raise AnswerError(f"no question is left to `{role}`" + (f"; some are left to {there}" if there else ""))
    head = [f"{title}: questions for {role_name(session.rulebook, role)}", f"The law as at {say_date(session.as_at)}.", "", *HOW]
    first = {session.question(cell).help: cell for cell in reversed(cells)}
    return "\n".join([*map(plain, head), *(line for cell in cells for line in asked(session, cell, cell in first.values()))]) + "\n"


def asked(session: Session, cell: Cell, helped: bool = True) -> Iterator[str]:
    """One question of the form, its article only if `helped`: what several share stands once.

    All but its name, and the places to write in, is set in, so that it is never read as these.
    """
    question, note = session.question(cell), session.answers[cell].note
    hanging = [Writer(session.outcome()).result_title(result) for result in because(session.outcome(), cell)]
    article = session.rulebook.articles.get(question.help)
    yield from ("", f"{QUESTION}{plain(str(cell))}")
    lines = [line for line in say_question(session, question) if not line.startswith("Your answer now")]
    lines += [f"What to find out: {note}"] if note else []
    lines += ["", *some("Why we ask: the answer may decide", list(dict.fromkeys(hanging)))] if hanging else []
    lines += ["", f"Help: {article.title}", *article.body.strip().splitlines()] if article and helped else []
    yield from (f"  {plain(line)}".rstrip() for line in lines)
    yield from (ANSWER, NOTE)


def read_form(text: str) -> tuple[Reply, ...]:
    """What was written on a form; questions left empty are left out."""
    found: list[dict[str, str]] = []
    part = ""
    for line in text.lstrip("\ufeff").splitlines():
        if line.startswith(QUESTION):
            found.append({"name": line.removeprefix(QUESTION).strip(), ANSWER: "", NOTE: ""})
            part = ""
        elif found and (start := next((start for start in (ANSWER, NOTE) if line.startswith(start)), "")):
            part = start
            found[-1][part] = line.removeprefix(start).strip()
        elif found and part:
            found[-1][part] = f"{found[-1][part]} {line.strip()}".strip()
    return tuple(Reply(one["name"], plain(one[ANSWER]), plain(one[NOTE])) for one in found if one[ANSWER] or one[NOTE])


def weigh(session: Session, replies: Iterable[Reply]) -> tuple[Weighed, ...]:
    """How each reply fits what the case says now; nothing is changed."""
    return tuple(one(session, reply) for reply in replies)


def one(session: Session, reply: Reply) -> Weighed:
    """How one reply fits."""
    try:
        cell = session.cell(reply.name)
        after = session.after(lambda: give(session, cell, reply))
    except AnswerError as error:
        return Weighed(reply, Fit.WRONG, why=str(error))
    ask, now = session.question(cell).ask, session.answers.get(cell)
    if now is None or not settled(now):
        return Weighed(reply, Fit.NEW, ask)
    if not reply.answer or after.get(cell) == now or (cell in after and after[cell].value == now.value):
        return Weighed(reply, Fit.SAME, ask)
    return Weighed(reply, Fit.APART, ask, say_value(session.rulebook.facts.get(cell.fact), now.value))


def settled(answer: Answer) -> bool:
    """Whether somebody has given an answer that is sure; the names of rows always are."""
    return answer.sure or isinstance(answer.value, RowSet)


def give(session: Session, cell: Cell, reply: Reply) -> None:
    """Gives the answer of a reply; a note alone leaves the question to the colleague. Raises AnswerError."""
    if reply.answer:
        raw = understand(session, session.question(cell), reply.answer) if reply.raw is None else reply.raw
        session.answer(cell, raw, reply.note)
        return
    now = session.answers.get(cell)
    session.not_sure(cell, reply.note, now.left_to if now else "")


def take(session: Session, weighed: Iterable[Weighed], theirs: bool = False) -> int:
    """Takes the new answers over, as one change; with `theirs` also those that the case has others for. How many."""
    wanted = [each for each in weighed if each.fit is Fit.NEW or (theirs and each.fit is Fit.APART)]
    with session.as_one():
        for each in wanted:
            give(session, session.cell(each.reply.name), each.reply)
    return len(wanted)


def say_weighed(weighed: Iterable[Weighed]) -> Iterator[str]:
    """What came back, in lines."""
    held = tuple(weighed)
    if not held:
        yield "Nothing is written on it: there is no line that begins with \u201cAnswer:\u201d and goes on."
    for each in held:
        reply = each.reply
        match each.fit:
            case Fit.NEW:
                yield plain(f"New: {each.ask} {reply.answer or f'still not known; {reply.note}'} [{reply.name}]")
            case Fit.APART:
                yield plain(f"Apart: {each.ask} They say: {reply.answer}. The case says: {each.why}. [{reply.name}]")
            case Fit.WRONG:
                yield plain(f"Not understood: [{reply.name}] {reply.answer}: {each.why}.")


__all__ = ["Fit", "Reply", "Weighed", "form", "out_with", "read_form", "say_out", "say_weighed", "take", "weigh"]
