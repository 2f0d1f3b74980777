"""Verifying the journal: which entry was altered, dropped or inserted, and whether the tail is there.

In: the catalogue, the mirror, the station's public key and, if there is one, an anchor kept outside
this machine. Out: findings whose subject is the entry's number. Three witnesses are compared: the
entries with their stored leaf hashes, the checkpoints signed at every transaction, and the mirror.
"""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from recorder_desk.domain import journal
from recorder_desk.domain.finding import Finding
from recorder_desk.domain.merkle import CompactRange, leaf_hash
from storage.journal_table import ENTRIES, HEAD
from storage.keys import raw_public


def verify_journal(
    connection: sqlite3.Connection, folder: Path, key: Ed25519PublicKey, *, anchor: str | None = None
) -> list[Finding]:
    """Everything wrong with a journal; no findings mean that it is whole.

    `anchor` is the text of a checkpoint kept elsewhere: only it shows a journal that was rewound
    together with its mirror, or signed again with a stolen key.
    """
    rows = connection.execute("SELECT seq, entry, leaf FROM journal ORDER BY seq").fetchall()
    lines = {int(row[0]): str(row[1]).encode() for row in rows}
    mirror = mirrored_lines(folder)
    findings = _compare(lines, {int(row[0]): bytes(row[2]) for row in rows}, mirror)
    heads = [str(row[0]) for row in connection.execute("SELECT note FROM checkpoints ORDER BY size")]
    findings += _heads(lines, heads, key, exact=bool(findings))
    findings += _tail(len(lines), max(lines, default=0), heads, folder, len(mirror), key)
    if anchor:
        findings += _anchored(lines, anchor, key)
    return _once(findings)


def mirrored_lines(folder: Path) -> list[bytes]:
    """The mirror's whole lines; a torn last one is left out."""
    try:
        content = (folder / ENTRIES).read_bytes()
    except OSError:
        return []
    return content.split(b"\n")[:-1]


def read_mirror(folder: Path) -> tuple[tuple[journal.Entry, ...], list[bytes], list[Finding]]:
    """The mirror's entries and their exact lines for a rebuild, up to the first that cannot be read."""
    entries: list[journal.Entry] = []
    lines = mirrored_lines(folder)
    for number, line in enumerate(lines, 1):
        try:
            entry = journal.decode(line)
            if entry.seq != number:
                raise ValueError("out of order")
        except ValueError:
            return tuple(entries), lines[: number - 1], [Finding("journal.entry-altered", str(number))]
        entries.append(entry)
    return tuple(entries), lines, []


def _compare(lines: dict[int, bytes], leaves: dict[int, bytes], mirror: list[bytes]) -> list[Finding]:
    """Entries against their own number, their stored leaf and the mirror's line, as far as both go."""
    findings = []
    top = max(lines, default=0)
    shifted = _shift(lines, mirror)
    if shifted is not None:
        return [shifted]
    for seq in range(1, top + 1):
        line = lines.get(seq)
        if line is None:
            findings.append(Finding("journal.entry-missing", str(seq)))
        elif leaf_hash(line) != leaves[seq]:
            findings.append(Finding("journal.entry-altered", str(seq)))
        elif seq <= len(mirror) and mirror[seq - 1] != line:
            findings.append(Finding("journal.mirror-differs", str(seq)))
        elif seq > len(mirror):
            findings.append(Finding("journal.mirror-behind", str(seq)))
            break
    return findings


def _shift(lines: dict[int, bytes], mirror: list[bytes]) -> Finding | None:
    """An entry taken out or put in with all later ones numbered anew: seen against the mirror."""
    ordered = [lines[seq] for seq in sorted(lines)]
    if sorted(lines) != list(range(1, len(lines) + 1)) or not mirror:
        return None
    first = next((at for at, (ours, theirs) in enumerate(zip(ordered, mirror, strict=False)) if ours != theirs), None)
    if first is None or first + 1 >= max(len(ordered), len(mirror)):
        return None
    if first + 1 < len(mirror) and _same_but_number(ordered[first], mirror[first + 1]):
        return Finding("journal.entry-missing", str(first + 1))
    if first + 1 < len(ordered) and _same_but_number(ordered[first + 1], mirror[first]):
        return Finding("journal.entry-inserted", str(first + 1))
    return None


def _same_but_number(one: bytes, other: bytes) -> bool:
    try:
        tables = [json.loads(each) for each in (one, other)]
    except ValueError:
        return False
    for table in tables:
        table.pop("seq", None)
    return bool(tables[0] == tables[1])


def _heads(lines: dict[int, bytes], heads: list[str], key: Ed25519PublicKey, *, exact: bool) -> list[Finding]:
    """Every checkpoint's signature and root. When no entry was named yet, the first root that differs
    names the entries of its transaction."""
    findings: list[Finding] = []
    tree = CompactRange()
    differs = exact
    for text in heads:
        head = _signed(text, key)
        if head is None:
            findings.append(Finding("journal.checkpoint-signature", text.split("\n")[1] if "\n" in text else ""))
            continue
        since = tree.size + 1
        while tree.size < head.size and tree.size + 1 in lines:
            tree.add(leaf_hash(lines[tree.size + 1]))
        if tree.size == head.size and tree.root() != head.root:
            if not differs:
                findings += [Finding("journal.entry-altered", str(seq)) for seq in range(since, head.size + 1)]
            findings.append(Finding("journal.root-differs", str(head.size)))
            break
    return findings


def _signed(text: str, key: Ed25519PublicKey) -> journal.Checkpoint | None:
    try:
        head, signatures = journal.read_note(text)
        wanted = journal.key_id(head.origin, raw_public(key))
        for name, known_as, signature in signatures:
            if name == head.origin and known_as == wanted:
                key.verify(signature, head.text().encode())
                return head
    except (ValueError, InvalidSignature):
        return None
    return None


def _tail(count: int, top: int, heads: list[str], folder: Path, mirrored: int, key: Ed25519PublicKey) -> list[Finding]:
    """Whether entries that once were counted are gone from the end, or stand there uncounted."""
    try:
        heads = [*heads, (folder / HEAD).read_text("utf-8")]
    except OSError:
        pass
    sizes = [head.size for head in (_signed(text, key) for text in heads) if head is not None]
    expected = max([*sizes, mirrored], default=0)
    if expected > top:
        return [Finding("journal.tail-missing", str(top + 1), {"expected": expected, "found": count})]
    if top > max(sizes, default=0):
        return [Finding("journal.entry-inserted", str(seq)) for seq in range(max(sizes, default=0) + 1, top + 1)]
    return []


def _anchored(lines: dict[int, bytes], anchor: str, key: Ed25519PublicKey) -> list[Finding]:
    try:
        head, _ = journal.read_note(anchor)
    except ValueError:
        return [Finding("journal.anchor-unreadable", "")]
    if head.size > len(lines):
        return [Finding("journal.anchor-ahead", str(head.size), {"expected": head.size, "found": len(lines)})]
    tree = CompactRange()
    for seq in range(1, head.size + 1):
        tree.add(leaf_hash(lines.get(seq, b"")))
    same = tree.root() == head.root and _signed(anchor, key) is not None
    return [] if same else [Finding("journal.anchor-differs", str(head.size))]


def _once(findings: list[Finding]) -> list[Finding]:
    seen: dict[tuple[str, str], Finding] = {}
    for each in findings:
        seen.setdefault((each.code, each.subject), each)
    return list(seen.values())
