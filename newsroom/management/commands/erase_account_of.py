from newsroom.erasing import erase_account
from newsroom.persons import EraseCommand


class Command(EraseCommand):
    help = "Erase the account, sessions, mailed links and queued mails of one person, and their name in logs."
    part = "The house"

    def erase(self, email):
        return erase_account(email)
