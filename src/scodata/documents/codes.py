"""The codes of reading: what makes a file unreadable before anybody asks what it says."""

from scodata.problems import Code

UNREADABLE = Code(
    "Y101",
    "unreadable-file",
    """The file can't be read as a regular file.

Why: a file that is skipped in silence would let a broken catalogue pass.

Mend: give the file its read permission, or replace the link, pipe or device by a plain file. Links are not followed, since they could lead out of the catalogue.

Example: `records/books/sagas.yaml` is a link to `/etc/passwd`.""",
)
TOO_LARGE = Code(
    "Y102",
    "file-too-large",
    """The file is larger than 1 MiB.

Why: a record is one thing with its facts; the limit keeps every check fast and bounded.

Mend: split the record, or shorten its texts.

Example: a file of 1,048,577 bytes.""",
)
NOT_UTF8 = Code(
    "Y103",
    "not-utf8",
    """The file isn't encoded in UTF-8.

Why: every other encoding has to be guessed, and a wrong guess spoils names in silence.

Mend: save the file as UTF-8 in your editor.

Example: the byte `E9`, which is `é` in Latin-1.""",
)
BYTE_ORDER_MARK = Code(
    "Y104",
    "byte-order-mark",
    """The file begins with a byte-order mark.

Why: UTF-8 needs none, and other readers take it as a part of the first key.

Mend: save the file as UTF-8 without byte-order mark.

Example: the bytes `EF BB BF` before `id:`.""",
)
TAB = Code(
    "Y105",
    "tab",
    """The file contains a tab.

Why: YAML forbids tabs in indentation, and elsewhere nobody sees them.

Mend: indent with two spaces; write one space inside of a text.

Example: `<tab>title: Sagas`.""",
)
CONTROL = Code(
    "Y106",
    "hidden-character",
    """The text contains a control, zero-width or direction-changing character.

Why: such a character can't be seen, so two names that look alike would differ, or a line would read otherwise than it is.

Mend: delete it. Often it came along when text was copied from a page.

Example: `title: Sa\\u200bgas`, with a zero-width space inside.""",
)
NOT_NFC = Code(
    "Y107",
    "not-nfc",
    """The text isn't in Unicode's normal form C.

Why: one letter can be encoded in several ways; without one form, equal names compare as different.

Mend: type the letter again, or convert the file with your editor's or `uconv -x nfc`'s help.

Example: `é` as `e` and a combining accent, two characters.""",
)
SYNTAX = Code(
    "Y108",
    "yaml-syntax",
    """The file isn't YAML.

Why: nothing in it can be trusted until it is.

Mend: look at the place and the line before it: most often a quote or bracket isn't closed, a text that contains `: ` or begins with `@`, `%` or a backtick needs quotes, or the indentation is off by one.

Example: `title: Sagas: a history`, where the text needs quotes.""",
)
EMPTY_FILE = Code(
    "Y109",
    "empty-file",
    """The file says nothing.

Why: a record without an id can't be referred to.

Mend: fill it, or delete it.

Example: a file that only holds a comment.""",
)
SECOND_DOCUMENT = Code(
    "Y110",
    "second-document",
    """The file holds more than one YAML document.

Why: one file is one record; most readers would drop the second in silence.

Mend: move what follows `---` into a file of its own.

Example: two records with a line `---` between them.""",
)
NOT_A_MAPPING = Code(
    "Y111",
    "not-a-mapping",
    """The file's top level isn't a mapping of properties to values.

Why: a record is a set of named properties.

Mend: write `property: value` lines.

Example: a file that begins with `- id: sagas`.""",
)
DUPLICATE_KEY = Code(
    "Y112",
    "duplicate-key",
    """A key stands twice in one mapping.

Why: most readers keep one of the two values and drop the other in silence.

Mend: keep one, or merge them.

Example: `title: Sagas` on one line and `title: Tales` on another.""",
)
DIRECTIVE = Code(
    "Y113",
    "directive",
    """The file contains a YAML directive.

Why: directives change how the rest is read; a record needs none.

Mend: delete the line that begins with `%`.

Example: `%YAML 1.1`.""",
)
ANCHOR = Code(
    "Y114",
    "anchor-or-alias",
    """The file uses an anchor (`&name`), an alias (`*name`) or a merge key (`<<`).

Why: a value that is written elsewhere can't be cited, moved or edited by itself, and nested aliases can grow without bound.

Mend: write the value where it belongs; put a text that begins with `&` or `*` in quotes.

Example: `author: *snorri`.""",
)
TAG = Code(
    "Y115",
    "tag",
    """The file uses a YAML tag (`!name`).

Why: tags tell a reader to build something else than plain text, numbers, lists and mappings.

Mend: delete the tag; put a text that begins with `!` in quotes.

Example: `year: !!str 1220`.""",
)
KEY_NOT_TEXT = Code(
    "Y116",
    "key-not-text",
    """A key isn't a text.

Why: columns and pointers are named by text; a number, `true` or a list as a key means something else to each reader.

Mend: put the key in quotes, or choose a word.

Example: `1: first`.""",
)
INEXACT_NUMBER = Code(
    "Y117",
    "inexact-number",
    """The number can't be held exactly: beyond 2^53, or of more than 15 significant digits.

Why: spreadsheets and most programs would change it in silence.

Mend: put it in quotes, if it is a name rather than a quantity; else round it.

Example: `isbn: 97800000000000000001`.""",
)
TOO_DEEP = Code(
    "Y118",
    "too-deep",
    """Values are nested deeper than 32 levels.

Why: no record needs it, and the limit keeps every check bounded.

Mend: flatten the record.

Example: `[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]`.""",
)
NOTHING = Code(
    "Y119",
    "empty-value",
    """A key has no value: nothing, `~`, `null`, an empty text or an empty list.

Why: the only way to say nothing is to leave the key out; an empty cell in a table means just that.

Mend: delete the key, or give it a value. Put the word in quotes if you mean the text `null` or `~`.

Example: `title:` with nothing behind it.""",
)
SEVERAL_LINES = Code(
    "Y120",
    "several-lines",
    """A text runs over several lines.

Why: a line break inside of a cell breaks simple readers of CSV.

Mend: write it on one line, or fold it with `>-` and no blank line between.

Example: `note: |` with two lines below it.""",
)
