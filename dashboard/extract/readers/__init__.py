"""Source files as they are, one module per format; what the rest of the lock calls is named here."""

from dashboard.extract.readers.files import digest, find
from dashboard.extract.readers.misread import MIS_DECODED, looks_mis_decoded
from dashboard.extract.readers.shape import Shape
from dashboard.extract.readers.tables import forget, labels, look, read, remarks

__all__ = [
    "MIS_DECODED",
    "Shape",
    "digest",
    "find",
    "forget",
    "labels",
    "look",
    "looks_mis_decoded",
    "read",
    "remarks",
]
