"""What a draft lacks to be a record: what `scodata validate` would say of it, beside the other drafts."""

from __future__ import annotations

from collections.abc import Iterator

from scodata.documents.reader import parse
from scodata.drafting.desk import Desk, Draft
from scodata.drafting.writing import file_name, yaml_of
from scodata.ground import Ground, including
from scodata.problems import Problem, in_order
from scodata.validation import judged


def missing(ground: Ground, draft: Draft, desk: Desk) -> Iterator[Problem]:
    """The problems of a draft, as if all drafts lay in the catalogue."""
    together = including(ground, {id_: file_name(one) for id_, one in desk.drafts.items() if not one.known})
    yield from judged_beside(together, file_name(draft), yaml_of(draft.values, draft, ground.layout.shapes[draft.kind], ""), draft.id)


def judged_beside(ground: Ground, name: str, text: str, id_: str) -> Iterator[Problem]:
    """The problems of a record in the file of this name, whether or not there is one."""
    document, problems = parse(text.encode(), name)
    if document is not None:
        _, problems = judged(ground, document)
    yield from (problem.of(id_) for problem in in_order(problems))
