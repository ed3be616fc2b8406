"""Rules on texts: nothing that the eye passes over, a script that fits the language, and nothing that a reader of the tables would misread."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from scodata.documents.texts import MISSING
from scodata.findings import Draft, Finding, Known, record_rule

_SPACES = re.compile(r"^\s|\s$|\s\s|[^\S ]")
_WORD = re.compile(r"[^\W\d_]+")
_SCRIPTS = {
    "ru": "CYRILLIC",
    "uk": "CYRILLIC",
    "be": "CYRILLIC",
    "bg": "CYRILLIC",
    "zh": "CJK",
    "en": "LATIN",
    "fr": "LATIN",
    "de": "LATIN",
    "es": "LATIN",
    "sv": "LATIN",
    "fi": "LATIN",
    "is": "LATIN",
    "tr": "LATIN",
}
_SCRIPT_TAGS = {"Latn": "LATIN", "Cyrl": "CYRILLIC", "Hans": "CJK", "Hant": "CJK", "Arab": "ARABIC"}


@record_rule("N701", "stray-space")
def stray_space(draft: Draft, known: Known) -> Iterator[Finding]:
    """A text begins or ends with a space, has two in a row, or another kind of space than the plain one.

    Why: two texts that look alike would differ.

    Mend: leave one plain space between words, and none at the ends.

    Example: `title: "Sagas  of kings "`.
    """
    for path, text, key in draft.texts:
        found = _SPACES.search(text) if text != " ".join(text.split()) else None
        if found:
            where = "at an end of" if found.start() == 0 or found.end() == len(text) else "inside of"
            hint = "leave one plain space between words, and none at the ends"
            yield Finding(f"a stray space {where} the text", path, hint, key, mend="" if key else " ".join(text.split()))


@record_rule("N702", "mixed-scripts")
def mixed_scripts(draft: Draft, known: Known) -> Iterator[Finding]:
    """A word mixes letters of several scripts that look alike.

    Why: nobody will find `Pоссия` with a Latin `P`.

    Mend: type the word again in one script.

    Example: `Снорpи`, with one Latin `p`.
    """
    for path, text, key in draft.texts:
        if not text.isascii():
            for word in _WORD.findall(text):
                scripts = {_script(letter) for letter in word} - {""}
                if len(scripts & {"LATIN", "CYRILLIC", "GREEK"}) > 1:
                    yield Finding(f"the word `{word}` mixes {' and '.join(sorted(script.capitalize() for script in scripts))} letters", path, key=key)


@record_rule("N703", "script-of-another-language")
def other_script(draft: Draft, known: Known) -> Iterator[Finding]:
    """No letter of a text is in the script of its language.

    Why: a Russian name in Latin letters isn't the Russian name.

    Mend: write it in the right script, or name the right language; a transliteration is a name in another language.

    Example: `ru: Snorri`.
    """
    for site in draft.marked("x-language"):
        if isinstance(site.value, str):
            yield from _fits(site.value, site.shape.schema["x-language"], site.path)
    for site in draft.marked("x-language-of"):
        for text, language in [site.shape.schema["x-language-of"]]:
            if isinstance(site.value.get(text), str) and isinstance(site.value.get(language), str):
                yield from _fits(site.value[text], site.value[language], (*site.path, text))


def _fits(text: str, tag: str, path: tuple[str | int, ...]) -> Iterator[Finding]:
    language, *rest = tag.split("-")
    wanted = next((_SCRIPT_TAGS[part] for part in rest if part in _SCRIPT_TAGS), _SCRIPTS.get(language, ""))
    if wanted == "LATIN" and text.isascii():
        return
    scripts = {_script(letter) for letter in text if letter.isalpha()} - {""}
    if wanted and scripts and wanted not in scripts:
        yield Finding(f"a text in the language `{tag}` has no {wanted.capitalize() if wanted != 'CJK' else 'Chinese'} letter", path)


@record_rule("N704", "formula", "warning")
def formula(draft: Draft, known: Known) -> Iterator[Finding]:
    """A text begins like a formula of a spreadsheet.

    Why: a spreadsheet that opens the CSV would compute it instead of showing it.

    Mend: begin with a word or a quote.

    Example: `note: =SUM(A1:A9)`.
    """
    for path, text, key in draft.texts:
        if text[0] in "=+-@":
            yield Finding("the text begins like a formula of a spreadsheet", path, "begin with a word or a quote", key)


@record_rule("N705", "reads-as-missing")
def reads_as_missing(draft: Draft, known: Known) -> Iterator[Finding]:
    """A text is one that pandas and other tools read as missing.

    Why: the value would vanish on its way to the user.

    Mend: say more: `Namibia`, `no name`.

    Example: `name: NA`.
    """
    for path, text, key in draft.texts:
        if text in MISSING:
            yield Finding(f"`{text}` is read as missing by pandas and others", path, "say more than these letters", key)


@lru_cache(maxsize=4096)
def _script(letter: str) -> str:
    """The script of a letter by the first word of its Unicode name; Chinese, whatever the block, is CJK."""
    name = unicodedata.name(letter, "").split(" ")[0].split("-")[0]
    return {"CJK": "CJK", "IDEOGRAPHIC": "CJK"}.get(name, name)
