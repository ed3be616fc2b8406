"""Questions on a terminal: with completion while one types where prompt_toolkit is there and the terminal can, else with numbers to choose from."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scodata.cli.frame import say

if TYPE_CHECKING:
    from prompt_toolkit.completion import CompleteEvent, Completion
    from prompt_toolkit.document import Document

    from scodata.creation import Asker, Candidate, Question
    from scodata.problems import Problem


def asker(root: Path) -> Asker | None:
    """Whoever can ask here; nobody where input or output is no terminal."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return None
    if os.environ.get("TERM", "dumb") in ("dumb", "unknown"):
        return Numbered(root)
    try:
        import prompt_toolkit  # noqa: F401  the extra desk has it
    except ImportError:
        return Numbered(root)
    return Completing(root)


class Numbered:
    """Questions line by line; what can be chosen is numbered."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def tell(self, text: str) -> None:
        """Says one line."""
        say(text)

    def ask(self, question: Question) -> str:
        """Asks, and where a name was typed, for one of the records that it may be."""
        for line in asked(question, with_options=True):
            say(line)
        words, shown = list(question.options), False
        while True:
            typed = self.read(question).strip()
            if not typed and shown:
                say("  A number, or more of the name; Enter once more leaves it open.")
                shown = False
                continue
            found = _chosen(typed, words)
            if found or question.search is None or not typed:
                return found or typed
            candidates = question.search(typed)
            if not candidates or typed in (candidate.id for candidate in candidates) or not typed[0].isalnum():
                return typed
            words, shown = [candidate.id for candidate in candidates], True
            for number, candidate in enumerate(candidates, 1):
                say(f"  {number}  {_named(candidate)}")

    def read(self, question: Question) -> str:
        """One line from the terminal."""
        proposal = f"[{question.proposal}] " if question.proposal else ""
        return str(click.prompt(f"{proposal}>", default="", show_default=False, prompt_suffix=" "))

    def keep(self, problems: Sequence[Problem], texts: Mapping[str, str]) -> bool:
        """Shows the problems; a record that isn't valid yet may be written to be mended."""
        from scodata.report import as_text

        for line in as_text(problems, self.root, texts=texts):
            click.echo(line)
        return click.confirm("Write it nevertheless, and mend it in the file?", default=True)


class Completing(Numbered):
    """Questions with completion while one types."""

    def ask(self, question: Question) -> str:
        """Asks; what is chosen from the menu is an answer like any other."""
        for line in asked(question, with_options=False):
            say(line)
        return self.read(question).strip()

    def read(self, question: Question) -> str:
        """One line from the terminal, completed."""
        from prompt_toolkit import prompt
        from prompt_toolkit.completion import Completer

        class Known(Completer):
            def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:
                return _completions(question, document.text_before_cursor)

        return str(prompt("> ", completer=Known(), complete_while_typing=True, default=question.proposal))


def asked(question: Question, *, with_options: bool) -> Iterator[str]:
    """The lines of a question."""
    if question.why:
        yield f"  not so: {question.why}"
        return
    yield f"{question.title} ({question.path}){': Enter leaves it out' if question.is_optional else ''}"
    if question.description:
        yield f"  {question.description}"
    if question.search:
        yield "  The id, or any name of it in any script; + for a new one."
    if question.example and not question.options:
        yield f"  For example: {question.example}"
    if question.today:
        yield f"  Type today for {question.today}."
    if question.options and not with_options:
        yield f"  One of: {', '.join(question.options)}"
    if with_options:
        yield from (f"  {number}  {word}{f': {title}' if title else ''}" for number, (word, title) in enumerate(question.options.items(), 1))


def _completions(question: Question, typed: str) -> Iterator[Any]:
    from prompt_toolkit.completion import Completion

    if question.search:
        found = [(candidate.id, candidate.label) for candidate in question.search(typed)]
    else:
        found = [(word, title) for word, title in question.options.items() if typed.casefold() in f"{word} {title}".casefold()]
    return (Completion(word, start_position=-len(typed), display_meta=title) for word, title in found)


def _chosen(typed: str, words: Sequence[str]) -> str:
    """The word of a number; empty where none was typed."""
    return words[int(typed) - 1] if typed.isascii() and typed.isdecimal() and 0 < int(typed[:6]) <= len(words) else ""


def _named(candidate: Candidate) -> str:
    return f"{candidate.id}: {candidate.label}" if candidate.label else candidate.id
