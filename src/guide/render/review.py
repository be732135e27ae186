"""What a change of the rules does, as Markdown for a pull request, as notes for a release, and as data for programs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from guide.diagnostics import Finding
from guide.model import Rulebook
from guide.render.escaping import counted, escape, listed, table
from guide.render.reasons import Data, value_data
from guide.review import POPULATIONS, Asking, Change, Review
from guide.sentences import Speaker
from guide.values import RowSet, Value
from guide.witnesses import Case, Witness
from guide.words import humanised, label, say_date, say_value, short_question

MOST_SHOWN = 12
FEW = 5
BESIDE = re.compile(r", (?:level|due|not before) [^;]*")
"""What is said of an item beside whether it applies."""
NAMED = re.compile(r"\{[^{}]*\}")
MOST_ANSWERS = 14
MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class Brought:
    """What a change brings beside: findings that were not there before, and tests that fail."""

    findings: tuple[Finding, ...] = ()
    tests: tuple[str, ...] = ()


def review_markdown(review: Review, brought: Brought) -> str:
    """The review for a pull request: what changes for whom first, then why to believe it."""
    lines = ["# What this change does", "", summary(review), ""]
    lines += by_case(review, [change for change in review.changes if change.name.startswith("item:")], "Checklist")
    others = [change for change in review.changes if not change.name.startswith("item:")]
    if others:
        rows = [(called(review.new, review.old, change.name), *map(escape, sides(change)), many(change)) for change in others]
        lines += ["## Facts on the way", "", *table(("fact", "before", "after", "cases"), rows[:FEW]), *more(rows, FEW)]
    if review.asking:
        lines += ["## Questions asked in other cases", "", *(f"- {asked_line(review, one)}" for one in review.asking[:FEW]), *more(review.asking, FEW), ""]
    lines += edited(review)
    lines += brought_lines(brought)
    lines += [tried(review), ""]
    return "\n".join(lines)


def summary(review: Review) -> str:
    """The one sentence that everybody reads."""
    items = sum(change.name.startswith("item:") for change in review.changes)
    if review.quiet:
        if not any(review.sizes.values()):
            return "Words and sources alone were edited. **No outcome can change.**"
        return f"**No outcome changes** in any of {sum(review.sizes.values()):,} cases."
    said = [counted(items, "item comes", "items come") + " out otherwise"] if items else []
    said += [counted(len(review.asking), "question is", "questions are") + " asked in other cases"] if review.asking else []
    said += [counted(len(review.changes) - items, "fact changes", "facts change")] if len(review.changes) > items and not items else []
    known = review.touched["known"]
    see = "none sees" if not known else "1 sees" if known == 1 else f"{known:,} see"
    return f"**{' and '.join(said)}.** Of {review.sizes['known']:,} known cases, {see} another checklist."


def by_case(review: Review, changes: Sequence[Change], title: str) -> Iterator[str]:
    """Items that come out otherwise, those that one case shows together."""
    if not changes:
        return
    yield from (f"## {title}", "")
    groups: dict[int, tuple[Witness | None, list[Change]]] = {}
    for change in changes:
        witness = change.witnesses[0] if change.witnesses else None
        groups.setdefault(id(witness.case) if witness else 0, (witness, []))[1].append(change)
    for witness, members in groups.values():
        rows = [(called(review.new, review.old, change.name), *map(escape, sides(change)), many(change)) for change in members]
        yield from table(("item", "before", "after", "cases"), rows[:MOST_SHOWN])
        yield from (*more(rows), "") if len(rows) > MOST_SHOWN else ()
        if witness is not None:
            proof = "both evaluators agree" if witness.proved else "**the two evaluators disagree: this is a defect of the guide**"
            yield f"<details><summary>The smallest case that shows it, as at {say_date(witness.case[1])} ({proof})</summary>"
            yield from ("", *(f"- {line}" for line in facts(witness.new.rulebook, witness.old.rulebook, witness)), "", "</details>", "")


def first(change: Change, side: str) -> str:
    """How a name came out in its first case."""
    return str(getattr(change.witnesses[0], side)) if change.witnesses else ("may apply or applies" if side == "after" else "not there")


def sides(change: Change) -> tuple[str, str]:
    """How a name came out before and after: level and days only where it is these that changed."""
    before, after = first(change, "before"), first(change, "after")
    plain = BESIDE.sub("", before), BESIDE.sub("", after)
    return plain if plain[0] != plain[1] else (before, after)


def many(change: Change | Asking) -> str:
    """How many cases see it: known ones, and those made for the review."""
    made = sum(change.counts[name] for name in POPULATIONS if name != "known")
    return ", ".join(f"{count:,} {word}" for count, word in ((change.counts["known"], "known"), (made, "made up")) if count)


def called(new: Rulebook, old: Rulebook, name: str) -> str:
    """A name in words, with its id."""
    kind, _, id = name.rpartition(":")
    book = new if id in new.items or id in new.facts or id in new.lists else old
    if kind == "item" and id in book.items:
        return f"{escape(NAMED.sub('…', book.items[id].title))} (`{id}`)"
    if id in book.facts:
        fact = book.facts[id]
        return f"{escape(short_question(fact.ask or label(fact)))} (`{id}`)"
    return f"{escape(humanised(id))} (`{id}`)"


def facts(new: Rulebook, old: Rulebook, witness: Witness) -> Iterator[str]:
    """The answers of a case in plain words; lists without rows are left out."""
    answers = witness.case[0]
    book, outcome = (new, witness.new) if all(cell.fact in new.facts or cell.fact in new.lists for cell in answers) else (old, witness.old)
    said = list(said_answers(book, Speaker(outcome), witness.case))
    yield from said[:MOST_ANSWERS]
    if len(said) > MOST_ANSWERS:
        yield f"and {len(said) - MOST_ANSWERS} more answers"


def said_answers(book: Rulebook, speaker: Speaker, case: Case) -> Iterator[str]:
    """Each answer with its question."""
    keys = {f"{one.id}.{one.key}" for one in book.lists.values()}
    none = []
    for cell, answer in case[0].items():
        if isinstance(answer.value, RowSet):
            name = book.lists[cell.fact].label or cell.fact if cell.fact in book.lists else cell.fact
            if not answer.value.keys and not answer.value.more:
                none.append(name)
            else:
                yield f"{escape(name[:1].upper() + name[1:])}: {escape(say_value(None, answer.value))}"
        elif cell.fact in book.facts and cell.fact not in keys:
            fact = book.facts[cell.fact]
            row = f"{escape(cell.row)}: " if cell.row and "{" not in (fact.ask or "") else ""
            yield f"{row}{escape(short_question(speaker.asked(fact, cell)))} **{escape(say_value(fact, answer.value))}**"
    if none:
        yield f"There is none of these: {escape(', '.join(none))}"


def asked_line(review: Review, one: Asking) -> str:
    """A question that is asked in other cases."""
    return f"{called(review.new, review.old, one.name)}: {'no longer asked' if one.before else 'asked'} in {many(one)}"


def edited(review: Review) -> Iterator[str]:
    """What was edited without an effect."""
    if review.rewritten:
        names = [called(review.new, review.old, edit.name) for edit in review.rewritten]
        yield from ("## Rewritten, and nothing comes out otherwise", "")
        yield from (*(f"- {name}" for name in names[:MOST_WORDS]), *more(names, MOST_WORDS), "")
    if review.words:
        names = [called(review.new, review.old, edit.name) for edit in review.words]
        yield from ("## Words, sources and advice alone", "", listed(names, MOST_WORDS), "")


def brought_lines(brought: Brought) -> Iterator[str]:
    """New findings, and tests that fail."""
    if brought.findings:
        lines = [f"- {escape(f'{one.place.file}: {one.message}')} ({one.code})" for one in brought.findings]
        yield from ("## New findings of `guide check`", "", *lines[:MOST_SHOWN], *more(lines), "")
    if brought.tests:
        lines = [f"- {escape(one)}" for one in brought.tests]
        yield from ("## Tests that fail", "", *lines[:MOST_SHOWN], *more(lines), "")


def more(many: Sequence[object], most: int = MOST_SHOWN) -> Iterator[str]:
    """How many are not shown."""
    if len(many) > most:
        yield f"- and {len(many) - most} more; `--format json` has them all"


def tried(review: Review) -> str:
    """On what the review rests."""
    if not any(review.sizes.values()):
        return ""
    sizes = review.sizes
    return (
        f"Tried on {sizes['known']:,} known cases (tests, examples and saved cases), {sizes['boundary']:,} built from the rules on each side of every "
        f"line that the change touches, and {sizes['random']:,} random ones. A version that says so would be **{review.bump}**."
    )


# --- data ---


def review_data(review: Review, brought: Brought) -> Data:
    """The whole review for programs."""
    return {
        "versions": [review.old.version, review.new.version],
        "bump": review.bump,
        "cases": dict(review.sizes),
        "touched": dict(review.touched),
        "changes": [change_data(change) for change in review.changes],
        "asking": [{"question": one.name, "asked_before": one.before, "cases": dict(one.counts), "case": case_data(one.case)} for one in review.asking],
        "rewritten": [edit.name for edit in review.rewritten],
        "words": [edit.name for edit in review.words],
        "edits": [{"name": edit.name, "kind": edit.kind, "file": edit.place.file} for edit in review.edits],
        "findings": [{"code": one.code, "message": one.message, "file": one.place.file} for one in brought.findings],
        "tests": list(brought.tests),
    }


def change_data(change: Change) -> Data:
    """One name that comes out otherwise."""
    shown = [{"before": one.before, "after": one.after, "proved": one.proved, **case_data(one.case)} for one in change.witnesses]
    return {"name": change.name, "edited": change.edited, "cases": dict(change.counts), "witnesses": shown}


def case_data(case: Case) -> Data:
    """The answers of a case, by cell."""
    return {"as_at": case[1].isoformat(), "answers": {str(cell): answer_data(answer.value) for cell, answer in case[0].items()}}


def answer_data(value: Value | RowSet) -> object:
    """One answer."""
    return list(value.keys) if isinstance(value, RowSet) else value_data(value)


def beside_edits(review: Review) -> Iterable[Finding]:
    """What to say beside each edit of a pull request."""
    seen = {change.name for change in review.changes}
    for edit in review.edits:
        if edit.kind in ("words",) or edit.name.startswith(("page:", "article:", "document:")):
            continue
        said = (
            "this comes out otherwise" if edit.name in seen else "nothing comes out otherwise" if edit in review.rewritten else f"{edit.kind}: see the review"
        )
        yield Finding("review", f"`{edit.name}`: {said}", edit.place, severity="warning")
