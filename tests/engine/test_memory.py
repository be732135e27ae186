"""The working memory keeps to the subset of durable-rules that can be trusted, and says no before durable-rules has to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from guide.engine.memory import MOST_KEYS, MOST_LINES, MOST_STALE, LineFact, Memory, WorkingMemoryError


@pytest.fixture
def memory() -> Iterator[Memory]:
    memory = Memory([range(3), range(1), range(16)])
    yield memory
    memory.close()


def facts(clause: int, lines: int, key: int) -> list[LineFact]:
    return [LineFact(clause, line, key) for line in range(lines)]


def test_a_clause_fires_when_all_its_lines_are_there(memory: Memory) -> None:
    """In any order, and not before."""
    assert memory.post([LineFact(0, 2, 7), LineFact(0, 0, 7)]) == set()
    assert memory.post([LineFact(0, 1, 7)]) == {7}


def test_lines_of_different_keys_do_not_mix(memory: Memory) -> None:
    """A binding is judged by its own lines alone."""
    assert memory.post([LineFact(0, 0, 1), LineFact(0, 1, 2), LineFact(0, 2, 3)]) == set()


def test_a_clause_may_have_sixteen_lines(memory: Memory) -> None:
    """And no more: the seventeenth is refused before durable-rules ends in error 304."""
    assert memory.post(facts(2, MOST_LINES, 5)) == {5}
    with pytest.raises(WorkingMemoryError, match="16"):
        Memory([range(MOST_LINES + 1)])


def test_a_key_given_up_never_fires(memory: Memory) -> None:
    """Its facts stay behind, and the lines of another key do not complete them."""
    memory.post([LineFact(0, 0, 1), LineFact(0, 1, 1)])
    memory.forget(1)

    assert memory.post([LineFact(0, 2, 2)]) == set()


def test_the_session_is_renewed_and_remembers_what_is_alive(memory: Memory) -> None:
    """After many keys given up, an unfinished one still fires when its last line comes."""
    memory.post([LineFact(0, 0, 0), LineFact(0, 1, 0)])
    for key in range(1, MOST_STALE + 2):
        memory.post([LineFact(1, 0, key)])
        memory.forget(key)

    assert memory.post([LineFact(0, 2, 0)]) == {0}


def test_a_key_that_could_be_mistaken_for_another_is_refused(memory: Memory) -> None:
    """Beyond what the engine's hash is known to tell apart."""
    assert memory.post([LineFact(1, 0, MOST_KEYS - 1)]) == {MOST_KEYS - 1}
    with pytest.raises(WorkingMemoryError):
        memory.post([LineFact(1, 0, MOST_KEYS)])


def test_four_thousand_clauses_and_more_are_split_over_rulesets() -> None:
    """The clause after the last of a ruleset is the first of the next."""
    memory = Memory([[0]] * 4_001)

    assert memory.post([LineFact(3_999, 0, 1), LineFact(4_000, 0, 2)]) == {1, 2}
    memory.close()


def test_an_emptied_memory_knows_nothing(memory: Memory) -> None:
    """Keys are then counted from nought again."""
    memory.post([LineFact(0, 0, 1), LineFact(0, 1, 1)])
    memory.empty()

    assert memory.post([LineFact(0, 2, 1)]) == set()
    assert memory.post(facts(1, 1, 0)) == {0}
