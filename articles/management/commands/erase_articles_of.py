from articles.services.persons import erase_person
from newsroom.persons import EraseCommand


class Command(EraseCommand):
    help = "Take one person's address out of error reports, notes and share links. Bylines are public record."
    part = "Articles"

    def erase(self, email):
        return erase_person(email)
