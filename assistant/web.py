"""The same chat in a browser, through textual-serve: this machine only, with a token.

Whoever reaches the page can read every table that this user can, so it listens on
localhost alone, wants the token that only the terminal showed, and refuses requests
that another page sent. Each browser tab is a program of its own.
"""

from __future__ import annotations

import secrets
import shlex
import sys
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from .errors import ExtraMissing

if TYPE_CHECKING:
    from aiohttp import web

HOST = "localhost"
COOKIE = "tandem-token"


def serve(port: int, table: str | None, home: str | None) -> int:
    """Serve the chat until Ctrl+C.

    Parameters
    ----------
    port : int
        Port on localhost.
    table : str, optional
        The table to talk about.
    home : str, optional
        The folder of all that Tandem remembers.

    Raises
    ------
    ExtraMissing
        If textual-serve is not installed.
    """
    try:
        from textual_serve.server import Server
    except ModuleNotFoundError as error:
        raise ExtraMissing(
            "The browser needs one more part",
            "Install it with: pip install 'tandem-ml[web]'",
        ) from error
    token = secrets.token_urlsafe(24)

    class TokenServer(Server):  # type: ignore[misc, unused-ignore]  # untyped
        """The server, with the token asked for before anything else."""

        async def _make_app(self) -> web.Application:
            app = await super()._make_app()
            app.middlewares.append(guard(token, port))
            return app

        async def on_startup(self, app: web.Application) -> None:
            """Say where it is, without the library's banner."""

    sys.stderr.write(
        f"Tandem in the browser: http://{HOST}:{port}/?token={token}\n"
        "For this machine only. Whoever has this address can read your files through "
        "it: do not pass it on. Ctrl+C ends it.\n"
    )
    TokenServer(command(table, home), host=HOST, port=port, title="Tandem").serve()
    return 0


def command(table: str | None, home: str | None) -> str:
    """Return the shell command that each browser tab runs.

    Examples
    --------
    >>> command("my table.csv", None).split(" -m ")[1]
    "assistant chat 'my table.csv'"
    """
    words = [sys.executable, "-m", "assistant", "chat"]
    words += [table] if table else []
    words += ["--home", home] if home else []
    return shlex.join(words)


def admitted(
    token: str, port: int, given: str | None, host: str, origin: str | None
) -> bool:
    """Tell whether a request may pass.

    Parameters
    ----------
    token : str
        The token that the terminal showed.
    port : int
        The port that is served.
    given : str or None
        The token of the request, from its cookie or address.
    host : str
        Its Host header; another name means that some other page resolved to us.
    origin : str or None
        Its Origin header, which browsers send with sockets.
    """
    names = [f"{HOST}:{port}", f"127.0.0.1:{port}"]
    if host not in names:
        return False
    if origin is not None and origin not in [f"http://{name}" for name in names]:
        return False
    return given is not None and secrets.compare_digest(given, token)


def guard(token: str, port: int) -> Any:
    """Return the middleware that lets nobody in without the token."""
    from aiohttp import web

    Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        shown = request.query.get("token")
        given = shown or request.cookies.get(COOKIE)
        origin = request.headers.get("Origin")
        if not admitted(token, port, given, request.host, origin):
            raise web.HTTPForbidden(
                text="Open the address that the terminal shows, with its token."
            )
        if shown and request.path == "/":
            # The token leaves the address bar, and with it the browser's history.
            answer = web.HTTPFound("/")
            answer.set_cookie(COOKIE, token, httponly=True, samesite="Strict")
            return answer
        return await handler(request)

    return web.middleware(check)
