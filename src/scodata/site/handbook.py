"""The handbook: pages in Markdown become pages of the site. Links among them lead on; HTML in them is shown as text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from markupsafe import Markup

from scodata.problems import ScodataError
from scodata.site.press import Page, Press, cut
from scodata.site.values import address


def pages(press: Press, language: str, docs: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """The pages of the handbook in the frame of a language, and the one that lists them; none without Markdown."""
    if not docs:
        return
    known = {path: name_of(path) for path in docs}
    titled = [(known[path], title_of(text, path)) for path, text in docs.items()]
    index = press.frame(language, 1)
    title = index.words("handbook")
    yield press.page("handbook.html", index, Page("handbook/", title, title, "handbook"), text=None, titled=titled)
    for path, text in docs.items():
        frame = press.frame(language, 2)
        title = title_of(text, path)
        page = Page(f"handbook/{known[path]}/", title, cut(title), "handbook")
        yield press.page("handbook.html", frame, page, text=rendered(text, path, known, press.ground.plan.repository, press.ground.plan.branch), titled=titled)


def name_of(path: str) -> str:
    """The folder of a page: the name of its file, in lower case."""
    return PurePosixPath(path).stem.lower()


def title_of(text: str, path: str) -> str:
    """The first heading of a page."""
    found = re.search(r"^# +(.+)$", text, re.MULTILINE)
    return found[1].replace("`", "").strip() if found else name_of(path)


def rendered(text: str, path: str, known: Mapping[str, str], repository: str, branch: str) -> Markup:
    """A page as HTML. `known`: the pages of the handbook by their paths; other files are linked where they lie in the repository."""
    markdown = _markdown()
    tokens = markdown.parse(text)
    used: set[str] = set()
    for position, token in enumerate(tokens):
        if token.type == "heading_open":
            token.attrSet("id", _slug(tokens[position + 1].content, used))
        if token.type in ("th_open", "td_open"):
            token.attrs.pop("style", None)
        for child in token.children or ():
            if child.type == "link_open":
                _lead(child, path, known, repository, branch)
    return _reachable(markdown.renderer.render(tokens, markdown.options, {}), title_of(text, path))


def _reachable(html: str, title: str) -> Markup:
    """Whatever scrolls by itself can be reached with the keyboard. Tags of the text itself are escaped, so these are the renderer's."""
    parts = html.replace("<pre>", '<pre tabindex="0">').replace("</table>", "</table></div>").split("<table>")
    region = Markup('<div class="scroll" role="region" tabindex="0" aria-label="{} {}"><table>')
    return Markup(parts[0] + "".join(str(region.format(title, number)) + part for number, part in enumerate(parts[1:], 1)))


def _markdown() -> Any:
    try:
        from markdown_it import MarkdownIt
    except ImportError as error:
        raise ScodataError("the handbook needs markdown-it-py: pip install 'scodata[site]'") from error
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def _lead(link: Any, path: str, known: Mapping[str, str], repository: str, branch: str) -> None:
    """Makes a link of the Markdown lead to a page of the site, or of the repository; one that leads nowhere here becomes a link to its own page."""
    href = str(link.attrGet("href") or "")
    if address(href) or href.startswith("#"):
        return
    target, _, anchor = href.partition("#")
    name = _joined(PurePosixPath(path).parent, target)
    fragment = f"#{anchor}" if anchor else ""
    if name in known:
        link.attrSet("href", f"../{known[name]}/{fragment}")
    elif repository:
        link.attrSet("href", f"{repository}/blob/{branch}/{name}{fragment}")
    else:
        link.attrs.pop("href", None)


def _joined(folder: PurePosixPath, target: str) -> str:
    parts: list[str] = []
    for part in (*folder.parts, *PurePosixPath(target).parts):
        if part == "..":
            parts = parts[:-1]
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


def _slug(text: str, used: set[str]) -> str:
    """The anchor of a heading, as GitHub makes it, each once on a page."""
    base = re.sub(r"[^\w\- ]", "", text.lower()).strip().replace(" ", "-") or "section"
    name, number = base, 0
    while name in used:
        number += 1
        name = f"{base}-{number}"
    used.add(name)
    return name
