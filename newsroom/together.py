"""Run several commands as one: Ctrl-C stops them all, and when one ends by itself the others are stopped too.

``python -m newsroom.together -- one command -- another command``. Standard library only, so that the
process that stays beside the server for months is a small one.
"""

import os
import signal
import subprocess
import sys
import time

PATIENCE = 10  # seconds that a command gets to end by itself


class StoppedError(Exception):
    """Somebody asked us to stop."""


def run_together(commands: list[list[str]]) -> int:
    """Run the commands until a signal (returns 0) or until one of them ends (returns 1); stop the rest."""
    children = []
    try:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, _stop)
        for command in commands:
            children.append(_start(command))  # one by one: a signal in between must find the first
        pid, status = os.wait()
        name = next((" ".join(child.args[1:]) for child in children if child.pid == pid), f"process {pid}")
        code = os.waitstatus_to_exitcode(status)
        _mark_ended(children, pid, code)
        sys.stderr.write(f"Stopping everything, because this ended by itself (exit code {code}): {name}\n")
        return 1
    except StoppedError:
        return 0
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        _stop_all(children)


def _start(command):
    # A session of its own: a Ctrl-C in the terminal reaches only us, and we tell the children in order.
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)


def _stop(*_signal):
    raise StoppedError


def _mark_ended(children, pid, code):
    for child in children:
        if child.pid == pid:
            child.returncode = code


def _stop_all(children):
    running = [child for child in children if child.poll() is None]
    for child in running:
        child.terminate()
    deadline = time.monotonic() + PATIENCE
    for child in running:
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            sys.stderr.write(f"Ending what did not stop in {PATIENCE} seconds: {' '.join(child.args[1:])}\n")
    for child in children:  # and whatever processes they left behind
        try:
            os.killpg(child.pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


def _split(arguments):
    commands = []
    for argument in arguments:
        if argument == "--":
            commands.append([])
        else:
            commands[-1].append(argument)
    return commands


if __name__ == "__main__":
    sys.exit(run_together(_split(sys.argv[1:])))
