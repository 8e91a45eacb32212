from typing import NamedTuple

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.text import slugify

from articles.models import Release
from comments.models import Comment
from comments.services import approve_comment, post_comment
from newsroom.models import User

BRIDGE, LIBRARIES = "bridge-opens-a-year-early", "both-libraries-stay-open"


class Said(NamedTuple):
    story: str
    name: str
    text: str
    is_approved: bool = True
    answers: str = ""  # the name of somebody above


DISCUSSION = (
    Said(
        BRIDGE,
        "Bjarne",
        "I worked on the first bridge. Rock at nineteen metres! We would have given a boat for that.",
    ),
    Said(BRIDGE, "Marit", "So would we have, on any other day. The drill did not agree.", answers="Bjarne"),
    Said(
        BRIDGE,
        "Katrin M.",
        "Please, please the cycle deck. My daughter starts at the grammar school in autumn, and I have seen"
        " how the lorries take that bend.",
    ),
    Said(BRIDGE, "Old Quay", "Early is good. But has anybody asked who pays for the roundabout?"),
    Said(
        LIBRARIES,
        "Reader on Mill Lane",
        "Thank you, Mrs Lunn. You taught me to read when school had given up.",
    ),
    Said(
        BRIDGE,
        "Late shift",
        "And the ferry? Will it still run in the evening once the bridge is there?",
        is_approved=False,
    ),
)


class Command(BaseCommand):
    help = (
        "Add a few readers' comments to the sample stories, one still waiting. A second time changes nothing."
    )

    def handle(self, **options):
        self.moderator = User.objects.filter(is_superuser=True).order_by("pk").first()
        if self.moderator is None:
            raise CommandError("Make a user first: manage.py createsuperuser.")
        self.posted = {}
        added = sum(self._say(said) for said in DISCUSSION)
        self.stdout.write(
            f"Added {added} sample comments; {len(DISCUSSION) - added} were there or have no story."
        )

    @transaction.atomic
    def _say(self, said):
        release = Release.objects.filter(slug=said.story).first()
        if release is None:
            return False
        words = {
            "name": said.name,
            "email": f"{slugify(said.name)}@readers.example",
            "text": said.text,
            "parent": self.posted.get(said.answers),
        }
        before = Comment.objects.filter(article_id=release.article_id, **words).first()
        self.posted[said.name] = before or post_comment(release.article_id, **words).comment
        if before is None and said.is_approved:
            approve_comment(self.posted[said.name], by=self.moderator)
        return before is None
