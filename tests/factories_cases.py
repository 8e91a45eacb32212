"""Cases for tests of rules: a comment as the rules see it, with nothing against it."""

from django.utils import timezone

from comments.cases import Case, Terms
from comments.rendering import render_text


def a_case(text="I sold herring there.", name="Ola Berg", *, terms=None, **fields):
    return Case(
        text=text,
        name=name,
        html=render_text(text),
        now=timezone.now(),
        terms=Terms(**(terms or {})),
        **fields,
    )
