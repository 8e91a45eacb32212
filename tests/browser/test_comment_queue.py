"""A moderator clears the queue with the keyboard alone, and the counts never lie."""

import pytest
from playwright.sync_api import expect

QUEUE = "/admin/comments/comment/?queue=held"
MAKE = """
from django.utils import timezone
from articles.models import Release
from comments.models import Comment
from comments.rendering import render_text
from tests.factories_articles import make_live
gone = {"appealed_at": None, "appeal": "", "appeal_answered_at": None, "reports": 0}
Comment.objects.update(state="deleted", decided_at=timezone.now(), **gone)
found = Release.objects.filter(headline="Night ferry to run again").first()
article = found.article if found else make_live(headline="Night ferry to run again")
words = [f"Comment number {number} of the night." for number in range(50)]
Comment.objects.bulk_create(
    Comment(article=article, name=f"Reader {number}", email="reader@example.org", text=text,
            html=render_text(text), reason="all_held")
    for number, text in enumerate(words)
)
answer = article.pk
"""
COUNT = """
from comments.desk import queue_counts
answer = queue_counts()
"""

APPEAL = """
from django.utils import timezone
from comments.models import Comment
now = timezone.now()
one = Comment.objects.filter(state="held").order_by("pk").first()
rejected = {"state": "rejected", "decided_at": now, "removal": "other"}
answer = Comment.objects.filter(pk=one.pk).update(appeal="Look again.", appealed_at=now, **rejected)
"""


@pytest.fixture
def fifty(live_paper):
    live_paper.ask(MAKE)


def shown(page):
    return {
        place.get_attribute("data-count"): int(place.inner_text())
        for place in page.locator("[data-count]").all()
    }


def expect_count(page, name, number):
    expect(page.locator(f"[data-count={name}]")).to_have_text(str(number))


def test_fifty_held_comments_are_cleared_with_one_key_each(desk, live_paper, fifty):
    page = desk(viewport={"width": 1440, "height": 900})
    page.goto(QUEUE)
    expect(page.locator("#result_list tbody tr").first).to_be_focused()
    counts, taken = {"held": 50, "published": 0, "rejected": 0, "spam": 0}, []
    queue_of = {"a": "published", "r": "rejected", "s": "spam"}

    for number in range(50):
        # Every tenth decision is a slip: taken back with one key, and taken otherwise with another.
        for key in ["r", "u", "a"] if number % 10 == 0 else ["ars"[number % 3]]:
            page.keyboard.press(key)
            queue, step = (taken.pop(), -1) if key == "u" else (queue_of[key], 1)
            taken += [queue] if step == 1 else []
            counts |= {queue: counts[queue] + step, "held": counts["held"] - step}
            for name, waiting in counts.items():
                expect_count(page, name, waiting)
        if len(taken) in (8, 29):
            assert live_paper.ask(COUNT) == counts | {"reported": 0, "appeals": 0}

    assert counts["held"] == 0
    assert live_paper.ask(COUNT) == shown(page) == counts | {"reported": 0, "appeals": 0}
    expect(page.locator("[data-queue-done]")).to_be_focused()
    assert "0 left here" in page.locator("[data-said]").inner_text()


def test_keys_pressed_faster_than_the_desk_answers_lose_nothing(desk, live_paper, fifty):
    page = desk()
    page.goto(QUEUE)
    expect(page.locator("#result_list tbody tr").first).to_be_focused()

    page.keyboard.type("aaarrrsssuuuk")

    expect_count(page, "held", 44)
    expect_count(page, "spam", 0)
    expect(page.locator(".paginator")).to_have_text("44 comments")
    expect(page.locator(".action-counter")).to_have_text("0 of 44 selected")
    expect(page.locator("[data-said]")).to_have_text("Undone. 44 left here.")
    assert live_paper.ask(COUNT) == {
        **{"held": 44, "published": 3, "rejected": 3},
        **{"spam": 0, "reported": 0, "appeals": 0},
    }
    page.keyboard.press("m")
    page.keyboard.type("ass")  # in a field a key is a letter
    expect_count(page, "held", 44)


def test_a_key_that_a_queue_does_not_offer_says_so(desk, live_paper, fifty):
    live_paper.ask(APPEAL)
    page = desk()
    page.goto("/admin/comments/comment/?queue=appeals")
    expect(page.locator("#result_list tbody tr").first).to_be_focused()

    page.keyboard.press("r")

    expect(page.locator("[data-said]")).to_contain_text("This key decides nothing here.")
    expect_count(page, "appeals", 1)


def test_the_last_decision_is_taken_back_by_key_when_the_queue_is_empty_and_loaded_again(
    desk, live_paper, fifty
):
    live_paper.ask(APPEAL)
    page = desk()
    page.goto("/admin/comments/comment/?queue=appeals")
    expect(page.locator("#result_list tbody tr").first).to_be_focused()
    page.keyboard.press("a")
    expect_count(page, "appeals", 0)
    page.reload()

    page.keyboard.press("u")

    expect_count(page, "appeals", 1)
    expect(page.locator(".messagelist")).to_contain_text("Undone.")


def test_a_rejection_says_why_and_without_scripts_the_same_buttons_do_it_all(desk, live_paper, fifty):
    page = desk(scripts=False, viewport={"width": 390, "height": 844})
    page.goto(QUEUE)
    row = page.locator("#result_list tbody tr").first

    row.get_by_text("Reject with a reason").click()
    row.get_by_label("Counted as").select_option("off_topic")
    row.get_by_label("Words to the author").fill("Another story.")
    with page.expect_navigation():
        row.get_by_role("button", name="Reject with this reason").click()

    assert shown(page) | {"held": 49, "rejected": 1} == shown(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Undo the last decision").click()
    assert shown(page) | {"held": 50, "rejected": 0} == shown(page)


def test_in_the_list_of_all_a_key_says_what_it_did_and_another_takes_it_back(desk, live_paper, fifty):
    page = desk()
    page.goto("/admin/comments/comment/")
    expect(page.locator("#result_list tbody tr").first).to_be_focused()

    with page.expect_navigation():
        page.keyboard.press("r")

    expect(page.locator(".messagelist")).to_contain_text("is rejected")
    assert shown(page) | {"held": 49, "rejected": 1} == shown(page)
    expect(page.locator("#result_list tbody tr").first).to_be_focused()
    with page.expect_navigation():
        page.keyboard.press("u")
    expect(page.locator(".messagelist")).to_contain_text("Undone.")
    assert live_paper.ask(COUNT) == shown(page) | {"held": 50, "rejected": 0} == shown(page)


def test_on_a_phone_the_frame_around_the_comment_in_focus_is_whole(desk, fifty):
    page = desk(viewport={"width": 390, "height": 844})
    page.goto(QUEUE)
    row = page.locator("#result_list tbody tr").first
    expect(row).to_be_focused()

    around = row.evaluate(
        """row => {
            const frames = [];
            for (let box = row.parentElement; box; box = box.parentElement)
                if (box !== document.documentElement && getComputedStyle(box).overflowX !== "visible")
                    frames.push(box.className);
            return frames;
        }"""
    )

    assert around == []  # what scrolls cuts off an outline that is drawn outside of the row
