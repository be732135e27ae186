"""The command that serves the interview in web pages."""

from __future__ import annotations

import argparse
import ipaddress
import sys
from pathlib import Path

from guide.commands.case import GOOD, UNREADABLE, Failure, book_in, rules_folder, taken_out, today

MISSING = "web pages need one package more: python -m pip install 'mutuals-guide[serve]'"
EXPOSED = (
    "{host} can be reached from other machines, where anybody could read every case: let a web server that knows who is who stand in front "
    "(docs/serving.md), or say --to-network"
)


def run_serve(options: argparse.Namespace) -> int:
    """Serves until it is told to end."""
    try:
        from guide.serve import Settings, serve
        from guide.serve.officers import Officers
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("aiohttp", "textual_serve", "multidict"):
            raise
        raise Failure(MISSING) from None
    may_listen(options)
    rules = rules_folder(options)
    rules = (rules if rules.is_dir() else taken_out(rules)).resolve()
    book = book_in(rules)
    folder = folder_in(options.folder)
    settings = Settings(
        rules, Officers(folder, options.user_header or ""), today, options.host, options.port, options.address or "", options.most, 60.0 * options.idle
    )
    whose = f"a folder for each officer, as {options.user_header} names them" if options.user_header else "one folder for everybody who comes"
    told = f"guide: rulebook {book.version} at {settings.addresses[0]}/, cases in {folder} ({whose}); Ctrl+C ends it"
    try:
        serve(settings, lambda: print(told, file=sys.stderr))
    except OSError as error:
        raise Failure(f"cannot listen at {options.host}, port {options.port}: {(error.strerror or str(error)).lower()}", UNREADABLE) from None
    return GOOD


def may_listen(options: argparse.Namespace) -> None:
    """Ends the command when it would be open to others without being told so, or would not know where officers find it."""
    if is_here(options.host):
        return
    if not options.to_network:
        raise Failure(EXPOSED.format(host=options.host))
    if not options.address:
        raise Failure("say with --address where officers find the guide, like https://guide.example.gov.uk")


def is_here(host: str) -> bool:
    """Whether only this machine reaches an address."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def folder_in(folder: Path) -> Path:
    """The folder for the cases; made when it is not there."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Failure(f"{folder} cannot hold cases: {(error.strerror or str(error)).lower()}", UNREADABLE) from None
    return folder.resolve()
