"""The same case, date and rulebook give the same words, in the same order, in every process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

CASE = str(Path(__file__).parents[1] / "examples" / "3bm.toml")


def printed(seed: int, arguments: list[str]) -> bytes:
    """What a command prints in a process whose sets come in another order."""
    environment = {**os.environ, "PYTHONHASHSEED": str(seed)}
    return subprocess.run([sys.executable, "-m", "guide.cli", *arguments], env=environment, capture_output=True, check=True).stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["checklist", CASE],
        ["checklist", CASE, "--format", "json"],
        ["why", CASE, "dpi-at-meeting", "--format", "json"],
        ["why", CASE, "consider-social-value", "--change"],
        ["next", CASE, "--format", "json"],
    ],
    ids=lambda arguments: " ".join(arguments[:1] + arguments[2:]),
)
def test_no_order_hangs_on_the_hash_seed(arguments: list[str]) -> None:
    """Two seeds, one output: an auditor can derive a checklist again byte for byte."""
    assert printed(1, arguments) == printed(2, arguments)
