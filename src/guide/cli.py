"""The command line. Standard output is the answer, standard error the commentary.

Exit codes: 0 good, 1 findings, 2 usage, 3 unreadable.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from guide import commands
from guide.commands import GOOD, UNREADABLE, Failure
from guide.commands.arguments import a_day, a_day_or_today, a_header, a_number, a_port, an_address

DESCRIPTION = "A guide to spinning council services out into mutuals and co-operatives. Not legal advice."


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line; the exit code."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace" if stream is sys.stdin else "backslashreplace")
    options = make_parser().parse_args(arguments)
    try:
        run: Callable[[argparse.Namespace], int] = options.run
        code = run(options)
        if sys.stdout is not None:
            sys.stdout.flush()
        return code
    except Failure as failure:
        complain(str(failure))
        return failure.code
    except BrokenPipeError:
        drop_output()
        return GOOD
    except OSError as error:
        if error.filename is not None:
            raise
        drop_output()
        complain(f"the answer cannot be written: {error.strerror}")
        return UNREADABLE
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return 130


class Parser(argparse.ArgumentParser):
    """A parser whose messages cannot steer a terminal, whatever was typed."""

    def error(self, message: str) -> NoReturn:
        """Says how the command is used and what is wrong, and ends the program."""
        from guide.diagnostics import harmless

        super().error(harmless(message))


def complain(message: str) -> None:
    """Says what is wrong, with nothing in it that could steer a terminal."""
    from guide.diagnostics import harmless

    for line in f"guide: {message}".splitlines():
        print(harmless(line), file=sys.stderr)


def drop_output() -> None:
    """Lets what is still to be printed go nowhere, so that the end of the program does not trip over it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def make_parser() -> Parser:
    """The commands and their options."""
    shared = Parser(add_help=False, argument_default=argparse.SUPPRESS)
    told = "a folder with rules/ and kb/, or a revision of git (default: the folder you are in, if it is one; else the guide's own)"
    shared.add_argument("--rules", type=Path, metavar="DIR", help=told)
    dated = Parser(add_help=False)
    dated.add_argument("--on", type=a_day, metavar="DATE", help="judge the law as at this day, like 2012-12-06 (default: the case's own, else today)")
    parser = Parser(prog="guide", description=DESCRIPTION, parents=[shared], allow_abbrev=False)
    parser.add_argument("--version", action="version", version=f"guide {package_version()}")
    parser.set_defaults(run=commands.run_home, on=None)
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND")

    def command(name: str, help: str, run: Callable[[argparse.Namespace], int], *parents: Parser) -> Parser:
        added = subparsers.add_parser(name, help=help, description=f"{help[:1].upper()}{help[1:]}.", parents=[shared, *parents], allow_abbrev=False)
        added.set_defaults(run=run)
        return added

    interview_commands(command, dated)
    report_commands(command, dated)
    record_commands(command, dated)
    author_commands(command)
    review_commands(command)
    return parser


Command = Callable[..., Parser]
"""Adds a command: its name, what it does, the function that runs it, and parsers with options that it shares."""


