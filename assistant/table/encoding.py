"""Bytes to text: byte-order mark, then UTF-8, then UTF-16 by its pattern, then cp1252.

The ladder never guesses between one-byte code pages: what is not Unicode is read as
cp1252, the commonest by far, and a note says so.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from ..errors import TableUnreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_SIGNATURES = {
    b"%PDF": "a PDF document",
    b"\x89PNG": "a picture (PNG)",
    b"\xff\xd8\xff": "a picture (JPEG)",
    b"GIF8": "a picture (GIF)",
    b"\x7fELF": "a program",
    b"MZ\x90": "a program",
    b"{\\rtf": "a word processor document (RTF)",
    b"Rar!": "a RAR archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"\x80\x04\x95": "a Python pickle, which I never open because it can run code",
    b"\x80\x05\x95": "a Python pickle, which I never open because it can run code",
}

SAMPLE = 65_536
"""Bytes looked at to tell text from other things."""


@dataclass(frozen=True)
class Decoding:
    """How a file's bytes become text."""

    codec: str
    name: str
    """For people."""
    certain: bool = True


def detect(head: bytes, name: str, whole: bool = False) -> Decoding:
    """Return how to decode a file that starts with these bytes.

    Parameters
    ----------
    head : bytes
        The start of the file, or all of it.
    name : str
        For the error's text.
    whole : bool
        Whether ``head`` is all of the file.

    Raises
    ------
    TableUnreadable
        If this is not text.
    """
    for mark, codec in _MARKS:
        if head.startswith(mark):
            return Decoding(codec, codec.upper().removesuffix("-SIG"))
    for signature, what in _SIGNATURES.items():
        if head.startswith(signature):
            raise _not_text(name, f"it is {what}")
    wide = _utf16(head)
    if wide:
        return Decoding(wide, "UTF-16")
    if _controls(head) > 0.02:
        raise _not_text(name, "most of it is not text")
    if _is_utf8(head, whole):
        return Decoding("utf-8", "UTF-8")
    try:
        head.decode("cp1252")
    except UnicodeDecodeError:
        return Decoding("latin-1", "Latin-1 (ISO 8859-1)", certain=False)
    return Decoding("cp1252", "Windows-1252", certain=False)


def decode(data: bytes, decoding: Decoding) -> str:
    """Return the text; what no code page knows becomes U+FFFD."""
    return data.decode(decoding.codec, errors="replace").removeprefix("﻿")


def _is_utf8(head: bytes, whole: bool) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(head, final=whole)
    except UnicodeDecodeError:
        return False
    return True


def _utf16(head: bytes) -> str:
    sample = head[:4096]
    sample = sample[: len(sample) // 2 * 2]
    if len(sample) < 4:
        return ""
    pairs = len(sample) // 2
    # Western text in UTF-16 has a zero in every other byte.
    if sample[1::2].count(0) > 0.7 * pairs and sample[::2].count(0) < 0.05 * pairs:
        return "utf-16-le"
    if sample[::2].count(0) > 0.7 * pairs and sample[1::2].count(0) < 0.05 * pairs:
        return "utf-16-be"
    return ""


_CONTROLS = bytes(b for b in range(32) if b not in b"\t\n\r\x0c\x1a\x1b")


def _controls(head: bytes) -> float:
    if not head:
        return 0.0
    return 1 - len(head.translate(None, _CONTROLS)) / len(head)


def _not_text(name: str, why: str) -> TableUnreadable:
    return TableUnreadable(
        "This is not a table",
        f"I cannot read {name}: {why}. Save the table as CSV or Excel and name that "
        "file.",
    )
