"""A curator is asked for what a record must say, and each answer is held against the rules at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, Protocol

from scodata.clock import today
from scodata.creation.ids import habit, proposed
from scodata.creation.page import text_of
from scodata.creation.places import at, is_text, path_of, put, shape_at, value_of
from scodata.creation.shelf import Candidate, Shelf
from scodata.documents import Document, parse
from scodata.documents.codes import SYNTAX
from scodata.edits.codes import NO_FORM
from scodata.ground import Ground, including
from scodata.layout import Shape
from scodata.layout.sites import Steps
from scodata.problems import Place, Problem, to_pointer
from scodata.schemas.codes import MISSING_PROPERTY
from scodata.validation import judged

USUAL = 0.95
"""From which part of the records on a property is asked for though it isn't required."""
TODAY = "today"
"""The word that stands for the day of the clock, which is never taken unasked."""
ANOTHER = "+"
"""The answer that begins a new record, where the name of one is asked for."""


@dataclass(frozen=True)
class Question:
    """What is asked: where in the record, what that means, and what may be answered. `why` says why the last answer wasn't taken."""

    path: str
    title: str
    description: str
    example: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    search: Callable[[str], list[Candidate]] | None = None
    is_optional: bool = False
    proposal: str = ""
    today: str = ""
    why: str = ""


class Asker(Protocol):
    """Whoever puts questions to a curator: a terminal."""

    def ask(self, question: Question) -> str:
        """The answer, as it was typed; empty for none."""

    def tell(self, text: str) -> None:
        """Says one line."""

    def keep(self, problems: Sequence[Problem], texts: Mapping[str, str]) -> bool:
        """Shows what is wrong with the files as a whole; whether they shall be written nevertheless, to be mended."""


@dataclass
class Page:
    """A record in the making."""

    kind: str
    value: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name of its file from the catalogue's root."""
        return f"records/{self.kind}/{self.value.get('id', 'new')}.yaml"


