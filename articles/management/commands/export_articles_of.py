from articles.services.persons import what_is_known
from newsroom.persons import ExportCommand


class Command(ExportCommand):
    help = "Write out what the articles hold about one person: reports, share links, author's page, notes."

    def rows(self, email):
        return what_is_known(email)
