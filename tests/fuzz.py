"""Runs the commands over hostile cases, checklists and names: each is refused with a message, or shown as text; never a traceback.

`python tests/fuzz.py --minutes 60 --seed 1` prints how many were tried and how many were refused. What fails is told, its files are
kept, and it goes on; exit code 1 then.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import random
import re
import shutil
import signal
import sys
import tempfile
import time
import traceback
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import guide.loader
from commanding import SMALL
from guide.cases import NotFollowed, Work, new_case, save_case, with_answers, with_work
from guide.cli import main
from hostile import MARK, MARKUP, PATHS, SIGNS, name, reworked, rewritten, word
from small import ON
from small import SMALL as BOOK
from test_golden import FINISHED, UNSURE, told

PIECES = (
    *("```", "~~~", "<!--", "-->", "<div>", "> ", "    ", "- ", "1. ", "[x] ", "- [x] ", "- [ ] ", "[a]: http://x", "|", "---", "===", "# ", "\\", "+++"),
    *("<!-- guide: publish-notice -->", "<!-- guide: %zz -->", "<!-- guide:record\n", "a" * 5000, "> " * 60, "- " * 60, "[" * 300, "*" * 200, "{" * 300),
    *("=", '"', "'", '"""', "[work]", "[answers]", "nan", "1e999", "9" * 400, "2026-02-30", "0001-01-01", "9999-12-31", "\n[[answers.person]]\n", "name = "),
    *(*MARKUP, *SIGNS, *PATHS),
)
LEFT = {"case.toml", "case.toml~", "list.md", "list.md~", "form.toml", "out", "out~", "good.toml", "good.md", "form.good"}
SECONDS = 120
"""How long a command may take."""
LIVE = re.compile(rf"<img src=x|<script>{MARK}|<[bi]>{MARK}|(href|src)=\"?(javascript:|//){MARK}", re.IGNORECASE)
"""Markup of somebody else's that a page would act on."""


def spoiled(text: str, dice: random.Random) -> bytes:
    """A text with pieces put in, taken out, said twice or moved, sometimes with bytes that are no text."""
    signs = list(text)
    for _ in range(dice.randint(1, 10)):
        at = dice.randrange(len(signs) + 1)
        match dice.randrange(5):
            case 0:
                signs[at:at] = dice.choice(PIECES)
            case 1:
                signs[at:at] = f"\n{dice.choice(PIECES)}\n"
            case 2:
                del signs[at : at + dice.randint(1, 60)]
            case 3:
                start = dice.randrange(len(signs) + 1)
                signs[at:at] = signs[start : start + dice.randint(1, 300)]
            case 4 if signs and at < len(signs):
                signs[at] = chr(dice.choice([0, 9, 10, 34, 39, 45, 60, 62, 91, 92, 93, 96, 124, 0x202E, 0xFEFF, 0x1F600]))
    data = "".join(signs).encode("utf-8", "replace")
    return data if dice.random() < 0.95 else data[: dice.randrange(len(data) + 1)] + b"\xff\xfe" + data[dice.randrange(len(data) + 1) :]


