"""The commands that give authors something to start from: the schema for their editor, skeletons, a repository of their own."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from guide.commands.case import GOOD, UNREADABLE, Failure, rulebook, show


def run_schema(options: argparse.Namespace) -> int:
    """Writes the schema of rule files."""
    from guide.cases.disk import reason, replace_file
    from guide.jsonschema import rules_schema

    text = rules_schema(rulebook(options))
    if options.output in (None, Path("-")):
        show(text.removesuffix("\n"))
        return GOOD
    try:
        replace_file(options.output, text.encode(), keep=False, private=False)
    except OSError as error:
        raise Failure(f"{options.output} cannot be written: {reason(error)}", UNREADABLE) from None
    print(f"wrote {options.output}", file=sys.stderr)
    return GOOD


def run_new(options: argparse.Namespace) -> int:
    """Prints a skeleton."""
    from guide.skeletons import SkeletonError, skeleton

    try:
        show(skeleton(rulebook(options), options.kind, options.id).removesuffix("\n"))
    except SkeletonError as error:
        raise Failure(str(error)) from None
    return GOOD


def run_init(options: argparse.Namespace) -> int:
    """Makes a repository for a rulebook."""
    from guide.cases.disk import reason
    from guide.startbook import NotEmpty, start_book

    try:
        files = start_book(options.folder)
    except NotEmpty as error:
        raise Failure(str(error)) from None
    except OSError as error:
        raise Failure(f"{options.folder} cannot be written: {reason(error)}", UNREADABLE) from None
    for file in files:
        show(file)
    print(f"{len(files)} files written; now: cd {options.folder}, then guide check and guide test", file=sys.stderr)
    return GOOD
