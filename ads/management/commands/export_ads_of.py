from ads.services.persons import what_is_known
from newsroom.persons import ExportCommand


class Command(ExportCommand):
    help = "Write out what the ads hold about one advertiser: ads, versions, and the entries of the books."

    def rows(self, email):
        return what_is_known(email)
