"""The commands for authors: check and rename."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from guide.commands.case import FINDINGS, GOOD, UNREADABLE, Failure, rulebook, rules_folder, show

if TYPE_CHECKING:
    from guide.renaming import Changed


def run_check(options: argparse.Namespace) -> int:
    """Judges the rulebook."""
    from guide.check import check
    from guide.diagnostics import counted, render_github, render_json, render_text

    if options.explain:
        return explain(options.explain)
    root = rules_folder(options)
    if not (root / "rules").is_dir():
        raise Failure(f"there is no folder `rules` in {root}: name a folder that holds rules/ and kb/", UNREADABLE)
    findings = check(root, options.on)
    render = {"text": render_text, "json": render_json, "github": render_github}[options.format]
    if findings or options.format == "json":
        show(render(findings, root))
    errors = sum(finding.severity == "error" for finding in findings)
    print(f"{counted(errors, 'error')}, {counted(len(findings) - errors, 'warning')}", file=sys.stderr)
    return FINDINGS if findings else GOOD


def explain(code: str) -> int:
    """Prints the page of a finding."""
    from guide.codes import codes, page
    from guide.diagnostics import suggest

    text = page(code.upper())
    if text is None:
        near = suggest(code.upper(), codes())
        raise Failure(f"there is no finding `{code}`" + (f": did you mean {near}?" if near else f": they are {', '.join(codes())}"))
    show(text.rstrip())
    return GOOD


def run_rename(options: argparse.Namespace) -> int:
    """Renames a fact, option or id everywhere."""
    from guide.cases.disk import NotWritten, replace_files
    from guide.renaming import RenameError, rename

    root = rules_folder(options)
    rulebook(options)
    try:
        change, changed = rename(root, options.old, options.new, options.cases or ())
    except RenameError as error:
        raise Failure(str(error)) from None
    if not options.dry_run:
        try:
            replace_files({one.path: None for one in changed} | {one.to: one.after.encode() for one in changed})
        except NotWritten as error:
            raise Failure(str(error), UNREADABLE) from None
    for one in changed:
        show("".join(difference(one)) if options.dry_run else str(one.to) if one.to == one.path else f"{one.path} -> {one.to}")
    print(f"{len(changed)} files {'would change' if options.dry_run else 'changed'}", file=sys.stderr)
    if change.kind in ("fact", "attribute", "list", "option", "topic", "nation"):
        print(
            f"saved cases that answer `{options.old}` keep the answer and do not use it until they have the new name: "
            f"guide rename {options.old} {options.new} --cases FOLDER",
            file=sys.stderr,
        )
    return GOOD


def difference(changed: Changed) -> Iterator[str]:
    """What a renaming changes in a file, line by line."""
    from difflib import unified_diff

    lines = (changed.before.splitlines(keepends=True), changed.after.splitlines(keepends=True))
    return unified_diff(*lines, str(changed.path), str(changed.to), n=0)
