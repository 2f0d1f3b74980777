"""Where things lie on this machine: what the catalogue keeps relative, made absolute."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


@dataclass(frozen=True, slots=True)
class Places:
    """The vault's root, the folder of derivatives, the journal's mirror, and the station's public key."""

    vault: Path
    derivatives: Path
    journal: Path
    verifying_key: Ed25519PublicKey

    def original(self, object_path: str, content_path: str) -> str:
        """Absolute path of an original."""
        return str(self.vault / object_path / content_path)

    def derivative(self, path: str) -> str:
        """Absolute path of a derivative, '' for none."""
        return str(self.derivatives / path) if path else ""
