"""`python -m ui`: as `recorder-desk`."""

import sys

from ui.start import main

sys.exit(main())