def commands(folder: Path, newer: Path, dice: random.Random) -> list[list[str]]:
    """What is run over a case, a checklist and a form."""
    case, sheet, form, out = (str(folder / file) for file in ("case.toml", "list.md", "form.toml", "out"))
    names = dice.choice([[], [], ["--without-names"]])
    reader = dice.choice([[], [], ["--role", "buyer"], ["--cabinet"]])
    put = dice.choice([[], ["-o", out]])
    then = ["--then", str(SMALL), "--rules", str(newer)]
    return [
        *(["checklist", case, "-o", sheet, *names, *reader] for _ in range(4)),
        *(["import", case, sheet] for _ in range(4)),
        *(["verify", sheet, *then[: dice.choice((0, 2, 4))]] for _ in range(3)),
        *(["verify", sheet, "--case", case], ["verify", case, "--then", str(SMALL)], ["verify", case, *then, "--format", "json"]),
        *(["moved", case, *then, "--format", form] for form in ("text", "json")),
        *(["checklist", case, "--format", form, *names, *put] for form in ("html", "json", "csv", "ics")),
        *(["checklist", case, "--format", "html", *reader[: 1 + len(reader)], *put], ["plan", case, *names, *put], ["like", case, *names, *put]),
        *(["plan", case, "--format", "json"], ["like", case, "--format", "json"]),
        *(["document", case, name, *names, *put, "--format", form] for name in ("register", "recusal") for form in ("md", "html")),
        *(["document", case, "recusal", "--for", word(dice)[:200].replace("\0", "")], ["document", case]),
        *(["next", case], ["next", case, "--format", "json"], ["handoff", case], ["handoff", case, "--to", "buyer"], ["take", case, form, "--theirs"]),
        *(["answer", case, f"{fact}={word(dice)[:9000]}".replace("\0", "")] for fact in ("case.nation", "service.name", "person", "contract.value")),
        *(["clear", case, "contract.value"], ["preview", case, "contract.value"], ["preview", case, f"service.name={word(dice)[:9000]}".replace("\0", "")]),
        *(
            ["why", case, id, "--change", "--format", dice.choice(("text", "json"))]
            for id in ("publish-notice", f"take-off (p = {word(dice)[:200]})", "person")
        ),
        *(["replay", case, str(folder), "--from", str(SMALL), "--rules", str(newer)], ["review", str(SMALL), str(newer), "--cases", case, "--random", "1"]),
        *(["cases", str(folder), *more] for more in ([], ["--overdue", "--by", "9999-12-31"], ["--totals"], ["--format", "csv"], ["--format", "json", *put])),
        ["cases", case, "--changed", "--rules", str(newer)],
        *(["cases", case, "--rests-on", name] for name in ("notice-duty", "contract.value", word(dice)[:200].replace("\0", ""))),
        *(["rename", "service.name", "service.called", "--cases", case, "--dry-run"], ["ask", case, "--plain"]),
    ]


@dataclass
class Run:
    """One command as it was run: its code and what it printed."""

    arguments: list[str]
    code: int = -1
    out: io.StringIO = field(default_factory=io.StringIO)
    err: io.StringIO = field(default_factory=io.StringIO)

    def go(self) -> None:
        """Runs it. Raises whatever it raises."""
        arguments = self.arguments if "--rules" in self.arguments or self.arguments[0] == "review" else [*self.arguments, "--rules", str(SMALL)]
        with contextlib.redirect_stdout(self.out), contextlib.redirect_stderr(self.err), limited():
            try:
                self.code = main(arguments)
            except SystemExit as ended:
                self.code = int(str(ended.code or 0))


@contextlib.contextmanager
def limited() -> Iterator[None]:
    """Ends what takes too long."""
    signal.signal(signal.SIGALRM, too_long)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)


def too_long(*_: object) -> None:
    raise TimeoutError(f"more than {SECONDS} seconds")


