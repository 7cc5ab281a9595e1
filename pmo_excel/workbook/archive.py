"""The zip archive around a workbook: reading members within limits, and writing a copy that changes only some of them.

Members that do not change are copied as the bytes they are, packed, with their headers, in the order they were in.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from pmo_excel.workbook.refused import damaged, refused

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s4B4H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_UTF8_NAME, _ENCRYPTED = 0x800, 0x1
_QUICK_ABOVE = 2_000_000
KEPT: Final = 64_000_000
"""Bytes of unpacked members that are kept: who reads and writes a sheet asks for it several times."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What an archive may hold; the defaults are several times a very large workbook."""

    members: int = 20_000
    unpacked: int = 1 << 29
    ratio: int = 200
    ratio_counts_above: int = 1 << 25


class Archive:
    """A zip archive in memory.

    Parameters
    ----------
    data
        The whole file.
    label
        What messages call it.

    Raises
    ------
    Refused
        It is not a sound zip archive, or it is larger than the limits.
    """

    def __init__(self, data: bytes, label: str, limits: Limits = Limits()) -> None:
        self.data = data
        self.label = label
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as opened:
                self._infos = {info.orig_filename: info for info in opened.infolist()}
                count, self._comment, directory = len(opened.infolist()), opened.comment, opened.start_dir
        except (zipfile.BadZipFile, NotImplementedError, struct.error, ValueError, OSError) as error:
            raise damaged(label, f"it is not a complete zip archive ({error})") from error
        self._by_lower = {name.lower(): name for name in self._infos}
        if len(self._by_lower) != count:
            raise damaged(label, "two of its parts have the same name")
        self._check_limits(limits)
        self._in_order = sorted(self._infos.values(), key=lambda info: info.header_offset)
        starts = [info.header_offset for info in self._in_order] + [directory]
        self._ends = {info.orig_filename: end for info, end in zip(self._in_order, starts[1:], strict=True)}
        if starts[0] != 0:
            raise damaged(label, "something stands before its first part")
        self._packed_starts = {name: self._packed_start(name) for name in self._infos}
        self._kept: dict[str, bytes] = {}
        self._room = KEPT

    @property
    def names(self) -> list[str]:
        """Names of the members, in the directory's order."""
        return list(self._infos)

    def checksums(self) -> dict[str, tuple[int, int]]:
        """The checksum (CRC-32) and the size of each member, as its directory says and as reading it proves."""
        return {name: (info.CRC, info.file_size) for name, info in self._infos.items()}

    def find(self, name: str) -> str | None:
        """The member of that name, as it is spelt here; part names differ in case from writer to writer."""
        return name if name in self._infos else self._by_lower.get(name.lower())

    def read(self, name: str) -> bytes:
        """One member, unpacked and checked.

        Raises
        ------
        Refused
            The bytes do not unpack to what the directory says.
        """
        if name in self._kept:
            return self._kept[name]
        info = self._infos[name]
        start = self._packed_starts[name]
        packed = self.data[start : start + info.compress_size]
        if info.compress_type == zipfile.ZIP_DEFLATED:
            try:
                unpacked = zlib.decompressobj(-15).decompress(packed, info.file_size + 1)
            except zlib.error as error:
                raise damaged(self.label, f"{name} cannot be unpacked") from error
        else:
            unpacked = packed
        if len(unpacked) != info.file_size or zlib.crc32(unpacked) != info.CRC:
            raise damaged(self.label, f"{name} does not unpack to what was packed")
        if len(unpacked) <= self._room:
            self._kept[name] = unpacked
            self._room -= len(unpacked)
        return unpacked

    def packed(self, name: str) -> bytes:
        """One member as it stands in the file, packed."""
        start = self._packed_starts[name]
        return self.data[start : start + self._infos[name].compress_size]

    def with_members(self, changed: Mapping[str, bytes], removed: Collection[str] = ()) -> bytes:
        """The archive with some members' contents replaced and some left out; all others byte for byte as they are."""
        out, offset, entries = [], 0, {}
        for info in self._in_order:
            name = info.orig_filename
            if name in removed:
                continue
            if name in changed:
                record, entries[name] = self._packed_anew(info, changed[name], offset)
            else:
                record = self.data[info.header_offset : self._ends[name]]
                entries[name] = _central(info, info.flag_bits, (info.CRC, info.compress_size, info.file_size), offset)
            out.append(record)
            offset += len(record)
        directory = b"".join(entries[name] for name in self._infos if name in entries)
        end = _END.pack(b"PK\5\6", 0, 0, len(entries), len(entries), len(directory), offset, len(self._comment))
        return b"".join([*out, directory, end, self._comment])

    def _check_limits(self, limits: Limits) -> None:
        infos = self._infos.values()
        unpacked = sum(info.file_size for info in infos)
        too_tight = unpacked > limits.ratio_counts_above and unpacked > limits.ratio * len(self.data)
        if len(infos) > limits.members or unpacked > limits.unpacked or too_tight:
            raise refused(
                f"{self.label} would unpack to {len(infos):,} parts and {unpacked / 1e6:,.0f} MB",
                "It may be made to fill up memory. If you trust it, remove what is not used in Excel and save it.",
            )
        for name, info in self._infos.items():
            if name.startswith("/") or "\\" in name or ":" in name or "\0" in name or ".." in name.split("/"):
                raise damaged(self.label, f"a part is named {name!r}, which is not a name inside the file")
            if info.flag_bits & _ENCRYPTED:
                raise refused(f"{self.label} is a zip archive with a password", "Save it without a password.")
            if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise damaged(self.label, f"{name} is packed in a way Excel does not use")

    def _packed_start(self, name: str) -> int:
        info = self._infos[name]
        start, end = info.header_offset, self._ends[name]
        header = self.data[start : start + _LOCAL.size]
        if len(header) < _LOCAL.size or header[:4] != b"PK\3\4":
            raise damaged(self.label, f"{name} is not where the directory says")
        sizes: tuple[int, int] = struct.unpack_from("<2H", header, 26)
        here = start + _LOCAL.size
        if self.data[here : here + sizes[0]] != _name_bytes(info):
            raise damaged(self.label, f"{name} has another name in the directory")
        packed: int = here + sum(sizes)
        if packed + info.compress_size > end:
            raise damaged(self.label, f"{name} overlaps the part after it")
        return packed

    def _packed_anew(self, info: zipfile.ZipInfo, unpacked: bytes, offset: int) -> tuple[bytes, bytes]:
        packed = unpacked
        if info.compress_type == zipfile.ZIP_DEFLATED:
            packer = zlib.compressobj(6 if len(unpacked) < _QUICK_ABOVE else 2, zlib.DEFLATED, -15)
            packed = packer.compress(unpacked) + packer.flush()
        sizes = zlib.crc32(unpacked), len(packed), len(unpacked)
        name, flags = _name_bytes(info), info.flag_bits & _UTF8_NAME
        header = _LOCAL.pack(b"PK\3\4", 20, flags, info.compress_type, *_dos_time(info), *sizes, len(name), 0)
        return header + name + packed, _central(info, flags, sizes, offset)


def _name_bytes(info: zipfile.ZipInfo) -> bytes:
    return info.orig_filename.encode("utf-8" if info.flag_bits & _UTF8_NAME else "cp437")


def _dos_time(info: zipfile.ZipInfo) -> tuple[int, int]:
    year, month, day, hour, minute, second = info.date_time
    return hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day


def _central(info: zipfile.ZipInfo, flags: int, sizes: tuple[int, int, int], offset: int) -> bytes:
    name, extra = _name_bytes(info), _without_zip64(info.extra)
    return (
        _CENTRAL.pack(
            b"PK\1\2",
            info.create_version,
            info.create_system,
            info.extract_version,
            info.reserved,
            flags,
            info.compress_type,
            *_dos_time(info),
            *sizes,
            len(name),
            len(extra),
            len(info.comment),
            0,
            info.internal_attr,
            info.external_attr,
            offset,
        )
        + name
        + extra
        + info.comment
    )


def _without_zip64(extra: bytes) -> bytes:
    """Extra fields without the one for sizes over 4 GB, which no workbook within the limits needs."""
    kept, at = b"", 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<2H", extra, at)
        if kind != 1:
            kept += extra[at : at + 4 + size]
        at += 4 + size
    return kept
