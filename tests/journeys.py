"""A small rulebook with stages, lengths and an order, and what follows from answers to it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from guide.engine import Engine
from guide.given import read_answers
from guide.model import Rulebook
from guide.outcome import Outcome

ON = date(2026, 4, 1)
HEAD = """
title = "A plan"
[role]
clerk = "Clerk"
[section.main]
title = "Main"
[fact.case.topics]
ask = "What about?"
type = "choices"
section = "main"
options.all = "Everything"
[fact.case.nation]
ask = "Where?"
type = "choice"
section = "main"
options.here = "Here"
[fact.work.reached]
ask = "How far?"
type = "choice"
section = "main"
options.first = "First"
options.second = "Second"
options.third = "Third"
[fact.work.move_on]
ask = "When?"
type = "date"
not_yet = "Not set"
section = "main"
[fact.work.extra]
ask = "More?"
type = "yes-no"
section = "main"
[param.notice]
unit = "weeks"
cite = "law"
from.2000-01-01 = 2
from.2026-06-01 = 3
[stage.one]
title = "One"
leave_when = "The first thing is there"
gateway = "The clerk: go on?"
done_when = ["work.reached in second, third"]
[stage.two]
title = "Two"
needs = ["one"]
done_when = ["work.reached is third"]
[stage.three]
title = "Three"
needs = ["two"]
"""
ITEMS = """
[item.draw]
title = "Draw"
cite = "law"
level = "should"
who = "clerk"
stage = "one"
takes = "3 weeks"
when = ["work.reached is first"]
[item.ask]
title = "Ask"
cite = "law"
level = "should"
who = "clerk"
stage = "two"
takes = "notice"
after = ["draw"]
when = ["work.extra"]
[item.build]
title = "Build"
cite = "law"
level = "should"
who = "clerk"
stage = "two"
takes = "10 days"
after = ["ask"]
when = ["work.reached in first, second"]
[item.move]
title = "Move"
cite = "law"
level = "must"
who = "clerk"
stage = "three"
due = "work.move_on"
after = ["build"]
when = ["work.reached in first, second, third"]
[item.alone]
title = "Alone"
cite = "law"
level = "could"
who = "clerk"
stage = "three"
when = ["work.reached in first, second, third"]
"""
PAGE = '+++\ntitle = "Law"\ncite = "Act s.1"\nchecked = "text"\nchecked_on = 2026-01-01\nreview_by = 2027-01-01\n+++\nText.\n'
BOOK = 'title = "B"\nversion = "1"\ntopics = "case.topics"\nnation = "case.nation"\ndisclaimer = "No advice."\n'


def written(folder: Path, head: str = HEAD, items: str = ITEMS) -> Path:
    (folder / "rules").mkdir(parents=True)
    (folder / "kb/law").mkdir(parents=True)
    (folder / "rules/rulebook.toml").write_text(BOOK, encoding="utf-8")
    (folder / "rules/all.toml").write_text(head + items, encoding="utf-8")
    (folder / "kb/law/law.md").write_text(PAGE, encoding="utf-8")
    return folder


def judged(book: Rulebook, given: Mapping[str, Mapping[str, object]], on: date = ON) -> Outcome:
    answers, misfits = read_answers(given, book.facts, book.lists, on)
    assert misfits == ()
    engine = Engine(book)
    outcome = engine.update(answers, on)
    engine.close()
    return outcome
