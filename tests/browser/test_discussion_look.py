"""Every page of the discussion, to readers and to moderators: axe finds nothing, and it fits a phone."""

import pytest

from tests.browser.test_ad_pages_look import SCREENS, faults, faults_of

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetrieb"
SEED = """
from django.test import Client
from comments import services
from comments.likes import like_comment
from comments.receipts import AUTHOR, receipt_url
from newsroom.mailed_links import account_of
from tests.factories_articles import make_author, make_section
from tests.factories_comments import a_comment, a_held_comment, a_public_article

place = {"section": make_section(name="Talk", slug="talk"), "bylines": [make_author(slug="talk")]}
story = a_public_article(headline="Talk of the LONG", key_points=["LONG"], **place)
eva = account_of("talk@example.org")
writer = services.writer_of(eva, story.pk)
opening = a_comment(story, name="LONG", text="> LONG\\n\\nLook at https://example.org/LONG and `LONG`")
deeper = opening
for number in range(5):
    deeper = a_comment(story, name=f"LONG {number}", text="*So it is.* " * 9, parent=deeper)
own = a_comment(story, writer=writer, name="Eva", text="Mine.")
for number in range(21):
    a_comment(story, name=f"Reader {number}", text=f"Reply {number}.")
like_comment(opening, liker="a" * 32)
services.mark_comment(opening, "is_pick", by=None, is_on=True)
held = a_held_comment(story, name="LONG", text="LONG " * 9)
refused = a_held_comment(story, name="Ola", text="Refused.")
services.reject_comment(refused, by=None, words="LONG", removal="personal_attack")
services.change_policy(story.pk, by=None, mode="open")
follow = services.follow_comment(held, is_proved=True)
url, talk = story.releases.get().get_absolute_url(), f"/comments/{story.pk}/"
client = Client()
client.force_login(eva)
pages = {
    "article": url,
    "newest": f"{talk}?sort=newest",
    "thread": f"{talk}thread/{opening.pk}/",
    "reply": f"{talk}reply/?parent={opening.pk}",
    "likes": f"{talk}like/",
    "report": f"{talk}report/{opening.pk}/",
    "reported": f"{talk}reported/",
    "receipt": receipt_url(held, AUTHOR),
    "refused": receipt_url(refused, AUTHOR),
    "mail": f"/comments/mail/{follow.secret}/",
    "account": "/account/",
}
queue = "/admin/comments/comment/"
desk = {
    "held": f"{queue}?queue=held",
    "all": queue,
    "one": f"{queue}{refused.pk}/change/",
    "policies": "/admin/comments/policy/",
    "policy": "/admin/comments/policy/add/",
    "bans": "/admin/comments/ban/",
}
answer = {"pages": pages, "desk": desk, "session": client.cookies["session"].value}
""".replace("LONG", LONG)


@pytest.fixture(scope="module")
def made(live_paper):
    return live_paper.ask(SEED)


@pytest.mark.parametrize(("viewport", "color_scheme"), SCREENS)
def test_the_pages_of_readers(viewport, color_scheme, new_page, live_paper, made):
    """The policy is off here: axe writes styles of its own, which it would refuse."""
    page = new_page(viewport=viewport, color_scheme=color_scheme, bypass_csp=True)
    page.context.add_cookies([{"name": "session", "value": made["session"], "url": live_paper.url}])
    found = faults_of(page, made["pages"])
    page.goto(made["pages"]["article"])
    page.get_by_role("link", name="What is new since now").click()
    found["new"] = faults(page)
    page.goto(made["pages"]["reply"])
    page.get_by_role("button", name="Post").click()
    page.get_by_role("alert").wait_for()
    found["reply with errors"] = faults(page)
    page.get_by_label("Your reply").fill("> A quote\n\nand *words*")
    page.get_by_role("button", name="Preview").click()
    page.get_by_text("It is not posted yet.").wait_for()
    found["preview"] = faults(page)

    assert {name: wrong for name, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize(("viewport", "color_scheme"), SCREENS)
def test_the_pages_of_moderators(viewport, color_scheme, desk, made):
    page = desk(viewport=viewport, color_scheme=color_scheme, bypass_csp=True)
    found = faults_of(page, made["desk"])

    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_what_ends_the_mail_about_answers_is_quieter_than_what_changes_it(new_page, made):
    page = new_page()
    page.goto(made["pages"]["mail"])

    paints = page.locator("main button").evaluate_all(
        "buttons => buttons.map(button => getComputedStyle(button).backgroundColor)"
    )

    changes, *ends = paints
    assert len(ends) == 2
    assert changes not in ends


def test_the_reasons_of_a_report_stand_on_one_line_with_their_circles(new_page, made):
    page = new_page()
    page.goto(made["pages"]["report"])

    off = page.locator("label:has([type=radio])").evaluate_all(
        """labels => labels.map(label => {
            const middle = box => box.top + box.height / 2;
            const words = document.createRange();
            words.selectNodeContents(label.lastChild);
            const circle = label.querySelector("input").getBoundingClientRect();
            return Math.abs(middle(circle) - middle(words.getBoundingClientRect()));
        })"""
    )

    assert len(off) == 6
    assert max(off) < 2