def interview_commands(command: Command, dated: Parser) -> None:
    """The commands that ask, take answers and take them back."""
    ask = command("ask", "start or resume an interview", commands.run_ask, dated)
    ask.add_argument("case", nargs="?", type=Path, metavar="CASE", help="the case file (default: case.toml)")
    ask.add_argument("--plain", action="store_true", help="line by line, for screen readers and pipes")
    ask.add_argument("--title", default="", help="what to call a new case")
    serve = command("serve", "serve the interview in web pages, to this machine alone unless told otherwise", commands.run_serve)
    serve.add_argument("folder", nargs="?", type=Path, default=Path(), metavar="FOLDER", help="where the cases are kept (default: the current folder)")
    serve.add_argument("--host", default="127.0.0.1", metavar="ADDRESS", help="where to listen (default: 127.0.0.1, this machine alone)")
    serve.add_argument("--port", type=a_port, default=8000, metavar="N", help="the port to listen at (default: 8000)")
    serve.add_argument("--to-network", action="store_true", help="listen also where other machines reach it")
    serve.add_argument("--address", type=an_address, metavar="URL", help="where officers find it, when a web server stands in front")
    serve.add_argument("--user-header", type=a_header, metavar="NAME", help="trust this header of the web server in front to say who an officer is")
    serve.add_argument("--most", type=a_number, default=20, metavar="N", help="how many interviews may be open at once (default: 20)")
    serve.add_argument("--idle", type=a_number, default=60, metavar="MINUTES", help="end an interview after so long without a key (default: 60)")
    nxt = command("next", "print the next question, or null when none is left", commands.run_next, dated)
    nxt.add_argument("case", type=Path, metavar="CASE", help="the case file")
    nxt.add_argument("--format", choices=["text", "json"], default="text", help="text for people (the usual) or JSON for programs")
    answer = command("answer", "record answers", commands.run_answer, dated)
    answer.add_argument("case", type=Path, metavar="CASE", help="the case file")
    answer.add_argument("answers", nargs="+", metavar="FACT=VALUE", help="an answer; `FACT?` for not sure; a list's rows as JSON")
    clear = command("clear", "take answers back", commands.run_clear, dated)
    clear.add_argument("case", type=Path, metavar="CASE", help="the case file")
    clear.add_argument("facts", nargs="+", metavar="FACT", help="the name of a question, like `case.nation` or `person[Ann].roles`")
    handoff = command("handoff", "tell what is left to whom, or write a form with one role's questions", commands.run_handoff, dated)
    handoff.add_argument("case", type=Path, metavar="CASE", help="the case file")
    handoff.add_argument("--to", metavar="ROLE", help="print the form for this role, to fill in and send back")
    handoff.add_argument("--part", action="store_true", help="print a part of the case instead of a form: a case file that their guide opens")
    take = command("take", "take answers over from a form that came back", commands.run_take, dated)
    take.add_argument("case", type=Path, metavar="CASE", help="the case file")
    take.add_argument("form", type=Path, metavar="FORM", help="the form, filled in")
    take.add_argument("--theirs", action="store_true", help="also the answers for which the case has others by now")


def report_commands(command: Command, dated: Parser) -> None:
    """The commands that tell what follows from a case."""
    checklist = command("checklist", "write the checklist", commands.run_checklist, dated)
    checklist.add_argument("case", type=Path, metavar="CASE", help="the case file")
    checklist.add_argument("--format", choices=["md", "html", "json", "ics", "csv"], default="md", help="Markdown (the usual), a page, JSON, days, or a table")
    checklist.add_argument("--role", metavar="ROLE", help="only what this role acts on")
    checklist.add_argument("--cabinet", action="store_true", help="the appendix to a cabinet report: options, risks, legal basis")
    checklist.add_argument("-o", "--output", type=Path, metavar="FILE", help="write to a file instead of standard output (`-`)")
    checklist.add_argument("--without-names", action="store_true", help="for publication: people and what they wrote are left out")
    plan = command("plan", "write where the case stands and a dated plan, and say whether it fits", commands.run_plan, dated)
    plan.add_argument("case", type=Path, metavar="CASE", help="the case file")
    plan.add_argument("--format", choices=["md", "json"], default="md", help="Markdown for people (the usual) or JSON for programs")
    plan.add_argument("-o", "--output", type=Path, metavar="FILE", help="write to a file instead of standard output (`-`)")
    plan.add_argument("--without-names", action="store_true", help="for publication: people and what they wrote are left out")
    like = command("like", "write the real cases that are like this one, how they ended and what answers that", commands.run_like, dated)
    like.add_argument("case", type=Path, metavar="CASE", help="the case file")
    like.add_argument("--format", choices=["md", "json"], default="md", help="Markdown for people (the usual) or JSON for programs")
    like.add_argument("-o", "--output", type=Path, metavar="FILE", help="write to a file instead of standard output (`-`)")
    like.add_argument("--without-names", action="store_true", help="for publication: people and what they wrote are left out")
    document = command("document", "fill a document from a case, or tell which documents there are", commands.run_document, dated)
    document.add_argument("case", type=Path, metavar="CASE", help="the case file")
    document.add_argument("name", nargs="?", metavar="NAME", help="the document; without it the names of all documents are shown")
    document.add_argument("--format", choices=["md", "html"], default="md", help="Markdown (the usual) or a page that prints well")
    document.add_argument("--for", dest="row", metavar="ROW", help="only the copy for this person, or other row")
    document.add_argument("--since", default="", metavar="FILE|DATE", help="say what is new since then (default: since the file that is written over)")
    document.add_argument("-o", "--output", type=Path, metavar="FILE", help="write to a file instead of standard output (`-`)")
    document.add_argument("--without-names", action="store_true", help="for publication: people and what they wrote are left out")
    since = command("since", "say what is new in the register of conflicts since an earlier one", commands.run_since, dated)
    since.add_argument("case", type=Path, metavar="CASE", help="the case file")
    since.add_argument("earlier", metavar="FILE|DATE", help="an older register, checklist or case; or a day, for the answers of now on that day")
    since.add_argument("--format", choices=["text", "json"], default="text", help="text for people (the usual) or JSON for programs")
    why = command("why", "explain one item or fact, either way", commands.run_why, dated)
    why.add_argument("case", type=Path, metavar="CASE", help="the case file")
    why.add_argument("--format", choices=["text", "json"], default="text", help="text for people (the usual) or JSON for programs")
    why.add_argument("--change", action="store_true", help="also say the smallest changes of answers that would change an item")
    why.add_argument("id", metavar="ID", help="an item, like `tell-when-decided` or `dpi-at-meeting (p = Ann)`, or a fact")
    preview = command("preview", "say what an answer would do, without giving it", commands.run_preview, dated)
    preview.add_argument("case", type=Path, metavar="CASE", help="the case file")
    preview.add_argument("--format", choices=["text", "json"], default="text", help="text for people (the usual) or JSON for programs")
    preview.add_argument("answer", metavar="FACT[=VALUE]", help="a question, for what each answer would do; or one answer")


