"""Fixtures that several test files share, and which tests take so long that they run apart (`make check`)."""

from __future__ import annotations

import pytest

from commanding import case

LONG = (
    "test_documents_filled.py::test_details_of_a_sensitive_interest",
    "test_journeys.py",
    "test_look.py::test_look[.*-120x36]",
    "test_reproducible.py",
    "test_review_shipped.py",
    "test_sweep.py::test_every_test_of_the_rulebook",
    "test_tasks.py",
    "test_topics.py",
)
"""Tests on the whole rulebook, each over many edits, journeys, pictures or clones."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks the long tests, so that the others can run without them."""
    for item in items:
        name = item.nodeid.rpartition("/")[2]
        if any(name.startswith(start) and name.endswith(end.removeprefix(".*")) for start, _, end in (one.partition(".*") for one in LONG)):
            item.add_marker(pytest.mark.long)


__all__ = ["case", "pytest_collection_modifyitems"]
