"""The process behind one film: started in its room, heard by a thread, ended whole.

In: a path, and what to tell it. Out: what it says, to whoever listens; None when it is gone.
"""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import recorder_desk
from recorder_desk.errors import DeskError
from recorder_desk.tools import graphs, sandbox
from recorder_desk.tools.frame_talk import Said, Told, read_said
from recorder_desk.tools.limits import Limits
from recorder_desk.tools.sandbox import Kit

_LIMITS = Limits(address_bytes=4 << 30, cpu_seconds=4 * 3600, file_bytes=1 << 20, wall_seconds=0, niceness=0)
"""Pictures of 70 million pixels, and hours of work; how long one wish may take, the desk watches itself."""
_BEGIN = """
import sys
from importlib.util import module_from_spec, spec_from_file_location
core, more = sys.argv.pop(1), sys.argv.pop(1)
sys.path.append(more)
spec = spec_from_file_location("recorder_desk", core + "/__init__.py", submodule_search_locations=[core])
sys.modules["recorder_desk"] = package = module_from_spec(spec)
spec.loader.exec_module(package)
from recorder_desk.tools.frame_worker import main
main()
"""
"""How the worker begins: with the standard library, the core and PyAV, and nothing else on its path."""


def is_there() -> bool:
    """Whether PyAV is installed. It is not loaded: only the worker does that."""
    return find_spec("av") is not None


class FrameProcess:
    """A running worker. Must be started by a thread that lives as long as it: it may be told to end with that one."""

    def __init__(self, path: Path, room: int, hear: Callable[[Said | None], None]) -> None:
        """`hear` is called on a thread of its own, last with None. Raises DeskError `frames.unreadable`."""
        if not graphs.safe(path):
            raise DeskError("frames.unreadable", blame="environment")
        program, core, more, kit = _surroundings()
        argv = [program, "-I", "-S", "-c", _BEGIN, core, more, str(path.absolute()), str(room)]
        try:
            self._running = sandbox.start(argv, _LIMITS, path, None, kit)
        except OSError as error:
            raise DeskError("frames.unreadable", blame="environment") from error
        self._hear = hear
        self._thread = threading.Thread(target=self._listen, name="frame-out")
        self._thread.start()

    def tell(self, told: Told) -> None:
        """Tell it something; what it cannot take any more is lost, and heard of."""
        pipe = self._running.process.stdin
        if pipe is not None:
            with contextlib.suppress(OSError, ValueError):
                pipe.write(told.packed())
                pipe.flush()

    def end(self) -> None:
        """End it, however it is, and wait for its thread. Repeatable."""
        process = self._running.process
        self._running.kill()
        process.wait()
        self._thread.join()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        self._running.close()

    def _listen(self) -> None:
        pipe = self._running.process.stdout
        assert pipe is not None
        with contextlib.suppress(OSError, ValueError):
            while (said := read_said(pipe)) is not None:
                self._hear(said)
        self._hear(None)


@cache
def _surroundings() -> tuple[str, str, str, Kit]:
    """The interpreter, the core's folder, that of PyAV, and what of all this a room must show."""
    program: str = getattr(sys, "_base_executable", "") or sys.executable
    core = str(Path(recorder_desk.__file__).parent)
    spec = find_spec("av")
    if spec is None or spec.origin is None:
        raise DeskError("frames.missing", blame="environment")
    more = str(Path(spec.origin).parent.parent)
    reads = (core, more, str(Path(program).resolve()), sys.base_prefix)
    trial = ("-I", "-S", "-c", "import sys; sys.path.append(sys.argv[1]); import av", more)
    return program, core, more, Kit(reads, trial, asked=True)
