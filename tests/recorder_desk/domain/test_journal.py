"""Entries and notes, byte by byte: what is canonical, what is refused, what a stranger can check."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from recorder_desk.domain import journal
from recorder_desk.domain.journal import Checkpoint, Entry
from recorder_desk.errors import DeskError

ENTRY = Entry(7, "2026-11-23T02:46:32.123Z", "0199-a", "王芳", "LinkRecording", "RecordingLinked", {"b": 1, "a": "é\n"})
LINE = (
    '{"actor":"王芳","at":"2026-11-23T02:46:32.123Z","body":{"a":"é\\n","b":1},'
    '"command":"LinkRecording","fact":"RecordingLinked","seq":7,"station":"0199-a"}'
).encode()
# The first test key of RFC 8032, 7.1.
SECRET = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
PRIVATE = Ed25519PrivateKey.from_private_bytes(SECRET)
RAW = PRIVATE.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def code_of(raised: pytest.ExceptionInfo[DeskError]) -> str:
    """The code."""
    return raised.value.code


def test_an_entry_has_exactly_these_bytes() -> None:
    assert journal.encode(ENTRY) == LINE
    assert journal.decode(LINE) == ENTRY


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.text(max_size=8), plain, max_size=5), st.integers(1, 10**17), st.text(max_size=12))
def test_every_plain_body_survives(body: dict[str, Any], seq: int, actor: str) -> None:
    entry = replace(ENTRY, seq=seq, body=body, actor=actor)
    line = journal.encode(entry)
    assert journal.decode(line) == entry
    assert b"\n" not in line
    assert journal.number_of(line) == seq
    assert journal.decode(journal.renumbered(line, seq + 1)) == replace(entry, seq=seq + 1)


@pytest.mark.parametrize(
    "body",
    [
        {"x": 1.5},
        {"x": [{"y": float("nan")}]},
        {"x": b"bytes"},
        {1: "number as key"},
        {"x": {None: 1}},
        {"x": {1, 2}},
        {"x": "\udcff"},
        {"\ud800": 1},
    ],
)
def test_what_has_no_canonical_form_is_refused(body: dict[Any, Any]) -> None:
    with pytest.raises(DeskError) as raised:
        journal.encode(replace(ENTRY, body=body))
    assert (code_of(raised), raised.value.blame) == ("journal.not-canonical", "defect")


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        LINE + b" ",
        b" " + LINE,
        LINE.replace(b'"b":1', b'"b":1.0'),
        LINE.replace(b'"b":1', b'"b":NaN'),
        LINE.replace(b'"b":1', b'"b":01'),
        LINE.replace(b'"b":1', b'"b":1,"b":1'),
        LINE.replace(b'"a":', b'"c":'),
        LINE.replace(b'"seq":7', b'"seq":0'),
        LINE.replace(b'"seq":7', b'"seq":"7"'),
        LINE.replace(b'"seq":7', b'"seq":true'),
        LINE.replace(b'"actor":"', b'"actor":5,"x":"'),
        LINE.replace(b',"seq":7', b""),
        LINE.replace("é".encode(), b"\\u00e9"),
        LINE.replace("é".encode(), b"\xe9"),
        LINE.replace(b"{", b"[" * 100_000, 1),
        b'{"body":{"n":' + b"9" * 5000 + b"}}",
    ],
)
def test_a_line_with_other_bytes_is_no_entry(line: bytes) -> None:
    with pytest.raises(DeskError) as raised:
        journal.decode(line)
    assert code_of(raised) == "journal.entry-unreadable"


def test_the_number_is_the_entrys_own_and_not_one_in_its_texts() -> None:
    trap = 'x","seq":9,"station":"y'
    line = journal.encode(replace(ENTRY, actor=trap, command=trap, station=trap, body={"seq": 9, "station": trap}))
    assert journal.number_of(line) == 7
    assert journal.decode(journal.renumbered(line, 12)).seq == 12
    assert (journal.number_of(b"garbage"), journal.renumbered(b"garbage", 3)) == (0, b"garbage")


def test_a_note_has_exactly_these_lines() -> None:
    head = Checkpoint("recorder-desk/0199-a", 7, bytes(range(32)))
    text = "recorder-desk/0199-a\n7\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n"
    note = journal.note(head, RAW, PRIVATE.sign)
    read = journal.read_note(note)
    signature = journal.signature_by(read, RAW)
    assert note.startswith(f"{text}\n\u2014 recorder-desk/0199-a ")
    assert (read.checkpoint, read.text) == (head, text)
    assert signature is not None
    PRIVATE.public_key().verify(signature, text.encode())
    assert journal.signature_by(read, bytes(32)) is None


def test_extension_lines_and_cosignatures_of_others_are_let_through() -> None:
    note = journal.note(Checkpoint("here", 3, bytes(32)), RAW, PRIVATE.sign)
    text, signed = note.split("\n\n")
    more = journal.read_note(f"{text}\nextension 1\n\n\u2014 witness.example AAAAAAAA\n{signed}")
    assert more.text == f"{text}\nextension 1\n"
    assert [name for name, _, _ in more.signatures] == ["witness.example", "here"]
    assert journal.signature_by(more, RAW) is not None


def test_no_byte_of_a_note_can_change_unnoticed() -> None:
    """Signed-note verifiers compare bytes, so spare bits of base64 or other digits must not pass either."""
    head = Checkpoint("here", 10, bytes(range(32)))
    note = journal.note(head, RAW, PRIVATE.sign).encode()
    passed = []
    for at in range(len(note)):
        for bit in range(8):
            forged = note[:at] + bytes([note[at] ^ 1 << bit]) + note[at + 1 :]
            if _holds(forged):
                passed.append((at, bit))
    assert _holds(note)
    assert passed == []


def _holds(note: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature

    try:
        read = journal.read_note(note.decode())
        PRIVATE.public_key().verify(journal.signature_by(read, RAW) or bytes(64), read.text.encode())
    except (UnicodeDecodeError, DeskError, InvalidSignature):
        return False
    return True


@pytest.mark.parametrize(
    "note",
    [
        "",
        "\n\n",
        "here\n1\n\n\u2014 here AAAAAAAA\n",
        f"here\n01\n{'A' * 43}=\n\n\u2014 here AAAAAAAA\n",
        f"here\n-1\n{'A' * 43}=\n\n\u2014 here AAAAAAAA\n",
        f"here\n\u0661\n{'A' * 43}=\n\n\u2014 here AAAAAAAA\n",
        f"\n1\n{'A' * 43}=\n\n\u2014 here AAAAAAAA\n",
        "here\n1\nAAAA\n\n\u2014 here AAAAAAAA\n",
        f"here\n1\n{'A' * 42}B=\n\n\u2014 here AAAAAAAA\n",
        f"here\n1\n{'A' * 43}=\n\n- here AAAAAAAA\n",
        f"here\n1\n{'A' * 43}=\n\n\u2014 here AAAA\n",
        f"here\n1\n{'A' * 43}=\n\n\u2014 here AAAAAAAA",
        f"here\n1\n{'A' * 43}=\n",
    ],
)
def test_what_is_no_note_is_refused(note: str) -> None:
    with pytest.raises(DeskError) as raised:
        journal.read_note(note)
    assert code_of(raised) == "journal.note-unreadable"


def test_a_verifier_key_reads_back() -> None:
    text = journal.verifier_key("recorder-desk/0199-a", RAW)
    assert journal.read_verifier_key(f"{text}\n") == ("recorder-desk/0199-a", RAW)
    # The published example of a verifier key (Go's sumdb note package, the origin of signed notes).
    public = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    name, raw = journal.read_verifier_key(public)
    assert (name, journal.verifier_key(name, raw)) == ("PeterNeumann", public)


@pytest.mark.parametrize("text", ["", "a", "a+b", "a+00000000+AAAA", "a+00000000+" + "A" * 44, "a+zz+!!"])
def test_what_is_no_verifier_key_is_refused(text: str) -> None:
    with pytest.raises(DeskError) as raised:
        journal.read_verifier_key(text)
    assert code_of(raised) == "journal.key-unreadable"


def test_a_body_as_tuples_is_the_body_as_lists() -> None:
    assert json.loads(journal.encode(replace(ENTRY, body={"x": ("a", ("b",))})))["body"] == {"x": ["a", ["b"]]}
