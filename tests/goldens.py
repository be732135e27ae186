"""Golden files: what a person has looked at and accepted. `GUIDE_UPDATE_GOLDEN=1 pytest` writes them anew; read the difference before you keep it."""

from __future__ import annotations

import os
from pathlib import Path

GOLDEN = Path(__file__).parent / "golden"


def compare(name: str, text: str) -> None:
    """A text with the golden file of that name."""
    path = GOLDEN / name
    if os.environ.get("GUIDE_UPDATE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text
