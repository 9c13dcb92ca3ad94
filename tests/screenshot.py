"""The README's picture: the real screen in a real conversation on the example table.

Run with ``python tests/screenshot.py``; it writes ``tests/screenshot.svg``.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

SIZE = (118, 34)
SAID = (
    "fine",
    "who is going to cancel",
    "our team calls them, 50 a week",
    "a wasted call costs 5, a lost member about 400",
    "no",
    "monthly_fee, and months_member",
)
PATIENCE = 90.0


async def picture(home: str, out: Path) -> None:
    """Hold the conversation until one row is explained, and save the screen."""
    from textual.pilot import Pilot

    from assistant.demo_table import path
    from assistant.session import Session
    from assistant.store import home_folder
    from assistant.tui import TandemApp

    os.chdir(path().parent)  # no folder of this machine belongs in the picture
    app = TandemApp(lambda: Session(home_folder(home), table=path().name))

    async def until(pilot: Pilot[int], busy: bool) -> None:
        for _ in range(int(PATIENCE / 0.2)):
            await pilot.pause(0.2)
            if app.failure:
                raise app.failure
            if app.at_rest is not busy:
                return

    async def say(pilot: Pilot[int], text: str) -> None:
        app.composer.text = text
        await pilot.press("enter")

    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause(1.0)
        await until(pilot, busy=False)
        for text in SAID:
            await say(pilot, text)
            await until(pilot, busy=False)
        for text in sys.argv[1:] or ("take 15 seconds", "go"):
            await say(pilot, text)
            await pilot.pause(2.0)
        await until(pilot, busy=False)
        await say(pilot, "why row 3")
        await pilot.pause(1.0)
        await until(pilot, busy=False)
        await pilot.pause(1.0)
        drawn = app.export_screenshot(title="tandem demo")
        # The picture must not fetch its fonts from anywhere.
        alone = re.sub(r"@font-face \{.*?\}\s*", "", drawn, flags=re.DOTALL)
        out.write_text(alone, encoding="utf-8")
        await app.action_leave()


def main() -> None:
    """Save the picture next to this file."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["TANDEM_HOME"] = home
        asyncio.run(picture(home, Path(__file__).resolve().with_suffix(".svg")))


if __name__ == "__main__":
    main()
