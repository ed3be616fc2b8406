"""What a draft lacks to be a record: what `scodata validate` would say of it, beside the other drafts."""

from __future__ import annotations

from collections.abc import Iterator

from scodata.documents.reader import parse
from scodata.drafting.desk import Desk, Draft
from scodata.drafting.writing import file_name, yaml_of
from scodata.problems import Problem, in_order
from scodata.validation import Ground, including, judged


def missing(ground: Ground, draft: Draft, desk: Desk) -> Iterator[Problem]:
    """The problems of a draft, as if all drafts lay in the catalogue."""
    name = file_name(draft)
    document, problems = parse(yaml_of(draft.values, draft, ground.layout.shapes[draft.kind], "").encode(), name)
    if document is not None:
        _, problems = judged(_with(ground, desk), document)
    yield from (problem.of(draft.id) for problem in in_order(problems))


def _with(ground: Ground, desk: Desk) -> Ground:
    return including(ground, {id_: file_name(draft) for id_, draft in desk.drafts.items() if not draft.known})
