"""The few names that other programs may import, and what is said of them."""

from __future__ import annotations

import doctest
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from types import ModuleType

import pytest

import guide

MODULES = sorted(found.name for found in pkgutil.walk_packages(guide.__path__, "guide."))


def public(module: ModuleType) -> Iterator[tuple[str, object]]:
    """The public classes and functions that a module defines, and the methods of its classes."""
    for name, found in vars(module).items():
        if name.startswith("_") or getattr(found, "__module__", None) != module.__name__:
            continue
        if inspect.isclass(found) or inspect.isfunction(found):
            yield name, found
        if inspect.isclass(found):
            yield from ((f"{name}.{part}", held) for part, held in vars(found).items() if inspect.isfunction(held) and not part.startswith("_"))


def test_the_example_of_the_package_runs() -> None:
    """Whoever copies it gets what it shows."""
    found = doctest.testmod(guide)

    assert (found.failed, found.attempted) == (0, 4)


def test_the_public_names_are_these() -> None:
    """A promise: each can be had from the package itself, and says what it is."""
    assert sorted(guide.__all__) == ["AnswerError", "RulebookError", "Session", "load", "shipped_rulebook"]
    assert [name for name in guide.__all__ if not inspect.getdoc(getattr(guide, name))] == []


def test_a_star_import_gives_the_public_names() -> None:
    """Those that are loaded late too."""
    names: dict[str, object] = {}
    exec("from guide import *", names)

    assert set(guide.__all__) <= names.keys()


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    """Late loading does not hide a slip."""
    with pytest.raises(AttributeError, match="has no attribute 'Sesion'"):
        guide.Sesion  # noqa: B018


@pytest.mark.parametrize("name", ["Session.answer", "Session.clear", "Session.outcome", "Session.preview", "Session.next_question", "Session.undo"])
def test_what_a_session_does_is_said(name: str) -> None:
    """A program that embeds the guide reads these first."""
    assert inspect.getdoc(getattr(guide.Session, name.partition(".")[2]))


def test_every_public_name_of_every_module_has_a_docstring() -> None:
    """Module, class, function and method: one sentence at least."""
    modules = [importlib.import_module(name) for name in MODULES if not name.endswith("__main__")]
    silent = [f"{module.__name__}: {name}" for module in modules for name, found in public(module) if not inspect.getdoc(found)]

    assert [module.__name__ for module in modules if not module.__doc__] == []
    assert silent == []
