"""What a reader may type under an article."""

from django import forms
from django.core.validators import MaxLengthValidator

from comments.models import Report
from newsroom.fields import TidyCharField, must_show_something
from newsroom.stamped_forms import StampedForm

LONGEST_TEXT = 5000


class ReplyForm(StampedForm):
    """A guest's reply; its stamp signs article and day."""

    purpose, button, noun = "comments.form", "Post", "reply"
    field_order = ["name", "email", "text", "website"]

    name = TidyCharField(
        label="Your name",
        help_text="Shown with your reply.",
        max_length=60,
        validators=[must_show_something],
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": "Say who writes: a name, or the one you like to be called by."},
    )
    email = forms.EmailField(
        label="Your e-mail",
        max_length=254,
        help_text="Never shown. Only the newsroom can see it.",
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={
            "required": "Add your e-mail. It is never shown.",
            "invalid": "This is not an e-mail address. One looks like ola@example.org.",
        },
    )
    text = TidyCharField(
        label="Your reply",
        help_text="Plain text; an empty line starts a paragraph, and web addresses become links.",
        validators=[
            must_show_something,
            MaxLengthValidator(
                LONGEST_TEXT,
                "Keep it under %(limit_value)d characters; this has %(show_value)d.",
            ),
        ],
        widget=forms.Textarea({"rows": 7}),
        error_messages={"required": "Your reply is empty."},
    )

    def __init__(self, *args, article_id, **kwargs):
        super().__init__(*args, about=article_id, **{"auto_id": "reply_%s"} | kwargs)


class ComplaintForm(StampedForm):
    """Why a reader reports somebody's comment; its stamp signs comment and day."""

    purpose, button, noun = "comments.complaint", "Send", "report"
    field_order = ["reason", "words", "website"]

    reason = forms.ChoiceField(
        label="What is wrong with it",
        choices=Report.Reason,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose what is wrong with it.",
            "invalid_choice": "Choose what is wrong with it.",
        },
    )
    words = TidyCharField(
        label="In your words",
        required=False,
        max_length=1000,
        help_text="Only moderators read them.",
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args, comment_id, **kwargs):
        super().__init__(*args, about=f"comment-{comment_id}", **kwargs)
