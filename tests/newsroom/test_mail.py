from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.template import engines
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from newsroom.mail import deliver_mail, queue_mail


@pytest.fixture
def templates(settings, tmp_path):
    """Write ``hello.txt`` for this test; the house's own templates stay."""
    settings.TEMPLATES = [
        engine | {"DIRS": [tmp_path, *engine["DIRS"]]} if engine["DIRS"] else engine
        for engine in settings.TEMPLATES
    ]
    engines.__dict__.pop("templates", None)

    def write(text):
        (tmp_path / "hello.txt").write_text(text)

    return write


@pytest.mark.django_db
def test_the_first_line_is_the_subject_and_the_rest_the_text(templates):
    templates(
        "{% autoescape off %}\nHello {{ name }}  &  all\n\n"
        "Read {{ site_name }} at {{ site_url }}/x.\n{% endautoescape %}\n"
    )

    queue_mail("ada@example.org", "hello.txt", {"name": "Ada"})

    sent = mail.outbox[0]
    assert sent.to == ["ada@example.org"]
    assert sent.subject == "Hello Ada & all"
    assert sent.body == "Read The Harbour Gazette at http://127.0.0.1:8000/x.\n"
    assert sent.from_email == "newsroom@127.0.0.1"


@pytest.mark.django_db
def test_nothing_that_is_typed_can_add_a_header(templates):
    templates("{% autoescape off %}Hello {{ name }}\n\nText{% endautoescape %}")

    queue_mail("ada@example.org", "hello.txt", {"name": "Ada\r\nBcc: everybody@example.org"})

    sent = mail.outbox[0].message()
    assert sent["Subject"] == "Hello Ada"
    assert sent["Bcc"] is None


@pytest.mark.django_db
def test_a_very_long_subject_is_cut(templates):
    templates("{{ name }}\n\nText")

    queue_mail("ada@example.org", "hello.txt", {"name": "x" * 500})

    assert mail.outbox[0].subject == "x" * 200


@pytest.mark.django_db(transaction=True)
def test_a_mail_is_queued_in_the_transaction_of_its_cause_and_goes_with_it(templates, settings):
    from django_tasks_db.models import DBTaskResult

    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    templates("Hello\n\nText")

    with transaction.atomic():
        queue_mail("ada@example.org", "hello.txt")
        transaction.set_rollback(True)
    assert DBTaskResult.objects.count() == 0

    with transaction.atomic():
        queue_mail("ada@example.org", "hello.txt")
    assert DBTaskResult.objects.get().args_kwargs["kwargs"] == {
        "to": "ada@example.org",
        "subject": "Hello",
        "body": "Text\n",
        "headers": None,
    }
    assert mail.outbox == []


@pytest.mark.django_db
def test_a_mail_server_that_is_away_is_asked_again_later(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens there

    deliver_mail.call(to="ada@example.org", subject="Hello", body="Text")

    waiting = DBTaskResult.objects.get()
    assert waiting.args_kwargs["kwargs"]["attempt"] == 2
    assert timedelta(seconds=50) < waiting.run_after - timezone.now() <= timedelta(minutes=1)
    with pytest.raises(ConnectionRefusedError):
        deliver_mail.call(to="ada@example.org", subject="Hello", body="Text", attempt=5)
