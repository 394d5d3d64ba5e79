"""The file itself: is it a workbook, does it unpack to something sane, what do its sheets hold.

A file comes from outside. Only the parts that are needed are unpacked, under a limit, looked at byte by byte,
and packed again for the reader, so that what was looked at is what is read.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from python_calamine import CalamineError, CalamineWorkbook

from admissions.importing.cells import Grid
from admissions.importing.scan import Scan, Unreadable, look_at, text_lengths

MEGABYTE = 1024 * 1024
UNPACKED_LIMIT = 100 * MEGABYTE
INDEX_LIMIT = 2 * MEGABYTE  # of the parts that only name other parts
PARTS_LIMIT = 5_000
CHUNK = MEGABYTE

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
WORKBOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
FRAME = ("[Content_Types].xml", "_rels/.rels", WORKBOOK, RELATIONS)

NOT_A_WORKBOOK = "Đây không phải tệp Excel (.xlsx). Hãy mở danh sách bằng Excel rồi lưu lại dạng .xlsx."
DAMAGED = "Tệp bị hỏng hoặc chưa được chép trọn vẹn. Hãy mở lại bằng Excel, lưu thành tệp mới rồi thử lại."
LOCKED = "Tệp có đặt mật khẩu nên không đọc được. Hãy bỏ mật khẩu trong Excel, lưu lại rồi thử lại."
OLD_FORMAT = (
    "Tệp ở định dạng Excel cũ (.xls, .xlsb hoặc .ods). Hãy chọn Lưu thành (Save As), dạng .xlsx rồi thử lại."
)
TOO_LARGE = f"Tệp bung ra quá lớn (hơn {UNPACKED_LIMIT // MEGABYTE} MB) nên không đọc. Hãy xóa các hàng, cột và trang tính thừa."
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError)


@dataclass(frozen=True)
class Sheet:
    """A worksheet as the workbook names it, and the part that holds it."""

    name: str
    hidden: bool
    part: str


class Container:
    """A workbook that has passed the cheap checks; its sheets are unpacked only when asked for."""

    def __init__(self, content: bytes):
        _recognise(content)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except BROKEN as error:
            raise Unreadable(DAMAGED) from error
        self._members = {info.filename: info for info in self._zip.infolist()}
        self._left = UNPACKED_LIMIT
        self._check_members()
        self._frame = {name: self._unpack(name, INDEX_LIMIT) for name in FRAME if name in self._members}
        self._related = _relations(self._frame[RELATIONS])
        self.sheets = self._list_sheets()

    def read(self, sheets: Iterable[Sheet]) -> dict[str, tuple[Grid, Scan]]:
        """The cells of these sheets, row by row from row 1, and what the look at their parts told."""
        shared = self._shared_parts()
        lengths = text_lengths(*(part for name, part in shared.items() if "sharedstrings" in name.lower()))
        parts = {sheet.part: self._unpack(sheet.part) for sheet in sheets}
        scans = {sheet.name: look_at(sheet.name, parts[sheet.part], lengths) for sheet in sheets}
        with _reader_faults():
            workbook = CalamineWorkbook.from_filelike(_packed({**self._frame, **shared, **parts}))
            return {
                name: (workbook.get_sheet_by_name(name).to_python(skip_empty_area=False), scan)
                for name, scan in scans.items()
            }

    def _check_members(self) -> None:
        names = self._members
        if WORKBOOK not in names:
            raise Unreadable(
                OLD_FORMAT if "xl/workbook.bin" in names or "mimetype" in names else NOT_A_WORKBOOK
            )
        if RELATIONS not in names:
            raise Unreadable(DAMAGED)
        if any(info.flag_bits & 1 for info in names.values()):
            raise Unreadable(LOCKED)
        if len(names) > PARTS_LIMIT or sum(info.file_size for info in names.values()) > UNPACKED_LIMIT:
            raise Unreadable(TOO_LARGE)

    def _unpack(self, name: str, limit: int = UNPACKED_LIMIT) -> bytes:
        """One part, counted while it is inflated: the size a file declares may be a lie."""
        if name not in self._members:
            raise Unreadable(DAMAGED)
        whole = bytearray()
        try:
            with self._zip.open(self._members[name]) as stream:
                while chunk := stream.read(CHUNK):
                    whole += chunk
                    self._left -= len(chunk)
                    if self._left < 0 or len(whole) > limit:
                        raise Unreadable(TOO_LARGE)
        except Unreadable:
            raise
        except (*BROKEN, RuntimeError) as error:
            raise Unreadable(DAMAGED) from error
        # A part in another encoding, or with entities of its own, could hide from the look at its bytes.
        if b"\0" in whole[:200] or b"<!DOCTYPE" in whole or b"<!ENTITY" in whole:
            raise Unreadable(DAMAGED)
        return bytes(whole)

    def _shared_parts(self) -> dict[str, bytes]:
        wanted = [part for kind, part in self._related.values() if kind in ("styles", "sharedStrings")]
        return {part: self._unpack(part) for part in wanted if part in self._members}

    def _list_sheets(self) -> list[Sheet]:
        found = []
        for element in _xml(self._frame[WORKBOOK]).iter():
            if _local(element.tag) != "sheet":
                continue
            attributes = {_local(key): value for key, value in element.attrib.items()}
            kind, part = self._related.get(attributes.get("id", ""), ("", ""))
            if kind == "worksheet":
                hidden = attributes.get("state", "visible") != "visible"
                found.append(Sheet(attributes.get("name", ""), hidden, part))
        return found


def _recognise(content: bytes) -> None:
    if not content:
        raise Unreadable("Tệp rỗng, không có gì để đọc.")
    if content.startswith(OLE):
        raise Unreadable(LOCKED if ENCRYPTED in content else OLD_FORMAT)
    if not content.startswith(b"PK"):
        raise Unreadable(NOT_A_WORKBOOK)


def _xml(part: bytes) -> Element:
    try:
        return fromstring(part)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise Unreadable(DAMAGED) from error


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _relations(part: bytes) -> dict[str, tuple[str, str]]:
    """What the workbook points at: {id: (kind, name of the part)}."""
    found = {}
    for element in _xml(part).iter():
        if _local(element.tag) == "Relationship":
            target = element.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            found[element.get("Id", "")] = (element.get("Type", "").rpartition("/")[2], path)
    return found


def _packed(parts: dict[str, bytes]) -> io.BytesIO:
    """The parts as a workbook again, not compressed."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as again:
        for name, part in parts.items():
            again.writestr(name, part)
    packed.seek(0)
    return packed


@contextmanager
def _reader_faults() -> Iterator[None]:
    """Whatever the reader cannot digest is a damaged file, its panics (not an `Exception`) too."""
    try:
        yield
    except BaseException as error:
        if isinstance(error, CalamineError) or type(error).__name__ == "PanicException":
            raise Unreadable(DAMAGED) from error
        raise
