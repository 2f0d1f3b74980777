"""Runs the program's own front door again and again, each time in a process of its own, without starting Python anew.

`python -m tests.torture.server`: everything is loaded once; each line on stdin is an order (JSON), for which a
child is forked that does the calls one after the other; the answer is a line on stdout. What an order may say: see
`tests/torture/driver.py`.
"""

from __future__ import annotations

import faulthandler
import json
import os
import select
import signal
import socket
import sys
import threading
import time
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from recorder_desk.errors import DeskError
from storage import faultpoints
from tests.torture import sabotage
from tests.torture.injecting import Fault, Watched, install, supervise, why_not
from tests.torture.load import CALLS
from ui.start import main

PATIENCE = 60.0


def carry_out(order: dict[str, Any]) -> dict[str, Any]:
    """One order: fork, do, tell."""
    ours, theirs = socket.socketpair()
    child = os.fork()
    if child == 0:
        ours.close()
        _be_the_program(order, theirs)
    theirs.close()
    _, descriptors, _, _ = socket.recv_fds(ours, 1, 1)
    fault = Fault(**order["fault"]) if order["fault"] else None
    ours.send(b"g")
    if descriptors:
        watched = supervise(descriptors[0], child, order["places"], fault, PATIENCE)
        os.close(descriptors[0])
    else:
        watched = Watched()
        _wait(child, order["kill_after"])
    ours.close()
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    _end_group(child)
    return {"status": status, "calls": watched.calls, "hit": watched.hit, "events": watched.events}


def _wait(child: int, kill_after: float) -> None:
    """Until it has ended; it is killed after so many seconds (0: asked for its stacks when it takes too long)."""
    ending = os.pidfd_open(child)
    try:
        if not select.select([ending], [], [], kill_after or PATIENCE)[0]:
            os.kill(child, signal.SIGKILL if kill_after else signal.SIGABRT)
    finally:
        os.close(ending)


def _end_group(child: int) -> None:
    """ffmpeg may outlive a desk that was killed."""
    try:
        os.killpg(child, signal.SIGKILL)
    except ProcessLookupError:
        return


def _be_the_program(order: dict[str, Any], server: socket.socket) -> None:
    code = 70
    try:
        os.setsid()
        _speak_into(order["out"], order["err"])
        faulthandler.enable()
        sabotage.remove(order["without"])
        faultpoints._armed, faultpoints._left = faultpoints._parse(order["point"])
        if order["watched"]:
            listener = install()
            socket.send_fds(server, [b"l"], [listener])
            os.close(listener)
        else:
            server.send(b"n")
        server.recv(1)
        server.close()
        for words in order["calls"]:
            code = 70
            code = _call(Path(order["home"]), words)
        if left := [each.name for each in threading.enumerate() if each is not threading.main_thread()]:
            print(f"threads left: {left}", file=sys.stderr)
            code = 71
    except Exception:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _speak_into(out: str, err: str) -> None:
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    for number, path in ((1, out), (2, err)):
        fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(fd, number)
        os.close(fd)


def _call(home: Path, words: Sequence[str]) -> int:
    if words[0] not in CALLS:
        return main(["--home", str(home), "--json", "--lang", "en", *words])
    try:
        return CALLS[words[0]](home, words[1:])
    except DeskError as error:
        print(error.code, file=sys.stderr)
        return 3 if error.blame == "environment" else 70


def serve() -> None:
    """Answer orders until stdin ends."""
    with os.fdopen(os.dup(1), "w") as answers:
        os.dup2(2, 1)
        print(json.dumps({"why_not": why_not()}), file=answers, flush=True)
        for line in sys.stdin:
            began = time.monotonic()
            answer = carry_out(json.loads(line))
            print(json.dumps({**answer, "seconds": time.monotonic() - began}), file=answers, flush=True)


if __name__ == "__main__":
    serve()
