"""Deeds on one comment beside deciding: each a small form and one service call."""

from django import forms
from django.contrib import messages
from django.db.models import Count, Q

from comments import services
from comments.models import Comment, CommenterNote
from newsroom.fields import TidyCharField, must_show_something
from newsroom.refusals import Refused

DAYS = [("1", "a day"), ("7", "a week"), ("30", "30 days"), ("", "until it is lifted")]
UNFIT = "Only a comment that shows can be marked, and only the newsroom's own as its answer."


class ActForm(forms.Form):
    """A form about one comment."""

    def __init__(self, *args, comment, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.comment = comment


class BanForm(ActForm):
    days = forms.TypedChoiceField(
        label="For",
        choices=DAYS,
        required=False,
        coerce=int,
        empty_value=None,
        initial="7",
        help_text="Somebody without an account or proved address is known for a month at most.",
    )
    reason = TidyCharField(label="Reason", max_length=200, required=False)


class NoteForm(ActForm):
    text = TidyCharField(
        label="Note for the other moderators",
        max_length=2000,
        validators=[must_show_something],
        widget=forms.Textarea({"rows": 3}),
    )


class EditForm(ActForm):
    text = TidyCharField(
        label="Words", max_length=5000, validators=[must_show_something], widget=forms.Textarea({"rows": 8})
    )

    def __init__(self, *args, comment, **kwargs):
        super().__init__(*args, comment=comment, **{"initial": {"text": comment.text}} | kwargs)


class AppealForm(ActForm):
    words = TidyCharField(
        label="Words to the author", max_length=1000, required=False, widget=forms.Textarea({"rows": 3})
    )


def ban(comment, typed, *, by):
    made = services.ban(comment, by=by, **typed)
    return messages.SUCCESS, f"{comment.name} is banned.", services.ban_token(made)


def spam_ban(comment, typed, *, by):
    made = services.spam_ban(comment, by=by, days=typed["days"], reason=typed["reason"] or "Spam")
    number = sum(len(keys) for keys in made.swept.values())
    said = f"{comment.name} is banned, and {number} comment{'' if number == 1 else 's'} put away as spam."
    return messages.SUCCESS, said, services.ban_token(made)


def note(comment, typed, *, by):
    services.add_note(_about(comment), text=typed["text"], by=by)
    return messages.SUCCESS, "The note is kept.", ""


def _about(comment):
    if not (comment.commenter or comment.email):
        raise Refused("Nothing is left by which its author could be known again.")
    return comment.commenter or comment.email


def edit(comment, typed, *, by):
    if not services.edit_as_moderator(comment, text=typed["text"], by=by):
        return messages.WARNING, "Nothing was changed.", ""
    return messages.SUCCESS, "The words are changed; the earlier ones are kept below.", ""


def _mark(name, is_on, sentence):
    def do(comment, typed, *, by):
        if not services.mark_comment(comment, name, by=by, is_on=is_on):
            return messages.WARNING, UNFIT, ""
        return messages.SUCCESS, sentence, ""

    return do


def _answer_appeal(is_granted, sentence):
    def do(comment, typed, *, by):
        if not services.decide_appeal(comment, by=by, is_granted=is_granted, words=typed["words"]):
            return messages.WARNING, "This appeal was answered before.", ""
        return messages.SUCCESS, sentence, ""

    return do


ACTS = {
    "ban": (BanForm, ban),
    "spam-ban": (BanForm, spam_ban),
    "note": (NoteForm, note),
    "edit": (EditForm, edit),
    "pick": (ActForm, _mark("is_pick", True, "It is an editors' pick.")),
    "unpick": (ActForm, _mark("is_pick", False, "It is no pick any more.")),
    "answer": (ActForm, _mark("is_answer", True, "It stands on top as the newsroom's answer.")),
    "unanswer": (ActForm, _mark("is_answer", False, "It stands where it was again.")),
    "grant": (AppealForm, _answer_appeal(True, "The appeal is granted: the comment shows.")),
    "turn-down": (AppealForm, _answer_appeal(False, "The appeal is turned down.")),
}


def forms_for(comment, bound):
    """The forms of one comment's page; ``bound`` is the one that came back with errors."""
    made = {name: form(comment=comment, prefix=name) for name, (form, _) in ACTS.items()}
    if bound:
        made[bound[0]] = bound[1]
    notes = CommenterNote.objects.filter(_whom(comment)).select_related("by")[:20]
    return {
        "edit_form": made["edit"],
        "note_form": made["note"],
        "ban_form": made["ban"],
        "spam_ban_form": made["spam-ban"],
        "sweep": services.to_sweep(comment)
        .order_by()
        .aggregate(comments=Count("pk"), names=Count("name", distinct=True)),
        "appeal_form": made["turn-down"],
        "notes": notes,
        "complaints": comment.complaints.all()[:20],
        "revisions": comment.revisions.all()[:20],
        "removals": Comment.Removal.choices,
    }


def _whom(comment):
    if comment.commenter_id:
        return Q(commenter=comment.commenter_id)
    return Q(email=comment.email.lower(), commenter=None)
