"""A compound file: the container in which Office keeps a VBA project. The same content gives the same bytes.

Source: [MS-CFB] Compound File Binary File Format, version 3: sectors of 512 bytes, streams under 4,096 bytes in mini
sectors of 64, directory entries of siblings in a red-black tree ordered by length and then by upper-case name.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

Tree: TypeAlias = Mapping[str, "bytes | Tree"]
"""Streams and storages by name."""

_FREE, _END, _FAT, _NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
_SECTOR, _MINI, _CUTOFF = 512, 64, 4096
_IN_SECTOR: Final = _SECTOR // 4
_IN_HEADER: Final = 109
"""FAT sectors that the header names; with more, the file would need a DIFAT (from 6.8 MB on)."""
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_RED, _BLACK = 0, 1


@dataclass(slots=True)
class _Entry:
    """A directory entry."""

    name: str
    kind: int
    data: bytes = b""
    left: int = _NONE
    right: int = _NONE
    child: int = _NONE
    colour: int = _BLACK
    start: int = 0
    size: int = 0

    def packed(self) -> bytes:
        name = self.name.encode("utf-16-le") + b"\0\0" if self.name else b""
        fixed = (len(name), self.kind, self.colour, self.left, self.right, self.child)
        return struct.pack("<64sHBBIII16sIQQIQ", name, *fixed, b"", 0, 0, 0, self.start, self.size)


def compound_file(tree: Tree) -> bytes:
    """The file that holds these streams and storages.

    Raises
    ------
    ValueError
        A name has more than 31 characters, or the content is too large for a file without a DIFAT.
    """
    entries = [_Entry("Root Entry", _ROOT)]
    _add(entries, 0, tree)
    sectors, chains = bytearray(), _Chains([])
    _place_streams(entries, sectors, chains)
    directory = b"".join(entry.packed() for entry in entries)
    spare = -len(entries) % (_SECTOR // 128)
    unused = _Entry("", 0, colour=_RED)
    first_directory = _put(sectors, chains, directory + unused.packed() * spare)
    mini_fat = b"".join(struct.pack("<I", link) for link in chains.mini)
    first_mini = _put(sectors, chains, mini_fat.ljust(-(-len(mini_fat) // _SECTOR) * _SECTOR, b"\xff"))
    fat_at, fat = _fat(chains.links)
    header = _header(fat_at, len(fat) // _SECTOR, first_directory, first_mini, -(-len(mini_fat) // _SECTOR))
    return header + bytes(sectors) + fat


class _Chains:
    """Which sector follows which: in the file, and in the stream of mini sectors."""

    def __init__(self, links: list[int]) -> None:
        self.links = links
        self.mini: list[int] = []


def _add(entries: list[_Entry], parent: int, tree: Tree) -> None:
    numbers = []
    for name, content in tree.items():
        if len(name) > 31:
            raise ValueError(f"the name {name!r} has more than 31 characters")
        numbers.append(len(entries))
        if isinstance(content, bytes):
            entries.append(_Entry(name, _STREAM, content, size=len(content)))
        else:
            entries.append(_Entry(name, _STORAGE))
            _add(entries, numbers[-1], content)
    numbers.sort(key=lambda at: (len(entries[at].name), entries[at].name.upper()))
    complete = (len(numbers) + 1) & len(numbers) == 0
    entries[parent].child = _balanced(entries, numbers, 0, -1 if complete else len(numbers).bit_length() - 1)


def _balanced(entries: list[_Entry], numbers: Sequence[int], depth: int, red: int) -> int:
    """The middle of sorted siblings over its halves; the lowest, incomplete level is red, all others black."""
    if not numbers:
        return _NONE
    middle = len(numbers) // 2
    entry = entries[numbers[middle]]
    entry.left = _balanced(entries, numbers[:middle], depth + 1, red)
    entry.right = _balanced(entries, numbers[middle + 1 :], depth + 1, red)
    entry.colour = _RED if depth and depth == red else _BLACK
    return numbers[middle]


def _place_streams(entries: list[_Entry], sectors: bytearray, chains: _Chains) -> None:
    mini = bytearray()
    for entry in entries:
        if entry.kind != _STREAM:
            continue
        if len(entry.data) >= _CUTOFF:
            entry.start = _put(sectors, chains, entry.data)
        elif not entry.data:
            entry.start = _END
        else:
            entry.start = len(chains.mini)
            count = -(-len(entry.data) // _MINI)
            chains.mini += [*range(entry.start + 1, entry.start + count), _END]
            mini += entry.data.ljust(count * _MINI, b"\0")
    entries[0].start, entries[0].size = _put(sectors, chains, bytes(mini)), len(mini)


def _put(sectors: bytearray, chains: _Chains, data: bytes) -> int:
    """Append data as a chain of sectors; the first one."""
    if not data:
        return _END
    first, count = len(chains.links), -(-len(data) // _SECTOR)
    chains.links += [*range(first + 1, first + count), _END]
    sectors += data.ljust(count * _SECTOR, b"\0")
    return first


def _fat(links: Sequence[int]) -> tuple[int, bytes]:
    """Where the file allocation table begins, and the table, which lists its own sectors too."""
    count = 1
    while count * _IN_SECTOR < len(links) + count:
        count += 1
    if count > _IN_HEADER:
        raise ValueError("the content is too large for a compound file without a DIFAT")
    table = [*links, *([_FAT] * count)]
    packed = b"".join(struct.pack("<I", link) for link in table)
    return len(links), packed.ljust(count * _SECTOR, b"\xff")


def _header(fat_at: int, fats: int, directory: int, mini: int, minis: int) -> bytes:
    signature = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    versions = struct.pack("<8s16sHHHHH6s", signature, b"", 0x3E, 3, 0xFFFE, 9, 6, b"")
    chains = struct.pack("<IIIIIIIII", 0, fats, directory, 0, _CUTOFF, mini, minis, _END, 0)
    listed = [fat_at + at if at < fats else _FREE for at in range(_IN_HEADER)]
    return versions + chains + struct.pack(f"<{_IN_HEADER}I", *listed)
