from newsroom.erasing import what_is_known
from newsroom.persons import ExportCommand


class Command(ExportCommand):
    help = "Write out the account of one person, and what the house's own tables hold of the address."

    def rows(self, email):
        return what_is_known(email)
