"""Checklists that people work on: written again, nothing of theirs is lost and everything stays with its item."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guide.agreement import Agreement
from guide.cases import NotFollowed, Work, new_case, with_answers
from guide.engine import evaluate
from guide.outcome import Outcome
from guide.records import Mark, RecordError, export, opened
from guide.records.fingerprints import read_sheet
from guide.records.lines import a_day
from guide.records.taking import Taken, taken
from guide.render.entries import work_lines
from guide.values import Answer, Answers, Cell
from small import ON, SMALL, answers
from test_golden import FINISHED, told

CASE = new_case(SMALL, ON, "A case")


def outcome_of(said: Answers) -> Outcome:
    return evaluate(SMALL, said, ON)


def written(outcome: Outcome, old: str = "", marks: dict[str, Mark] | None = None) -> str:
    return export(with_answers(CASE, outcome.answers), outcome, Agreement(), marks or {}, old).text


@pytest.fixture
def finished() -> Iterator[Outcome]:
    session = told(FINISHED)
    yield evaluate(SMALL, session.answers, ON)
    session.close()


def without_value(outcome: Outcome, cell: str, value: object) -> Outcome:
    answered = dict(outcome.answers)
    answered[Cell(cell)] = Answer(value)  # type: ignore[arg-type]
    return outcome_of(answered)


def ticks(text: str) -> dict[str, bool | None]:
    return {head.id: head.ticked for head in read_sheet(text).heads}


def taken_from(text: str) -> dict[str, Taken]:
    sheet, record = opened(text)
    return taken(sheet, record.ticked)


# --- edits that people make -------------------------------------------------------

numbers = count()
words = st.sampled_from(
    ["asked Jo", "see minutes | p. 3", "**urgent**", "~~no~~", "[x] done", "<b>x</b>", "# not a heading?", "1. one", "a_b*c", "£5 <!-- hm -->", "| a |"]
)


@st.composite
def edited(draw: st.DrawFn, text: str) -> tuple[str, list[str], set[str]]:
    """A file after somebody has worked on it, the words that they wrote, and the entries that they ticked."""
    lines, mine, ticked = text.split("\n"), list[str](), set[str]()
    end = next(index for index, line in enumerate(lines) if line.startswith("<!-- guide:record"))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, end - 1))
        word = f"mine{next(numbers)} {draw(words)}"
        match draw(st.sampled_from(["paragraph", "bullet", "nested", "tail", "tick", "delete", "move", "heading", "fence", "glued"])):
            case "paragraph":
                lines[at:at] = ["", word, ""]
            case "bullet":
                lines[at:at] = [f"- {word}"]
            case "nested":
                lines[at:at] = [f"  - {word}"]
            case "heading":
                lines[at:at] = ["", f"## {word}", "", f"{word} below", ""]
            case "fence":
                lines[at:at] = ["", "```", word, "", "", f"    {word}", "```", ""]
            case "glued":
                lines[at:at] = [word]
            case "tail" if "<!-- guide: " in lines[at]:
                lines[at] += f" {word}"
            case "tick" if "- [ ] " in lines[at]:
                lines[at] = lines[at].replace("- [ ] ", "- [x] ")
                ticked.add(lines[at].partition("<!-- guide: ")[2].partition(" -->")[0])
                continue
            case "delete" if not any(word in lines[at] for word in mine):
                ticked.discard(lines[at].partition("<!-- guide: ")[2].partition(" -->")[0])
                del lines[at]
                end -= 1
                continue
            case "move":
                block = lines[at : at + 3]
                del lines[at : at + 3]
                to = draw(st.integers(0, max(0, end - 4)))
                lines[to:to] = block
                end = next((index for index, line in enumerate(lines) if line.startswith("<!-- guide:record")), len(lines))
                continue
            case _:
                continue
        mine.append(word)
        end = next(index for index, line in enumerate(lines) if line.startswith("<!-- guide:record"))
    return "\n".join(lines), mine, ticked


@settings(max_examples=30, deadline=None)
@given(answers(), answers(), st.data())
def test_nothing_that_people_wrote_is_ever_lost(before: dict[Cell, Answer], after: dict[Cell, Answer], data: st.DataObject) -> None:
    """Whatever is ticked, noted, moved, deleted or added, and however the answers change: every word of theirs is in the new file, twice over."""
    text, mine, _ = data.draw(edited(written(outcome_of(before))))
    try:
        again = written(outcome_of(after), text)
    except RecordError:
        return  # the record itself was cut or swallowed: nothing is written
    assert [word for word in mine if word not in again] == []
    back = written(outcome_of(before), again)
    assert [word for word in mine if word not in back] == []
    ticked = [{id for id, box in ticks(one).items() if box} for one in (text, again, back)]
    assert ticked[0] <= ticked[1] <= ticked[2]


@settings(max_examples=20, deadline=None)
@given(answers(), answers(), st.data())
def test_a_tick_stays_with_its_item(before: dict[Cell, Answer], after: dict[Cell, Answer], data: st.DataObject) -> None:
    """By its id: on the entry, or on the entry struck through, and back again when it comes back."""
    text = written(outcome_of(before))
    boxes = [id for id, box in ticks(text).items() if box is not None]
    chosen = data.draw(st.sets(st.sampled_from(boxes))) if boxes else set()
    lines = text.split("\n")
    for head in read_sheet(text).heads:
        if head.id in chosen:
            lines[head.line] = lines[head.line].replace("[ ]", "[x]", 1)
    again = written(outcome_of(after), "\n".join(lines))
    assert {id for id, box in ticks(again).items() if box} == chosen
    assert set(ticks(text)) <= set(ticks(again))
    assert {id for id, box in ticks(written(outcome_of(before), again)).items() if box} == chosen


@settings(max_examples=15, deadline=None)
@given(answers())
def test_writing_the_same_again_changes_nothing(said: dict[Cell, Answer]) -> None:
    """Not a sign, also with work on it."""
    text = written(outcome_of(said))
    assert written(outcome_of(said), text) == text
    worked = text.replace("- [ ] ", "- [x] ").replace("## In short\n", "Mine.\n\n## In short\n", 1)
    once = written(outcome_of(said), worked)
    assert written(outcome_of(said), once) == once


# --- what happens where -----------------------------------------------------------


def test_notes_stay_with_their_item_and_paragraphs_where_they_are(finished: Outcome) -> None:
    """Below the entry, behind the heading."""
    text = written(finished).replace("  - **Who:** Buyer", "  - rang the buyer\n  - **Who:** Buyer", 1)
    text = text.replace("## Dates to keep\n", "## Dates to keep\n\nAgreed on Tuesday.\n", 1)
    again = written(without_value(finished, "contract.value", 300_000), text)

    assert re.search(r"<!-- guide: publish-notice -->\n(  - .*\n)+  - rang the buyer\n", again)
    assert "## Dates to keep\n\nAgreed on Tuesday.\n\n| When" in again


def test_new_items_are_marked_until_the_next_time(finished: Outcome) -> None:
    """Only in a file that did not have them."""
    small = written(without_value(finished, "contract.value", 5))
    again = written(finished, small)

    assert "- [ ] **New.** **Must:** Publish the notice <!-- guide: publish-notice -->" in again
    assert "**New.**" not in written(finished, again)
    assert "**New.**" not in written(finished)


def test_what_no_longer_applies_is_struck_through_with_the_reason(finished: Outcome) -> None:
    """With its tick and notes; they come back with it."""
    text = (
        written(finished)
        .replace("- [ ] **Must:** Publish", "- [x] **Must:** Publish")
        .replace("  - **Who:** Buyer", "  - sent on Monday\n  - **Who:** Buyer", 1)
    )
    again = written(without_value(finished, "contract.value", 5), text)
    section = again.split("## No longer applies", 1)[1].split("\n## ", 1)[0]

    assert (
        "- [x] ~~**Must:** Publish the notice~~ <!-- guide: publish-notice -->\n  - **No longer applies:** It is not so that the contract is large" in section
    )
    assert "  - sent on Monday\n" in section
    back = written(finished, again)
    assert "~~**Must:** Publish the notice~~" not in back
    assert re.search(r"- \[x\] (\*\*New.\*\* )?\*\*Must:\*\* Publish the notice <!-- guide: publish-notice -->\n(  - .*\n)+  - sent on Monday\n", back)


@pytest.mark.parametrize(
    "change", [lambda text: re.sub(r"^( *)- ", r"\1* ", text, flags=re.MULTILINE), lambda text: re.sub(r"^  - ", "    - ", text, flags=re.MULTILINE)]
)
def test_another_layout_changes_nothing(finished: Outcome, change: object) -> None:
    """Editors that write other bullets or indents leave the guide's lines the guide's."""
    text = written(finished)
    body, record = text.split("<!-- guide:record")
    assert written(finished, f"{change(body)}<!-- guide:record{record}") == text  # type: ignore[operator]


def test_a_line_changed_by_hand_stays(finished: Outcome) -> None:
    """It is somebody's own from then on, beside the guide's."""
    text = written(finished).replace("**Who:** Buyer · **By:** 11 January 2027", "**Who:** Jo · **By:** 8 January 2027")
    again = written(finished, text)

    assert "  - **Who:** Buyer · **By:** 11 January 2027\n" in again
    assert "  - **Who:** Jo · **By:** 8 January 2027\n" in again


@pytest.mark.parametrize(
    "text",
    ["notes of mine\n", "# A case\n\n- [x] it <!-- guide: publish-notice -->\n", "<!-- guide:record\nformat = 1\n-->\n", "<!-- guide:record\n[[[\n-->\n"],
)
def test_what_the_guide_did_not_write_is_not_written_over(finished: Outcome, text: str) -> None:
    """Without its record nothing can be told apart."""
    with pytest.raises(RecordError):
        written(finished, text)


def test_a_record_of_a_newer_guide_is_left_alone(finished: Outcome) -> None:
    """It says so."""
    with pytest.raises(RecordError, match="a newer guide wrote it"):
        written(finished, written(finished).replace("<!-- guide:record\nformat = 1", "<!-- guide:record\nformat = 2"))


@pytest.mark.parametrize(
    ("old", "new"), [('as_at = "2026-04-01"', 'as_at = "20[6-04-01"'), ("[case]", "[case"), ("ticked = ", "clicked = "), ("[entries]", "[x]")]
)
def test_a_record_that_was_spoiled_is_told(finished: Outcome, old: str, new: str) -> None:
    """Nothing is written over it."""
    text = written(finished)
    assert old in text
    with pytest.raises(RecordError, match="was changed and cannot be read"):
        written(finished, text.replace(old, new, 1))


def test_an_export_with_names_and_one_without_do_not_mix(finished: Outcome) -> None:
    """The ids would not be the same."""
    with pytest.raises(RecordError, match="made with names"):
        export(CASE, finished, Agreement(), {}, written(finished), without_names=True)


# --- the work on record -----------------------------------------------------------


def test_marks_of_the_case_are_written_once(finished: Outcome) -> None:
    """Also over a file that has them already; they are people's words, never the guide's."""
    mark = Mark(True, work_lines(Work(date(2026, 5, 3), "all | of it\ntwice")))
    once = written(finished, "", {"publish-notice": mark})

    assert "- [x] **Must:** Publish the notice" in once
    assert "  - **Done:** 3 May 2026\n  - **Note:** all \\| of it\n  - **Note:** twice\n" in once
    assert written(finished, once, {"publish-notice": mark}) == once


@settings(max_examples=30, deadline=None)
@given(
    st.none() | st.dates(date(1900, 1, 1), date(2999, 1, 1)),
    st.lists(st.from_regex(r"[a-z|*_<>!.-][a-z |*_<>!.-]{0,20}[a-z]", fullmatch=True), max_size=3),
    st.booleans(),
)
def test_what_is_written_is_taken_back(done: date | None, notes: list[str], followed: bool) -> None:
    """Day, note, and the name and reason of what is not followed."""
    session = told(FINISHED)
    outcome = evaluate(SMALL, session.answers, ON)
    session.close()
    by, because = ("", "") if followed else ("Jo Smith", "the Cabinet decided so, twice")
    note = "\n".join(dict.fromkeys(" ".join(text.split()) for text in notes))
    text = written(outcome, "", {"publish-notice": Mark(bool(done), work_lines(Work(done, note, None if followed else NotFollowed(by, because))))})
    found = taken_from(text)["publish-notice"]

    assert (found.ticked, found.unticked, found.done, found.note, found.by, found.because) == (bool(done), False, done, note, by, because)


def test_what_people_write_is_taken_back(finished: Outcome) -> None:
    """In the ways in which people write it."""
    text = written(finished, "", {"take-off (p = Ann)": Mark(True)}).replace(
        "- [ ] **Must:** Publish the notice <!-- guide: publish-notice -->",
        "- [x] **Must:** Publish the notice <!-- guide: publish-notice --> by Jo\n  - done 3/5/2026, by post",
    )
    text = text.replace("- [x] **Must act:**", "- [ ] **Must act:**")
    found = taken_from(text)

    assert (found["publish-notice"].done, found["publish-notice"].note) == (date(2026, 5, 3), "by Jo\nby post")
    assert found["take-off (p = Ann)"].unticked
    assert not found["marks-own-manager (p = Ann, q = Bob)"].says


@pytest.mark.parametrize("text", ["3 May 2026", "2026-05-03", "03/05/2026", "3 MAY 2026", "3.5.2026"])
def test_days_are_read_as_people_write_them(text: str) -> None:
    """The day before the month."""
    assert a_day(text) == date(2026, 5, 3)
