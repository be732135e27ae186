"""The command line. Standard output is the answer, standard error the commentary.

Exit codes: 0 good, 1 findings, 2 usage, 3 unreadable.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import NoReturn

from guide import commands
from guide.commands import GOOD, Failure

DESCRIPTION = "A guide to spinning council services out into mutuals and co-operatives. Not legal advice."


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line; the exit code."""
    parser = make_parser()
    options = parser.parse_args(arguments)
    try:
        run: Callable[[argparse.Namespace], int] = options.run
        return run(options)
    except Failure as failure:
        from guide.words import plain

        for line in str(failure).splitlines():
            print(plain(f"guide: {line}" if line == str(failure).splitlines()[0] else line), file=sys.stderr)
        return failure.code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return GOOD
    except KeyboardInterrupt:
        return 130


def make_parser() -> argparse.ArgumentParser:
    """The commands and their options."""
    shared = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    shared.add_argument("--rules", type=Path, metavar="DIR", help="a folder with rules/ and kb/ (default: the guide's own)")
    dated = argparse.ArgumentParser(add_help=False)
    dated.add_argument("--on", type=a_day, metavar="DATE", help="judge the law as at this day, like 2012-12-06 (default: the case's own, else today)")
    parser = argparse.ArgumentParser(prog="guide", description=DESCRIPTION, parents=[shared])
    parser.add_argument("--version", action="version", version=f"guide {package_version()}")
    parser.set_defaults(run=commands.run_home, on=None)
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND")

    def command(name: str, help: str, run: Callable[[argparse.Namespace], int], *parents: argparse.ArgumentParser) -> argparse.ArgumentParser:
        added = subparsers.add_parser(name, help=help, description=help, parents=[shared, *parents])
        added.set_defaults(run=run)
        return added

    ask = command("ask", "start or resume an interview", commands.run_ask, dated)
    ask.add_argument("case", nargs="?", type=Path, metavar="CASE", help="the case file (default: case.toml)")
    ask.add_argument("--plain", action="store_true", help="line by line, for screen readers and pipes")
    ask.add_argument("--title", default="", help="what to call a new case")
    nxt = command("next", "print the next question, or null when none is left", commands.run_next, dated)
    nxt.add_argument("case", type=Path, metavar="CASE")
    nxt.add_argument("--format", choices=["text", "json"], default="text")
    answer = command("answer", "record answers", commands.run_answer, dated)
    answer.add_argument("case", type=Path, metavar="CASE")
    answer.add_argument("answers", nargs="+", metavar="FACT=VALUE", help="an answer; `FACT?` for not sure; a list's rows as JSON")
    clear = command("clear", "take answers back", commands.run_clear, dated)
    clear.add_argument("case", type=Path, metavar="CASE")
    clear.add_argument("facts", nargs="+", metavar="FACT")
    checklist = command("checklist", "write the checklist", commands.run_checklist, dated)
    checklist.add_argument("case", type=Path, metavar="CASE")
    checklist.add_argument("--format", choices=["md", "json"], default="md")
    checklist.add_argument("-o", "--output", type=Path, metavar="FILE", help="write to a file instead of standard output")
    why = command("why", "explain one item or fact, either way", commands.run_why, dated)
    why.add_argument("case", type=Path, metavar="CASE")
    why.add_argument("--format", choices=["text", "json"], default="text")
    why.add_argument("--change", action="store_true", help="also say the smallest changes of answers that would change an item")
    why.add_argument("id", metavar="ID", help="an item, like `tell-when-decided` or `dpi-at-meeting (p = Ann)`, or a fact")
    check = command("check", "judge the rulebook", commands.run_check)
    check.add_argument("--format", choices=["text", "json", "github"], default="text")
    test = command("test", "run the rulebook's own tests", commands.run_test)
    test.add_argument("tests", nargs="*", metavar="TEST", help="only these (default: all)")
    return parser


def package_version() -> str:
    """The installed version of the guide."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("mutuals-guide")
    except PackageNotFoundError:
        return "(not installed)"


def a_day(text: str) -> date:
    """A date of the command line."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"`{text}` is not a date; write it as 2012-12-06") from None


def entry() -> NoReturn:
    """Where `guide` starts."""
    sys.exit(main())


if __name__ == "__main__":
    entry()
