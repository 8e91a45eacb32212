from ads.services.persons import erase_advertiser
from newsroom.persons import EraseCommand


class Command(EraseCommand):
    help = "Erase an advertiser and what was never approved. Approved ads and the books stay, without a name."
    part = "Ads"

    def erase(self, email):
        return erase_advertiser(email)
