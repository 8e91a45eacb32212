"""Links by mail that work once: to sign in without a password, or to show that an address is one's own.

An app that wants the second asks ``send_link`` with a purpose and a page of its own. That page shows what
``read`` finds, with a button (programs read links too), and its POST calls ``use``: of any number of
calls one gets the link. Whoever used one may be signed in by it (``sign_in``).

Nothing here tells the asker whether an address is known: a request writes the same two rows for each, and
what is mailed is decided by the task.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth import login
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from newsroom.mail import send_now, write_mail
from newsroom.models import MailedLink, User
from newsroom.persons import of_address
from newsroom.rates import is_within_rate
from newsroom.refusals import Refused
from newsroom.salts import keyed_hash
from newsroom.site import path_here

LASTS = timedelta(minutes=15)
MAILS_TO_AN_ADDRESS = ((5, 3600), (15, 86400))  # so many in so many seconds, for each purpose
LINKS_FROM_A_SENDER = 20  # in an hour, for whatever purpose
TOO_MANY = _("Many links were asked for from your network in the last hour. Please try again later.")


@dataclass(frozen=True)
class Purpose:
    """What links are for; each kind of deed has its own, so that no link does another's."""

    name: str
    page: str  # the name of the address that the link leads to, which takes the token alone
    template: str  # of the mail: a text that has ``path`` (of the page), ``minutes`` and the link's words
    lasts: timedelta = LASTS


SIGN_IN = Purpose("sign-in", page="account_link", template="newsroom/mail/sign_in.txt")


def send_link(
    email: str, purpose: Purpose, *, about: str = "", next_path: str = "", sender: str = "", **words
) -> None:
    """Mail a link to ``email`` (as ``AddressField`` cleans it) that works once, for a while from now on.

    ``about`` is the key of what it is about, ``next_path`` where to go afterwards (it stays on this site);
    ``words`` are plain values for the mail, since they wait in the queue. The token is made when the mail
    is, and stored nowhere. Raises Refused when ``sender`` (``sender_key(request, "mailed-links")``) asked
    for too many this hour. A recipient who was mailed too many gets none, and nobody is told.
    """
    if sender and not is_within_rate("mailed-link", sender, limit=LINKS_FROM_A_SENDER, seconds=3600):
        raise Refused(TOO_MANY)
    at = timezone.now()
    with transaction.atomic():
        link = MailedLink.objects.create(
            purpose=purpose.name,
            email=email,
            about=about,
            next_path=path_here(next_path),
            made_at=at,
            ends_at=at + purpose.lasts,
        )
        mail_link.enqueue(link_id=link.pk, page=purpose.page, template=purpose.template, words=words)


def read(token: str, purpose: Purpose) -> MailedLink | None:
    """Return the link of ``token`` while it works; reading changes nothing."""
    return _working(token, purpose).first()


def use(token: str, purpose: Purpose) -> MailedLink | None:
    """Use up the link of ``token``: of all who ever call this, one gets it, the others None.

    Belongs into the transaction of what it is for, so that neither happens without the other.
    """
    if not _working(token, purpose).update(used_at=timezone.now()):
        return None
    return MailedLink.objects.get(token_hash=_hash(token))


def sign_in(request, link: MailedLink) -> User | None:
    """Start a session, under a new key, for whoever used ``link``; the first time makes the account.

    None, and nothing starts, for the staff, who sign in at the desk, and for accounts that were closed.
    """
    person = account_of(link.email)
    if person is not None:
        login(request, person)
    return person


def account_of(email: str) -> User | None:
    """Return the one account of an address that was shown to be its owner's, made now if there is none.

    None where the address is the staff's, or its account is closed.
    """
    person = _known(email)
    if person is None:
        new = User(email=email, password=make_password(None))
        User.objects.bulk_create([new], ignore_conflicts=True)  # somebody else may have been quicker
        person = _known(email)
    return person if _is_open(person) else None


@task
def mail_link(link_id: int, page: str, template: str, words: dict, attempt: int = 1) -> None:
    """Mail one link (task), unless too many went to its address or its time is over."""
    link = MailedLink.objects.filter(pk=link_id, used_at=None, ends_at__gt=timezone.now()).first()
    if link is None or (attempt == 1 and not _may_be_mailed(link)):
        return
    token = secrets.token_urlsafe(24)
    MailedLink.objects.filter(pk=link.pk).update(token_hash=_hash(token))
    minutes = round((link.ends_at - link.made_at) / timedelta(minutes=1))
    context = words | {"path": reverse(page, args=[token]), "minutes": minutes}
    subject, body = write_mail(_template(link, template), context)
    if again := send_now(link.email, subject, body, attempt=attempt):
        retry = mail_link.using(run_after=again)
        retry.enqueue(link_id=link_id, page=page, template=template, words=words, attempt=attempt + 1)


def forget_mailed_links() -> None:
    """Delete links whose time is over, and with them addresses of people who never came (chore)."""
    MailedLink.objects.filter(ends_at__lt=timezone.now()).delete()


def forget_links_of(email: str) -> int:
    """Delete every link to ``email``, and the tasks that would mail them."""
    numbers = list(of_address(MailedLink.objects.all(), email).values_list("pk", flat=True))
    tasks = DBTaskResult.objects.filter(task_path=mail_link.module_path)
    tasks.filter(args_kwargs__kwargs__link_id__in=numbers).delete()
    return MailedLink.objects.filter(pk__in=numbers).delete()[0]


def _template(link, template):
    """Who cannot sign in by a link is told so, where nobody but the owner of the address reads it."""
    person = _known(link.email)
    if link.purpose != SIGN_IN.name or person is None or _is_open(person):
        return template
    return "newsroom/mail/no_sign_in.txt" if person.is_active else "newsroom/mail/account_closed.txt"


def _may_be_mailed(link):
    recipient = f"{link.purpose}:{keyed_hash('mailed-links', link.email.lower())}"
    counted = [
        is_within_rate(f"mailed-link-{seconds}", recipient, limit=limit, seconds=seconds)
        for limit, seconds in MAILS_TO_AN_ADDRESS
    ]
    return all(counted)


def _working(token, purpose):
    links = MailedLink.objects.filter(token_hash=_hash(token), purpose=purpose.name)
    return links.filter(used_at=None, ends_at__gt=timezone.now())


def _known(email):
    try:
        return User.objects.get_by_natural_key(email)
    except User.DoesNotExist:
        return None


def _is_open(person):
    return person.is_active and not person.is_staff and not person.is_superuser


def _hash(token):
    return hashlib.sha256(token.encode()).hexdigest()
