"""Spoils case files and checklists at random and runs the commands over them: each is refused with a message, or read; never a traceback.

`python tests/fuzz.py --minutes 60 --seed 1` prints how many were tried and how many were refused, and stops at the first failure,
whose file it keeps.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import random
import sys
import tempfile
import time
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from commanding import SMALL
from guide.cases import new_case, save_case, with_answers
from guide.cli import main
from small import ON
from small import SMALL as BOOK
from test_golden import FINISHED, UNSURE, told

PIECES = (
    *("```", "~~~", "<!--", "-->", "<div>", "> ", "    ", "\t", "- ", "1. ", "[x] ", "- [x] ", "[a]: http://x", "|", "---", "===", "# ", "\\", "<b>", "+++"),
    *("\x00", "\x1b[31m", "\u2028", "\u202e", "\ufeff", "é", "\r", "\r\n", "\x0b", "\x85", "\ud7ff", "<!-- guide: publish-notice -->", "<!-- guide: %zz -->"),
    *(
        "<!-- guide:record\n",
        "a" * 5000,
        "> " * 60,
        "- " * 60,
        "[" * 300,
        "*" * 200,
        "{" * 300,
        "=",
        '"',
        "'",
        '"""',
        "[work]",
        "[answers]",
        "nan",
        "1e999",
        "9" * 400,
    ),
    *(
        "2026-02-30",
        "0001-01-01",
        "9999-12-31",
        "?",
        "\n[answers]\n",
        "\n[[answers.person]]\n",
        "name = ",
        "../../etc/passwd",
        "{p.name}",
        "%s",
        "$(id)",
        "`id`",
    ),
)


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


def commands(case: Path, sheet: Path, out: Path) -> list[list[str]]:
    """What is run over a case and a checklist."""
    return [
        ["checklist", str(case), "-o", str(sheet)],
        ["import", str(case), str(sheet)],
        ["verify", str(sheet)],
        ["verify", str(case)],
        ["next", str(case)],
        ["checklist", str(case), "--format", "html", "-o", str(out)],
        ["answer", str(case), "case.nation=Wales"],
    ]


def run(arguments: list[str]) -> int:
    """The exit code of a command. Raises whatever it raises."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        return main([arguments[0], "--rules", str(SMALL), *arguments[1:]])


def fuzz(minutes: float, seed: int) -> int:
    """Tries spoiled files until the time is over; 1 when something failed."""
    dice, end, tried, refused = random.Random(seed), time.monotonic() + 60 * minutes, 0, 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        good = [sources(folder, answers) for answers in (FINISHED, UNSURE)]
        while time.monotonic() < end:
            case, sheet, out = folder / "case.toml", folder / "list.md", folder / "out.html"
            texts = dice.choice(good)
            which = dice.randrange(3)
            case.write_bytes(spoiled(texts[0], dice) if which != 1 else texts[0].encode())
            sheet.write_bytes(spoiled(texts[1], dice) if which != 0 else texts[1].encode())
            command = dice.choice(commands(case, sheet, out))
            kept = case.read_bytes(), sheet.read_bytes()
            try:
                code = run(command)
                if code not in (0, 1, 2, 3):
                    raise AssertionError(code)
                if code in (2, 3) and kept != (case.read_bytes(), sheet.read_bytes()):
                    raise AssertionError("refused, and written all the same")
            except BaseException:  # noqa: BLE001 - whatever it is, it is what we look for
                traceback.print_exc()
                saved = Path(tempfile.mkdtemp(prefix="guide-fuzz-"))
                for file, data in zip((case, sheet), kept, strict=True):
                    (saved / file.name).write_bytes(data)
                print(f"failed: guide {' '.join(command)}; the files are in {saved}")
                return 1
            tried, refused = tried + 1, refused + (code in (2, 3))
    print(f"{tried} tried, {refused} refused, none failed (seed {seed})")
    return 0


def sources(folder: Path, answers: dict[str, object]) -> tuple[str, str]:
    """A good case and its checklist."""
    session = told(answers)
    case, sheet = folder / "good.toml", folder / "good.md"
    sheet.unlink(missing_ok=True)
    save_case(case, with_answers(new_case(BOOK, ON, "A case"), session.answers), BOOK)
    session.close()
    run(["checklist", str(case), "-o", str(sheet)])
    return case.read_text(encoding="utf-8"), sheet.read_text(encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    sys.exit(fuzz(options.minutes, options.seed))
