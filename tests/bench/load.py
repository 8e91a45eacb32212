"""Sending many requests: with wrk when the machine has it, else with threads of our own."""

import http.client
import json
import os
import shutil
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

CONNECTIONS = 8


@dataclass(frozen=True)
class Request:
    path: str
    method: str = "GET"
    headers: dict = field(default_factory=dict)
    body: str = ""

    def as_line(self) -> str:
        headers = "".join(f"{name}={value}\t" for name, value in self.headers.items())
        return f"{self.method}\t{self.path}\t{headers}{self.body}\n"


@dataclass(frozen=True)
class Result:
    requests: int
    seconds: float
    p50: float  # milliseconds
    p99: float
    errors: int  # answers of 400 and more, and connections that broke


def tool() -> str:
    """Say which load tool this machine gives."""
    return (
        "wrk"
        if shutil.which("wrk")
        else "Python threads (wrk is not installed; requests per second are a lower bound)"
    )


def send(port: int, requests: list[Request], seconds: int) -> Result:
    """Send ``requests`` in order, from the first again after the last, for ``seconds``."""
    if wrk := shutil.which("wrk"):
        return _with_wrk(wrk, port, requests, seconds)
    return _with_threads(port, requests, seconds)


def _with_wrk(wrk, port, requests, seconds):
    with tempfile.NamedTemporaryFile("w", suffix=".requests") as file:
        file.writelines(request.as_line() for request in requests)
        file.flush()
        script = Path(__file__).parent / "requests.lua"
        done = subprocess.run(
            [
                wrk,
                "-t1",
                f"-c{CONNECTIONS}",
                f"-d{seconds}s",
                "--timeout",
                "20s",
                "-s",
                script,
                f"http://127.0.0.1:{port}",
            ],
            env=os.environ | {"REQUESTS": file.name},
            capture_output=True,
            text=True,
            check=True,
        )
    return Result(**json.loads(done.stdout.splitlines()[-1]))


def _with_threads(port, requests, seconds):
    turn, times, errors = count(), [], []
    deadline = time.monotonic() + seconds

    def work():
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while (began := time.perf_counter()) and time.monotonic() < deadline:
            request = requests[next(turn) % len(requests)]
            try:
                connection.request(request.method, request.path, request.body, request.headers)
                response = connection.getresponse()
                response.read()
                if response.status >= 400:
                    errors.append(response.status)
            except (OSError, http.client.HTTPException) as broken:
                errors.append(broken)
                connection.close()
            times.append((time.perf_counter() - began) * 1000)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times.sort()
    return Result(len(times), seconds, times[len(times) // 2], times[len(times) * 99 // 100], len(errors))
