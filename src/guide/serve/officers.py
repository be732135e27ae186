"""Who is asking, and which folder is theirs. A name is data: whatever it says, its folder lies in the common one, beside the others."""

from __future__ import annotations

import string
from dataclasses import dataclass
from pathlib import Path

from multidict import CIMultiDictProxy

SAFE = frozenset(string.ascii_letters + string.digits + "-_.@")
LONGEST = 200


class Refused(Exception):
    """Why somebody is not let in, in their words."""


@dataclass(frozen=True, slots=True)
class Officers:
    """The folders of all officers. Without a header there is only one officer, whose folder is the common one."""

    folder: Path
    header: str = ""

    def folder_of(self, headers: CIMultiDictProxy[str]) -> Path:
        """The folder of whoever a request is from; made when they are new. Raises Refused."""
        if not self.header:
            return self.folder
        names = headers.getall(self.header, [])
        if len(names) != 1:
            said = "does not say who you are" if not names else "says twice who you are"
            raise Refused(f"The server in front of the guide {said} (header {self.header}). Please tell whoever runs it.")
        own = self.folder / folder_name(names[0])
        own.mkdir(mode=0o700, exist_ok=True)
        return own


def folder_name(name: str) -> str:
    """An officer's name as that of a folder, another one for each name. Raises Refused when it is no name."""
    name = name.strip()
    if not name or not name.isprintable():
        raise Refused("The name under which you signed in cannot be read.")
    found = "".join(sign if sign in SAFE else "".join(f"%{byte:02x}" for byte in sign.encode()) for sign in name)
    if len(found) > LONGEST:
        raise Refused("The name under which you signed in is too long.")
    return f"%2e{found[1:]}" if found.startswith(".") else found


__all__ = ["Officers", "Refused", "folder_name"]
