"""Drafts as YAML, with what each value rests on in a comment beside it, and as JSON, with the same as data."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scodata.documents.reader import parse
from scodata.drafting.desk import Draft, Span
from scodata.drafting.desk import Path as Steps
from scodata.layout import Shape
from scodata.problems import Problem, ScodataError, to_pointer
from scodata.schemas.bundled import editor_line

if TYPE_CHECKING:
    from scodata.drafting import Drafted, Proposal

LONGEST_QUOTE = 60
"""Characters of the text in one comment."""
_UNSEEN = re.compile(r"[\s\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\uffff\ud800-\udfff]+")


def file_name(draft: Draft) -> str:
    """The name of a draft's file, from the root of a catalogue."""
    return f"records/{draft.kind}/{draft.id}.yaml"


def yaml_of(values: Mapping[str, Any], draft: Draft, shape: Shape, text: str) -> str:
    """A record in YAML, its properties in the order of the schema; with a text, comments quote what the values rest on."""
    whole = {"id": draft.id, **values}
    return "".join(f"{line}\n" for line in _lines(whole, shape, (), draft.evidence, text))


def _lines(values: Mapping[str, Any], shape: Shape | None, path: Steps, evidence: Mapping[Steps, Span], text: str) -> Iterator[str]:
    indent = "  " * len(path)
    order = list(shape.named) if shape and shape.form == "object" else []
    for key in sorted(values, key=lambda key: order.index(key) if key in order else len(order)):
        value, inner = values[key], (*path, key)
        if isinstance(value, dict) and value and not _is_small(value, inner, evidence):
            below = (shape.named.get(key) if shape.form == "object" else shape.items) if shape else None
            yield f"{indent}{scalar(key)}:"
            yield from _lines(value, below, inner, evidence, text)
        else:
            shown = _small(value) if isinstance(value, dict) else _flow(value) if isinstance(value, list) else scalar(value)
            yield f"{indent}{scalar(key)}: {shown}{_comment(value, inner, evidence, text)}"


def _is_small(value: Mapping[str, Any], path: Steps, evidence: Mapping[Steps, Span]) -> bool:
    """Whether a mapping stands best on one line: a single value that rests on no words of its own."""
    return len(value) == 1 and not any(isinstance(one, (dict, list)) or (*path, key) in evidence for key, one in value.items())


def _small(value: Mapping[str, Any]) -> str:
    return f"{{{', '.join(f'{_in_brackets(key)}: {_in_brackets(one)}' for key, one in value.items())}}}"


def _flow(items: Sequence[Any]) -> str:
    return f"[{', '.join(_in_brackets(item) for item in items)}]"


def _in_brackets(item: Any) -> str:
    return json.dumps(item, ensure_ascii=False) if isinstance(item, str) and re.search(r"[\[\]{},]|^\?", item) else scalar(item)


def scalar(value: Any) -> str:
    """A text, number or boolean as the strict reader takes it: plain where that says the same, else in quotes."""
    if not isinstance(value, str):
        return json.dumps(value)
    document, _ = parse(f"key: {value}\n".encode(), "") if value and "\n" not in value else (None, [])
    return value if document and document.value == {"key": value} else json.dumps(value, ensure_ascii=False)


def _comment(value: Any, path: Steps, evidence: Mapping[Steps, Span], text: str) -> str:
    paths = [(*path, str(item)) for item in value] if isinstance(value, list) else [path]
    spans = dict.fromkeys(evidence[one] for one in paths if one in evidence)
    said = [f'{span.start}-{span.end} "{quote(text, span)}"' for span in spans if text and span.end]
    return f"  # {'; '.join(said)}" if said else ""


def quote(text: str, span: Span, longest: int = LONGEST_QUOTE) -> str:
    """The words of a span in one line, cut in the middle where they are long."""
    words = _UNSEEN.sub(" ", text[span.start : span.end]).strip()
    half = longest // 2
    return words if len(words) <= longest else f"{words[:half].rstrip()}…{words[-half:].lstrip()}"


def as_yaml(drafted: Drafted) -> str:
    """All proposals as YAML documents, each under the name of its file and above what it lacks."""
    return "---\n".join(page(drafted, proposal) for proposal in drafted.proposals)


def page(drafted: Drafted, proposal: Proposal) -> str:
    """One proposal in YAML."""
    draft = proposal.draft
    assert drafted.ground, "there are proposals"
    if not proposal.news:
        return f"# {file_name(draft)}: it stands already, and has all that was found\n"
    head = f"# {file_name(draft)}" + (": it stands already; this is what the text adds" if draft.known else "")
    body = yaml_of(proposal.news, draft, drafted.ground.layout.shapes[draft.kind], drafted.text)
    return "".join((f"{head}\n", body, *(f"# {one}\n" for one in lacks(proposal.problems))))


def lacks(problems: Sequence[Problem]) -> Iterator[str]:
    """What `scodata validate` would say, one line each."""
    for problem in problems:
        yield _UNSEEN.sub(" ", f"{problem.code.id} {problem.pointer or '/'}: {problem.message}")


def as_json(drafted: Drafted) -> str:
    """All proposals as one JSON object: each record whole, what its values rest on by their pointers, and what it lacks."""
    return json.dumps({"drafts": [_data(drafted, proposal) for proposal in drafted.proposals]}, ensure_ascii=False, indent=2)


def _data(drafted: Drafted, proposal: Proposal) -> dict[str, Any]:
    draft = proposal.draft
    return {
        "file": file_name(draft),
        "kind": draft.kind,
        "id": draft.id,
        "stands_already": draft.known,
        "record": {"id": draft.id, **draft.values},
        "news": proposal.news,
        "evidence": {to_pointer(path): _evidence(drafted.text, span) for path, span in draft.evidence.items() if span.end},
        "problems": [{"code": one.code.id, "pointer": one.pointer, "message": one.message, "hint": one.hint} for one in proposal.problems],
    }


def _evidence(text: str, span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "paragraph": span.paragraph, "words": text[span.start : span.end]}


def write(drafted: Drafted, folder: Path, format_: str) -> tuple[list[Path], list[Path]]:
    """Writes each proposal to `folder`/kind/id.yaml, or .json; gives the files written, and those that stood there and were left alone.

    A file is written whole or not at all. Raises `ScodataError` where nothing can be written.
    """
    written: list[Path] = []
    left: list[Path] = []
    for proposal in (one for one in drafted.proposals if one.news):
        path = folder / proposal.draft.kind / f"{proposal.draft.id}.{format_}"
        text = _led(drafted, path) + page(drafted, proposal) if format_ == "yaml" else json.dumps(_data(drafted, proposal), ensure_ascii=False, indent=2) + "\n"
        (written if _place(path, text) else left).append(path)
    return written, left


def _led(drafted: Drafted, path: Path) -> str:
    """The line for editors of a draft that is written among the records."""
    assert drafted.ground, "there are proposals"
    line = editor_line(drafted.ground.catalogue.root, drafted.ground.catalogue.name(path))
    return f"{line}\n" if line else ""


def _place(path: Path, text: str) -> bool:
    """Writes a file beside its place and links it there, which never takes the place of another."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(text, encoding="utf-8", newline="\n")
        os.link(beside, path)
    except FileExistsError:
        return False
    except OSError as error:
        raise ScodataError(f"can't write {path}: {(error.strerror or 'unknown error').lower()}") from error
    finally:
        with suppress(OSError):  # where nothing could be written, nothing lies beside
            beside.unlink()
    return True