def judge(run: Run, before: dict[str, bytes], after: dict[str, bytes]) -> None:
    """Raises AssertionError for what no command may do, whatever it is given."""
    assert run.code in (0, 1, 2, 3), f"exit code {run.code}"
    changed = {name for name in before | after if before.get(name) != after.get(name)}
    assert not changed or run.code not in (2, 3) or run.arguments[0] == "ask", f"refused, and {changed} changed all the same"
    named = {f"{Path(text).name}{end}" for text in run.arguments for end in ("", "~")}
    assert after.keys() <= LEFT | named | before.keys(), f"left behind: {after.keys() - LEFT - named - before.keys()}"
    for stream in (run.out, run.err):
        steering = {c for c in stream.getvalue() if c != "\n" and unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")}
        assert not steering, f"printed {steering!r}"
        assert "defect of the guide" not in stream.getvalue(), "a defect told"
    pages = [run.out.getvalue(), after.get("out", b"").decode()] if "html" in run.arguments else []
    for page in pages:
        assert not (found := LIVE.search(page)), f"a page with {found and found[0]!r}"


def files(folder: Path) -> dict[str, bytes]:
    """What is in a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def fuzz(minutes: float, seed: int, most: int = 10**9) -> int:
    """Tries hostile files until the time is over, or so many were tried; 1 when something failed."""
    guide.loader.load = cache(guide.loader.load)
    dice, start, tried, refused = random.Random(seed), time.monotonic(), 0, 0
    failed: dict[str, int] = {}
    slowest, told_at = (0.0, ""), start
    with tempfile.TemporaryDirectory() as made:
        newer = newer_book(Path(made) / "newer")
        folder = Path(made) / "cases"
        folder.mkdir()
        good = [sources(folder, answers) for answers in (FINISHED, UNSURE)]
        while time.monotonic() < start + 60 * minutes and tried < most:
            for path in folder.iterdir():
                path.unlink()
            write(folder, dice.choice(good), dice)
            run, before = Run(dice.choice(commands(folder, newer, dice))), files(folder)
            if dice.random() < 0.02:
                run = Run(strange(run.arguments, folder, dice))
                before = files(folder)
            began = time.monotonic()
            try:
                with contextlib.suppress(BrokenPipeError):
                    sys.stdin = io.StringIO("?\nback\nreview\nquit\n")
                    run.go()
                judge(run, before, files(folder))
            except BaseException as error:  # whatever it is, it is what we look for
                if isinstance(error, KeyboardInterrupt):
                    raise
                tell(error, run, before, failed)
            slowest = max(slowest, (time.monotonic() - began, run.arguments[0]))
            tried, refused = tried + 1, refused + (run.code in (2, 3))
            if time.monotonic() > told_at + 300:
                told_at = time.monotonic()
                print(f"{(told_at - start) / 60:.0f} minutes: {tried} tried, {refused} refused, {sum(failed.values())} failed", flush=True)
    took = (time.monotonic() - start) / 60
    print(f"{took:.1f} minutes: {tried} tried, {refused} refused, {sum(failed.values())} failed in {len(failed)} ways (seed {seed})")
    print(f"the slowest command took {slowest[0]:.1f} s ({slowest[1]})")
    return 1 if failed else 0


def write(folder: Path, texts: tuple[str, str, str], dice: random.Random) -> None:
    """Writes a case, a checklist and a form, one of them or all hostile."""
    which = dice.randrange(8)
    for number, (file, text) in enumerate(zip(("case.toml", "list.md", "form.toml"), texts, strict=True)):
        data = text.encode()
        if which in (number, number + 3, 7):
            again = rewritten if file == "list.md" else reworked
            data = spoiled(text, dice) if dice.random() < 0.4 else again(text, dice).encode("utf-8", "replace")
            data = spoiled(data.decode("utf-8", "replace"), dice) if dice.random() < 0.1 and len(data) < 10**6 else data
        (folder / file).write_bytes(data)


def strange(arguments: list[str], folder: Path, dice: random.Random) -> list[str]:
    """The command with a file of a hostile name in place of one of its files."""
    at = dice.choice([number for number, text in enumerate(arguments) if text.startswith(str(folder))] or [0])
    old, new = Path(arguments[at]), folder / name(dice)
    with contextlib.suppress(OSError, ValueError):
        if old.is_file():
            shutil.copy(old, new)
    return [*arguments[:at], str(new) if at else arguments[0], *arguments[at + 1 :]]


def tell(error: BaseException, run: Run, before: dict[str, bytes], failed: dict[str, int]) -> None:
    """Tells of a failure, and keeps the files of each way to fail once."""
    where = traceback.extract_tb(error.__traceback__)[-1]
    way = f"{type(error).__name__} {where.name}:{where.lineno} {str(error)[:40] if isinstance(error, AssertionError) else ''}"
    failed[way] = failed.get(way, 0) + 1
    if failed[way] > 1:
        return
    saved = Path(tempfile.mkdtemp(prefix="guide-fuzz-"))
    for file, data in before.items():
        (saved / file).write_bytes(data)
    traceback.print_exception(error)
    print(f"failed: {run.arguments!r:.2000}; the files are in {saved}", flush=True)


def newer_book(folder: Path) -> Path:
    """The small rulebook with other figures and another version."""
    shutil.copytree(SMALL, folder)
    for file, old, new in (("contract", "from.2025-01-01 = 120_000.50", "from.2025-01-01 = 300_000"), ("rulebook", "1.2.0", "1.3.0")):
        path = folder / "rules" / f"{file}.toml"
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    return folder


def sources(folder: Path, answers: dict[str, object]) -> tuple[str, str, str]:
    """A good case with work on it, its checklist, and a form of it."""
    session = told(answers)
    case, sheet = folder / "good.toml", folder / "good.md"
    sheet.unlink(missing_ok=True)
    work = {"publish-notice": Work(date(2026, 5, 3), "sent"), "take-off (p = Ann)": Work(None, "", NotFollowed("Jo", "the Cabinet said so"))}
    save_case(case, with_work(with_answers(new_case(BOOK, ON, "A case"), session.answers), work), BOOK)
    session.close()
    Run(["checklist", str(case), "-o", str(sheet)]).go()
    Run(["answer", str(case), "service.name?"]).go()
    form = Run(["handoff", str(case), "--to", "buyer"])
    form.go()
    return case.read_text(encoding="utf-8"), sheet.read_text(encoding="utf-8"), form.out.getvalue()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    sys.exit(fuzz(options.minutes, options.seed))
