import unicodedata

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from newsroom.fields import (
    AddressField,
    HttpsURLField,
    TidyCharField,
    https_url_fault,
    tidy_text,
    without_unseen,
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("Zoe\u0308", "Zo\u00eb"),
        ("a\x00b\x07c", "abc"),
        ("left\u202eright\u2066x\u2069", "leftrightx"),
        ("soft\u00adhyphen\ufeff", "softhyphen"),
        ("zero\u200bwidth", "zerowidth"),
        (
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        ),
        ("\U0001f468\u200d\U0001f469", "\U0001f468\u200d\U0001f469"),
        ("a\tb", "a\tb"),
        ("\ue000private", "private"),
        ("e\u200b\u0301", "\u00e9"),
    ],
)
def test_text_is_tidied_of_what_nobody_sees(typed, kept):
    assert tidy_text(typed) == kept


@given(st.text())
def test_tidying_twice_is_tidying_once(text):
    tidied = tidy_text(text)

    assert tidy_text(tidied) == tidied
    assert unicodedata.is_normalized("NFC", tidied)
    assert not {"\x00", "\r", "\u202e"} & set(tidied)


def test_in_markup_letters_are_never_joined_with_a_tag():
    assert without_unseen("<p>\u0338x\u202e</p>\r\n") == "<p>\u0338x</p>\n"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  two\n words\t here ", "two words here"),
        ("a \u200b b", "a b"),
        ("\u200b", ""),
        ("", ""),
    ],
)
def test_a_single_line_has_single_spaces(typed, kept):
    assert TidyCharField(required=False).clean(typed) == kept


def test_a_text_keeps_its_lines():
    assert TidyCharField(widget=forms.Textarea).clean(" a\r\n\r\n b \n") == "a\n\n b"


def test_what_tidies_to_nothing_does_not_count_as_an_answer():
    with pytest.raises(ValidationError, match="required"):
        TidyCharField().clean("\u202e\u200b ")


def test_the_length_is_that_of_the_tidied_text():
    assert TidyCharField(max_length=1).clean("e\u0301") == "\u00e9"


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org",
        "https://www.example.org:8443/a/b%20c?d=e&f=%C3%A9#g",
        "https://xn--bcher-kva.example/",
        "https://a-b.example.org./x",
        "https://example.org/" + "x" * 1980,
    ],
)
def test_an_https_address_is_kept_byte_for_byte(address):
    assert HttpsURLField().clean(f" {address} ") == address


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("http://example.org", "The address must start with https://."),
        ("javascript:alert(1)", "The address must start with https://."),
        ("//example.org", "The address must start with https://."),
        ("example.org", "The address must start with https://."),
        ("https://user:secret@example.org", "The address must not carry a user name or password."),
        ("https://example.org@evil.example", "The address must not carry a user name or password."),
        ("https://localhost/", "The address needs a full host name, such as www.example.com."),
        ("https://", "The address needs a full host name, such as www.example.com."),
        ("https://-a.example", "The address needs a full host name, such as www.example.com."),
        ("https://a..example", "The address needs a full host name, such as www.example.com."),
        ("https://example.org:0/", "The address needs a full host name, such as www.example.com."),
        ("https://" + "a" * 64 + ".example", "The address needs a full host name, such as www.example.com."),
        ("https://example.org:99999/", "This is not a web address."),
        ("https://[::1/", "This is not a web address."),
        (
            "https://exämple.org/",
            "Use plain letters only: an address with accents or spaces must be percent-encoded.",
        ),
        (
            "https://example.org/a b",
            "Use plain letters only: an address with accents or spaces must be percent-encoded.",
        ),
        (
            "https://example.org/\\x",
            "Use plain letters only: an address with accents or spaces must be percent-encoded.",
        ),
        (
            "https://example.org/\nx",
            "Use plain letters only: an address with accents or spaces must be percent-encoded.",
        ),
    ],
)
def test_an_unfit_address_is_refused_in_words(address, sentence):
    assert https_url_fault(address) == sentence
    with pytest.raises(ValidationError) as refused:
        HttpsURLField().clean(address)
    assert refused.value.messages == [sentence]


def test_an_address_has_a_longest_length_and_may_be_left_out():
    with pytest.raises(ValidationError, match="at most 2000"):
        HttpsURLField().clean("https://example.org/" + "x" * 1981)
    assert HttpsURLField(required=False).clean("") == ""


def test_a_heap_of_marks_on_one_letter_is_cut_before_it_costs_anything():
    heap = "a" + "\u0301\u0323" * 40_000

    assert len(tidy_text(heap)) <= 31
    assert tidy_text("e\u0301") == "é"


def test_text_beyond_every_limit_is_refused_before_it_is_tidied():
    field = TidyCharField(widget=forms.Textarea)

    with pytest.raises(ValidationError, match="far too long"):
        field.clean("\u0301" * 100_001)
    assert field.clean("a" * 100_000) == "a" * 100_000


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("ada@example.org", "ada@example.org"),
        ("  Ada.Byron+news@Example.ORG ", "ada.byron+news@example.org"),
        ("o'hara@example.org", "o'hara@example.org"),
        ("ada@MÜNCHEN.example", "ada@münchen.example"),
        ("ada@xn--mnchen-3ya.example", "ada@münchen.example"),
        ("ada@\u017fite.example", "ada@site.example"),
        ("ada@\u212bngstrom.example", "ada@ångstrom.example"),
    ],
)
def test_one_address_is_known_in_one_form(typed, address):
    assert AddressField().clean(typed) == address


@pytest.mark.parametrize(
    "typed",
    [
        *("", "ada", "@example.org", "ada@", "ada@localhost@x", "a b@example.org", "ada@example..org"),
        *("ada@example.org\nBcc: all@example.org", "ada@example.org\x00", "Ada <ada@example.org>"),
        *("bli\u017fsa@example.org", "\u212aim@example.org", "\u00e5da@example.org", "ada\u200b@example.org"),
        *("ada@" + "x" * 64 + ".org", "ada@" + ".".join(["x" * 60] * 5) + ".org", "a" * 250 + "@example.org"),
        *("ada@xn--\u00fc.example", "ada@xn--zzzzzzz99999.example", "ada@example.org, eva@example.org"),
    ],
)
def test_what_no_mail_can_be_sent_to_is_refused(typed):
    with pytest.raises(ValidationError):
        AddressField().clean(typed)
