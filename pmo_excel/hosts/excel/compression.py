"""The compression of VBA source in a project file.

Source: [MS-OVBA] Office VBA File Format Structure, 2.4.1: chunks of 4,096 bytes, each a series of literal bytes and
copy tokens; how many bits of a token say how far back it copies depends on how much of the chunk is there
(2.4.1.3.19.1).
"""

from __future__ import annotations

import struct
from typing import Final

_CHUNK: Final = 4096
_SHORTEST: Final = 3
_CANDIDATES: Final = 64
"""Earlier places that are tried for a copy; more would compress little better."""


def compressed(data: bytes) -> bytes:
    """A stream's bytes as a CompressedContainer."""
    chunks = (data[at : at + _CHUNK] for at in range(0, len(data), _CHUNK))
    return b"\x01" + b"".join(_chunk(chunk) for chunk in chunks)


def _chunk(chunk: bytes) -> bytes:
    tokens = _tokens(chunk)
    if len(tokens) > _CHUNK or (len(tokens) == _CHUNK and len(chunk) < _CHUNK):
        return struct.pack("<H", 0x3000 | (_CHUNK - 1)) + chunk.ljust(_CHUNK, b"\0")
    return struct.pack("<H", 0xB000 | (len(tokens) - 1)) + tokens


def _tokens(chunk: bytes) -> bytes:
    """Groups of up to eight tokens, each after a byte of which a bit says whether a token is a copy."""
    packed, at = bytearray(), 0
    seen: dict[bytes, list[int]] = {}
    while at < len(chunk):
        flags, group = 0, bytearray()
        for bit in range(8):
            if at >= len(chunk):
                break
            offset, length = _longest(chunk, at, seen)
            if length >= _SHORTEST:
                flags |= 1 << bit
                group += struct.pack("<H", ((offset - 1) << (16 - offset_bits(at))) | (length - _SHORTEST))
            else:
                length = 1
                group.append(chunk[at])
            for place in range(at, at + length):
                seen.setdefault(chunk[place : place + _SHORTEST], []).append(place)
            at += length
        packed.append(flags)
        packed += group
    return bytes(packed)


def _longest(chunk: bytes, at: int, seen: dict[bytes, list[int]]) -> tuple[int, int]:
    """How far back the longest copy begins, and its length; 0 where there is none."""
    key = chunk[at : at + _SHORTEST]
    if at == 0 or len(key) < _SHORTEST:
        return 0, 0
    most = min((0xFFFF >> offset_bits(at)) + _SHORTEST, len(chunk) - at)
    offset = length = 0
    for place in reversed(seen.get(key, [])[-_CANDIDATES:]):
        same = _SHORTEST
        while same < most and chunk[place + same] == chunk[at + same]:
            same += 1
        if same > length:
            offset, length = at - place, same
    return offset, length


def offset_bits(at: int) -> int:
    """How many bits of a copy token hold its offset, at this place in a chunk."""
    return max((at - 1).bit_length(), 4)
