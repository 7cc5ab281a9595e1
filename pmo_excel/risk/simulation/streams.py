"""Random numbers that depend on the seed, the run and what is drawn only, not on who draws them first.

Every thing that is drawn has a stream of its own, named by its ID, and the number of a run is its counter. So the same
seed gives the same numbers whatever the order, the number of threads or the size of a block, and a task keeps its
numbers when others are added, changed or removed (common random numbers).

A stream is stratified: each 1,024 runs from the start take each 1,024th of the distribution once, in an order of the
stream's own, and a random place within it (Latin hypercube sampling), so that means and percentiles settle.

Source
------
M. D. McKay, R. J. Beckman and W. J. Conover, A comparison of three methods for selecting values of input variables,
Technometrics 21 (1979), 239-245. Keys of the orders: SplitMix64, G. L. Steele, D. Lea and C. H. Flood, Fast splittable
pseudorandom number generators, OOPSLA 2014, 453-472. The place within: the finalizer of MurmurHash3, A. Appleby 2011.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pmo_excel.core.columns import Numbers

BITS: Final = 10
STRATA: Final = 1 << BITS
ROUNDS: Final = 3
GOLDEN: Final = 0x9E3779B97F4A7C15
"""The odd integer next to 2^64 divided by the golden ratio: the step of the counter."""
SCALE: Final = 2.0**-32
_WORD: Final = (1 << 64) - 1
_HALF: Final = (1 << 32) - 1


def stream(seed: int, name: str) -> int:
    """Where the stream of a name begins, 64 bits of a hash."""
    digest = blake2b(f"{seed}\0{name}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little")


def key(start: int, number: int) -> int:
    """The number-th key of a stream, 64 bits."""
    z = (start + number * GOLDEN) & _WORD
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _WORD
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _WORD
    return z ^ (z >> 31)


def uniforms(start: int, first: int, count: int) -> Numbers:
    """Numbers of a stream for runs `first` to `first + count - 1`: above 0 and below 1, in steps of 2^-32."""
    found = np.empty(count)
    at = first
    while at < first + count:
        until = min((at // STRATA + 1) * STRATA, first + count)
        found[at - first : until - first] = _of_strata(start, at, until)
        at = until
    return found


def _of_strata(start: int, first: int, until: int) -> Numbers:
    """Numbers of runs within one group of 1,024."""
    group = first // STRATA
    order, place = key(start, 2 * group + 1), key(start, 2 * group + 2) & _HALF
    run = np.arange(first, until, dtype=np.uint32)
    x: NDArray[np.uint32] = run & np.uint32(STRATA - 1)
    for turn in range(ROUNDS):
        part = order >> (2 * BITS * turn)
        x = x * np.uint32(part % STRATA | 1) + np.uint32((part >> BITS) % STRATA) & np.uint32(STRATA - 1)
        x ^= x >> np.uint32(BITS // 2)
    y = (run + np.uint32(place)) * np.uint32(0x9E3779B1)
    y = (y ^ (y >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    y = (y ^ (y >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    y ^= y >> np.uint32(16)
    word: NDArray[np.uint32] = x << np.uint32(32 - BITS) | y >> np.uint32(BITS)
    return (word.astype(np.float64) + 0.5) * SCALE
