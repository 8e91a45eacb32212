"""The hello server, and the processor time that a server and its workers have used."""

import os
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from tests.live_paper import ROOT, free_port

TICK = os.sysconf("SC_CLK_TCK")


@contextmanager
def hello_server(workers: int):
    """Serve the bare view as the paper is served; gives (port, pid)."""
    port = free_port()
    # fmt: off
    process = subprocess.Popen(
        [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
         "--workers", str(workers), "--blocking-threads", "1", "--no-ws", "--log-level", "warning",
         "tests.bench.hello:application"],
        cwd=ROOT, stdin=subprocess.DEVNULL,
    )
    # fmt: on
    try:
        for _ in range(200):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
                break
            except OSError:
                time.sleep(0.1)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(timeout=20)


def web_server_of(pid: int) -> int:
    """Return the web server among the processes that the paper's first one started."""
    return next(
        child for child in _children(pid) if b"granian" in Path(f"/proc/{child}/cmdline").read_bytes()
    )


def cpu_seconds(pid: int) -> float:
    """Return the processor time of ``pid`` and all processes below it, user and system."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    own = (int(fields[11]) + int(fields[12])) / TICK
    return own + sum(cpu_seconds(child) for child in _children(pid))


def _children(pid):
    return [
        int(child)
        for task in Path(f"/proc/{pid}/task").iterdir()
        for child in (task / "children").read_text().split()
    ]
