"""Read what people have, infer types visibly, profile into Facts, suspect and repair.

Start with `read.read_table`: a file becomes text (one module a format), text becomes
typed values (`infer`, `schema`), values become facts (`profile`, `suspicions`).
"""

from .probe import probe_target
from .read import read_table
from .schema import TableSchema
from .table import Table

__all__ = ["Table", "TableSchema", "probe_target", "read_table"]
