"""The reasons that a request alone shows, one by one, and who is a robot."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from ads.tokens import make_token, named_ad, read_token
from ads.verdicts import VERDICTS, reason_not_to_charge
from newsroom.robots import browser_family, is_robot
from tests.factories_ads import FIREFOX, a_human

CASES = Path(__file__).resolve().parents[3] / "shared" / "cases" / "ads"

CUBOT = (
    "Mozilla/5.0 (Linux; Android 9;CUBOT X18 Plus) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/120.0 Mobile Safari/537.36"
)
PEOPLE = [
    FIREFOX,
    CUBOT,
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
    " Version/18.6 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
]
ROBOTS = [
    "",
    "   ",
    "curl/8.14.1",
    "python-requests/2.32.5",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)"
    " HeadlessChrome/142.0.0.0 Safari/537.36",
    f"{FIREFOX} {'x' * 600}",
]


def a_view(*, at=None, **facts):
    at = at or timezone.now() - timedelta(seconds=5)
    shown = {"ad_id": 7, "version_id": 8, "advertiser_id": 9, "price_cents": 100, "place": "article"}
    return make_token(**shown | {"at": at} | facts)


def test_an_honest_click_has_no_reason_against_it():
    assert reason_not_to_charge(a_human(a_view())) is None


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"method": "HEAD"}, "method"),
        ({"method": "OPTIONS"}, "method"),
        ({"purpose": "prefetch"}, "prefetch"),
        ({"purpose": "Prefetch;Prerender"}, "prefetch"),
        ({"purpose": "preview"}, "prefetch"),
        ({"agent": ""}, "robot"),
        ({"agent": "curl/8.14.1"}, "robot"),
        ({"brands": '"HeadlessChrome";v="142"'}, "robot"),
        ({"sender": "googlebot(at)googlebot.com"}, "robot"),
        ({"fetch_site": "cross-site"}, "elsewhere"),
        ({"fetch_site": "none"}, "elsewhere"),
        ({"fetch_mode": "no-cors"}, "elsewhere"),
        ({"fetch_dest": "iframe"}, "elsewhere"),
        ({"fetch_dest": "image", "fetch_mode": "no-cors"}, "elsewhere"),
        ({"is_https": True, "fetch_site": "", "fetch_mode": "", "fetch_dest": ""}, "elsewhere"),
        ({"fetch_site": "", "fetch_mode": "", "fetch_dest": ""}, None),
        ({"is_https": True}, None),
        ({"is_staff": True}, "staff"),
        ({"is_advertiser": True}, "own"),
        ({"is_internal": True}, "internal"),
        ({"is_of_machines": True}, "network"),
    ],
)
def test_each_sign_has_its_reason(facts, reason):
    assert reason_not_to_charge(a_human(a_view(), **facts)) == reason


@pytest.mark.parametrize(
    ("ago", "reason"),
    [(7_201, "stale"), (7_199, None), (0.6, None), (0.3, "too_soon"), (-60, "too_soon")],
)
def test_a_view_counts_from_half_a_second_to_two_hours(ago, reason):
    token = a_view(at=timezone.now())
    at = read_token(token).at + timedelta(seconds=ago)

    assert reason_not_to_charge(a_human(token, at=at)) == reason


def test_the_first_reason_is_kept():
    evidence = a_human("7.forged", method="HEAD", purpose="prefetch", is_staff=True)

    assert reason_not_to_charge(evidence) == "method"
    assert [verdict.__name__ for verdict in VERDICTS][:4] == [
        "method_is_not_get",
        "is_prefetch",
        "is_known_robot",
        "says_that_it_is_a_program",
    ]


def mangled():
    token = a_view()
    head, signature = token.rsplit(".", 1)
    other = a_view().rsplit(".", 1)[1]
    return [
        "",
        "7",
        "7.",
        head,
        f"{head}.{other}",
        f"8{token[1:]}",
        token[:-1],
        token + "A",
        token.replace("article", "front"),
        token.upper(),
        f"{token}\x00",
        f"{head}.{signature}" * 20,
    ]


@pytest.mark.parametrize("number", range(12))
def test_a_token_that_is_not_exactly_ours_is_forged(number):
    assert read_token(mangled()[number]) is None


def test_a_token_names_its_ad_with_and_without_its_signature():
    token = a_view()

    assert (named_ad(token), named_ad("7.x"), named_ad("7"), named_ad("x.7")) == (7, 7, None, None)
    assert named_ad("\N{ARABIC-INDIC DIGIT SEVEN}.x") is None
    assert named_ad("9" * 19 + ".x") is None
    view = read_token(token)
    assert (view.ad_id, view.version_id, view.advertiser_id, view.place) == (7, 8, 9, "article")


def test_two_views_never_share_a_token():
    at = timezone.now()

    hashes = {read_token(a_view(at=at)).token_hash for _ in range(200)}

    assert len(hashes) == 200


@pytest.mark.parametrize("agent", PEOPLE)
def test_people_are_no_robots(agent):
    assert not is_robot(agent)


@pytest.mark.parametrize("agent", ROBOTS)
def test_programs_are_robots(agent):
    assert is_robot(agent)


def agents(*lists, own):
    """Our own examples, and those of the lists that lie beside the project, where they do."""
    files = [CASES / f"{name}.txt" for name in lists]
    return own + [line for file in files if file.exists() for line in file.read_text().splitlines()]


def test_no_modern_browser_of_the_lists_is_a_robot():
    people = agents("humans_user_agents_npm", "humans_top100_npm", own=PEOPLE)

    assert [agent for agent in people if is_robot(agent)] == []


def test_nearly_every_robot_of_the_lists_is_one():
    robots = agents("bots_crawler_user_agents", "bots_isbot", own=ROBOTS)
    odd_people = agents("humans_isbot", own=PEOPLE)

    assert sum(map(is_robot, robots)) >= 0.995 * len(robots)
    assert sum(map(is_robot, odd_people)) <= 0.01 * len(odd_people)


def test_what_is_kept_of_an_agent_names_no_version():
    assert [browser_family(agent) for agent in PEOPLE] == [
        "Firefox on a computer",
        "Chrome on a phone",
        "Safari on a phone",
        "Edge on a computer",
    ]
    assert browser_family("Lynx") == "Another browser on a computer"
