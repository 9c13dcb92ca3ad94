"""The browser's door: this machine, this token, no other page."""

from __future__ import annotations

import asyncio
import os
import re
import shlex
import socket
import sys
from pathlib import Path

import pytest
from browser import Page, browser_program
from test_pty_chat import write_table

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


@pytest.mark.slow
@pytest.mark.skipif(browser_program() is None, reason="no browser here")
async def test_a_whole_conversation_in_a_browser(tmp_path: Path) -> None:
    pytest.importorskip("textual_serve")
    write_table(tmp_path / "stays.csv")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "assistant", "web", "stays.csv", "--port", str(port),
        cwd=tmp_path, stderr=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[1])},
    )  # fmt: skip
    try:
        assert server.stderr is not None
        told = (await server.stderr.readline()).decode()
        address = re.search(r"http://\S+", told)
        assert address is not None
        await converse(tmp_path / "profile", address[0], port)
    finally:
        server.terminate()
        await server.wait()


async def converse(profile: Path, address: str, port: int) -> None:
    """Go from the table to a result, a reason and a view of it."""
    async with Page(profile) as page:
        await page.open(address.partition("?")[0])
        await asyncio.sleep(0.5)
        assert "with its token" in await page.value("document.body.innerText")
        await page.open(address)
        await page.until("400 rows", 60)
        # The token does not stay in the address bar.
        assert await page.value("location.href") == f"http://localhost:{port}/"
        await page.click(300, 300)
        await page.type("predict left, find the yes\r")
        await page.until("do you want to catch?")
        for _ in range(12):
            await settled(page)
            if "Shall I start" in page.text:
                break
            await page.type("you choose\r")
        await page.type("take 4 seconds\r")
        await page.until("I may search for 4 seconds")
        await settled(page)
        await page.type("go\r")
        await page.until("Searching", 20)
        await page.until("Why a certain row?", 60)
        await page.type("why row 3\r")
        await page.until("From a typical answer to row 3", 30)
        await page.key("r", 82, modifiers=2)
        await page.until("This is where I draw it now.", 20)
        picture = os.environ.get("TANDEM_BROWSER_PICTURE")
        if picture:
            await page.picture(Path(picture))


async def settled(page: Page) -> None:
    """Wait until nothing was painted for a while."""
    for _ in range(40):
        before = page.text
        await asyncio.sleep(0.5)
        if page.text == before and "Working" not in before:
            return
