"""Read what people have, infer types visibly, profile into Facts, suspect and repair.

Start with `read.read_table`: a file becomes text (one module a format), text becomes
typed values (`infer`, `schema`), values become facts (`profile`, `suspicions`).
"""

from collections.abc import Iterable

from dialogs.facts import Suspicion

from .read import read_table
from .schema import TableSchema
from .table import Table


def probe_target(
    table: Table, target: str, event: str | None = None, ignore: Iterable[str] = ()
) -> tuple[Suspicion, ...]:
    """Return what is suspicious about a target, as `probe.probe_target` finds it.

    The methods it needs take a second to load: a table is shown before that.
    """
    from .probe import probe_target as probed

    return probed(table, target, event, ignore)


__all__ = ["Table", "TableSchema", "probe_target", "read_table"]
