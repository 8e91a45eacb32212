import json
from pathlib import Path

from django.conf import settings

from comments.links import count_links, links_brought
from comments.rendering import render_text

CASES = Path(settings.BASE_DIR).parent / "shared" / "cases" / "comments" / "link_count.jsonl"


def test_the_shared_cases_hold():
    """What lives is counted in one group; what a policy counts, in the other: there, as many are held."""
    rows = [json.loads(line) for line in CASES.read_text().splitlines()] if CASES.exists() else []
    wrong = []

    for row in rows:
        html = render_text(row["input"])
        brought = links_brought(row["input"], html)
        if row["group"] == "link_threshold":
            is_right = (brought >= row["max_links"]) == (row["expect"] == "hold") and brought == row["links"]
        else:
            is_right = count_links(html) == row["links"]
        wrong += [] if is_right else [row]

    assert wrong == []


def test_an_address_within_an_address_is_one_link():
    text = "http://a.example/?to=http://b.example and `www.c.example`"

    assert count_links(render_text(text)) == 1
    assert links_brought(text, render_text(text)) == 2
