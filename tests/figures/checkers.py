"""What Nu Html Checker and pa11y say of every page for people: ``python -m tests.figures.checkers``.

``npm install --global vnu-jar pa11y`` brings them (Nu needs Java); one that is not installed is left out. The
pages are those of a paper with the sample and what the browser's tests add to it: long words, corrections, a
paid story, replies, ads. Ends with 1 when a checker finds anything.
"""

import json
import shutil
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from pathlib import Path

from tests.browser import test_ad_pages_look, test_discussion_look, test_paper_look
from tests.browser.chromium import QUIET, find_chromium
from tests.browser.test_desk_look import PHONE
from tests.live_paper import LivePaper


def main():
    found = 0
    with (
        tempfile.TemporaryDirectory(prefix="newsroom-checkers-") as folder,
        LivePaper(Path(folder) / "paper", sample=True) as paper,
    ):
        pages = read_pages(paper, Path(folder))
        for name, check in (("vnu", nu), ("pa11y", pa11y)):
            tool = shutil.which(name)
            said = check(tool, pages, Path(folder)) if tool else []
            found += len(said)
            count = f"{len(said)} findings" if tool else "not installed"
            sys.stdout.write("\n".join([f"{name}: {len(pages)} pages, {count}", *said, ""]))
    return 1 if found else 0


def read_pages(paper, folder):
    """Each page for people with its HTML in a file, by its address."""
    addresses = ["/", *paper.ask(test_paper_look.SEED)]
    for look in (test_discussion_look, test_ad_pages_look):
        addresses += paper.ask(look.SEED)["pages"].values()
    pages = {}
    for address in dict.fromkeys(addresses):
        url, kind, text = read(paper.url + address)
        if kind == "text/html" and url not in pages:
            pages[url] = folder / f"page-{len(pages)}.html"
            pages[url].write_bytes(text)
    return pages


def read(url):
    """Where it leads, the kind of answer and its bytes; what says that something is wrong is a page too."""
    try:
        answer = urllib.request.urlopen(url, timeout=30)  # noqa: S310 - our own
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        return answer.url.partition("#")[0], answer.headers.get_content_type(), answer.read()


def nu(tool, pages, folder):
    """All that the Nu Html Checker has to say, warnings too, as lines."""
    done = subprocess.run(
        [tool, "--format", "json", *pages.values()], capture_output=True, text=True, check=False
    )
    address_of = {file.as_uri().replace("file:///", "file:/"): url for url, file in pages.items()}
    return [
        f"  {address_of.get(said['url'], said['url'])} line {said.get('lastLine')}: {said['message']}"
        for said in json.loads(done.stderr)["messages"]
    ]


def pa11y(tool, pages, folder):
    """What pa11y finds by WCAG 2 AA on a phone, as lines."""
    config, found = folder / "pa11y.json", []
    launch = {"executablePath": find_chromium(), "args": ["--no-sandbox", *QUIET]}
    config.write_text(json.dumps({"chromeLaunchConfig": launch, "viewport": PHONE, "timeout": 60_000}))
    for url in pages:
        command = [tool, "--config", config, "--reporter", "json", url]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode not in (0, 2):  # 2: it found something
            raise RuntimeError(f"pa11y did not get through {url}: {done.stderr}")
        found += [f"  {url} {said['selector']}: {said['message']}" for said in json.loads(done.stdout)]
    return found


if __name__ == "__main__":
    sys.exit(main())
