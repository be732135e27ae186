"""The command line, as a contract that others script against."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from commanding import SMALL, output, run
from guide.agreement import Agreement
from guide.checklist import build
from guide.cli import main, make_parser
from guide.loader import load
from guide.render.json import render
from guide.session import Session

BAD = Path(__file__).parent / "books" / "bad" / "six-errors"
DOCS = Path(__file__).parents[1] / "docs" / "commands.md"
VALUES = {"yes-no": "true", "number": "7", "money": "150000", "percent": "60", "date": "2026-03-02", "text": "words", "row": "Ann", "rows": "[]"}


def value_for(question: dict[str, object]) -> str:
    """Some answer that fits a question."""
    kind, options = str(question["type"]), question["options"]
    if kind == "list":
        return json.dumps([{str(question["key"]): "Ann"}])
    if isinstance(options, list) and options:
        first = str(options[0]["id"])
        return json.dumps([first]) if kind in ("choices", "rows") else first
    return VALUES[kind]


def test_next_and_answer_are_a_whole_interview(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Asked until null; the checklist is then that of the same answers given to a Session."""
    session = Session(load(SMALL), date(2026, 4, 1))
    for _ in range(80):
        assert run("next", case, "--on", "2026-04-01", "--format", "json") == 0
        question = json.loads(output(capsys))
        if question is None:
            break
        value = value_for(question)
        assert run("answer", case, "--on", "2026-04-01", f"{question['fact']}={value}") == 0
        session.answer(question["fact"], json.loads(value) if value[0] in "[{" else value)
    else:
        pytest.fail("the interview does not end")
    capsys.readouterr()
    run("checklist", case, "--format", "json")

    assert output(capsys) == render(session.outcome(), Agreement())
    assert [entry.id for entry in build(session.outcome()).applies if entry.kind == "item"] == ["publish-notice"]
    session.close()


