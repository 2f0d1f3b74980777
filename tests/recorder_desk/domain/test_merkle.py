"""RFC 6962 trees: against the public vectors, against the definition, and against every small change."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recorder_desk.domain.merkle import (
    EMPTY_ROOT,
    CompactRange,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    restored,
    root,
    verify_consistency,
    verify_inclusion,
)

VECTORS = Path(__file__).resolve().parents[4] / "shared" / "conformance" / "merkle"


def vectors(kind: str) -> list[Any]:
    """The public vectors of one kind, or one skipped case that says why."""
    files = sorted((VECTORS / kind).rglob("*.json"))
    if not files:
        return [pytest.param(None, marks=pytest.mark.skip(reason=f"no public Merkle vectors at {VECTORS}"))]
    return [pytest.param(path, id=str(path.relative_to(VECTORS).with_suffix(""))) for path in files]


def hashes(values: Sequence[str] | None) -> list[bytes]:
    """Base64 to bytes."""
    return [base64.b64decode(value) for value in values or ()]


@pytest.mark.parametrize("path", vectors("inclusion"))
def test_public_inclusion_vector(path: Path) -> None:
    told = json.loads(path.read_text("utf-8"))
    leaf, wanted = hashes([told["leafHash"] or "", told["root"] or ""])
    proof = hashes(told["proof"])
    assert verify_inclusion(leaf, told["leafIdx"], told["treeSize"], proof, wanted) is not told["wantErr"]


@pytest.mark.parametrize("path", vectors("consistency"))
def test_public_consistency_vector(path: Path) -> None:
    told = json.loads(path.read_text("utf-8"))
    old, new = hashes([told["root1"] or "", told["root2"] or ""])
    held = verify_consistency(told["size1"], told["size2"], hashes(told["proof"]), old, new)
    assert held is not told["wantErr"]


@pytest.mark.skip(
    reason="subtree proofs belong to a draft on Merkle tree certificates, not to RFC 6962 or RFC 9162; "
    "the journal makes none and accepts none"
)
def test_public_subtree_vectors() -> None:
    raise AssertionError("not applicable")


def defined(leaves: Sequence[bytes]) -> bytes:
    """MTH of RFC 6962, 2.1, word by word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return sha256(b"\x01" + defined(leaves[:k]) + defined(leaves[k:])).digest()


def some(count: int) -> list[bytes]:
    """Leaf hashes."""
    return [leaf_hash(str(number).encode()) for number in range(count)]


def test_leaf_and_node_hashes_are_kept_apart() -> None:
    left, right = some(2)
    assert leaf_hash(b"") == sha256(b"\0").digest()
    assert node_hash(left, right) == sha256(b"\1" + left + right).digest() != leaf_hash(left + right)
    assert root([]) == EMPTY_ROOT == sha256(b"").digest()


@pytest.mark.parametrize("size", range(70))
def test_a_range_that_grows_has_the_defined_root_at_every_size(size: int) -> None:
    leaves = some(size)
    tree = CompactRange()
    for leaf in leaves:
        tree.add(leaf)
    again = restored(size, tree.stored())
    spans = tree.spans()
    assert tree.root() == again.root() == root(leaves) == defined(leaves)
    assert [defined(leaves[start:end]) for start, end in spans] == tree.hashes
    assert [place for start, end in spans for place in range(start, end)] == list(range(size))


@pytest.mark.parametrize(("size", "stored"), [(1, b""), (3, bytes(32)), (0, bytes(32)), (-1, b""), (1, bytes(31))])
def test_a_stored_range_that_does_not_fit_its_size_is_refused(size: int, stored: bytes) -> None:
    with pytest.raises(ValueError, match="set bits"):
        restored(size, stored)


def test_a_copy_grows_by_itself() -> None:
    tree = restored(1, some(1)[0])
    other = tree.copy()
    other.add(some(2)[1])
    assert (tree.size, other.size) == (1, 2)
    assert tree.root() != other.root()


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_every_inclusion_proof_holds_and_no_other(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 300))
    index = data.draw(st.integers(0, size - 1))
    leaves = some(size)
    whole, proof = root(leaves), inclusion_proof(leaves, index)
    assert verify_inclusion(leaves[index], index, size, proof, whole)
    elsewhere = data.draw(st.integers(0, size - 1).filter(lambda at: at != index)) if size > 1 else size
    assert not verify_inclusion(leaves[index], elsewhere, size, proof, whole)
    assert not verify_inclusion(leaf_hash(b"another"), index, size, proof, whole)
    assert not verify_inclusion(leaves[index], index, size, [*proof, bytes(32)], whole)
    if proof:
        assert not verify_inclusion(leaves[index], index, size, proof[:-1], whole)
        assert not verify_inclusion(leaves[index], index, size, flipped(data, proof), whole)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_every_consistency_proof_holds_and_no_other(data: st.DataObject) -> None:
    second = data.draw(st.integers(1, 300))
    first = data.draw(st.integers(1, second))
    leaves = some(second)
    old, new, proof = root(leaves[:first]), root(leaves), consistency_proof(leaves, first)
    assert verify_consistency(first, second, proof, old, new)
    forged = root([*leaves[:-1], leaf_hash(b"another")])
    assert not verify_consistency(first, second, proof, old, forged)
    assert not verify_consistency(first, second, [*proof, bytes(32)], old, new)
    if proof:
        assert not verify_consistency(first, second, proof[1:], old, new)
        assert not verify_consistency(first, second, flipped(data, proof), old, new)


def flipped(data: st.DataObject, proof: list[bytes]) -> list[bytes]:
    """A proof with one bit turned."""
    at, bit = data.draw(st.integers(0, len(proof) - 1)), data.draw(st.integers(0, 255))
    value = int.from_bytes(proof[at], "big") ^ (1 << bit)
    return [*proof[:at], value.to_bytes(32, "big"), *proof[at + 1 :]]


@pytest.mark.parametrize("index", [-1, 3, 4])
def test_no_proof_for_a_leaf_that_is_not_there(index: int) -> None:
    with pytest.raises(ValueError, match="no such leaf"):
        inclusion_proof(some(3), index)
    assert not verify_inclusion(some(1)[0], index, 3, [], root(some(3)))


@pytest.mark.parametrize("first", [-1, 0, 4])
def test_no_proof_from_a_tree_that_is_not_a_beginning(first: int) -> None:
    with pytest.raises(ValueError, match="no such tree"):
        consistency_proof(some(3), first)
    assert not verify_consistency(first, 3, [], EMPTY_ROOT, root(some(3)))
