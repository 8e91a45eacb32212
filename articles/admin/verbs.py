"""What the buttons of the story form do: save, then one verb of the services."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime

from articles import access, services
from articles.admin.checklist import accepted_in
from articles.models import Article
from articles.services import Refused, Unready
from articles.services.working import lock


class StoryVerbs:
    """The saving half of StoryAdmin. A refused verb leaves the draft saved and says why."""

    # Button → (who may press it, method that does it).
    verbs = {
        "_submit": (access.may_submit, "do_submit"),
        "_send_back": (access.may_send_back, "do_send_back"),
        "_publish": (access.may_publish, "do_publish"),
        "_correct": (access.may_publish, "do_correct"),
        "_withdraw": (access.may_withdraw, "do_withdraw"),
        "_unschedule": (access.may_withdraw, "do_unschedule"),
        "_trash": (access.may_trash, "do_trash"),
        "_recover": (access.may_recover, "do_recover"),
    }

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.may_create_tags = request.user.has_perm("articles.add_tag")
        return form

    def get_object(self, request, object_id, from_field=None):
        article = super().get_object(request, object_id, from_field)
        if article is not None and request.method == "POST":
            # Held until the save is through, so that two saves cannot both find their version current.
            lock(article)
        return article

    def save_model(self, request, obj, form, change):
        if change:
            for name in services.SWITCHES:  # they have their own verb
                setattr(obj, name, form.initial[name])
        else:
            for name in services.SWITCHES:
                setattr(obj, name, Article._meta.get_field(name).get_default())
            obj.created_by = obj.changed_by = request.user
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        article, typed = form.instance, form.cleaned_data
        switches = {name: typed[name] for name in services.SWITCHES if name in form.changed_data}
        services.switch(article, by=request.user, **switches)
        services.keep(
            article,
            by=request.user,
            note=typed["note"],
            substantive="_publish" in request.POST and not typed["is_minor"],
        )
        request.story_said = self._act(request, article, form)

    def construct_change_message(self, request, form, formsets, add=False):
        said = super().construct_change_message(request, form, None, add)
        lists = [rows.spoken_name for rows in formsets or () if rows.is_changed]
        return said + ([{"changed": {"fields": lists}}] if lists and not add else [])

    def _act(self, request, article, form):
        """Do what the pressed button says; return (level, sentence)."""
        for button, (may, name) in self.verbs.items():
            if button not in request.POST:
                continue
            if not may(request.user, article):
                return messages.ERROR, "The draft is saved. You may not do more than that with this story."
            try:
                with transaction.atomic():
                    sentence = getattr(self, name)(request, article, form)
            except Refused as refusal:
                request.is_unready = isinstance(refusal, Unready)
                return messages.ERROR, f"{refusal} The draft is saved."
            self.log_change(request, article, str(sentence))
            return messages.SUCCESS, sentence
        return messages.SUCCESS, "Draft saved."

    def do_submit(self, request, article, form):
        services.submit_for_review(article, by=request.user)
        return "Submitted for review."

    def do_send_back(self, request, article, form):
        note = request.POST.get("return_note", "").strip()
        try:
            services.send_back(article, by=request.user, note=note)
        except Refused as refusal:  # the page that comes back may have no field for the note any more
            raise Refused(f"{refusal} Your note was: “{note}”" if note else str(refusal)) from refusal
        return "Sent back to its writer, with your note."

    def do_publish(self, request, article, form):
        typed, changed = form.cleaned_data, form.changed_data
        if "withdraw_at" in changed and form.initial.get("withdraw_at") and not typed["withdraw_at"]:
            self._need(request, article)
            services.unschedule(article, by=request.user)
        release = services.publish(
            article,
            by=request.user,
            at=typed["publish_at"],
            substantive=not typed["is_minor"],
            note=typed["note"],
            despite=accepted_in(request),
        )
        if typed["withdraw_at"] and ("withdraw_at" in changed or "reason" in changed):
            self._need(request, article)
            services.withdraw(article, by=request.user, at=typed["withdraw_at"], reason=typed["reason"])
        if typed["publish_at"]:
            return f"Scheduled: readers see it from {_spoken(release.live_from)} on."
        return format_html('Published. <a href="{}">See it as readers do</a>.', release.get_absolute_url())

    def do_correct(self, request, article, form):
        request.story_next = reverse("admin:articles_article_correct", args=[article.pk])
        return "Draft saved. Say what is corrected, and publish it."

    def do_withdraw(self, request, article, form):
        # A moment that only stands there from an earlier plan is not what the button was pressed for.
        at = form.cleaned_data["withdraw_at"] if "withdraw_at" in form.changed_data else None
        services.withdraw(article, by=request.user, at=at, reason=form.cleaned_data["reason"])
        return f"To be withdrawn at {_spoken(at)}." if at else "Withdrawn: readers no longer see it."

    def do_unschedule(self, request, article, form):
        services.unschedule(article, by=request.user)
        return "Nothing is scheduled any more."

    def do_trash(self, request, article, form):
        services.trash(article, by=request.user)
        return "Moved to the trash."

    def do_recover(self, request, article, form):
        services.recover(article, by=request.user)
        return "Recovered from the trash."

    def has_trash_permission(self, request):
        return self.has_change_permission(request)  # and each story is asked for by the action

    def _need(self, request, article):
        if not access.may_withdraw(request.user, article):
            raise Refused("You may not decide when this story is withdrawn.")

    def response_add(self, request, obj, post_url_continue=None):
        return self._respond(request, obj)

    def response_change(self, request, obj):
        return self._respond(request, obj)

    def _respond(self, request, article):
        level, sentence = request.story_said
        messages.add_message(request, level, sentence)
        if level == messages.SUCCESS and hasattr(request, "story_next"):
            return redirect(request.story_next)
        if not self.has_view_permission(request, article):
            return redirect("admin:index")  # they may hand stories in, and open none
        unused = {name: request.POST[name] for name in self.typed_beside if request.POST.get(name)}
        if unused and level == messages.ERROR:
            request.session["story_typed"] = {"article": article.pk, "fields": unused}
        address = reverse("admin:articles_article_change", args=[article.pk])
        # The form then says beside each field what the checklist found.
        return redirect(f"{address}?unready=1" if getattr(request, "is_unready", False) else address)

    # What is typed beside the buttons and stored nowhere: kept for the form that says why one was refused.
    typed_beside = ("publish_at", "withdraw_at", "reason", "is_minor")

    def take_typed(self, request, article):
        """What was typed beside the button that was just refused for this story; asked once."""
        typed = request.session.get("story_typed")
        if typed is None or article is None or typed["article"] != article.pk:
            return {}
        return request.session.pop("story_typed")["fields"]

    def get_changeform_initial_data(self, request):
        """Nothing: a new story is not begun by whoever made a link."""
        return {}


def _spoken(moment):
    return date_format(localtime(moment), "j F Y, H:i")
