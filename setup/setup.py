"""The front door of set-up: any Python can read it; only 3.11 or newer goes on.

In: the tree as it was cloned. Out: a complete .venv, or a message and a non-zero exit code.
Exit codes: 0 complete, 1 failed, 2 something must be installed first (the line to run is printed),
3 this Python is too old.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - this file is the one place where an older Python may arrive
    sys.exit(3)

from steps import main

sys.exit(main(sys.argv[1:]))
