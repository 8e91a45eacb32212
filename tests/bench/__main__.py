"""Measure and print the table: ``python -m tests.bench --seconds 5``; on the engine DATABASE_URL names."""

import argparse
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.bench.cases import count_queries, make_cases, tally
from tests.bench.load import CONNECTIONS, Request, Result, send, tool
from tests.bench.processes import cpu_seconds, hello_server, web_server_of
from tests.live_paper import LivePaper

WORKERS = 2
MOST_A_SECOND = 2500  # comments or clicks that could be answered in a second, and so must be ready


@dataclass(frozen=True)
class Row:
    name: str
    result: Result
    cpu: float  # milliseconds a request
    queries: int

    @property
    def rate(self):
        return self.result.requests / self.result.seconds


def main():
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--seconds", type=int, default=5, help="for each measurement")
    parser.add_argument("--only", nargs="+", metavar="CASE", help='such as "ad click"; hello comes always')
    seconds, only = vars(parser.parse_args()).values()
    with tempfile.TemporaryDirectory(prefix="newsroom-bench-") as folder:
        environment = {"WEB_WORKERS": str(WORKERS), "TRUSTED_PROXIES": "1"}
        say("Preparing a paper with the sample ...")
        with LivePaper(Path(folder) / "paper", sample=True, environment=environment) as paper:
            rows = measure_all(paper, seconds, only)
            comments, charged, refused = tally(paper)
            engine = paper.environment["DATABASE_URL"].partition(":")[0]
    say(f"\n{WORKERS} workers of one thread, {CONNECTIONS} connections, {seconds} s each, {engine}.")
    say(f"Load from {tool()}. In brackets: as a multiple of hello.\n")
    print_table(rows)
    say(f"\nKept: {comments} comments, {charged} clicks charged, {refused} not charged.")
    return 1 if any(row.result.errors for row in rows) else 0


def measure_all(paper, seconds, only):
    cases = make_cases(paper, number=(seconds + 1) * MOST_A_SECOND)
    with hello_server(WORKERS) as (port, pid):
        rows = [measure("hello", port, pid, [Request("/")], seconds, queries=0)]
    pid = web_server_of(paper.process.pid)
    for case in (case for case in cases if not only or case.name in only):
        # What must be its own is sent once: three for counting, others for warming, the rest for measuring.
        warm, rest = split(case.requests)
        queries = count_queries(paper, warm)
        rows.append(
            measure(case.name, paper.port, pid, rest, seconds, queries=queries, warm=warm[3:] or warm)
        )
    return rows


def split(requests):
    part = len(requests) // 6
    return (requests[:part], requests[part:]) if part else (requests, requests)


def measure(name, port, pid, requests, seconds, *, queries, warm=None):  # noqa: PLR0913 - a measurement has these
    say(f"Measuring {name} ...")
    send(port, warm or requests, 1)
    before = cpu_seconds(pid)
    result = send(port, requests, seconds)
    cpu = (cpu_seconds(pid) - before) * 1000 / max(1, result.requests)
    return Row(name, result, cpu, queries)


def print_table(rows):
    hello = rows[0]
    heads = ("requests/s", "p50 ms", "p99 ms", "CPU ms/request")
    say(" " * 14 + "".join(f"{head:>18}" for head in heads) + "  queries  errors")
    for row in rows:
        cells = [
            beside(row.rate, hello.rate, 0),
            beside(row.result.p50, hello.result.p50, 2),
            beside(row.result.p99, hello.result.p99, 2),
            beside(row.cpu, hello.cpu, 3),
        ]
        say(f"{row.name:14}{''.join(cells)}{row.queries:9}{row.result.errors:8}")


def beside(value, hello, digits):
    ratio = value / hello if hello else 0
    return f"{value:,.{digits}f} ({ratio:.2f})".rjust(18)


def say(line):
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
