"""Finding a source's files, and refusing what is no file of the format its name says."""

import hashlib
import stat
from pathlib import Path

from dashboard.errors import SourceError
from dashboard.extract.readers.shape import refusal

SUFFIXES = (".xpt", ".sas7bdat", ".csv", ".tsv", ".parquet", ".json", ".ndjson")
FORMATS = "SAS transport 5 (.xpt), SAS7BDAT, CSV, Parquet, Dataset-JSON 1.1 (.json, .ndjson)"
_PACKED = (".gz", ".zip", ".bz2", ".xz", ".zst", ".7z", ".tgz", ".rar", ".z", ".dsjc")
_FOREIGN = (".xlsx", ".xls", ".xlsb", ".ods", ".sav", ".dta", ".rds", ".rda", ".feather", ".arrow", ".stc", ".cpt")
_HEAD = 65_536
_MAGIC = (
    (b"HEADER RECORD*******LIBRARY HEADER RECORD", "SAS transport version 5"),
    (b"HEADER RECORD*******LIBV8   HEADER RECORD", "SAS transport version 8"),
    (b"**COMPRESSED** **COMPRESSED**", "a SAS CPORT file"),
    (bytes.fromhex("000000000000000000000000c2ea8160b31411cfbd92080009c7318c181f1011"), "SAS7BDAT"),
    (b"PAR1", "Parquet"),
    (b"PARE", "encrypted Parquet"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"PK\x03\x04", "a zip archive or an Excel workbook"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\xd0\xcf\x11\xe0", "an Excel workbook"),
    (b"$FL2", "an SPSS file"),
    (b"<stata_dta>", "a Stata file"),
    (b"RDX", "an R file"),
    (b"%PDF", "a PDF"),
    (b"SQLite format 3", "an SQLite database"),
    (b"ARROW1", "an Arrow file"),
)
_OWN = {".xpt": "SAS transport version 5", ".sas7bdat": "SAS7BDAT", ".parquet": "Parquet"}
_TEXT = (".csv", ".tsv")


def find(folder: Path, stem: str) -> Path | None:
    """The one file of that stem (upper or lower case), None if there is none.

    Raises SourceError if there are two, or one in a packing or format that is not read.
    """
    entries = listed(folder)
    found = [p for p in entries if p.stem.lower() == stem.lower() and p.suffix.lower() in SUFFIXES]
    if len(found) > 1:
        names = ", ".join(path.name for path in found)
        raise SourceError(f"{folder}: {names} are two files of one name. Keep the one that is meant.")
    if found:
        return found[0]
    for path in entries:
        if path.name.split(".")[0].lower() != stem.lower():
            continue
        if path.suffix.lower() in _PACKED:
            raise refusal(path, "it is packed", "Unpack it and keep the unpacked file alone")
        if path.suffix.lower() in _FOREIGN:
            raise refusal(path, f"{path.suffix} is not among the formats", f"Export it as one of: {FORMATS}")
    return None


def listed(folder: Path) -> list[Path]:
    """What lies in a folder, in order. Raises SourceError if it is no folder or may not be listed."""
    try:
        return sorted(folder.iterdir())
    except NotADirectoryError:
        raise SourceError(f"{folder}: is a file. Name the folder of the source's files.") from None
    except PermissionError:
        raise SourceError(f"{folder}: may not be listed by this user. Grant read permission on the folder.") from None
    except OSError:
        raise SourceError(f"{folder}: no such folder. Name the folder of the source's files.") from None


def digest(path: Path) -> str:
    """SHA-256 of a source file. Raises SourceError if it is no ordinary file or may not be read."""
    regular(path)
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise refusal(path, *_denied(error)) from None


def regular(path: Path) -> None:
    """Raises SourceError unless the path is an ordinary file: a pipe or a device might never end."""
    try:
        mode = path.stat().st_mode
    except OSError as error:
        raise refusal(path, *_denied(error)) from None
    if stat.S_ISDIR(mode):
        raise refusal(path, "it is a folder", "Put the file itself there")
    if not stat.S_ISREG(mode):
        raise refusal(path, "it is a device or a pipe and might never end", "Put an ordinary file there")


def head(path: Path) -> bytes:
    """The first bytes of a file that is what its suffix says. Raises SourceError with what it is instead."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise refusal(path, f"{suffix or 'no suffix'} is not among the formats", f"Export it as one of: {FORMATS}")
    regular(path)
    try:
        with path.open("rb") as file:
            start = file.read(_HEAD)
    except OSError as error:
        raise refusal(path, *_denied(error)) from None
    if not start:
        raise refusal(path, "it has 0 bytes")
    looks = _looks(start)
    if suffix in _OWN:
        _same(path, _OWN[suffix], looks, start)
    elif suffix in _TEXT and not _is_text(looks):
        raise refusal(path, f"it is no text but looks like {looks}", _advice(looks))
    elif suffix not in _TEXT and looks != "JSON":
        raise refusal(path, f"it does not begin as JSON but looks like {looks}", _advice(looks))
    return start


def _same(path: Path, wanted: str, looks: str, start: bytes) -> None:
    if looks == wanted:
        return
    if looks == "SAS transport version 8":
        advice = "Export it with the XPORT engine (libname x xport), which writes version 5"
        raise refusal(path, "it is SAS transport version 8; version 5 is read", advice)
    if looks == "encrypted Parquet":
        raise refusal(path, "the Parquet file is encrypted", "Export it without a password")
    magic = next(magic for magic, name in _MAGIC if name == wanted)
    if magic.startswith(start):
        raise refusal(path, f"the {wanted} file is cut off in its first {len(magic)} bytes", "Copy it again")
    raise refusal(path, f"it is not {wanted} but looks like {looks}", _advice(looks))


def _advice(looks: str) -> str:
    if looks.endswith("archive"):
        return "Unpack it and keep the unpacked file alone"
    suffixes = {"JSON": ".json", "text with separators (CSV)": ".csv"} | {kind: end for end, kind in _OWN.items()}
    return f"Name it {suffixes[looks]}" if looks in suffixes else f"Export it as one of: {FORMATS}"


def _is_text(looks: str) -> bool:
    return looks.startswith("text")


def _looks(start: bytes) -> str:
    """What the first bytes of a file look like, in words."""
    for magic, name in _MAGIC:
        if start.startswith(magic):
            return name
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "text with separators (CSV)"
    begin = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if begin.startswith(b"{"):
        return "JSON"
    if begin[:1] == b"<":
        return "a web page or XML"
    if _is_binary(start):
        return "binary data of no known kind"
    first = begin.split(b"\n")[0]
    return "text with separators (CSV)" if any(mark in first for mark in b",;\t|") else "text"


def _is_binary(start: bytes) -> bool:
    """Many control characters, or many NUL bytes that are not every second byte, as in UTF-16."""
    controls = sum(start.count(byte) for byte in (*range(1, 9), *range(14, 32)))
    nuls = start[::2].count(0), start[1::2].count(0)
    return controls > 8 + len(start) // 100 or (sum(nuls) > len(start) // 4 and min(nuls) > max(nuls) // 10)


def _denied(error: OSError) -> tuple[str, str]:
    if isinstance(error, PermissionError):
        return "this user may not read it", "Grant read permission on the file"
    if isinstance(error, FileNotFoundError):
        return "it is not there, or a link to nothing", "Put the file itself there"
    return f"the disk answers {error.strerror or type(error).__name__}", "Copy the file to another disk"
