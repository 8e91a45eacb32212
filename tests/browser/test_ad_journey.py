"""An ad from the first word to the last cent, in a real browser: with scripts on, and with none at all."""

import pytest

from tests.ads.stripe_stand_in import SECRET, StripeStandIn
from tests.browser import ad_hands as hands
from tests.live_paper import LivePaper

STORY = """
from articles.models import Section
from tests.factories_articles import make_live, make_section

section = Section.objects.first() or make_section()
answer = make_live(headline="A story", slug={slug!r}, section=section).releases.get().get_absolute_url()
"""
# A second ad, which fits no story of these journeys; and what a look at the page of the first one found.
SECOND = """
from ads.models import AdVersion
from ads.services.landings import look_at_landing_page
from tests.ads.stripe_stand_in import network_to
from tests.factories_ads import a_waiting_ad
from tests.newsroom.tls_server import Server, says

first = AdVersion.objects.get(ad__advertiser__email={email!r})
server = Server()
server.replies = [says(b"Rye bread")]
look_at_landing_page(first, network=network_to(server.port))
a_waiting_ad(first.ad.advertiser, headline="The loudest bread", tags=["gardens"])
answer = first.pk
"""
BOOKS = """
from ads.models import *
of = {{"advertiser__email": {email!r}}}
clicks = Click.objects.filter(ad__advertiser__email={email!r}).order_by("pk")
answer = {{
    "balance": Account.objects.get(**of, code__startswith="advertiser").balance_cents,
    "clicks": [(click.reason, click.charged_cents) for click in clicks],
    "paid": sorted(Checkout.objects.filter(**of, state="paid").values_list("provider", "cents")),
    "refunds": sorted(Refund.objects.filter(**of, state="paid").values_list("provider", "cents")),
    "documents": sorted(d.cents for d in Document.objects.filter(**of, kind="credit_note")),
}}
"""


@pytest.fixture(scope="module")
def stripe():
    server = StripeStandIn()
    yield server
    server.close()


@pytest.fixture(scope="module")
def live_paper(tmp_path_factory, stripe):
    """A paper of its own: with every till, and with Stripe on this machine."""
    tills = {
        "DJANGO_SETTINGS_MODULE": "tests.live_settings",
        "STRIPE_STAND_IN": str(stripe.port),
        "STRIPE_SECRET_KEY": "sk_test_x",
        "STRIPE_WEBHOOK_SECRET": SECRET,
        "AD_SANDBOX": "true",
        "CHECK_LANDING_PAGES": "false",
    }
    with LivePaper(tmp_path_factory.mktemp("tills"), environment=tills) as paper:
        yield paper


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_an_ad_from_its_first_word_to_its_last_cent(scripts, new_page, desk, live_paper, stripe):
    email = f"orders-{scripts}@shop.example.com".lower()
    story = live_paper.ask(STORY.format(slug=f"story-{scripts}".lower()))
    owner = new_page(scripts=scripts, leads_to=[hands.STRIPE, hands.SHOP])
    reader = hands.a_reader(new_page, scripts, number=10 + scripts)

    hands.submit(owner, email, scripts)
    status = hands.confirm(owner, email, live_paper)
    live_paper.ask(SECOND.format(email=email))
    staff = desk(scripts=scripts)
    hands.review_the_queue(staff, scripts)
    hands.mend(owner, status, staff)
    hands.pay_everywhere(owner, staff, email, live_paper)

    hands.click_twice(reader, story)
    hands.report(reader)
    hands.see_the_report(staff)
    hands.edit(owner, status, staff, reader, story)
    hands.pause_and_go_on(owner, status, reader, story)
    hands.share(owner, status, new_page(scripts=scripts))
    hands.take_the_rest_back(owner, status, staff)

    assert live_paper.ask(BOOKS.format(email=email)) == {
        "balance": 0,
        "clicks": [["", 100], ["double", 0], ["paused", 0]],
        "paid": [["invoice", 2500], ["sandbox", 1000], ["stripe", 1500]],
        "refunds": [["invoice", 2400], ["sandbox", 1000], ["stripe", 1500]],
        "documents": [1000, 1500, 2400],
    }
    assert [row["amount"] for row in stripe.refunds.values()][-1] == 1500
    assert live_paper.manage("audit_ledger").startswith("The books balance")
