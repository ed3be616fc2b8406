"""Forms for people who write no YAML: made from the schemas, and, filled in, made into drafts of records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scodata.catalogue import Catalogue
from scodata.documents.outline import Collection, made
from scodata.documents.reader import parse
from scodata.drafting.knowledge import know
from scodata.drafting.verdict import judged_beside
from scodata.edits.canonical import canonical
from scodata.edits.changes import Changes
from scodata.edits.settle import at_work, settle
from scodata.forms.body import answers_of, kind_of
from scodata.forms.fields import fields
from scodata.forms.filling import Filled, fill
from scodata.forms.names import Names
from scodata.ground import Ground, including, surveyed
from scodata.phrases import read_phrases
from scodata.problems import Problem, ScodataError, in_order
from scodata.schemas.bundled import editor_line

__all__ = ["Drafted", "draft", "write"]


@dataclass(frozen=True)
class Drafted:
    """What a filled form came to: the text of each new record by the name of its file, the record itself first; what they lack to be valid; and
    what of the answers stands in none of them, or was changed, a sentence each. `beside` is what else the person says.
    """

    texts: Mapping[str, str]
    problems: tuple[Problem, ...]
    remarks: tuple[str, ...]
    beside: str = ""


def draft(catalogue: Catalogue, body: str) -> Drafted:
    """Drafts of the records that the body of an issue asks for; nothing is written.

    Raises `ScodataError` where the body is no filled form, or `scodata.yaml` or the schemas can't be used.
    """
    ground = surveyed(catalogue)
    kind = kind_of(body, ground.layout.shapes)
    asked = fields(ground.layout.shapes, kind)
    answers, remarks = answers_of(body, [field.label for field in asked])
    phrases, _ = read_phrases(catalogue.phrases, ground.layout.shapes)
    names = Names(know(ground, phrases.languages), ground)
    filled = fill(kind, asked, answers, names)
    texts = {f"records/{kind}/{id_}.yaml": _text(ground, kind, id_, values) for kind, id_, values in filled.records}
    return Drafted(texts, tuple(_problems(ground, filled, texts)), (*remarks, *filled.remarks), filled.beside)


def write(catalogue: Catalogue, drafted: Drafted) -> list[str]:
    """Writes the drafts below `records/`, all or none, each where no file is; gives their names. Raises `ScodataError` where that can't be done."""
    home = catalogue.records.resolve()
    for name in drafted.texts:
        if home not in (catalogue.root / name).resolve().parents:
            raise ScodataError(f"{name} would lie outside of records/, since a folder there is a link; nothing was written")
    with at_work(catalogue):
        settle(catalogue, Changes(dict.fromkeys(drafted.texts), drafted.texts))
    return list(drafted.texts)


def _text(ground: Ground, kind: str, id_: str, values: Mapping[str, object]) -> str:
    """A record in its canonical form. The strict reader reads the very same values from it."""
    name, record = f"records/{kind}/{id_}.yaml", {"id": id_, **values}
    root = made(record)
    assert isinstance(root, Collection), "a mapping becomes one"
    text = canonical(root, ground.layout.shapes[kind], editor_line(ground.catalogue.root, name))
    document, problems = parse(text.encode(), name)
    if document is None or document.value != record:
        raise ScodataError(f"{name} would be read as another record than what was filled in" + (f": {problems[0].message}" if problems else ""))
    return text


def _problems(ground: Ground, filled: Filled, texts: Mapping[str, str]) -> list[Problem]:
    """What each draft lacks, as if all of them lay in the catalogue."""
    together = including(ground, {id_: name for (_, id_, _), name in zip(filled.records, texts, strict=True)})
    return in_order(
        problem for (_, id_, _), (name, text) in zip(filled.records, texts.items(), strict=True) for problem in judged_beside(together, name, text, id_)
    )
