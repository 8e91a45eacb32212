from comments.services.persons import erase_person
from newsroom.persons import EraseCommand


class Command(EraseCommand):
    help = "Erase what a person wrote, and who liked, reported, followed. Answers by others stay in place."
    part = "Comments"

    def erase(self, email):
        return erase_person(email)