def record_commands(command: Command, dated: Parser) -> None:
    """The commands about what is on record."""
    take = command("import", "take ticks, days and notes from an exported checklist into its case", commands.run_import, dated)
    take.add_argument("case", type=Path, metavar="CASE", help="the case file")
    take.add_argument("file", type=Path, metavar="FILE", help="a checklist in Markdown that people have worked on")
    take.add_argument("--done", type=a_day, metavar="DATE", help="the day of ticks that have none beside them (default: today)")
    verify = command("verify", "work out a case or checklist again and say whether it is as recorded", commands.run_verify)
    verify.add_argument("file", type=Path, metavar="FILE", help="a case, or an exported checklist")
    verify.add_argument("--case", type=Path, metavar="CASE", help="the case of a checklist whose details are withheld")
    moved = command("moved", "say what newer rules change for a case, and which change does it", commands.run_moved)
    moved.add_argument("case", type=Path, metavar="CASE", help="the case file")
    for one in (verify, moved):
        one.add_argument("--then", type=Path, metavar="DIR|REVISION", help="the rulebook on record (default: found by its digest)")
        one.add_argument("--format", choices=["text", "json"], default="text", help="text for people (the usual) or JSON for programs")
    cases = command("cases", "list many cases and what is overdue in them, find those that rest on a rule, or write their totals", commands.run_cases)
    cases.add_argument("cases", nargs="*", type=Path, metavar="CASES", help="cases, or folders of them (default: this folder)")
    cases.add_argument("--overdue", action="store_true", help="only cases with something overdue")
    cases.add_argument("--by", type=a_day, metavar="DATE", help="the day for overdue (default: today)")
    cases.add_argument("--rests-on", metavar="NAME", help="only cases that rely on this rule, page, figure, fact or item")
    cases.add_argument("--changed", action="store_true", help="only cases that come out otherwise than under the rules they were saved under")
    cases.add_argument("--role", metavar="ROLE", help="only what this role acts on")
    cases.add_argument("--totals", action="store_true", help="the totals for a report, in Markdown")
    cases.add_argument("--format", choices=["text", "csv", "json"], default="text", help="text for people (the usual), a table, or JSON for programs")
    cases.add_argument("-o", "--output", type=Path, metavar="FILE", help="write to a file instead of standard output (`-`)")
    verify.add_argument("--on", type=a_day, metavar="DATE", help="what is today for the rules in use (default: the day on the clock)")


