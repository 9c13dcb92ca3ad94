"""Hostile strings: shown, harmless, aligned."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from dialogs.cells import cell_width, cut, pad, wrap
from dialogs.sanitise import ascii_only, safe

ANY = st.text(st.characters(exclude_categories=()), max_size=30)
NASTY = st.text(
    st.sampled_from("a [\x1b]\x9b\x07\n\r\t\u202e\u200d\u0301\ufe0f日🙂\u1161가\ud800"),
    max_size=20,
)
BIDI = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")


def harmless(text: str, keep: str = "") -> bool:
    bad = {"Cc", "Cs", "Zl", "Zp"}
    return not any(
        (unicodedata.category(c) in bad and c not in keep) or c in BIDI for c in text
    )


@settings(max_examples=300, deadline=None)
@given(ANY | NASTY)
def test_no_control_survives_and_nothing_changes_twice(text: str) -> None:
    shown = safe(text)
    assert harmless(shown)
    assert safe(shown) == shown
    shown.encode("utf-8")


@settings(max_examples=300, deadline=None)
@given(ANY | NASTY, st.integers(0, 12))
def test_width_is_kept_and_agrees_with_the_screen(text: str, width: int) -> None:
    shown = safe(text, width)
    assert cell_width(shown) <= width
    assert cell_width(shown) == cell_len(shown)
    assert cell_width(pad(safe(text), width)) == width


@settings(max_examples=200, deadline=None)
@given(NASTY)
def test_only_newline_and_tab_can_be_kept(text: str) -> None:
    assert harmless(safe(text, keep="\n\t\x1b\u202e"), keep="\n\t")


@settings(max_examples=200, deadline=None)
@given(ANY | NASTY)
def test_ascii_is_ascii(text: str) -> None:
    assert ascii_only(safe(text)).isascii()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("price [USD]", "price [USD]"),
        ("[/b]", "[/b]"),
        ("\x1b]52;c;aGk=\x07", "␛]52;c;aGk=␇"),
        ("\x9b31m", "␦31m"),
        ("one\ntwo\r\nthree", "one⏎two⏎three"),
        ("e\u0301", "é"),
        ("a\u202eb", "ab"),
        ("\x7f", "␡"),
        ("a\u0301\u0302\u0303\u0304\u0305\u0306\u0307", "á\u0302\u0303\u0304\u0305"),
    ],
)
def test_examples(text: str, shown: str) -> None:
    assert safe(text) == shown


def test_the_list_of_naughty_strings(shared_data: Path) -> None:
    strings = json.loads((shared_data / "corpora" / "blns.json").read_text("utf-8"))
    assert len(strings) > 400
    for text in strings:
        shown = safe(text)
        assert harmless(shown), text
        assert cell_width(shown) == cell_len(shown), text
        assert bool(shown.strip()) or not any(c.isalnum() for c in text), text


def test_wrapped_lines_fit() -> None:
    text = "一二三四五 " + "x" * 30 + " and some words"
    lines = wrap(text, 12, "  ")
    assert all(cell_width(line) <= 12 for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_cut_shows_that_it_cut() -> None:
    assert cut("日本語", 5) == "日本…"
    assert cut("abc", 0) == ""
