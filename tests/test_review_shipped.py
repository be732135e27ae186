"""Edits to the shipped rulebook as authors make them: the review names what each touches, and every case it shows is true."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import guide
from guide.loader import load
from guide.model import Rulebook
from guide.review import Review, review

ROOT = guide.shipped_rulebook()
CHALLENGE = "rules/challenge/1-scope.toml"
SENDER = (
    '[rule.sender-employees]\ncite = "crtc-employee-group"\nwhen = ["challenge.employee_count >= challenge_min_employees"]\n'
    'then = "challenge.by_relevant_body"\n'
)


@pytest.fixture(scope="module")
def before() -> Rulebook:
    return load(ROOT, tests=True)


def edited(before: Rulebook, tmp_path: Path, file: str, old: str, new: str) -> Review:
    """The review of one edit."""
    for folder in ("rules", "kb"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    text = (tmp_path / file).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (tmp_path / file).write_text(text.replace(old, new), encoding="utf-8")
    area = "/".join(file.split("/")[:2])
    known = [(test.given, test.on) for test in before.tests.values() if test.place.file.startswith(area)]
    found = review(before, load(tmp_path), known, at_random=100)
    assert all(witness.proved and witness.before != witness.after for change in found.changes for witness in change.witnesses)
    return found


def test_a_limit_that_moves_by_one_reaches_what_rests_on_it(before: Rulebook, tmp_path: Path) -> None:
    """The rule alone is edited; the duties far above it change."""
    found = edited(before, tmp_path, CHALLENGE, "challenge.employee_count >= challenge_min_employees", "challenge.employee_count > challenge_min_employees")
    named = {change.name for change in found.changes}
    assert {"challenge.by_relevant_body", "item:tell-when-decided", "item:decide-in-time"} <= named
    assert all(name.startswith(("item:", "challenge.")) for name in named)
    assert found.bump == "minor"
    assert [edit.name for edit in found.edits] == ["rule:sender-employees"]


def test_a_rule_split_in_two_without_a_change_of_meaning_is_not_accused(before: Rulebook, tmp_path: Path) -> None:
    two = (
        SENDER.replace("when = [", 'when = ["challenge.withdrawn", ')
        + "\n"
        + SENDER.replace("sender-employees", "sender-employees-else").replace('then = "', 'unless = ["challenge.withdrawn"]\nthen = "')
    )
    found = edited(before, tmp_path, CHALLENGE, SENDER, two)
    assert {change.name for change in found.changes} <= {"challenge.by_relevant_body"} | {
        change.name for change in found.changes if only_open(found, change.name)
    }


def only_open(found: Review, name: str) -> bool:
    """Whether all that changed is that something unknown now counts: who does not know the one fact may still know the conclusion."""
    (change,) = (one for one in found.changes if one.name == name)
    return all("may apply" in witness.after or "Not known" in witness.after for witness in change.witnesses)


def test_a_rule_split_in_two_with_a_slip_is_found(before: Rulebook, tmp_path: Path) -> None:
    """The second half forgets those who have withdrawn."""
    slip = SENDER.replace('then = "', 'unless = ["challenge.withdrawn"]\nthen = "')
    found = edited(before, tmp_path, CHALLENGE, SENDER, slip)
    assert "challenge.by_relevant_body" in {change.name for change in found.changes}


def test_a_title_alone_touches_nobody(before: Rulebook, tmp_path: Path) -> None:
    title = before.items["tell-when-decided"].title
    file = before.items["tell-when-decided"].place.file
    found = edited(before, tmp_path, file, f'[item.tell-when-decided]\ntitle = "{title}"', f'[item.tell-when-decided]\ntitle = "{title}, in plain words"')
    assert found.quiet
    assert [edit.name for edit in found.words] == ["item:tell-when-decided"]
    assert found.bump == "patch"


def test_lines_in_another_order_touch_nobody(before: Rulebook, tmp_path: Path) -> None:
    file = "rules/challenge/4-times.toml"
    one, other = '"challenge.received_on >= challenge.window_opened_on"', '"challenge.received_on <= challenge.window_closed_on"'
    found = edited(before, tmp_path, file, f"when = [{one}, {other}]", f"when = [{other}, {one}]")
    assert found.quiet
    assert not found.rewritten


def test_a_new_exception_is_found_though_no_test_knows_it(before: Rulebook, tmp_path: Path) -> None:
    exception = SENDER.replace('then = "', 'unless = ["challenge.objections has frivolous"]\nthen = "')
    found = edited(before, tmp_path, CHALLENGE, SENDER, exception)
    change = next(change for change in found.changes if change.name == "challenge.by_relevant_body")
    assert change.counts["boundary"] + change.counts["random"] > 0
