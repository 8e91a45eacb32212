"""What the desk and readers do, each as one deed done to a story, for the oracle of kept pages."""

from datetime import UTC, datetime, timedelta

from django.utils import timezone

from articles import services
from articles.models import Address, Article, Author, DailyReads, Policy, Section
from articles.recordings import change_recording
from tests.factories_articles import make_live
from tests.factories_desk import client_of, make_chief

HOUR = timedelta(hours=1)
DAY = datetime(2026, 3, 4, 12, tzinfo=UTC)


def read(*articles):
    """Let these have been read, the first one most."""
    for place, article in enumerate(articles):
        DailyReads.objects.update_or_create(
            article=article, day=timezone.localdate(), defaults={"count": 90 - place}
        )
    services.rank_reads()


def retype(story, **fields):
    Article.objects.filter(pk=story.pk).update(**fields)


def the_gone():
    return Address.objects.get(slug="gone").article


def post(address, **fields):
    answer = client_of(make_chief()).post(f"/admin/articles/{address}", fields)
    assert answer.status_code == 302, answer.text


def edit_all(story):
    retype(story, headline="Rewritten", slug="two", section=Section.objects.get(slug="docks"))
    story.refresh_from_db()
    story.tags.clear()
    story.bylines.update(author=Author.objects.get(slug="bo"))


def publish_update(story):
    edit_all(story)
    services.publish(story, by=None, checked=False)


def schedule_update(story):
    edit_all(story)
    services.publish(story, by=None, at=timezone.now() + HOUR, checked=False)


def reschedule(story):
    schedule_update(story)
    retype(story, slug="three", headline="Third")
    services.publish(story, by=None, at=timezone.now() + 2 * HOUR, checked=False)


def call_off(story):
    schedule_update(story)
    services.withdraw(story, by=None, at=timezone.now() + 2 * HOUR)
    services.unschedule(story, by=None)


def withdraw_later_and_return(story):
    services.withdraw(story, by=None, at=timezone.now() + HOUR, reason="For an hour.")
    services.publish(story, by=None, at=timezone.now() + 2 * HOUR, checked=False)


def publish_before_a_withdrawal(story):
    services.withdraw(story, by=None, at=timezone.now() + 2 * HOUR, reason="Ends.")
    publish_update(story)


def return_for_an_hour(story):
    services.publish(the_gone(), by=None, at=timezone.now() + HOUR, checked=False)
    services.withdraw(the_gone(), by=None, at=timezone.now() + 2 * HOUR, reason="Wrong again.")


def restore_and_publish(story):
    publish_update(story)
    services.restore(story.editions.get(number=1), by=None)
    services.publish(story, by=None, checked=False)


def correct(story):
    services.correct(story, by=None, kind="correction", text="It was two boats.", checked=False)


def work_on(story):
    edit_all(story)
    services.submit_for_review(story, by=None)


DEEDS = {
    "publish": publish_update,
    "publish elsewhere": lambda story: make_live(section=Section.objects.get(slug="docks"), slug="three"),
    "schedule": schedule_update,
    "reschedule": reschedule,
    "call off": call_off,
    "withdraw": lambda story: services.withdraw(story, by=None, reason="Wrong."),
    "withdraw later, return later": withdraw_later_and_return,
    "publish before a withdrawal": publish_before_a_withdrawal,
    "return": lambda story: services.publish(the_gone(), by=None, checked=False),
    "return for an hour": return_for_an_hour,
    "restore and publish": restore_and_publish,
    "correct": correct,
    "hide": lambda story: services.switch(story, by=None, is_hidden=True),
    "close comments": lambda story: services.switch(story, by=None, comments_open=False),
    "forbid ads": lambda story: services.switch(story, by=None, is_sensitive=True),
    "work on": work_on,
    "change a section": lambda story: post(
        f"section/{story.section_id}/change/", name="Town", slug="city", description="All of it", position=9
    ),
    "move a section": lambda story: post(
        f"section/{story.section_id}/change/", name="City", slug="harbour", position=1
    ),
    "add a section": lambda story: post("section/add/", name="Harbour", position=5),
    "change an author": lambda story: post(
        f"author/{story.bylines.get().author_id}/change/", name="Ana B", slug="ana", bio="Knows."
    ),
    "move an author": lambda story: post(
        f"author/{story.bylines.get().author_id}/change/", name="Ana", slug="ana-berg"
    ),
    "add an author": lambda story: post("author/add/", name="Ana Berg"),
    "delete an author": lambda story: post(f"author/{Author.objects.get(slug='bo').pk}/delete/", post="yes"),
    "change a tag": lambda story: post(f"tag/{story.tags.get().pk}/change/", name="Fishing", slug="fish"),
    "delete a tag": lambda story: post(f"tag/{story.tags.get().pk}/delete/", post="yes"),
    "change the lead photo": lambda story: post(
        f"photo/{story.lead_photo_id}/change/", alt="The new quay", caption="A quay, rebuilt"
    ),
    "change the credit of a photo in the text": lambda story: post(
        f"photo/{story.photouses.get(release=None).photo_id}/change/", alt="A boat", credit="Ana"
    ),
    "change a recording in the text": lambda story: change_recording(
        story.recordinguses.get(release=None).recording, by=None, transcript="Ding."
    ),
    "end the licence of the lead photo": lambda story: post(
        f"photo/{story.lead_photo_id}/change/", alt="A quay", usable_until="2026-01-01"
    ),
    "move the focal point": lambda story: post(
        f"photo/{story.lead_photo_id}/change/", alt=story.lead_photo.alt, caption="A quay", focal_x=20
    ),
    "rank what was read": lambda story: read(Article.objects.get(slug="other"), story),
    "forget what was read": lambda story: (DailyReads.objects.all().delete(), services.rank_reads()),
    "move a section under another": lambda story: services.move_section(
        story.section, under=Section.objects.get(slug="docks"), by=None
    ),
    "add a part to a section": lambda story: post(
        "section/add/", name="Pier", position=5, under=story.section_id
    ),
    "end a running story": lambda story: post(
        f"series/{story.series_id}/change/", name="Bridge", slug="bridge", description="Over."
    ),
    "publish another part": lambda story: make_live(slug="three", section=story.section, series=story.series),
    "publish on the topic": lambda story: make_live(
        slug="three", section=story.section, tags=story.tags.all()
    ),
    "publish for a past day": lambda story: make_live(
        slug="three", section=story.section, first_published_at=DAY + 24 * HOUR
    ),
    "move a topic": lambda story: post(f"tag/{story.tags.get().pk}/change/", name="Fish", slug="fishing"),
    "say what an author knows": lambda story: post(
        f"author/{story.bylines.get().author_id}/change/",
        name="Ana",
        slug="ana",
        knows_about="Fish",
        email="ana@example.org",
        links="https://example.net/ana",
    ),
    "change a policy": lambda story: post(
        f"policy/{Policy.objects.get(subject='ethics').pk}/change/", title="Our ethics", body="<p>Fair.</p>"
    ),
    "take a portrait away": lambda story: post(
        f"author/{story.bylines.get().author_id}/change/", name="Ana", slug="ana", portrait=""
    ),
}
QUIET = {"work on", "call off"}  # nothing of these reaches readers, at any hour
