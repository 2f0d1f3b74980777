"""Merkle trees as RFC 6962, 2.1 (and RFC 9162, 2.1) hash them, with SHA-256.

In: leaf bytes. Out: roots, a range that grows without the leaves, proofs that outsiders can check.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256

EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """Hash of one entry: SHA-256(0x00 ‖ entry)."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of an inner node: SHA-256(0x01 ‖ left ‖ right)."""
    return sha256(b"\x01" + left + right).digest()


class CompactRange:
    """The roots of the perfect subtrees of a growing tree, greatest first: all that is needed to go on.

    `size` is the number of leaves; `hashes` has one hash per set bit of it. Adding a leaf costs one
    hash on average.
    """

    __slots__ = ("hashes", "size")

    def __init__(self, size: int = 0, hashes: Iterable[bytes] = ()) -> None:
        self.size, self.hashes = size, list(hashes)
        if len(self.hashes) != size.bit_count():
            raise ValueError("as many hashes as set bits of the size")

    def add(self, leaf: bytes) -> None:
        """One more leaf hash at the end."""
        self.size += 1
        merges = (self.size & -self.size).bit_length() - 1
        for _ in range(merges):
            leaf = node_hash(self.hashes.pop(), leaf)
        self.hashes.append(leaf)

    def root(self) -> bytes:
        """The root over all leaves so far."""
        if not self.hashes:
            return EMPTY_ROOT
        found = self.hashes[-1]
        for left in reversed(self.hashes[:-1]):
            found = node_hash(left, found)
        return found

    def copy(self) -> CompactRange:
        """Another range that grows by itself."""
        return CompactRange(self.size, self.hashes)

    def spans(self) -> list[tuple[int, int]]:
        """Which leaves (from, until; counted from 0) each hash stands for."""
        found, start = [], 0
        for bit in range(self.size.bit_length() - 1, -1, -1):
            if self.size >> bit & 1:
                found.append((start, start + (1 << bit)))
                start += 1 << bit
        return found

    def stored(self) -> bytes:
        """The hashes one after another, as `restored` reads them."""
        return b"".join(self.hashes)


def restored(size: int, stored: bytes) -> CompactRange:
    """A range from its stored form. Raises ValueError when the bytes do not fit the size."""
    if size < 0 or len(stored) != 32 * size.bit_count():
        raise ValueError("as many hashes as set bits of the size")
    return CompactRange(size, [stored[at : at + 32] for at in range(0, len(stored), 32)])


def root(leaves: Sequence[bytes]) -> bytes:
    """The root over these leaf hashes."""
    tree = CompactRange()
    for leaf in leaves:
        tree.add(leaf)
    return tree.root()


def _split(size: int) -> int:
    return 1 << ((size - 1).bit_length() - 1)


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The hashes that lead from the leaf at `index` (from 0) to the root (RFC 6962, 2.1.1).

    Raises ValueError when there is no such leaf.
    """
    if not 0 <= index < len(leaves):
        raise ValueError("no such leaf")
    if len(leaves) == 1:
        return []
    half = _split(len(leaves))
    if index < half:
        return [*inclusion_proof(leaves[:half], index), root(leaves[half:])]
    return [*inclusion_proof(leaves[half:], index - half), root(leaves[:half])]


def consistency_proof(leaves: Sequence[bytes], first: int) -> list[bytes]:
    """The hashes that show that the tree of `first` leaves is the beginning of this one (2.1.2).

    Raises ValueError when `first` is 0 (every tree begins with the empty one) or too great.
    """
    if not 0 < first <= len(leaves):
        raise ValueError("no such tree")
    return _subproof(leaves, first, whole=True)


def _subproof(leaves: Sequence[bytes], first: int, *, whole: bool) -> list[bytes]:
    if first == len(leaves):
        return [] if whole else [root(leaves)]
    half = _split(len(leaves))
    if first <= half:
        return [*_subproof(leaves[:half], first, whole=whole), root(leaves[half:])]
    return [*_subproof(leaves[half:], first - half, whole=False), root(leaves[:half])]


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], expected: bytes) -> bool:
    """Whether a proof leads from a leaf hash at an index to the root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size or len(leaf) != sha256().digest_size:  # no leaf is proven by its own absence
        return False
    at, last, found = index, size - 1, leaf
    for each in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = node_hash(each, found)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, each)
        at, last = at >> 1, last >> 1
    return last == 0 and found == expected


def verify_consistency(first: int, second: int, proof: Sequence[bytes], old: bytes, new: bytes) -> bool:
    """Whether the tree of `first` leaves with root `old` is the beginning of the other (2.1.4.2)."""
    if not 0 < first <= second:
        return False
    if first == second:
        return not proof and old == new
    path = list(proof)
    if first & (first - 1) == 0:
        path.insert(0, old)
    if not path:
        return False
    at, last = first - 1, second - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    was = now = path[0]
    for each in path[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            was, now = node_hash(each, was), node_hash(each, now)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            now = node_hash(now, each)
        at, last = at >> 1, last >> 1
    return last == 0 and was == old and now == new
