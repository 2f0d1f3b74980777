#!/bin/sh
# In: the Pythons on PATH (or $PYTHON). Out: setup/setup.py run by the first that is 3.11 or newer.
cd "$(dirname "$0")/.." || exit 1
# Nothing to do? The environment's own Python says so soonest. Whatever is wrong with it, the others see to it.
.venv/bin/python -S -E setup/setup.py --check 2>/dev/null && exit 0
[ -z "$PYTHON" ] || IFS=  # the one that was named may lie in a path with spaces
for python in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
    command -v "$python" >/dev/null 2>&1 || continue
    "$python" -S -E setup/setup.py "$@"
    code=$?
    [ $code -eq 3 ] || exit $code # 3: this Python is too old, try the next
done
echo "Recorder Desk needs Python 3.11 or newer, and none was found (tried: ${PYTHON:-python3 python3.13 python3.12 python3.11})." >&2
echo "Install one (Debian 12, Ubuntu 24.04 and later have it as 'python3'), or name one: make setup PYTHON=/path/to/python3.11" >&2
exit 1
