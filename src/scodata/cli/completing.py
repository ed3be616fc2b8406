"""What a shell completes: kinds, ids, codes and revisions of the catalogue here; nothing, and no word of it, where there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem, get_completion_class

from scodata.cli.frame import every_code, main
from scodata.problems import ScodataError

if TYPE_CHECKING:
    from scodata.catalogue import Catalogue

MOST = 200
"""Words that are offered at once; a shell asks whether to show more than that."""
Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]
SHELLS = ("bash", "zsh", "fish")


def _words(known: Callable[[str], Iterable[str]]) -> Completer:
    """What a shell asks for the known words that begin so; none where anything is in the way, since nobody asked for an error."""

    def words(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
        try:
            return [CompletionItem(word) for word in islice((word for word in known(incomplete) if word.startswith(incomplete)), MOST)]
        except (ScodataError, OSError, ValueError):
            return []

    return words


def _here() -> Catalogue:
    from scodata import catalogue

    return catalogue.find(Path())


def _kinds(incomplete: str) -> list[str]:
    """The kinds that `scodata.yaml` lists; read as plain lines would be, by the strict reader."""
    from scodata.documents import read

    found = _here()
    document, _ = read(found.mark, found.mark.name)
    kinds = document.value.get("kinds") if document else ()
    return [str(kind) for kind in kinds] if isinstance(kinds, list) else []


def _ids(incomplete: str) -> list[str]:
    """The ids, by the names of their files alone."""
    from scodata.catalogue import files, id_of

    return sorted(id_of(name) for name in files(_here().records, "records") if name.endswith(".yaml") and "/." not in name)


def _codes(incomplete: str) -> list[str]:
    """The codes; in a list with commas between, those that can come next."""
    before, comma, _ = incomplete.rpartition(",")
    return [f"{before}{comma}{code}" for code in sorted(every_code())]


def _revisions(incomplete: str) -> Iterator[str]:
    """Branches and tags."""
    from scodata import git

    return iter(git.names(_here().root))


def _formats(incomplete: str) -> list[str]:
    """The words for what a package is exported as."""
    from scodata.exports.export import EXPORTS

    return list(EXPORTS)


kinds, ids, codes, revisions, formats = _words(_kinds), _words(_ids), _words(_codes), _words(_revisions), _words(_formats)


@main.command()
@click.argument("shell", type=click.Choice(SHELLS))
def completion(shell: str) -> None:
    """Print the script that lets SHELL complete commands, options, kinds, ids, codes and revisions.

    \b
    Example:
      scodata completion bash > ~/.local/share/bash-completion/completions/scodata
      scodata completion zsh > "${fpath[1]}/_scodata"
      scodata completion fish > ~/.config/fish/completions/scodata.fish
    """
    found = get_completion_class(shell)
    assert found, "click knows these shells"
    click.echo(found(main, {}, "scodata", "_SCODATA_COMPLETE").source())
