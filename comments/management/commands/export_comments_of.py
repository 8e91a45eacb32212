from comments.services.persons import what_is_known
from newsroom.persons import ExportCommand


class Command(ExportCommand):
    help = "Write out what the comments hold about one person: comments, likes, reports, bans, notes."

    def rows(self, email):
        return what_is_known(email)
