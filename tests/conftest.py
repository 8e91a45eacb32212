"""What every test can rely on."""

import gc
from importlib import import_module

import pytest
from django.db import connection


def pytest_collection_finish():
    """What is imported by now lasts as long as the run: the collector need not look it through for ever."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _append_only_tables_can_be_emptied(request):
    """After a transactional test its tables are emptied, which the triggers forbid: lift them first.

    ``flush`` ends with the post_migrate signal, which installs them again.
    """
    marker = request.node.get_closest_marker("django_db")
    names = {"transactional_db", "live_server", "django_db_reset_sequences"}
    if not (marker and marker.kwargs.get("transaction")) and not names & set(request.fixturenames):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    for app in ("newsroom", "articles", "ads"):
        import_module(f"{app}.triggers").PROMISES.lift(connection.alias)


@pytest.fixture
def bracketed(monkeypatch):
    """Whatever gettext is asked for comes back in brackets (see ``tests.spoken``)."""
    words = "django.utils.translation._trans."
    monkeypatch.setattr(f"{words}gettext", "⟦{}⟧".format)
    monkeypatch.setattr(f"{words}ngettext", lambda one, many, number: f"⟦{one if number == 1 else many}⟧")
