"""The user, and the few tables that the house's own tools need."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Value
from django.db.models.functions import Lower
from django.utils import timezone


class UserManager(BaseUserManager):
    use_in_migrations = True

    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        # As the constraint compares them: iexact would fold more letters than Lower does.
        return self.alias(lowered=Lower("email")).get(lowered=Lower(Value(email)))


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in: staff with a password, readers and advertisers by a mailed link.

    The e-mail is the name.
    """

    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=150, blank=True)
    is_staff = models.BooleanField("may enter the desk", default=False)
    is_active = models.BooleanField(default=True)
    has_second_step = models.BooleanField(
        "second step", default=False, editable=False, help_text="Signing in takes a code as well."
    )
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    USERNAME_FIELD = EMAIL_FIELD = "email"
    objects = UserManager()

    class Meta:
        ordering = ["email", "-pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_is_unique_without_case",
                violation_error_message="Somebody with this e-mail address is already here.",
            )
        ]

    def __str__(self):
        return self.name or self.email

    def get_full_name(self):
        return str(self)

    def get_short_name(self):
        return str(self)


class CurrentTransaction(models.Func):
    """The number of the transaction that inserts the row; SQLite's writers are serial and need none."""

    arity = 0
    output_field = models.BigIntegerField()

    def as_sqlite(self, compiler, connection, **context):
        return "0", []

    def as_postgresql(self, compiler, connection, **context):
        return "(pg_current_xact_id()::text::bigint)", []


class Purge(models.Model):
    """Pages made of ``name`` are old from ``at`` on; newsroom.purges writes it."""

    name = models.CharField(max_length=200)
    at = models.DateTimeField(db_index=True)
    transaction_number = models.BigIntegerField(db_default=CurrentTransaction(), db_index=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.name} at {self.at:%F %T}"


class RateWindow(models.Model):
    """How often one sender did one thing in one stretch of time."""

    name = models.CharField(max_length=200)
    window = models.BigIntegerField()
    ends_at = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "window"], name="rate_window_is_one_row")]

    def __str__(self):
        return f"{self.name}: {self.count}"


class Salt(models.Model):
    """A secret that keys hashes for one purpose and period, and is forgotten after it."""

    name = models.CharField(max_length=100, unique=True)
    secret = models.BinaryField(max_length=32)
    made_at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self):
        return self.name


class Chore(models.Model):
    """When a recurring duty is due next, and how its last run ended."""

    name = models.CharField(max_length=100, unique=True)
    due_at = models.DateTimeField(default=timezone.now)
    ran_at = models.DateTimeField(null=True, editable=False)
    error = models.TextField(blank=True, editable=False)

    class Meta:
        ordering = ["name", "-pk"]

    def __str__(self):
        return self.name


class AuditEntry(models.Model):
    """One thing that somebody did at the desk; written by newsroom.audit, kept by a trigger.

    The person's name is copied, so that the entry still says it after the account is gone.
    """

    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField("by", max_length=254, blank=True)
    verb = models.CharField(max_length=60)
    noun = models.CharField(max_length=100)
    row_id = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=300, blank=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name_plural = "audit log"
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["at", "id"], name="audit_entry_list"),
            models.Index(fields=["noun", "row_id", "at", "id"], name="audit_entry_of_row"),
        ]

    def __str__(self):
        return f"{self.by_name} {self.verb} {self.title}".strip()


class Redirect(models.Model):
    """Where a path leads for good that no longer has a page of its own; both begin with a slash."""

    old_path = models.CharField(max_length=300, unique=True)
    new_path = models.CharField(max_length=300)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["old_path", "-pk"]
        indexes = [models.Index(fields=["new_path"], name="redirect_by_target")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(old_path__startswith="/", new_path__startswith="/"),
                name="redirect_stays_in_the_house",
            ),
            models.CheckConstraint(
                condition=~models.Q(old_path=models.F("new_path")), name="redirect_leads_elsewhere"
            ),
        ]

    def __str__(self):
        return f"{self.old_path} → {self.new_path}"


class MailedLink(models.Model):
    """A link that somebody asked to be mailed, and that works once; newsroom.mailed_links writes it.

    The token itself is in the mail only; the hash finds the row again. There is none before it is mailed.
    """

    token_hash = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 - NULLs are never equal
    purpose = models.CharField(max_length=40)
    email = models.EmailField(max_length=254)
    about = models.CharField(max_length=100, blank=True, help_text="The key of what it is about.")
    next_path = models.CharField(max_length=500, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(Lower("email"), name="mailed_link_by_email")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(made_at__lt=models.F("ends_at")), name="mailed_link_works_for_a_while"
            )
        ]

    def __str__(self):
        return f"{self.purpose} for {self.email}"
