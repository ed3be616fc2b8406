"""The places of a record by their paths, and answers put there: what is typed becomes a value of the type that its schema asks for."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from scodata.documents.scalars import TRUTHS, is_exact, is_number, number_of
from scodata.layout import Shape
from scodata.layout.sites import Steps
from scodata.problems import ScodataError, from_pointer, near


def steps_of(path: str) -> tuple[str, ...]:
    """The steps of a path: words with dots between, or a JSON Pointer."""
    return from_pointer(path) if path.startswith("/") else tuple(path.split("."))


def path_of(steps: Steps) -> str:
    """A path as it is typed."""
    return ".".join(map(str, steps))


def is_text(text: str) -> bool:
    """Whether it can be written: bytes that weren't UTF-8 come as characters that are none."""
    return not any("\ud800" <= character <= "\udfff" for character in text)


def shape_at(shape: Shape | None, steps: Steps) -> Shape | None:
    """The shape of a place; None where the schema knows none."""
    for step in steps:
        if shape is None:
            return None
        shape = shape.named.get(str(step)) if shape.form == "object" else shape.items
    return shape


def value_of(text: str, shape: Shape) -> Any:
    """What was typed as a value: a number or truth where the schema asks for one and it is one, else the text without white space around it, in NFC."""
    clean = unicodedata.normalize("NFC", text.strip(" "))
    wanted = shape.schema.get("type")
    if wanted in ("integer", "number") and is_number(clean) and is_exact(clean):
        return number_of(clean)
    return TRUTHS.get(clean, clean) if wanted == "boolean" else clean


def at(value: Any, steps: Steps) -> Any:
    """What stands at a place; None where nothing does."""
    for step in steps:
        if isinstance(value, list) and int(step) < len(value):
            value = value[int(step)]
        elif isinstance(value, dict):
            value = value.get(step)
        else:
            return None
    return value


def put(record: dict[str, Any], steps: Steps, value: Any) -> bool:
    """Puts a value at a place, and what is missing on the way; always true."""
    holder: Any = record
    for step, following in pairwise(steps):
        empty: Any = [] if isinstance(following, int) else {}
        if isinstance(holder, list) and step == len(holder):
            holder.append(empty)
        holder = holder[int(step)] if isinstance(holder, list) else holder.setdefault(step, empty)
    if isinstance(holder, list):
        holder[int(steps[-1]) : int(steps[-1]) + 1] = [value]
    else:
        holder[steps[-1]] = value
    return True


def assigned(record: dict[str, Any], shape: Shape, path: str, text: str) -> None:
    """Puts a value at a path of a record: a key into a map, an item into a set or list, else the value itself, in place of what was there.

    Raises `ScodataError` where the schema knows no such place, or one text can't stand there.
    """
    steps = steps_of(path)
    holder, around = _holder(record, shape, steps, path)
    step = steps[-1]
    inner = _inner(around, step, path)
    if inner.form == "scalar":
        _put(holder, step, value_of(text, inner), path)
    elif around.form == "map" and text == "{}":
        holder.setdefault(step, {})
    elif inner.form == "object":
        raise ScodataError(f"{path} has parts; say which: {', '.join(f'{path}.{name}' for name in inner.named)}")
    else:
        _add(_opened(holder, step, inner, path), inner, text, path)


def _holder(record: dict[str, Any], shape: Shape, steps: Sequence[str], path: str) -> tuple[Any, Shape]:
    """The mapping or list that has the last step of a path, with its shape; what is missing on the way is made."""
    holder: Any = record
    for step in steps[:-1]:
        inner = _inner(shape, step, path)
        if inner.form == "scalar":
            raise ScodataError(f"{path}: {inner.title or step} is a single value and has no parts")
        holder, shape = _opened(holder, step, inner, path), inner
    return holder, shape


def _inner(shape: Shape, step: str, path: str) -> Shape:
    inner = shape.named.get(step) if shape.form == "object" else shape.items
    if inner is None or not step:
        raise ScodataError(f"the schema knows no {path}; {near(step, shape.named) or 'known here: ' + ', '.join(shape.named)}")
    return inner


def _opened(holder: Any, step: str, inner: Shape, path: str) -> Any:
    """The mapping or list at a step, made where it is missing."""
    empty: Any = {} if dict in inner.types else []
    if isinstance(holder, list):
        position = _position(holder, step, path)
        if position == len(holder):
            holder.append(empty)
        found = holder[position]
    else:
        found = holder.setdefault(step, empty)
    if type(found) is not type(empty):
        raise ScodataError(f"{path}: what stands at {step} is no {'mapping' if empty == {} else 'list'}")
    return found


def _put(holder: Any, step: str, value: Any, path: str) -> None:
    if not isinstance(holder, list):
        holder[step] = value
        return
    position = _position(holder, step, path)
    holder[position : position + 1] = [value]


def _position(holder: list[Any], step: str, path: str) -> int:
    position = int(step) if step.isascii() and step.isdecimal() and len(step) < 5 else len(holder) + 1
    if position > len(holder):
        raise ScodataError(f"{path}: {step} is no position in a list of {len(holder)}; the next one is {len(holder)}")
    return position


def _add(holder: Any, shape: Shape, text: str, path: str) -> None:
    assert shape.items, "a map, set or list has items"
    if isinstance(holder, list) and shape.items.form == "scalar":
        holder.append(value_of(text, shape.items))
    elif isinstance(holder, dict) and shape.items.form == "object":
        holder.setdefault(unicodedata.normalize("NFC", text.strip(" ")), {})
    else:
        what = "0" if isinstance(holder, list) else "KEY"
        raise ScodataError(f"{path} takes values one by one: {', '.join(f'{path}.{what}{rest}' for rest in _leaves(shape.items))}=VALUE")


def _leaves(shape: Shape) -> Iterator[str]:
    yield from (f".{name}" for name in shape.named) if shape.named else ("",)


def options(shape: Shape, steps: Steps) -> Iterator[str]:
    """The options of the command that give what is required at a place, one for each value."""
    path = path_of(steps)
    if shape.form == "scalar":
        yield f"--set {path}={_word(shape)}"
    elif shape.form == "object":
        wanted = [(name, inner) for name, inner in shape.properties if name in shape.required]
        if wanted:
            yield from (option for name, inner in wanted for option in options(inner, (*steps, name)))
        else:
            first, *others = shape.named
            yield f"--set {path}.{first}={_word(shape.named[first])}" + (f" (or {', '.join(others)})" if others else "")
    elif shape.keys and shape.items:
        key = _word(shape.keys)
        inner = shape.items
        deep = inner.form == "scalar" or inner.required
        yield from options(inner, (*steps, key)) if deep else (f"--set {path}={key}",)
    elif shape.items:
        yield from options(shape.items, (*steps, 0)) if shape.items.form == "object" else (f"--set {path}={_word(shape.items)}",)


def _word(shape: Shape) -> str:
    """What stands for a value in a line of help."""
    kind, _ = shape.reference
    if kind:
        return "ID"
    return {"integer": "NUMBER", "number": "NUMBER", "boolean": "true"}.get(str(shape.schema.get("type")), "DATE" if shape.is_date else "TEXT")
