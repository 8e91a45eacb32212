import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.site import path_here

HERE = "http://127.0.0.1:8000"  # SITE_URL of the tests

LEADS = [
    ("/", "/"),
    ("/account/", "/account/"),
    ("/comments/7/reply/?parent=5&x=%2f#form", "/comments/7/reply/?parent=5&x=%2f#form"),
    ("/tag/søndag/", "/tag/søndag/"),
    (HERE + "/latest/?before=1", "/latest/?before=1"),
    ("//127.0.0.1:8000/latest/", "/latest/"),
]
LEADS_NOWHERE = [
    "",
    "account/",
    "?x=1",
    "#x",
    HERE,
    "https://127.0.0.1:80000/",
    "https://evil.example/",
    "http://127.0.0.1:8001/",
    "http://127.0.0.1/",
    "//evil.example/",
    "///evil.example/",
    "////evil.example/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "\\/evil.example",
    "/\t/evil.example/",
    "/\n/evil.example/",
    "\x00/account/",
    "/account/\x00",
    "/account/\r\nSet-Cookie: a=1",
    " //evil.example",
    HERE + "//evil.example/",
    HERE + "/\\evil.example/",
    HERE + "@evil.example/",
    HERE + ".evil.example/",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "http:evil.example",
    "http:///evil.example",
    "http://[broken",
    "/" + "x" * 500,
    "/\u202e/",
    "/\ud800",
]


@pytest.mark.parametrize(("address", "path"), LEADS)
def test_a_page_of_this_site_is_known_by_its_path(address, path):
    assert path_here(address) == path


@pytest.mark.parametrize("address", LEADS_NOWHERE)
def test_anything_else_is_no_page_of_this_site(address):
    assert path_here(address) == ""


@given(
    st.lists(st.sampled_from(["/", "\\", "//", ":", "@", "?", "#", "evil.example", HERE, "http", "\t", "a"]))
)
def test_whatever_is_put_together_never_names_a_host(pieces):
    path = path_here("".join(pieces))

    assert path == "" or (path.startswith("/") and not path.startswith(("//", "/\\")))
