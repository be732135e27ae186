"""Saving, whatever the disk does: every system call fails once, and the power goes between any two. No answer is lost."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from disks import Disk, Model
from guide.cases import Case, CaseError, new_case, save_case, with_answers
from guide.cases.disk import replace_file
from guide.cases.lock import holding
from guide.cases.write import proved
from guide.values import Answer, Cell
from small import ON, SMALL

ERRORS = (errno.ENOSPC, errno.EIO, errno.EACCES, errno.EINTR, errno.EROFS, errno.EDQUOT, errno.ESTALE)
OLDEST, OLD, NEW = (with_answers(new_case(SMALL, ON, "T"), {Cell("contract.value"): Answer(value)}) for value in (1, 22, 333))
BYTES = {name: proved(Path("case.toml"), case, SMALL) for name, case in (("oldest", OLDEST), ("old", OLD), ("new", NEW))}
BEFORE: dict[str, tuple[Case, ...]] = {"nothing": (), "a case": (OLD,), "a case and the one before": (OLDEST, OLD)}
numbers = count()


@pytest.fixture(params=BEFORE)
def before(request: pytest.FixtureRequest) -> tuple[Case, ...]:
    return BEFORE[str(request.param)]


@pytest.fixture(params=[True, False], ids=["links", "no links"])
def links(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def prepared(tmp_path: Path, before: tuple[Case, ...]) -> Path:
    """A folder of its own with what was saved before."""
    path = tmp_path / str(next(numbers)) / "case.toml"
    path.parent.mkdir()
    for case, file in zip(reversed(before), (path, path.with_name("case.toml~")), strict=False):
        file.write_bytes(proved(path, case, SMALL))
    return path


def save(path: Path, disk: Disk, links: bool) -> bool:
    """Saves the new case on a disk; whether that was said to have worked."""
    with pytest.MonkeyPatch.context() as patch:
        disk.attach(patch)
        if not links:
            patch.setattr(os, "link", unable)
        try:
            with holding(path):
                save_case(path, NEW, SMALL)
        except CaseError:
            return False
    return True


def unable(*_: object) -> None:
    raise OSError(errno.EPERM, "no links here")


def held(path: Path) -> dict[str, bytes]:
    """What is in the folder of a case."""
    return {file.name: file.read_bytes() for file in path.parent.iterdir()}


def faults(calls: int) -> Iterator[tuple[int, int, bool]]:
    """Each call with errors of its own kind, before and after what it does."""
    for number in range(calls):
        for late in (False, True):
            yield number, ERRORS[(number + 3 * late) % len(ERRORS)], late


def test_every_system_call_of_a_save_fails_once(tmp_path: Path, before: tuple[Case, ...], links: bool) -> None:
    """The case is the old one or the new, whole; the new when the save said so; and the next save works, with nothing left behind."""
    clean = Disk(path := prepared(tmp_path, before).parent)
    assert save(path / "case.toml", clean, links)
    was = [proved(path, case, SMALL) for case in reversed(before)]
    for number, error, late in faults(len(clean.told)):
        path = prepared(tmp_path, before)
        disk = Disk(path.parent, number, error, late)
        worked = save(path, disk, links)
        found, failed = held(path), disk.told[number][0]
        assert found.get("case.toml") in ([BYTES["new"]] if worked else [BYTES["new"], *was[:1], *([] if was else [None])]), (failed, error, late)
        assert found.get("case.toml~") in [*was, *([] if was[1:] else [None])]
        assert failed in ("unlink", "flock") or (failed == "open" and late) or found.keys() <= {"case.toml", "case.toml~"}, (failed, error, late)
        assert save(path, Disk(path.parent), links)
        assert held(path)["case.toml"] == BYTES["new"]
        assert not was or held(path)["case.toml~"] in was


def test_a_checklist_is_written_as_safely(tmp_path: Path) -> None:
    """People's notes are on it: whichever call fails, the file is the old one or the new."""
    written = Disk(tmp_path / "list")
    for number in range(-1, 40):
        path = prepared(tmp_path, (OLDEST, OLD))
        disk = Disk(path.parent, number, errno.EIO, late=bool(number % 2))
        with pytest.MonkeyPatch.context() as patch, contextlib.suppress(OSError):
            disk.attach(patch)
            replace_file(path, BYTES["new"], keep=True, private=False)
        written = disk if number < 0 else written
        assert number < 0 or path.read_bytes() in (BYTES["old"], BYTES["new"])
        assert path.with_name("case.toml~").read_bytes() in (BYTES["oldest"], BYTES["old"])
    assert 10 < len(written.told) < 40


def test_the_power_goes_between_any_two_calls(tmp_path: Path, before: tuple[Case, ...], links: bool) -> None:
    """Whatever was not made durable is lost, each by itself: a whole case is left, and the new one once the save has said so."""
    path = prepared(tmp_path, before)
    disk, model = Disk(path.parent, piecemeal=True), Model(path.parent)
    assert save(path, disk, links)
    was = [proved(path, case, SMALL) for case in reversed(before)]
    states = 0
    for call in (("start", (), None), *disk.told):
        model.take(*call)
        for left in model.left():
            states += 1
            assert left.get(str(path)) in [BYTES["new"], *was[:1], *([] if was else [None])], call
            assert left.get(f"{path}~") in [*was, *([] if was[1:] else [None])], call
    assert states > len(disk.told)
    for left in model.left():
        assert left[str(path)] == BYTES["new"]
        assert not was or left[f"{path}~"] == was[0]


def test_the_model_sees_what_a_careless_save_would_lose(tmp_path: Path) -> None:
    """A file put in place before it is on the disk may be empty; one whose folder was not made durable may be the old one."""
    path = prepared(tmp_path, (OLD,))
    disk, model = Disk(path.parent), Model(path.parent)
    with pytest.MonkeyPatch.context() as patch:
        disk.attach(patch)
        handle = os.open(path.with_name("x"), os.O_WRONLY | os.O_CREAT, 0o600)
        os.write(handle, BYTES["new"])
        os.close(handle)
        path.with_name("x").replace(path)
    for call in disk.told:
        model.take(*call)
    assert {BYTES["old"], BYTES["new"], b""} <= {left.get(str(path)) for left in model.left()}


def test_a_disk_that_writes_little_at_a_time_gets_it_all(tmp_path: Path) -> None:
    """Half of what is left each time."""
    path = prepared(tmp_path, ())
    disk = Disk(path.parent, piecemeal=True)
    assert save(path, disk, True)
    assert sum(name == "write" for name, _, _ in disk.told) > 4
    assert path.read_bytes() == BYTES["new"]


def test_a_full_disk_does_not_keep_anybody_from_looking(tmp_path: Path) -> None:
    """The lock is held, whoever is told of it."""
    path = prepared(tmp_path, (OLD,))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "pwrite", full)
        with holding(path), contextlib.suppress(CaseError), holding(path):
            pytest.fail("held twice")


def full(*_: object) -> None:
    raise OSError(errno.ENOSPC, "full")
