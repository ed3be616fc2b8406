"""The reference of the handbook, generated from the program: its commands from click, the files that configure it from its own schemas."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator
from typing import Any

import click

from scodata.cli import main
from scodata.schemas import own

CONFIGURED = {
    "scodata.yaml": "catalogue.json",
    "exceptions.yaml": "exceptions.json",
    "changes/*.yaml": "notes.json",
    "site.yaml": "site.json",
    "A record that moved or was withdrawn": "redirect.json",
}
"""Each file of a catalogue that isn't a record, and the schema that says what may stand in it."""


def commands_page() -> str:
    """Every command with its arguments, options and example."""
    head = "# Commands\n\nWhat each command takes; `scodata COMMAND --help` prints the same. How they go together is told by [the handbook](README.md).\n"
    return "\n".join([head, *(part for name in sorted(main.commands) for part in _command(name, main.commands[name]))])


def _command(name: str, command: click.Command) -> Iterator[str]:
    context = click.Context(command, info_name=f"scodata {name}")
    told, _, example = inspect.cleandoc(command.help or "").replace("\b\n", "").partition("Example:\n")
    yield f"## `scodata {name}`\n\n{told.strip()}\n"
    yield f"    {command.get_usage(context).removeprefix('Usage: ')}\n"
    options = [record for parameter in command.params if isinstance(parameter, click.Option) and (record := parameter.get_help_record(context))]
    if options:
        yield "| option | meaning |\n|---|---|"
        yield "\n".join(f"| `{_cell(written)}` | {_cell(meaning)} |" for written, meaning in options) + "\n"
    if example.strip():
        yield "Example:\n\n" + "\n".join(f"    {line.strip()}" for line in example.strip().splitlines()) + "\n"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def configuration_page() -> str:
    """Every property of the files that configure a catalogue."""
    head = (
        "# Configuration\n\nThe files of a catalogue beside its records and schemas, property by property. `scodata validate` holds them against the same;\n"
        "`site.yaml`, which no data needs, is held against it by `scodata site`.\n"
    )
    sections = [_file(name, own().files[schema].value, own().files[schema].value) for name, schema in CONFIGURED.items()]
    return "\n".join([head, *sections])


def _file(name: str, schema: dict[str, Any], root: dict[str, Any]) -> str:
    title, said = f"`{name}`" if "." in name else name, schema["description"].removeprefix(f"{name}: ")
    rows = "\n".join(_rows(schema, root, ""))
    head = "| property | required | type | meaning | example |\n|---|---|---|---|---|"
    return f"## {title}\n\n{said[0].upper()}{said[1:]}\n\n{head}\n{rows}\n"


def _rows(schema: dict[str, Any], root: dict[str, Any], above: str) -> Iterator[str]:
    """A row for each property, and below it those of what it holds: `a.b` for a property of an object, `a[]` for an item of a list, `a.*` of a map."""
    for name, written in schema.get("properties", {}).items():
        inner, base = _followed(written, root)
        path = f"{above}{name}"
        required = "yes" if name in schema.get("required", ()) else ""
        example = "".join(f"`{_cell(json.dumps(one, ensure_ascii=False))}`" for one in inner.get("examples", ())[:1])
        yield f"| `{path}` | {required} | {_type(inner)} | {_cell(_meaning(inner))} | {example} |"
        for more, suffix in ((inner, "."), (inner.get("items"), "[]."), (inner.get("additionalProperties"), ".*.")):
            if isinstance(more, dict):
                below, its_base = _followed(more, base)
                yield from _rows(below, its_base, f"{path}{suffix}")


def _followed(schema: dict[str, Any], root: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """A schema with what its `$ref` leads to, what stands beside the reference first; and the file in which further references lead on."""
    reference = schema.get("$ref")
    if reference is None:
        return schema, root
    file, _, pointer = reference.partition("#")
    base = own().files[file].value if file else root
    target = base
    for step in pointer.split("/")[1:]:
        target = target[step]
    return {**_followed(target, base)[0], **schema}, base


def _type(schema: dict[str, Any]) -> str:
    return {"array": "list", "object": "mapping", "string": "text"}.get(schema.get("type", ""), schema.get("type", "text or mapping"))


def _meaning(schema: dict[str, Any]) -> str:
    listed = [f"`{one['const']}`" + (f" ({one['title']})" if "title" in one else "") for one in schema.get("oneOf", ()) if "const" in one]
    listed += [f"`{one}`" for one in schema.get("enum", ())]
    said = str(schema.get("description", ""))
    return f"{said} One of {', '.join(listed)}." if listed else said