@dataclass
class Interview:
    """One sitting: the record that is wanted, and those that it needed first."""

    ground: Ground
    shelf: Shelf
    asker: Asker
    pages: list[Page] = field(default_factory=list)

    def hold(self, page: Page) -> None:
        """Asks for all that a record lacks, then for its id."""
        shape = self.shelf.shape(page.kind)
        self._fill(page, shape)
        self._ask_usual(page, shape)
        self._fill(page, shape)
        if "id" not in page.value:
            page.value["id"] = self._id(page)
        self.pages.append(page)

    def _fill(self, page: Page, shape: Shape) -> None:
        """Asks until nothing is missing, or nothing that wasn't asked for already."""
        asked: set[tuple[Steps, ...]] = set()
        while lacks := [one for one in lacking(self.ground, page) if one not in asked]:
            first = min(lacks, key=lambda one: _rank(shape, one))
            asked.add(first)
            for position, steps in enumerate(first):
                if self._ask_at(page, steps, shape, is_optional=position < len(first) - 1):
                    break

    def _ask_usual(self, page: Page, shape: Shape) -> None:
        """Asks for what nearly all records like it say, and for the date whose year stands in their ids; each may be left out."""
        habits, made_as = self.shelf.habits(page.kind, page.value), habit(self.shelf, page.kind)
        dates = made_as.dates[:1] if made_as.has_year and not any(name in page.value for name in made_as.dates) else ()
        for name, inner in shape.properties:
            if name not in page.value and name != "id" and (habits.get(name, 0) >= USUAL or name in dates) and inner.form == "scalar":
                self._ask_at(page, (name,), shape, is_optional=True)

    def _ask_at(self, page: Page, steps: Steps, shape: Shape, *, is_optional: bool) -> bool:
        """Asks for what stands at a place; whether anything was answered."""
        inner = shape_at(shape, steps)
        if inner is None:
            return False
        if inner.form == "scalar":
            return self._ask_scalar(page, steps, inner, is_optional=is_optional)
        if inner.form == "object":
            return self._ask_object(page, steps, inner, shape, is_optional=is_optional)
        return self._ask_items(page, steps, inner, shape, is_optional=is_optional)

    def _ask_object(self, page: Page, steps: Steps, inner: Shape, shape: Shape, *, is_optional: bool) -> bool:
        if inner.required:
            put(page.value, steps, {})
            return True
        names = list(inner.named)
        self.asker.tell(f"{inner.title}: {_line(inner)}")
        while True:
            given = [self._ask_at(page, (*steps, name), shape, is_optional=is_optional or len(names) > 1) for name in names]
            if is_optional or any(given):
                return any(given)
            self.asker.tell(f"{inner.title}: at least one of {', '.join(names)} is needed.")

    def _ask_items(self, page: Page, steps: Steps, inner: Shape, shape: Shape, *, is_optional: bool) -> bool:
        """Asks for the items of a map, set or list, one after the other, until one is left out; for one only, where it has parts of its own."""
        assert inner.items, "a map, set or list has items"
        number = 0
        while self._ask_item(page, steps, inner, shape, is_optional=is_optional or number > 0):
            number += 1
            if inner.items.form == "object" and (inner.keys is None or inner.items.required):
                break
        return number > 0

    def _ask_item(self, page: Page, steps: Steps, inner: Shape, shape: Shape, *, is_optional: bool) -> bool:
        assert inner.items, "a map, set or list has items"
        if inner.keys is None:
            place = (*steps, len(at(page.value, steps) or ()))
            if inner.items.form == "object":
                put(page.value, place, {})
                return True
            return self._ask_scalar(page, place, inner.items, is_optional=is_optional)
        empty: Any = {} if inner.items.form == "object" else next(iter(inner.items.schema.get("examples", ())), 1)
        key = self._answer(page, inner.keys, steps, lambda answer: ((*steps, answer), empty), is_optional=is_optional, around=inner)
        if key is None:
            return False
        place = (*steps, key)
        return self._ask_scalar(page, place, inner.items, is_optional=False) if inner.items.form == "scalar" else put(page.value, place, {})

    def _ask_scalar(self, page: Page, steps: Steps, inner: Shape, *, is_optional: bool) -> bool:
        answer = self._answer(page, inner, steps, lambda answer: (steps, answer), is_optional=is_optional)
        return answer is not None and put(page.value, steps, answer)

    def _answer(
        self,
        page: Page,
        shape: Shape,
        steps: Steps,
        place: Callable[[Any], tuple[Steps, Any]],
        *,
        is_optional: bool,
        around: Shape | None = None,
        proposal: str = "",
    ) -> Any:
        """Asks until an answer is good, and gives it; None where it is left out. `place` says where an answer would stand, and as what."""
        question = self._question(shape, path_of(steps), is_optional, around or shape, proposal)
        while True:
            typed = self.asker.ask(question).strip() or proposal
            if not typed and is_optional:
                return None
            answer, why = self._meant(typed, shape, question) if typed and is_text(typed) else ("", "this is needed" if not typed else "this isn't UTF-8")
            if not why:
                where, value = place(answer)
                why = self._refusal(page, where, value, shape)
            if not why:
                return answer
            question = Question(**{**question.__dict__, "why": why})

    def _question(self, shape: Shape, path: str, is_optional: bool, around: Shape, proposal: str) -> Question:
        kind, where = shape.reference
        schema = shape.schema
        options = dict(shape.titles) or {str(one): "" for one in schema.get("enum", ())}
        if schema.get("type") == "boolean":
            options = {"true": "yes", "false": "no"}
        example = next((str(one) for one in schema.get("examples", ()) if isinstance(one, (str, int, float)) and not isinstance(one, bool)), "")
        search = (lambda typed: self.shelf.search(typed, kind, where)) if kind else None
        day = today() if schema.get("format") == "date" else ""
        return Question(
            path, around.title or path, _line(around), example, {str(key): text for key, text in options.items()}, search, is_optional, proposal, day
        )

    def _meant(self, typed: str, shape: Shape, question: Question) -> tuple[Any, str]:
        """The value that was meant, and why there is none."""
        if question.today and typed == TODAY:
            return question.today, ""
        if question.search:
            return self._record(typed, shape, question.search)
        folded = {title.casefold(): value for value, title in question.options.items() if title}
        return value_of(folded.get(typed.casefold(), typed), shape), ""

    def _record(self, typed: str, shape: Shape, search: Callable[[str], list[Candidate]]) -> tuple[str, str]:
        """The id of the record that was meant: by its id, by its whole name, or a new one."""
        kind, where = shape.reference
        if typed == ANOTHER and kind in self.ground.layout.shapes:
            return self._new(kind, where), ""
        if self.shelf.fits(typed, kind, where):
            return typed, ""
        found = search(typed)
        for exact in ([one.id for one in found if one.label == typed], self.shelf.named(typed, kind, where)):
            if len(exact) == 1:
                return exact[0], ""
        if typed in self.ground.listing:
            wanted = "; ".join(f"{name}: {' or '.join(values)}" for name, values in where.items())
            return "", f"`{typed}` is another sort of record" + (f"; what is asked for has {wanted}" if wanted else "")
        near = ", ".join(f"`{one.id}`" for one in found)
        return "", f"no record has the id or the name `{typed}`" + (f"; near: {near}" if near else "")

    def _new(self, kind: str, where: Mapping[str, Sequence[str]]) -> str:
        page = Page(kind, {name: values[0] for name, values in where.items() if len(values) == 1})
        self.asker.tell(f"First a new record of {self.shelf.shape(kind).title or kind}:")
        self.hold(page)
        self.ground = self.shelf.ground = including(self.ground, {page.value["id"]: page.name})
        self.shelf.add(kind, page.value["id"], page.value)
        self.asker.tell(f"{page.name} will be written with it. Back to the first record:")
        return str(page.value["id"])

    def _id(self, page: Page) -> str:
        shape = self.shelf.shape(page.kind).named["id"]
        proposal = proposed(self.shelf, page.kind, page.value, lambda id_: is_free(self.ground, page, id_))
        while True:
            answer = str(self._answer(page, shape, ("id",), lambda answer: (("id",), answer), is_optional=False, proposal=proposal))
            why = taken(self.ground, answer)
            if not why:
                return answer
            self.asker.tell(why)

    def _refusal(self, page: Page, steps: Steps, value: Any, shape: Shape) -> str:
        """Why an answer can't stand; empty where it can."""
        trial = Page(page.kind, deepcopy(page.value))
        put(trial.value, steps, value)
        document, problems = read_back(self.ground, trial)
        wrong = [one for one in judged(self.ground, document)[1] if _is_of(one, to_pointer(steps))] if document else problems
        if wrong:
            return f"{wrong[0].message}{f'; {wrong[0].hint}' if wrong[0].hint else ''}"
        other = self.shelf.with_address(page.kind, value, shape) if "x-unique" in shape.schema else ""
        return f"`{other}` has this address already" if other else ""


