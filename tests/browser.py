"""A headless browser for tests: a page is driven by its keys, its socket read as text.

The page paints a terminal on a canvas, so what it shows is read from the frames that
its socket receives, by the same emulator that reads pseudo-terminals.
"""

from __future__ import annotations

import asyncio
import base64
import re
import shutil
import time
from pathlib import Path
from typing import Any

import aiohttp
import pyte

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "chrome")


def browser_program() -> str | None:
    """Return the path of a browser, or None where there is none."""
    return next((p for p in map(shutil.which, PROGRAMS) if p), None)


class Page:
    """One page of a headless browser.

    Parameters
    ----------
    folder : Path
        For the browser's profile.
    columns, lines : int
        The size that the emulator assumes; `fit` sets it from what the page tells.
    """

    def __init__(self, folder: Path, columns: int = 80, lines: int = 24) -> None:
        self._folder = folder
        self.screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self.screen)
        self._answers: dict[int, asyncio.Future[Any]] = {}
        self._sent = 0

    async def __aenter__(self) -> Page:
        program = browser_program()
        assert program is not None
        self._browser = await asyncio.create_subprocess_exec(
            program, "--headless=new", "--no-sandbox", "--disable-gpu",
            "--remote-debugging-port=0", f"--user-data-dir={self._folder}",
            "--window-size=1000,700", "about:blank",
            stderr=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        assert self._browser.stderr is not None
        port = ""
        while not port:
            line = (await self._browser.stderr.readline()).decode(errors="replace")
            found = re.search(r"ws://[^:]+:(\d+)/", line)
            port = found[1] if found else ""
        self._drain = asyncio.create_task(_drained(self._browser.stderr))
        self._session = aiohttp.ClientSession()
        async with self._session.get(f"http://127.0.0.1:{port}/json") as answer:
            pages = [p for p in await answer.json() if p["type"] == "page"]
        self._socket = await self._session.ws_connect(
            pages[0]["webSocketDebuggerUrl"], max_msg_size=0
        )
        self._reader = asyncio.create_task(self._read())
        for domain in ("Network", "Page", "Runtime"):
            await self.call(f"{domain}.enable")
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._socket.close()
        self._reader.cancel()
        await self._session.close()
        self._browser.terminate()
        await self._browser.wait()
        await self._drain

    async def call(self, method: str, **parameters: Any) -> Any:
        """Call a method of the browser's protocol and return its result."""
        self._sent += 1
        answer = asyncio.get_running_loop().create_future()
        self._answers[self._sent] = answer
        await self._socket.send_json(
            {"id": self._sent, "method": method, "params": parameters}
        )
        return await asyncio.wait_for(answer, 30)

    async def open(self, address: str) -> None:
        """Go to an address."""
        await self.call("Page.navigate", url=address)

    async def value(self, expression: str) -> Any:
        """Return what a JavaScript expression gives in the page."""
        found = await self.call("Runtime.evaluate", expression=expression)
        return found["result"].get("value")

    async def type(self, text: str) -> None:
        """Press the keys of a text; a carriage return is Enter."""
        for char in text:
            if char == "\r":
                await self.key("Enter", 13, "\r")
            else:
                await self.key(char, ord(char.upper()), char)

    async def click(self, x: int, y: int) -> None:
        """Click into the page."""
        at = {"x": x, "y": y, "button": "left", "clickCount": 1}
        await self.call("Input.dispatchMouseEvent", type="mousePressed", **at)
        await self.call("Input.dispatchMouseEvent", type="mouseReleased", **at)

    async def key(
        self, name: str, code: int, text: str = "", modifiers: int = 0
    ) -> None:
        """Press one key."""
        key = {
            "key": name, "code": name, "windowsVirtualKeyCode": code,
            "modifiers": modifiers,
        }  # fmt: skip
        down = "keyDown" if text else "rawKeyDown"
        await self.call("Input.dispatchKeyEvent", type=down, text=text, **key)
        await self.call("Input.dispatchKeyEvent", type="keyUp", **key)

    async def until(self, words: str, seconds: float = 40.0) -> str:
        """Wait until the terminal in the page shows some words."""
        end = time.monotonic() + seconds
        while words not in self.text:
            assert time.monotonic() < end, f"{words!r} never came:\n{self.text}"
            await asyncio.sleep(0.05)
        return self.text

    async def picture(self, path: Path) -> None:
        """Save what the page looks like."""
        shot = await self.call("Page.captureScreenshot", format="png")
        path.write_bytes(base64.b64decode(shot["data"]))

    @property
    def text(self) -> str:
        """What the terminal in the page shows."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    async def _read(self) -> None:
        async for message in self._socket:
            body = message.json()
            if "id" in body:
                answer = self._answers.pop(body["id"])
                if "error" in body:
                    answer.set_exception(RuntimeError(str(body["error"])))
                else:
                    answer.set_result(body.get("result"))
            elif body.get("method") == "Network.webSocketCreated":
                size = re.search(r"width=(\d+)&height=(\d+)", body["params"]["url"])
                if size:
                    self.screen.resize(int(size[2]), int(size[1]))
            elif body.get("method") == "Network.webSocketFrameReceived":
                frame = body["params"]["response"]
                if frame["opcode"] == 2:
                    self._stream.feed(base64.b64decode(frame["payloadData"]))


async def _drained(stream: asyncio.StreamReader) -> None:
    while await stream.readline():
        continue
