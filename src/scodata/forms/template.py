"""Issue forms of GitHub, one a kind, made from the schemas: what its documentation calls form schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scodata.documents.writer import as_yaml
from scodata.forms.body import KIND
from scodata.forms.fields import Field, fields
from scodata.layout import Shape

FOLDER = ".github/ISSUE_TEMPLATE"
"""Where GitHub looks for forms, from the catalogue's root."""
_REMARK = "# Made by `scodata forms` from the files in schemas/; change those, and run it again.\n"
_INTRO = """Fill in what you know, as your source says it, and leave the rest empty; nothing is lost if you are unsure how. \
A maintainer looks at it before anything is recorded. Dates are written as they are known: `2024-03-20`, `2024-03`, `2024`."""


def forms(shapes: Mapping[str, Shape]) -> dict[str, str]:
    """The text of each kind's form, and of what GitHub shows beside them, by the name of its file from the catalogue's root."""
    made = {f"{FOLDER}/{kind}.yml": _REMARK + as_yaml(form(shapes, kind)) for kind in shapes}
    return {**made, f"{FOLDER}/config.yml": _REMARK + as_yaml({"blank_issues_enabled": True})}


def form(shapes: Mapping[str, Shape], kind: str) -> dict[str, Any]:
    """The form of a kind. It gives no label to an issue, since anybody's issue would have it then."""
    shape = shapes[kind]
    first = {
        "type": "dropdown",
        "id": "kind",
        "attributes": {"label": KIND, "description": "What this form is for.", "options": [kind], "default": 0},
        "validations": {"required": True},
    }
    body = [{"type": "markdown", "attributes": {"value": f"{shape.schema.get('description', '')}\n\n{_INTRO}"}}, first]
    body += [_element(field, number) for number, field in enumerate(fields(shapes, kind), 1)]
    return {"name": f"New record: {shape.title}", "description": str(shape.schema.get("description", shape.title)), "title": f"{shape.title}: ", "body": body}


def _element(field: Field, number: int) -> dict[str, Any]:
    """One question. Its id is there for addresses that fill in a form beforehand."""
    attributes: dict[str, Any] = {"label": field.label, "description": field.help}
    if field.how in ("choice", "choices", "yes-no"):
        type_, choice = "dropdown", field.shape.items if field.how == "choices" else None
        attributes |= {"multiple": True} if choice else {}
        attributes["options"] = field.options
    else:
        type_ = "textarea" if field.is_long else "input"
        attributes |= {"placeholder": field.example} if field.example else {}
    id_ = "-".join((field.of, *field.path)) if field.path else f"{field.of}-{number}"
    element: dict[str, Any] = {"type": type_, "id": id_, "attributes": attributes}
    return {**element, "validations": {"required": True}} if field.required else element
