"""`python -m ui.screenshots HOME FOLDER`: the window's pictures, with the real front door."""

from __future__ import annotations

import sys

from ui.start import FrontDoor
from ui.window.screenshots import main

if __name__ == "__main__":
    sys.exit(main(FrontDoor(), sys.argv[1:]))
