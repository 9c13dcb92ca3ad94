"""The browser's door: this machine, this token, no other page."""

from __future__ import annotations

import shlex

import pytest

from assistant.errors import ExtraMissing
from assistant.web import admitted, command, serve

OWN = "http://localhost:8017"


@pytest.mark.parametrize(
    ("given", "host", "origin", "passes"),
    [
        ("secret", "localhost:8017", None, True),
        ("secret", "127.0.0.1:8017", OWN, True),
        ("other", "localhost:8017", None, False),
        (None, "localhost:8017", None, False),
        ("secret", "evil.example:8017", None, False),
        ("secret", "localhost:8017", "http://evil.example", False),
        ("secret", "localhost:9999", None, False),
    ],
)
def test_who_is_let_in(
    given: str | None, host: str, origin: str | None, passes: bool
) -> None:
    assert admitted("secret", 8017, given, host, origin) is passes


def test_a_file_name_is_no_shell_command() -> None:
    words = shlex.split(command("a; rm -rf 'x'.csv", "my home"))
    assert words[-3:] == ["a; rm -rf 'x'.csv", "--home", "my home"]


def test_without_the_extra_the_error_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "textual_serve.server", None)
    with pytest.raises(ExtraMissing, match=r"tandem-ml\[web\]"):
        serve(8017, None, None)
