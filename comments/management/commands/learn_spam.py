from django.core.management.base import BaseCommand, CommandError

from comments.services import learn_spam
from comments.spam import FEWEST_OF_EACH


class Command(BaseCommand):
    help = "Train the spam score on what moderators decided; it also happens once a day."

    def handle(self, *args, **options):
        number = learn_spam()
        if not number:
            raise CommandError(
                f"Too few decisions to learn from: it takes {FEWEST_OF_EACH} published and as many put away "
                "as spam by moderators."
            )
        self.stdout.write(f"The spam score was trained on {number} decisions.")
