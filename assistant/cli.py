"""The command line: arguments, front end, exit codes. Imports nothing heavy.

Standard output is data, standard error is narration. Exit codes: 0 done, 1 no usable
model or the search failed, 2 usage or an invalid brief, 3 the table cannot be read,
4 the model file cannot be read or is not safe to load, 130 interrupted.
"""

from __future__ import annotations

import argparse
import atexit
import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from dialogs.sanitise import safe

from . import __version__
from .errors import TandemError

INTERRUPTED = 130

COMMANDS = {
    # command: (module:function, what it does)
    "chat": ("chat:chat", "the chat, full screen or line by line"),
    "demo": ("chat:demo", "the chat on an example table that comes with the program"),
    "web": ("chat:web", "the chat in a browser, on this machine only"),
    "run": ("run:run", "no conversation: plan, search, explain, save"),
    "predict": ("models:predict", "score a table with a saved model"),
    "explain": ("models:explain", "reasons overall, for one row, or to a question"),
    "report": ("models:report", "the report to hand on, as one HTML file"),
    "card": ("models:card", "the model card, as Markdown"),
    "export": ("models:export", "Python that rebuilds the model without Tandem"),
    "check": ("models:check", "does new data still look like the training data"),
    "serve": ("models:serve", "predictions over HTTP on this machine"),
    "history": ("history:history", "earlier conversations"),
    "show": ("history:show", "one conversation: its words, rounds and trials"),
    "brief": ("history:brief", "the form of a brief file"),
    "understand": ("understand:command", "what Tandem makes of one sentence"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code.

    Parameters
    ----------
    argv : sequence of str, optional
        The arguments after the program's name; those of the process by default.
    """
    if argv is None:
        # Python looks at every object once more as it ends, which takes most of a second.
        atexit.register(gc.freeze)
    given = list(sys.argv[1:] if argv is None else argv)
    arguments = build_parser().parse_args(_with_command(given))
    module, function = COMMANDS[arguments.command][0].split(":")
    try:
        command = getattr(import_module(f"assistant.commands.{module}"), function)
        return int(command(arguments))
    except TandemError as error:
        # Names of files and columns are in it: nothing of theirs may steer a terminal.
        print(safe(f"{error.title}: {error.text}", keep="\n"), file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("Stopped. What was found is kept.", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output left; point stdout elsewhere so that the
        # interpreter's last flush does not complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _with_command(argv: list[str]) -> list[str]:
    """Put ``chat`` in front where the first word is a table, or there is none."""
    words = [a for a in argv if not a.startswith("-")]
    leading = argv[0] if argv else ""
    if leading in ("-h", "--help", "--version") or (words and words[0] in COMMANDS):
        return argv
    return ["chat", *argv]


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    parser = argparse.ArgumentParser(
        prog="tandem",
        description="A chat that builds a prediction you can trust, explain and sign "
        "for. `tandem TABLE` starts it on your table.",
        epilog="Exit codes: 0 done; 1 no usable model; 2 usage or an invalid brief; "
        "3 the table cannot be read; 4 the model file cannot be read; 130 interrupted.",
    )
    parser.add_argument("--version", action="version", version=f"tandem {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    shared = _shared()
    for name, (_, what) in COMMANDS.items():
        command = commands.add_parser(
            name, help=what, description=what[0].upper() + what[1:] + ".",
            parents=[shared],
        )  # fmt: skip
        _ARGUMENTS[name](command)
    return parser


def _shared() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument(
        "--home", metavar="DIR", help="the folder of all that Tandem remembers"
    )
    shared.add_argument(
        "--seed", type=int, default=0, metavar="N", help="seed of everything random"
    )
    shared.add_argument("--quiet", action="store_true", help="no narration")
    return shared


def _screen(parser: argparse.ArgumentParser) -> None:
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--plain", action="store_true", help="line by line")
    form.add_argument("--json", action="store_true", help="JSON lines, for programs")
    parser.add_argument("--ascii", action="store_true", help="no characters but ASCII")
    parser.add_argument("--no-mouse", action="store_true", help="leave the mouse alone")


def _chat(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("table", nargs="?", help="the table to talk about")
    _screen(parser)
    parser.add_argument("--brief", metavar="FILE", help="start from a brief")
    parser.add_argument(
        "--resume", nargs="?", const="", metavar="ID",
        help="go on with an earlier conversation; the last one by default",
    )  # fmt: skip


def _web(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("table", nargs="?", help="the table to talk about")
    parser.add_argument("--port", type=int, default=8017)


def _run(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("brief", metavar="BRIEF", help="a brief, as TOML or JSON")
    parser.add_argument("--json", action="store_true", help="the result as JSON")
    parser.add_argument("--out", metavar="DIR", help="where the files go")


def _model(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("model", help="a saved model")
    parser.add_argument(
        "--trust", action="append", default=[], metavar="MODULE",
        help="a module of yours whose classes the model may hold; can be repeated",
    )  # fmt: skip


def _model_and_table(parser: argparse.ArgumentParser) -> None:
    _model(parser)
    parser.add_argument("table", help="a table")


def _predict(parser: argparse.ArgumentParser) -> None:
    _model_and_table(parser)
    parser.add_argument("-o", "--output", metavar="OUT.csv", help="where it goes")
    parser.add_argument(
        "--keep", action="store_true", help="copy the table's columns in front"
    )
    parser.add_argument(
        "--interval", action="store_true", help="numbers: low and high as well"
    )


def _explain(parser: argparse.ArgumentParser) -> None:
    _model_and_table(parser)
    parser.add_argument("--row", type=int, metavar="N", help="a row, counted from 1")
    parser.add_argument("--ask", metavar="TEXT", help="a question in your own words")
    parser.add_argument("--json", action="store_true")


def _document(parser: argparse.ArgumentParser) -> None:
    _model(parser)
    parser.add_argument("-o", "--output", metavar="FILE", help="where it goes")


def _check(parser: argparse.ArgumentParser) -> None:
    _model_and_table(parser)
    parser.add_argument("--json", action="store_true")


def _serve(parser: argparse.ArgumentParser) -> None:
    _model(parser)
    parser.add_argument("--port", type=int, default=8018)


def _history(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true")


def _show(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", help="a conversation's id, or how it begins")
    parser.add_argument("--json", action="store_true")


def _brief(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--schema", action="store_true", help="print the JSON Schema")
    parser.add_argument("file", nargs="?", help="a brief to check")


def _understand(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("text", nargs="?", help="the sentence")
    parser.add_argument("--batch", action="store_true", help="JSON lines on stdin")
    parser.add_argument("--table", metavar="FILE")
    parser.add_argument("--brief", metavar="FILE")
    parser.add_argument("--asking", metavar="SLOT")
    parser.add_argument("--model", metavar="MODEL")
    parser.add_argument("--previous", metavar="JSON", help="the last query tree")
    parser.add_argument("--json", action="store_true")


_ARGUMENTS = {
    "chat": _chat,
    "demo": _screen,
    "web": _web,
    "run": _run,
    "predict": _predict,
    "explain": _explain,
    "report": _document,
    "card": _document,
    "export": _document,
    "check": _check,
    "serve": _serve,
    "history": _history,
    "show": _show,
    "brief": _brief,
    "understand": _understand,
}


if __name__ == "__main__":
    sys.exit(main())
