"""Source files as they are, one module per format; what the rest of the lock calls is named here."""

from dashboard.extract.readers.files import SUFFIXES, digest, find, listed
from dashboard.extract.readers.misread import MIS_DECODED, looks_mis_decoded
from dashboard.extract.readers.shape import Shape, UnreadableError
from dashboard.extract.readers.tables import forget, labels, look, read, remarks

__all__ = [
    "MIS_DECODED",
    "SUFFIXES",
    "Shape",
    "UnreadableError",
    "digest",
    "find",
    "forget",
    "labels",
    "listed",
    "look",
    "looks_mis_decoded",
    "read",
    "remarks",
]
