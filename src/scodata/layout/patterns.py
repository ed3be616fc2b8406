"""Patterns that could mean different things to different readers, or take for ever on a text made for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

_ALPHABET = frozenset(map(chr, range(0x250)))
_REPEATS = (_constants.MAX_REPEAT, _constants.MIN_REPEAT)


def is_loose(pattern: str) -> bool:
    """Whether readers could differ on it: it isn't `^…$`, or has a class such as `\\d` that means more in some languages than in others."""
    return not (pattern.startswith("^") and pattern.endswith("$")) or bool(re.search(r"\\[dDwWsSbBpP]", pattern))


@cache
def is_slow(pattern: str) -> bool:
    """Whether a text could make a backtracking engine try ever more ways: a repetition inside of a repetition whose rounds can't be told apart.

    Rounds can be told apart when each begins with one character that no repetition inside of it can take. This refuses some harmless
    patterns too; they can be written otherwise.
    """
    try:
        return any(_ambiguous(body) for body in _repeated(_parser.parse(pattern)))
    except re.error:
        return True


def _repeated(items: Any) -> Iterator[Any]:
    """The bodies of all repetitions without an end."""
    for operator, argument in items:
        if operator in _REPEATS and argument[1] == _constants.MAXREPEAT:
            yield argument[2]
        for inner in _inner(operator, argument):
            yield from _repeated(inner)


def _inner(operator: Any, argument: Any) -> list[Any]:
    if operator in _REPEATS:
        return [argument[2]]
    if operator is _constants.SUBPATTERN:
        return [argument[3]]
    if operator is _constants.BRANCH:
        return list(argument[1])
    return [argument[1]] if operator in (_constants.ASSERT, _constants.ASSERT_NOT) else []


def _ambiguous(body: Any) -> bool:
    while len(body) == 1 and body[0][0] is _constants.SUBPATTERN:
        body = body[0][1][3]
    inner = set().union(*(_characters(repeated) for repeated in _repeated(body)))
    if not inner:
        return any(operator is _constants.BRANCH for operator, _ in body)
    first = _first(body)
    return first is None or bool(first & inner)


def _first(body: Any) -> frozenset[str] | None:
    """The characters with which a round begins, if it begins with just one character."""
    operator, argument = body[0]
    if operator is _constants.SUBPATTERN:
        return _first(argument[3])
    return _one(operator, argument)


def _characters(items: Any) -> frozenset[str]:
    """Every character that the items can take."""
    found: frozenset[str] = frozenset()
    for operator, argument in items:
        found |= _one(operator, argument) or frozenset()
        for inner in _inner(operator, argument):
            found |= _characters(inner)
    return found


def _one(operator: Any, argument: Any) -> frozenset[str] | None:
    if operator is _constants.LITERAL:
        return frozenset((chr(argument),))
    if operator is _constants.NOT_LITERAL:
        return _ALPHABET - {chr(argument)}
    if operator is _constants.ANY:
        return _ALPHABET
    if operator is _constants.IN:
        negated = argument[0][0] is _constants.NEGATE
        taken = frozenset(character for item in argument[negated:] for character in _member(*item))
        return _ALPHABET - taken if negated else taken
    return None


def _member(operator: Any, argument: Any) -> Iterator[str]:
    if operator is _constants.LITERAL:
        yield chr(argument)
    elif operator is _constants.RANGE:
        yield from map(chr, range(argument[0], argument[1] + 1))
    else:
        yield from _ALPHABET
