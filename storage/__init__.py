"""What lasts: an adapter above the core. SQLite for the catalogue, bytes on disk for the vault."""
