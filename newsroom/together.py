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


STOPS = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}


def run_together(commands: list[list[str]]) -> int:
    """Run the commands until a signal (returns 0) or until one of them ends (returns 1); stop the rest.

    Signals stay blocked and are taken one at a time, so that none can come between a child and its end.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, STOPS | {signal.SIGCHLD})
    children = []
    try:
        for command in commands:
            children.append(_start(command, before))
        while True:
            if signal.sigwait(STOPS | {signal.SIGCHLD}) in STOPS:
                return 0
            if ended := _ended(children):
                sys.stderr.write(
                    "Stopping everything, because this ended by itself"
                    f" (exit code {ended.returncode}): {' '.join(ended.args[1:])}\n"
                )
                return 1
    finally:
        _stop_all(children)


def _start(command, mask):
    # A session of its own: a Ctrl-C in the terminal reaches only us, and we tell the children in order.
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=lambda: signal.pthread_sigmask(signal.SIG_SETMASK, mask),  # noqa: PLW1509 - no threads here
    )


def _ended(children):
    """Return a child that has ended; strangers that were left to us (as process 1) are let go."""
    by_pid = {child.pid: child for child in children}
    ended = None
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return ended
        if pid == 0:
            return ended
        if pid in by_pid:
            ended = by_pid[pid]
            ended.returncode = os.waitstatus_to_exitcode(status)


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
