"""What a reader may type under an article."""

from datetime import timedelta

from django import forms
from django.core import signing
from django.core.validators import MaxLengthValidator
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from comments.models import Follow, Report
from newsroom.fields import AddressField, TidyCharField, must_show_something
from newsroom.stamped_forms import StampedForm

LONGEST_TEXT = 5000
EMPTY = _("Your reply is empty.")
QUICKEST = timedelta(seconds=2)  # nobody reads a page, writes and posts in less
_marked = lazy(format_html, SafeString)
_SERVED = signing.TimestampSigner(salt="comments.served", sep=".")
_ASKED = signing.Signer(salt="comments.rephrase", sep=".")


def text_field(label, *, longest=LONGEST_TEXT, rows=7, help_text="", required=EMPTY):
    return TidyCharField(
        label=label,
        help_text=help_text,
        validators=[must_show_something, MaxLengthValidator(longest)],
        widget=forms.Textarea({"rows": rows}),
        error_messages={"required": required},
    )


class ReplyForm(StampedForm):
    """A reader's reply; its stamp signs article and day.

    Somebody signed in (``writer``) is asked only for what their account does not tell. On a page that is
    served to one person (``is_personal``) it also signs when that was.
    """

    purpose, button, noun = "comments.form", _("Post"), _("reply")
    field_order = ["text", "name", "email", "mail_receipt", "website"]
    longest = LONGEST_TEXT

    name = TidyCharField(
        label=_("Your name"),
        help_text=_("Shown with your reply."),
        max_length=60,
        validators=[must_show_something],
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": _("Say who writes: a name, or the one you like to be called by.")},
    )
    email = AddressField(
        label=_("Your e-mail"),
        help_text=_("Never shown. Only the newsroom can see it."),
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={
            "required": _("Add your e-mail. It is never shown."),
            "invalid": _("This is not an e-mail address. One looks like ola@example.org."),
        },
    )
    text = text_field(
        _("Your reply"),
        help_text=_marked(
            _(
                "Plain text; an empty line starts a paragraph, and web addresses become links. "
                "{stars} emphasise, {quote} starts a line that you quote, {backticks} hold code."
            ),
            stars=format_html("<code>{}</code>", "*stars*"),
            quote=format_html("<code>{}</code>", ">"),
            backticks=format_html("<code>{}</code>", "`backticks`"),
        ),
    )
    mail_receipt = forms.BooleanField(
        label=_("Mail me the private address of my reply"),
        required=False,
        help_text=_("To edit or delete it later."),
    )

    def __init__(self, *args, article_id, writer=None, is_personal=False, **kwargs):
        super().__init__(*args, about=article_id, **{"auto_id": "reply_%s"} | kwargs)
        self.is_personal = is_personal
        self.rephrase = ()  # before, between and after the phrase that the author was asked not to use
        if writer:
            del self.fields["email"]
            if writer.name:
                del self.fields["name"]

    @property
    def served(self):
        """When this page was made, signed; no kept page may hold it."""
        return _SERVED.sign(str(self.about))

    @property
    def asked(self):
        """That the author was asked to rephrase, signed: nobody is asked twice."""
        return _ASKED.sign(self.stamp)

    def is_too_quick(self) -> bool:
        """Whether it came faster than people write; known only of a page that was served to one person."""
        served = self.data.get("served", "")
        try:
            return _SERVED.unsign(served, max_age=QUICKEST) == str(self.about)
        except signing.BadSignature:  # too old is one of them
            return False

    def ask_to_rephrase(self, nudge) -> None:
        """Say what should not stand in the text, and show where it does."""
        text, phrase = self.cleaned_data["text"], nudge.phrase
        self.add_error("text", str(nudge))
        before, found, after = text.partition(phrase) if phrase else ("", "", "")
        self.rephrase = (before, found, after) if found else ()

    def was_asked(self) -> bool:
        try:
            return _ASKED.unsign(self.data.get("asked", "")) == self.data.get("rendered")
        except signing.BadSignature:
            return False


class EditForm(forms.Form):
    """The author's new words for a reply."""

    text = text_field(_("Your reply"), help_text=ReplyForm.base_fields["text"].help_text)


class AppealForm(forms.Form):
    """Why a moderator should look again."""

    words = text_field(
        _("Why an editor should look again"),
        longest=1000,
        rows=4,
        required=_("Say why an editor should look again."),
    )


class FollowForm(forms.Form):
    """How often to mail about answers."""

    mode = forms.ChoiceField(label=_("Mail me about answers"), choices=Follow.Mode, initial=Follow.Mode.EACH)


class ComplaintForm(StampedForm):
    """Why a reader reports somebody's comment; its stamp signs comment and day."""

    purpose, button, noun = "comments.complaint", _("Send"), _("report")
    field_order = ["reason", "words", "website"]

    reason = forms.ChoiceField(
        label=_("What is wrong with it"),
        choices=Report.Reason,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what is wrong with it."),
            "invalid_choice": _("Choose what is wrong with it."),
        },
    )
    words = TidyCharField(
        label=_("In your words"),
        required=False,
        max_length=1000,
        help_text=_("Only moderators read them."),
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args, comment_id, **kwargs):
        super().__init__(*args, about=f"comment-{comment_id}", **kwargs)
