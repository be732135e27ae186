"""Who an officer is, as the web server in front says, and the folder that is theirs: a name is data and leads nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from multidict import CIMultiDict, CIMultiDictProxy

from guide.serve.officers import LONGEST, Officers, Refused, folder_name

HEADER = "X-Remote-User"
NAMES = [
    *("ann", "Ann", "ann.b@council.gov.uk", ".", "..", ".ssh", "../bob", "a/b", "a\\b", "C:", "%2e", "a b", "\u00e9", "e\u0301"),
    *("'; rm -rf ~", "$HOME", "-rf", "~", "nul", "*"),
]


def asked(*names: str) -> CIMultiDictProxy[str]:
    return CIMultiDictProxy(CIMultiDict((HEADER, name) for name in names))


@pytest.mark.parametrize(("name", "folder"), [("ann", "ann"), ("ann.b@council.gov.uk", "ann.b@council.gov.uk"), ("../bob", "%2e.%2fbob"), ("Zoë", "Zo%c3%ab")])
def test_a_name_is_read_again_in_its_folder(name: str, folder: str) -> None:
    assert folder_name(name) == folder


@pytest.mark.parametrize("name", NAMES)
def test_whatever_a_name_says_its_folder_lies_in_the_common_one(name: str, tmp_path: Path) -> None:
    own = Officers(tmp_path, HEADER).folder_of(asked(name))

    assert own.resolve().parent == tmp_path.resolve()
    assert own.is_dir()
    assert own.stat().st_mode & 0o777 == 0o700


@settings(max_examples=50)
@given(st.lists(st.text(min_size=1, max_size=20), unique_by=str.strip, max_size=5) | st.just(NAMES))
def test_two_officers_never_share_a_folder(names: list[str]) -> None:
    taken = []
    for name in names:
        try:
            taken.append(folder_name(name))
        except Refused:
            assert not name.strip() or not name.strip().isprintable()
    assert len(set(taken)) == len(taken)
    assert not any(set(folder) & set("/\\\0:~") or folder.startswith(".") for folder in taken)


@pytest.mark.parametrize("names", [(), ("ann", "bob"), ("",), (" ",), ("a\x00b",), ("\udce9",), ("x" * (LONGEST + 1),)])
def test_who_is_not_named_once_and_clearly_is_refused(names: tuple[str, ...], tmp_path: Path) -> None:
    """A header that the server in front adds to one that came from outside would be there twice."""
    with pytest.raises(Refused):
        Officers(tmp_path, HEADER).folder_of(asked(*names))
    assert not list(tmp_path.iterdir())


def test_a_header_that_nobody_said_to_trust_names_nobody(tmp_path: Path) -> None:
    assert Officers(tmp_path).folder_of(asked("ann")) == tmp_path