def _is_of(problem: Problem, pointer: str) -> bool:
    """Whether a problem is an error of what stands at a place; what is missing there is asked for next."""
    of_it = problem.pointer == pointer or problem.pointer.startswith(f"{pointer}/")
    return of_it and problem.code.severity == "error" and problem.code is not MISSING_PROPERTY


def _line(shape: Shape) -> str:
    """The description of a place, in one line."""
    return " ".join(str(shape.schema.get("description", "")).split())


def _rank(shape: Shape, lack: tuple[Steps, ...]) -> tuple[int, int]:
    """Questions come in the order of the schema, and what belongs together together."""
    names = list(shape.named)
    first = str(lack[0][0]) if lack[0] else ""
    return names.index(first) if first in names else len(names), -len(lack[0])


def taken(ground: Ground, id_: str) -> str:
    """Why an id can't be a new record's: a record has it, or had it when it was released; empty where it can."""
    folded = id_.casefold()
    name = next((name for other, name in ground.listing.names.items() if other.casefold() == folded), "")
    if name:
        return f"the id {id_} is taken: {name}"
    return f"the id {id_} was released once, so it names another record for ever" if any(folded == one.casefold() for one, _ in ground.known.released) else ""


def is_free(ground: Ground, page: Page, id_: str) -> bool:
    """Whether an id can be that of a new record."""
    return not taken(ground, id_) and not any(problem.pointer == "/id" for problem in found(ground, Page(page.kind, {**page.value, "id": id_})))


def lacking(ground: Ground, page: Page) -> list[tuple[Steps, ...]]:
    """What the schema asks for and the record hasn't, but for its id."""
    lacks = ground.frame.judges[page.kind].lacking(page.value)
    return [tuple(steps for steps in one if steps != ("id",)) for one in lacks if one != (("id",),)]


def read_back(ground: Ground, page: Page) -> tuple[Document | None, list[Problem]]:
    """A record as the strict reader reads it from its file; None, and why, where it would be read as anything else."""
    document, problems = parse(text_of(ground.layout.shapes[page.kind], page.value).encode(errors="surrogatepass"), page.name)
    is_other = document.value != page.value if document else any(problem.code is SYNTAX for problem in problems)
    if not is_other:
        return document, problems
    return None, [Problem(NO_FORM, "a text of it would be read as another; write it in one line, with characters that can be seen", Place(page.name))]


def found(ground: Ground, page: Page) -> list[Problem]:
    """What the strict reader, the schema and the rules on single records say of a record as it stands."""
    document, problems = read_back(ground, page)
    return judged(ground, document)[1] if document else problems
