"""Measure and print the table: ``python -m tests.figures``; with Lighthouse where it is installed.

Nothing is asked of the network. Weight and requests are what Chromium transferred; queries are what Django
counted; Lighthouse (``npm install --global lighthouse``) measures three times and the best one counts.
"""

import html
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.bench.cases import count_queries
from tests.bench.load import Request
from tests.browser.chromium import QUIET, find_chromium, launch
from tests.live_paper import LivePaper

RUNS, TRIES = 3, 4
PHONE = {"width": 412, "height": 823}
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


def main():
    with (
        tempfile.TemporaryDirectory(prefix="newsroom-figures-") as folder,
        LivePaper(Path(folder) / "paper", sample=True) as paper,
        sync_playwright() as playwright,
    ):
        pages = find_pages(paper)
        browser = launch(playwright)
        rows = {name: first_visit(browser, paper.url + path) for name, path in pages.items()}
        browser.close()
        for name, path in pages.items():
            rows[name]["queries"] = count_queries(paper, [Request(path)])
            rows[name] |= lighthouse(paper.url + path)
    print_table(rows)


def find_pages(paper):
    """The front page, the article that leads it, and a section; each by its path."""
    with urllib.request.urlopen(paper.url, timeout=30) as front:  # noqa: S310 - our own
        text = front.read().decode()
    article, section = (re.search(rf'href="({path}[^"]+)"', text)[1] for path in (r"/\d{4}/", "/section/"))
    return {"front page": "/", "article": html.unescape(article), "section": section}


def first_visit(browser, address):
    """Requests, and the bytes on the wire, without photos."""
    context = browser.new_context(viewport=PHONE)
    page, asked = context.new_page(), []
    page.on("requestfinished", lambda request: asked.append((request.resource_type, request)))
    page.goto(address, wait_until="networkidle")
    page.evaluate("document.querySelector('iframe')?.scrollIntoView()")
    page.wait_for_load_state("networkidle")
    weights = [(kind, weight_of(request)) for kind, request in asked if "/media/" not in request.url]
    weights = [(kind, weight) for kind, weight in weights if weight]  # what was kept weighs nothing
    context.close()
    return {"requests": len(weights), "kilobytes": sum(weight for _, weight in weights) / 1000} | {
        f"{kind} kB": sum(weight for its_kind, weight in weights if its_kind == kind) / 1000
        for kind in ("document", "stylesheet", "font", "script")
    }


def weight_of(request):
    sizes = request.sizes()
    return sizes["responseBodySize"] + sizes["responseHeadersSize"]


def lighthouse(address):
    """The best of some runs on Lighthouse's slow phone; {} where it is not installed."""
    if not (tool := shutil.which("lighthouse")):
        return {}
    runs = [run_lighthouse(tool, address) for _ in range(RUNS)]
    best = max(runs, key=lambda run: (run["performance"], -run["largest paint s"]))
    return best | {name: min(run[name] for run in runs) for name in CATEGORIES[1:]}


def run_lighthouse(tool, address):
    """One run; what a busy machine broke off is tried again."""
    flags = " ".join(["--headless=new", "--no-sandbox", *QUIET])
    command = [tool, address, "--quiet", "--output=json", f"--chrome-flags={flags}"]
    for left in reversed(range(TRIES)):
        done = subprocess.run(
            command,
            env=os.environ | {"CHROME_PATH": find_chromium()},
            capture_output=True,
            text=True,
            check=not left,
        )
        if done.returncode == 0:
            break
    said = json.loads(done.stdout)
    scores = {name: round(said["categories"][name]["score"] * 100) for name in CATEGORIES}
    return scores | {
        "largest paint s": said["audits"]["largest-contentful-paint"]["numericValue"] / 1000,
        "layout shift": said["audits"]["cumulative-layout-shift"]["numericValue"],
    }


def print_table(rows):
    sys.stdout.write(f"Measured on {datetime.now(UTC):%Y-%m-%d}, a first visit without photos.\n\n")
    sys.stdout.write(f"| what | {' | '.join(rows)} |\n| --- |{' --- |' * len(rows)}\n")
    for figure in next(iter(rows.values())):
        cells = [
            f"{row[figure]:.3g}" if isinstance(row[figure], float) else str(row[figure])
            for row in rows.values()
        ]
        sys.stdout.write(f"| {figure} | {' | '.join(cells)} |\n")


if __name__ == "__main__":
    sys.exit(main())
