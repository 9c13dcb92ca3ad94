"""Text to meaning, one file a kind of meaning; `understanding` says in which order."""

from .making import DOUBT
from .reading import CLARIFY, Context, Reading, Told, Understanding
from .telling import to_json
from .understanding import prime, understand

__all__ = [
    "CLARIFY", "DOUBT", "Context", "Reading", "Told", "Understanding", "prime", "to_json",
    "understand",
]  # fmt: skip