def author_commands(command: Command) -> None:
    """The commands for those who write rules."""
    check = command("check", "judge the rulebook", commands.run_check)
    check.add_argument("--format", choices=["text", "json", "github"], default="text", help="text (the usual), JSON, or annotations of a pull request")
    check.add_argument("--on", type=a_day_or_today, metavar="DATE", help="also say which reviews and calendars have run out by this day, or `today`")
    check.add_argument("--explain", metavar="CODE", help="say what a finding means and how to mend it, like R104")
    rename = command("rename", "rename a fact, option or id in every file that names it", commands.run_rename)
    rename.add_argument("old", metavar="OLD", help="the name it has; an option is FACT.OPTION")
    rename.add_argument("new", metavar="NEW", help="the name it gets")
    rename.add_argument("--cases", type=Path, action="append", metavar="PATH", help="also in this case file, or in all of this folder (again for more)")
    rename.add_argument("--dry-run", action="store_true", help="only show what would change")
    schema = command("schema", "write a JSON Schema of the rule files, for editors", commands.run_schema)
    schema.add_argument("-o", "--output", type=Path, metavar="FILE", help="write to a file instead of standard output (`-`)")
    new = command("new", "print a skeleton, right as it stands, with comments", commands.run_new)
    new.add_argument("kind", choices=["page", "rule", "item", "conflict", "fact", "list", "param", "test"], help="what to write")
    new.add_argument("id", metavar="ID", help="what it is called")
    init = command("init", "make a repository for a rulebook of your own", commands.run_init)
    init.add_argument("folder", type=Path, metavar="DIR", help="a new folder, or an empty one")
    test = command("test", "run the rulebook's own tests", commands.run_test)
    test.add_argument("tests", nargs="*", metavar="TEST", help="only these (default: all); with --propose files, rules or items")
    test.add_argument("--format", choices=["text", "json", "github"], default="text", help="text (the usual), JSON, or annotations of a pull request")
    test.add_argument("--accept", action="store_true", help="rewrite what is expected and not met, after showing the difference")
    test.add_argument("--coverage", action="store_true", help="also tell what the tests see of the rulebook, and what they do not")
    test.add_argument("--least", type=float, metavar="PERCENT", help="fail when the tests see less than this")
    test.add_argument("--propose", action="store_true", help="print tests for what no test sees, for the author to judge")


def review_commands(command: Command) -> None:
    """The commands that tell whom a change of the rules touches."""
    review = command("review", "tell whom a change of the rules touches", commands.run_review)
    review.add_argument("old", nargs="?", default="HEAD", metavar="OLD", help="a folder or a git revision (default: HEAD)")
    review.add_argument("new", nargs="?", metavar="NEW", help="the same (default: the folder as it is now)")
    review.add_argument("--cases", type=Path, action="append", metavar="PATH", help="also look at this saved case, or all of this folder (again for more)")
    review.add_argument("--random", type=a_number, default=2000, metavar="N", help="how many random cases to try (default: 2000)")
    review.add_argument("--format", choices=["md", "json", "github"], default="md", help="Markdown (the usual), JSON, or annotations of a pull request")
    review.add_argument("--notes", action="store_true", help="write notes for a release instead")
    review.add_argument("-o", "--output", type=Path, metavar="FILE", help="write to a file instead of standard output (`-`)")
    mutate = command("mutate", "make slips in the rules, and tell which of them no test notices", commands.run_mutate)
    mutate.add_argument("names", nargs="*", metavar="NAME", help="only in these files, folders, rules, items, facts or parameters (default: all)")
    mutate.add_argument("--every", type=a_number, default=1, metavar="N", help="try only each Nth slip")
    mutate.add_argument("--least", type=float, metavar="PERCENT", help="fail when the tests notice less than this in any file")
    mutate.add_argument("--format", choices=["text", "json"], default="text", help="text for people (the usual) or JSON for programs")
    replay = command("replay", "tell which saved cases come out otherwise under another rulebook, as CSV", commands.run_replay)
    replay.add_argument("cases", nargs="+", type=Path, metavar="CASES", help="saved cases, or folders of them")
    replay.add_argument("--from", dest="base", metavar="OLD", help="the rulebook to start from: a folder or a git revision (default: the guide's own)")
    replay.add_argument("-o", "--output", type=Path, metavar="FILE", help="write to a file instead of standard output (`-`)")


def package_version() -> str:
    """The installed version of the guide."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("mutuals-guide")
    except PackageNotFoundError:
        return "(not installed)"


def entry() -> NoReturn:
    """Where `guide` starts."""
    sys.exit(main())


if __name__ == "__main__":
    entry()