def test_a_question_says_what_programs_need(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Fact, type, options and why it is asked."""
    run("answer", case, 'case.topics=["contract"]', "case.nation=England")
    run("next", case, "--format", "json")
    question = json.loads(output(capsys))

    assert question["fact"] == "contract.wanted"
    assert question["type"] == "yes-no"
    assert "Publish the notice" in question["why_asked"]


def test_reasons_name_the_rows_that_they_are_about(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A title's `{p.name}` is never shown as it stands in the rules, by any command."""
    run("answer", case, 'case.topics=["people"]', "case.nation=England", 'person=["Ann", "Bob"]')
    for arguments in (["next", case], ["next", case, "--format", "json"], ["why", case, "take-off"], ["why", case, "take-off", "--format", "json"]):
        run(*arguments)
        printed = output(capsys)
        assert "{p." not in printed
        assert "Ann" in printed or arguments[0] == "next"


def test_the_changes_that_would_move_an_item_are_data_too(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    """With `--change`, JSON has the answers to change, by the names of their questions."""
    run("answer", case, "--on", "2026-04-01", "case.nation=England", "contract.wanted=yes", "contract.value=110000")
    run("why", case, "publish-notice", "--format", "json", "--change")
    found = json.loads(output(capsys))

    brought = found["changes"]["to"]["applies"]
    assert brought["complete"] is True
    assert {name for change in brought["found"] for name in change} == {"contract.value"}
    assert [reason["status"] for reason in found["explanations"]] == ["ruled out"]


def test_an_open_item_says_what_each_answer_would_do_and_what_to_ask_first(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    """In words, and as data."""
    run("answer", case, "--on", "2026-04-01", "case.nation=England", "contract.wanted=yes")
    capsys.readouterr()
    assert run("why", case, "publish-notice", "--change") == 0
    told = output(capsys)
    assert "What would make it apply:\n  answering “£120,000.50” to “What is the contract worth?”" in told
    assert "  What is the contract worth? [contract.value]\n    Up to £119,999.50: it is ruled out\n    £120,000.50 or more: it applies\n" in told
    assert "Ask first: What is the contract worth? [contract.value]." in told

    run("why", case, "publish-notice", "--change", "--format", "json")
    changes = json.loads(output(capsys))["changes"]
    assert [[way["status"] for way in turn["ways"]] for turn in changes["turns"]] == [["ruled out", "applies"]]
    assert changes["ask_first"]["fact"] == "contract.value"


def test_preview_says_what_each_answer_to_a_question_would_do(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each answer, those that do the same together, and "not sure"; the case stays as it is."""
    run("answer", case, "--on", "2026-04-01", "case.topics=contract", "case.nation=England", "contract.wanted=yes")
    before = Path(case).read_bytes()
    capsys.readouterr()

    assert run("preview", case, "contract.value") == 0
    low, high = output(capsys).split("£120,000.50 or more:")
    assert low.startswith("Up to £119,999.50:\n  Would apply:\n    Write down why no notice is needed [write-down-why]\n")
    assert "Would apply:\n    Publish the notice [publish-notice]" in high
    assert high.rstrip().endswith("Not sure: nothing else would change.")

    assert run("preview", case, "contract.value", "--format", "json") == 0
    effects = json.loads(output(capsys))
    assert [effect["answers"] and (effect["answers"]["below"], effect["answers"]["above"]) for effect in effects] == [(True, False), (False, True), None]
    assert {"id": "publish-notice", "before": "may apply", "after": "applies"} in effects[1]["effect"]["moves"]
    assert Path(case).read_bytes() == before


def test_preview_says_what_one_answer_would_do(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Given or changed, or "not sure"; a question or answer that will not do is refused."""
    run("answer", case, "--on", "2026-04-01", "case.nation=England", "contract.wanted=yes", "contract.value=150000")
    capsys.readouterr()

    assert run("preview", case, "contract.wanted=no") == 0
    assert "Answers that would not count, but are kept:\n  What is the contract worth? [contract.value]" in output(capsys)
    assert run("preview", case, "contract.value?", "--format", "json") == 0
    assert {"id": "publish-notice", "before": "applies", "after": "may apply"} in json.loads(output(capsys))["moves"]
    assert run("preview", case, "contract.value=lots") == 2
    assert run("preview", case, "contract.large") == 2
    assert "worked out from other answers" in capsys.readouterr().err


def test_the_checklist_as_json_keeps_its_contract(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Rulebook, date, and three lists of entries with the keys that were promised."""
    run("answer", case, "--on", "2026-04-01", "case.nation=England", "contract.wanted=yes", "contract.value=£150,000", "contract.signed_on=2026-12-24")
    run("checklist", case, "--format", "json")
    found = json.loads(output(capsys))
    (notice,) = [entry for entry in found["applies"] if entry["id"] == "publish-notice"]

    assert found["rulebook"].keys() == {"version", "digest"}
    assert found["as_at"] == "2026-04-01"
    assert {"id", "kind", "binding", "level", "title", "who", "stage", "due", "cite", "because"} <= notice.keys()
    assert (notice["level"], notice["due"], notice["cite"]) == ("must", "2027-01-11", ["notice-duty"])
    assert {"applies", "may_apply", "ruled_out"} <= found.keys()


def test_the_plan_and_the_cases_like_it_keep_their_contract(case: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """JSON with the keys that were promised; Markdown into a file, never over the case."""
    run("answer", case, "--on", "2026-04-01", "case.nation=England", "contract.wanted=yes", "contract.value=£150,000", "contract.signed_on=2026-12-24")
    run("plan", case, "--format", "json")
    found = json.loads(output(capsys))
    (notice,) = [step for step in found["steps"] if step["id"] == "publish-notice"]

    assert {"as_at", "rulebook", "stages", "late_by_days", "chain", "steps", "passed", "not_followed"} == found.keys()
    assert (notice["latest_end"], notice["earliest_start"]) == ("2027-01-11", "2026-04-01")
    assert run("like", case, "--format", "json") == 0
    assert json.loads(output(capsys)) == []
    assert run("plan", case, "-o", str(tmp_path / "plan.md")) == 0
    assert (tmp_path / "plan.md").read_text(encoding="utf-8").startswith("# Plan: ")
    assert run("like", case, "-o", case) == 2
    Path(case).write_text(Path(case).read_text(encoding="utf-8") + "\n[work.publish-notice]\ndone = 2026-03-30\n", encoding="utf-8")
    run("plan", case, "--format", "json")
    assert "publish-notice" not in [step["id"] for step in json.loads(output(capsys))["steps"]]


def test_not_sure_is_a_question_mark(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`FACT?` records that nobody knows; the question is not asked again."""
    run("answer", case, 'case.topics=["contract"]', "case.nation?", "contract.wanted?")
    run("next", case, "--format", "json")

    assert json.loads(output(capsys))["fact"] not in ("case.nation", "contract.wanted")
    assert 'wanted = "not sure"' in Path(case).read_text(encoding="utf-8")


def test_the_same_case_can_be_judged_on_another_day(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The threshold of 2024 was lower; the case itself keeps its date."""
    run("answer", case, "--on", "2026-04-01", "case.nation=England", "contract.wanted=yes", "contract.value=110000")
    run("checklist", case, "--format", "json")
    today = {entry["id"] for entry in json.loads(output(capsys))["applies"]}
    run("checklist", case, "--format", "json", "--on", "2024-04-01")
    then = {entry["id"] for entry in json.loads(output(capsys))["applies"]}

    assert ("publish-notice" in today, "publish-notice" in then) == (False, True)
    assert "as_at = 2026-04-01" in Path(case).read_text(encoding="utf-8")


def test_why_explains_either_way(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    """An item that is ruled out says by what; a fact says what it comes from."""
    run("answer", case, "case.nation=England", "contract.wanted=no")

    assert run("why", case, "publish-notice") == 0
    assert "you said “No” to “Will there be a contract?”" in output(capsys)
    assert run("why", case, "contract.large") == 0
    assert "it is not so that the contract is large" in output(capsys)


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ("contract.wantd=yes", "did you mean `contract.wanted`?"),
        ("contract.wanted=perhaps", "answer yes, no or not sure"),
        ("contract.large=yes", "worked out"),
        ("case.nation=Engalnd", "did you mean `England`?"),
        ("contract.value=1e999999999", "not a number"),
        ("contract.signed_on=31/2/2026", "answer with a date"),
        ('person=[{"name": ', "not JSON"),
        ('person=[{"age": 3}]', "needs a `name`"),
        ("person[Nobody].paid=yes", "no row"),
        ("contract.wanted", "FACT=VALUE"),
    ],
)
def test_an_answer_that_does_not_fit_is_explained_and_nothing_is_written(case: str, answer: str, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 2, one sentence on standard error, and no file."""
    assert run("answer", case, "case.nation=England", answer) == 2

    printed = capsys.readouterr()
    assert message in printed.err
    assert printed.out == ""
    assert not Path(case).exists()


def test_every_command_has_help(capsys: pytest.CaptureFixture[str]) -> None:
    """What it does, and every option with a word or two."""
    commands = next(action for action in make_parser()._actions if isinstance(action.choices, dict))
    assert isinstance(commands.choices, dict)
    for name, parser in commands.choices.items():
        with pytest.raises(SystemExit) as stopped:
            main([name, "--help"])
        assert (stopped.value.code, bool(output(capsys).strip())) == (0, True)
        assert parser.description
        assert [action.option_strings for action in parser._actions if action.option_strings and not action.help] == []


def test_a_corrupt_case_is_refused_and_left_untouched(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Its path, line and column are named; not a byte of it changes."""
    Path(case).write_bytes(b"format = 1\ntitle = \xff\n")
    before = Path(case).read_bytes()
    for arguments in (["next", case], ["answer", case, "case.nation=England"], ["checklist", case], ["why", case, "publish-notice"]):
        assert run(*arguments) == 3
        assert case in capsys.readouterr().err
    Path(case).write_text("format = 1\ntitle = \n", encoding="utf-8")

    assert run("next", case) == 3
    assert re.search(r"line 2", capsys.readouterr().err)
    assert before != Path(case).read_bytes()


def test_a_missing_case_is_named(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A checklist of nothing is refused."""
    assert run("checklist", case) == 3
    assert case in capsys.readouterr().err


def test_a_bad_rulebook_shows_its_mistakes(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Unreadable, exit code 3, each mistake with file, line and column on standard error."""
    assert main(["next", case, "--rules", str(BAD)]) == 3
    assert "--> rules/broken.toml:7:1" in capsys.readouterr().err
    assert main(["check", "--rules", str(BAD), "--format", "json"]) == 1
    assert {finding["code"] for finding in json.loads(output(capsys))} == {"R002", "R101", "R103", "R104", "R105", "R501"}


def test_rules_may_stand_before_or_after_the_command(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Both ways choose the same rulebook."""
    main(["--rules", str(SMALL), "next", case, "--format", "json"])
    before = json.loads(output(capsys))
    main(["next", case, "--format", "json", "--rules", str(SMALL)])

    assert json.loads(output(capsys)) == before
    assert [option["id"] for option in before["options"]] == ["contract", "people"]


def test_a_date_that_is_none_is_refused(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    """With the form to write it in."""
    with pytest.raises(SystemExit) as stopped:
        run("next", case, "--on", "2012-13-01")

    assert stopped.value.code == 2
    assert "2012-12-06" in capsys.readouterr().err


def test_what_users_type_is_never_an_escape_code(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Names, notes and titles with terminal codes come out harmless from every command."""
    Path(case).write_text('format = 1\ntitle = "a\\u001b[31mb"\nas_at = 2026-04-01\n', encoding="utf-8")
    run("answer", case, "case.nation=England", 'person=[{"name": "A\\u001b[2Jnn", "roles": ["evaluator"]}, {"name": "B\\u0007", "roles": []}]')
    for arguments in (["next", case], ["checklist", case], ["why", case, "take-off"], ["why", case, "\x1b[31m"]):
        run(*arguments)
        printed = capsys.readouterr()
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", printed.out + printed.err), arguments


def test_a_closed_pipe_is_no_error(case: str) -> None:
    """`guide checklist ... | head -1` ends quietly."""
    run("answer", case, "case.nation=England")
    command = f"{sys.executable} -m guide.cli checklist {case} --rules {SMALL} | head -1"
    found = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=False)

    assert (found.returncode, found.stderr) == (0, "")


@pytest.mark.parametrize(
    ("code", "absent"),
    [
        ("import guide.cli", ("textual", "numpy", "durable_rules_engine", "tree_sitter", "guide.loader")),
        (
            "from guide.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass",
            ("textual", "numpy", "durable_rules_engine", "tree_sitter", "guide.loader"),
        ),
        (f"from guide.cli import main; main(['next', 'none.toml', '--rules', {str(SMALL)!r}])", ("textual", "numpy", "tree_sitter")),
        ("from guide.cli import main; main(['check'])", ("textual", "numpy", "durable_rules_engine", "tree_sitter")),
    ],
)
def test_a_command_loads_only_what_it_needs(code: str, absent: tuple[str, ...], tmp_path: Path) -> None:
    """Textual, NumPy and durable-rules are loaded when a command needs them, and not before."""
    script = f"{code}\nimport sys\nprint([name for name in {absent!r} if name in sys.modules], file=sys.stderr)"
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=tmp_path, env={**os.environ, "PYTHONPATH": ""})

    assert found.stderr.splitlines()[-1] == "[]"


def test_every_command_and_option_is_documented() -> None:
    """docs/commands.md says what the parser knows."""
    text = DOCS.read_text(encoding="utf-8")
    commands = next(action for action in make_parser()._actions if isinstance(action.choices, dict))
    assert isinstance(commands.choices, dict)
    for name, parser in commands.choices.items():
        assert f"## `guide {name}`" in text
        section = text.split(f"## `guide {name}`", 1)[1].split("\n## ", 1)[0]
        for action in parser._actions:
            for option in action.option_strings:
                assert option in ("-h", "--help", "--rules", "-o") or f"`{option}" in section, (name, option)
