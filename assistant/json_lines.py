"""The chat as JSON lines, for programs: one message a line in, one event a line out.

The form is fixed (`tandem chat --help`); fields may be added and are never renamed.
Invariant: each message that is read is answered by exactly one ``ready``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from typing import Any, TextIO

from dialogs.conductor import Conductor
from dialogs.looks import look_lines, look_wanted, looks_named
from dialogs.message import (
    BriefChanged,
    Failure,
    Goodbye,
    KnobsChanged,
    Message,
    Picture,
    Progress,
    ResultReady,
    Say,
)
from dialogs.picture import draw

from .lines import LineReader, idle, next_line, settled

PICTURE_WIDTH = 76


def run_json(conductor: Conductor, stdin: TextIO, stdout: TextIO) -> int:
    """Hold one conversation in JSON lines.

    Parameters
    ----------
    conductor : Conductor
        The conversation.
    stdin, stdout : text streams
        Messages in, events out.

    Returns
    -------
    int
        The exit code.
    """
    return _JsonChat(conductor, stdout).run(LineReader(stdin))


class _JsonChat:
    def __init__(self, conductor: Conductor, stdout: TextIO) -> None:
        self._conductor = conductor
        self._stdout = stdout
        self._prompts: dict[str, str] = {}

    def run(self, reader: LineReader) -> int:
        self._send(self._conductor.open())
        self._send(settled(self._conductor))
        while not self._conductor.finished:
            line = self._line(reader)
            if line is None:
                break
            leaving = self._handle(line)
            self._emit({"event": "ready"})
            if leaving:
                break
        self._emit({"event": "bye"})
        return 0

    def _line(self, reader: LineReader) -> str | None:
        for found in next_line(reader, self._conductor):
            if isinstance(found, str):
                return found
            self._send([found])
        return None

    def _handle(self, line: str) -> bool:
        """Handle one message; tell whether it ends the chat."""
        try:
            text, option = _parse(line)
        except ValueError as error:
            self._refuse("message", "This line is not a message", str(error))
            return False
        command = (text or "").strip().lower()
        wanted = look_wanted(command)
        if command == "/wait":
            self._send(idle(self._conductor))
        elif wanted is not None:
            self._look(wanted)
        elif option is not None:
            self._choose(option)
        elif text and text.strip():
            self._send(self._conductor.say(text))
        self._send(settled(self._conductor))
        return command == "/quit"

    def _choose(self, option: str) -> None:
        prompt = self._prompts.get(option)
        if prompt is None:
            offered = ", ".join(self._prompts) or "none so far"
            self._refuse(
                "choice",
                "No such option",
                f"No question offered {option!r}. Offered: {offered}.",
            )
            return
        self._send(self._conductor.choose(prompt, option))

    def _look(self, name: str) -> None:
        """Send what there is to look at: a text, and the picture of all of it."""
        for look in looks_named(self._conductor.looks(), name):
            text = "\n".join(look_lines(look, PICTURE_WIDTH))
            data = look.summary.data if look.summary is not None else {}
            kind = look.summary.kind if look.summary is not None else "steps"
            self._emit({
                "event": "picture", "kind": kind, "title": look.title, "text": text,
                "data": data,
            })  # fmt: skip

    def _refuse(self, kind: str, title: str, text: str) -> None:
        self._emit({"event": "error", "kind": kind, "title": title, "text": text})

    def _send(self, messages: Iterable[Message]) -> None:
        for message in messages:
            if isinstance(message, Say):
                # An option's id is bound to the last question that offered it.
                for option in message.options:
                    self._prompts.pop(option.id, None)
                    self._prompts[option.id] = message.prompt
            event = as_event(message)
            if event is not None:
                self._emit(event)

    def _emit(self, event: Mapping[str, Any]) -> None:
        # ASCII: a column name with an escape sequence must not reach a terminal.
        text = json.dumps(_finite(event), ensure_ascii=True, default=str)
        self._stdout.write(text + "\n")
        self._stdout.flush()


def _parse(line: str) -> tuple[str | None, str | None]:
    """Return the text said or the option chosen by one line of input."""
    if not line.lstrip().startswith("{"):
        return line, None
    expected = 'write plain text, {"say": "..."} or {"choose": "OPTION-ID"}'
    try:
        body = json.loads(line)
    except json.JSONDecodeError as error:
        raise ValueError(f"It is not valid JSON ({error}); {expected}.") from error
    match body:
        case {"say": str(text)}:
            return text, None
        case {"choose": str(option)}:
            return None, option
    raise ValueError(f"It has the keys {sorted(body)}; {expected}.")


def as_event(message: Message) -> dict[str, Any] | None:
    """Return the event of a message; None for those that `bye` stands for."""
    match message:
        case Say():
            return _say(message)
        case BriefChanged(brief=brief, changed=changed, sources=sources):
            return {
                "event": "brief", "brief": brief, "changed": list(changed),
                "sources": dict(sources),
            }  # fmt: skip
        case Picture(kind=kind, title=title, data=data):
            text = "\n".join(draw(message, PICTURE_WIDTH))
            return {
                "event": "picture", "kind": kind, "title": title, "text": text,
                "data": data,
            }  # fmt: skip
        case Progress():
            return _progress(message)
        case ResultReady(round=number, result=result):
            return {"event": "result", **result, "round": number}
        case KnobsChanged(open=shown, folded=folded):
            return {"event": "knobs", "open": list(shown), "folded": list(folded)}
        case Failure(kind=kind, title=title, text=text):
            return {"event": "error", "kind": kind, "title": title, "text": text}
        case Goodbye(text=text) if text:
            return _say(Say(text))
    return None


def _say(say: Say) -> dict[str, Any]:
    options = [
        {"id": o.id, "label": o.label, **({"note": o.note} if o.note else {})}
        for o in say.options
    ]
    return {
        "event": "say", "text": say.text, "level": str(say.level),
        "asking": say.asking, "options": options, "prompt": say.prompt,
        "key": say.key,
    }  # fmt: skip


def _progress(progress: Progress) -> dict[str, Any]:
    best = None
    if progress.best_value is not None or progress.best_text:
        best = {"value": progress.best_value, "text": progress.best_text}
    return {
        "event": "progress", "elapsed": progress.elapsed, "budget": progress.budget,
        "trials": progress.trials, "best": best, "stage": progress.stage,
    }  # fmt: skip


def _finite(value: Any) -> Any:
    """Return the value with what JSON cannot say (NaN, infinity) as null."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(k): _finite(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(v) for v in value]
    return value
