"""The command line as tests use it: over the small rulebook, in this process or in one of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

import guide.loader
from guide.cli import main
from guide.loader import load
from guide.model import Rulebook

SMALL = Path(__file__).parent / "books" / "good" / "small"


@pytest.fixture
def case(tmp_path: Path) -> str:
    """Where a case may be kept; nothing is there yet."""
    return str(tmp_path / "case.toml")


def run(*arguments: str) -> int:
    """The exit code of a command. The small rulebook is read once for all commands of a process."""
    real = guide.loader.load
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(guide.loader, "load", lambda root, tests=False: small(tests) if Path(root) == SMALL else real(root, tests))
        return main([arguments[0], "--rules", str(SMALL), *arguments[1:]])


@cache
def small(tests: bool) -> Rulebook:
    """The small rulebook."""
    return load(SMALL, tests)


def output(capsys: pytest.CaptureFixture[str]) -> str:
    """What a command has answered."""
    return capsys.readouterr().out


def child(*arguments: str, **more: object) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own."""
    command = [sys.executable, "-m", "guide.cli", arguments[0], "--rules", str(SMALL), *arguments[1:]]
    environment = {**os.environ, **more.pop("env", {})}  # type: ignore[dict-item]
    return subprocess.run(command, text=True, check=False, env=environment, **{"capture_output": True, **more})  # type: ignore[call-overload, no-any-return]
