"""Compressed files, unpacked in memory up to a limit and a ratio; never to disk."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import pyarrow as pa

from ..errors import TableUnreadable
from .excel import MOST_UNPACKED, RATIO

_OPENERS: dict[bytes, tuple[str, Callable[[Any], Any]]] = {
    b"\x1f\x8b": (".gz", lambda s: gzip.GzipFile(fileobj=s)),
    b"BZh": (".bz2", bz2.BZ2File),
    b"\xfd7zXZ": (".xz", lzma.LZMAFile),
    b"\x28\xb5\x2f\xfd": (".zst", lambda s: pa.CompressedInputStream(s, "zstd")),
}

_CHUNK = 1 << 20

MOST_NESTED = 3


def is_compressed(head: bytes) -> bool:
    """Return whether a file that begins like this is compressed (zip excepted)."""
    return any(head.startswith(magic) for magic in _OPENERS)


def unpack(data: bytes, name: str, depth: int = 0) -> tuple[bytes, str]:
    """Return what is inside, and its name without the ending of the packing.

    Raises
    ------
    TableUnreadable
        If it is damaged, nested too deep, or grows beyond all measure.
    """
    for magic, (ending, opener) in _OPENERS.items():
        if data.startswith(magic):
            if depth >= MOST_NESTED:
                raise _bomb(name, len(data), "more than three layers deep")
            inside = _read(opener, data, name)
            inner = name.removesuffix(ending)
            return unpack(inside, inner, depth + 1)
    return data, name


def _read(opener: Callable[[Any], Any], data: bytes, name: str) -> bytes:
    most = min(MOST_UNPACKED, RATIO * max(len(data), 10_000))
    parts, size = [], 0
    try:
        with opener(io.BytesIO(data)) as stream:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                if size > most:
                    raise _bomb(name, len(data), f"more than {most:,} bytes")
                parts.append(bytes(chunk))
    except (OSError, EOFError, lzma.LZMAError, zlib.error, pa.ArrowException) as error:
        raise _damaged(name) from error
    return b"".join(parts)


def open_zip(data: bytes, name: str, member: str = "") -> tuple[bytes, str, list[str]]:
    """Return one file of an archive, its name, and the names of all.

    Parameters
    ----------
    data : bytes
        The archive, checked by `excel.check_archive`.
    name : str
        For errors.
    member : str
        Which file; the largest that is not hidden where empty.

    Raises
    ------
    TableUnreadable
        If the archive is empty, protected, or lacks the member.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        infos = {
            i.filename: i
            for i in archive.infolist()
            if not i.is_dir() and not i.filename.startswith(("__MACOSX", "."))
        }
        if not infos or (member and member not in infos):
            listed = ", ".join(infos) or "nothing"
            raise TableUnreadable(
                "The archive does not hold that table",
                f"{name} holds {listed}. Name one of these, or unpack it yourself.",
            )
        chosen = member or max(infos, key=lambda n: infos[n].file_size)
        try:
            return archive.read(chosen), chosen, sorted(infos)
        except (RuntimeError, zipfile.BadZipFile, NotImplementedError) as error:
            raise TableUnreadable(
                "I cannot open this archive",
                f"{name} is protected by a password, or damaged. Unpack it yourself "
                "and name the table in it.",
            ) from error


def _bomb(name: str, size: int, what: str) -> TableUnreadable:
    return TableUnreadable(
        "I will not unpack this file",
        f"{name} has {size:,} bytes and unpacks to {what}, as files do that are made "
        "to fill a disk. If you trust it, unpack it yourself and name the table in it.",
    )


def _damaged(name: str) -> TableUnreadable:
    return TableUnreadable(
        "I cannot unpack this file",
        f"{name} is damaged or was cut off. Copy it again, or unpack it yourself.",
    )
