"""Autosave: the story form, posted to its own address in the background, answers in JSON.

It stores the working text and nothing else: no edition, no line in the log, no switch, no new tag.
"""

from uuid import UUID, uuid4

from django.contrib.admin import helpers
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import prefetch_related_objects
from django.http import JsonResponse
from django.urls import reverse
from django.utils.timezone import localtime

from articles import services
from articles.admin.conflicts import clashes_of, conflict_page, merged
from articles.admin.presence import spoken_presences
from articles.editions import LABELS
from articles.forms import typed
from articles.merged import posted_now
from articles.models import Article
from articles.services import presence
from articles.services.holding import join_stories


class PageUsedUpError(Exception):
    """The page that posts a new story has posted one already."""


class StoryAutosave:
    """The background half of StoryAdmin, and what protects a text on its way."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        if "_merge" in request.POST:
            request.POST = merged(request.POST)
        if object_id is not None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        return self._add_once(request, form_url, extra_context)

    def _add_once(self, request, form_url, extra_context):
        """One page that was opened to write one story makes one story, however often it is posted."""
        if (made := self._made_from(request)) is None:
            try:
                with transaction.atomic():
                    join_stories()
                    return super().changeform_view(request, None, form_url, extra_context)
            except PageUsedUpError:  # this very page was faster, or it is somebody else's
                if (made := self._made_from(request)) is None:
                    raise PermissionDenied from None
        return super().changeform_view(request, str(made.pk), form_url, extra_context)

    def _made_from(self, request):
        key = page_key(request)
        return key and Article.objects.filter(page_key=key, created_by=request.user).first()

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.is_only_shown = bool({"_redraw", "_take_over"} & set(request.POST))
        form.is_autosave = is_autosave(request)
        form.page = page_key(request)
        if form.is_autosave and obj and obj.pk:
            request.story_others = list(presence.others_at(obj, request.user))
            form.taken_over_by = presence.taken_over_by(request.user, request.story_others)
        return form

    def get_object(self, request, object_id, from_field=None):
        article = super().get_object(request, object_id, from_field)
        if article is not None and is_autosave(request):  # each is read several times on the way
            prefetch_related_objects([article], "tags", "key_points")
        return article

    def save_model(self, request, obj, form, change):
        if not change:
            obj.page_key = page_key(request)
        try:
            super().save_model(request, obj, form, change)
        except IntegrityError as refusal:
            if change or not obj.page_key:
                raise
            raise PageUsedUpError from refusal

    def save_related(self, request, form, formsets, change):
        if not is_autosave(request):
            super().save_related(request, form, formsets, change)
            return
        if "tags" in form.changed_data:
            form.save_m2m()
        for rows in formsets:
            self.save_formset(request, form, rows, change=change)
        services.note_working_text(form.instance, by=request.user, page=page_key(request))
        presence.note_presence(form.instance, by=request.user)
        request.story_base = typed.typed(form, formsets)
        request.story_checklist = self.checklist_beside(request, form)

    def log_addition(self, request, obj, message):
        return None if is_autosave(request) else super().log_addition(request, obj, message)

    def log_change(self, request, obj, message):
        return None if is_autosave(request) else super().log_change(request, obj, message)

    def _respond(self, request, article):
        if is_autosave(request):
            return self._say_saved(request, article)
        response = super()._respond(request, article)
        if key := page_key(request):  # so that the browser forgets the copy it kept of this page
            response.set_cookie(
                "stored-page", str(key), max_age=600, path=reverse("admin:index"), samesite="Lax"
            )
        return response

    def _say_saved(self, request, article):
        names = {"address": "change", "preview": "preview", "presence": "presence"}
        said = {
            name: reverse(f"admin:articles_article_{page}", args=[article.pk]) for name, page in names.items()
        }
        return JsonResponse(
            said
            | {
                "pk": article.pk,
                "version": article.version,
                "at": f"{localtime(article.changed_at):%H:%M}",
                "title": str(article),
                "base": typed.written(request.story_base),
                "others": spoken_presences(getattr(request, "story_others", ())),
                "checklist": request.story_checklist,
            }
        )

    def render_change_form(  # noqa: PLR0913, PLR0917 - the hook is Django's
        self, request, context, add=False, change=False, form_url="", obj=None
    ):
        form = context["adminform"].form
        formsets = [rows.formset for rows in context["inline_admin_formsets"]]
        if form.is_bound and "field" in faults_of(form, formsets):
            posted = posted_now(request.POST)
            if posted != request.POST:  # the page was opened before tags or authors were merged
                request.POST = posted
                return self.changeform_view(request, None if add else str(obj.pk))
        if form.is_bound and set(faults_of(form, formsets)) == {"stale"}:
            clashes = clashes_of(request, form, formsets)
            if not clashes:  # both say the same: there is nothing to decide
                request.POST = request.POST.copy()
                request.POST["version"] = str(form.initial["version"])
                return self.changeform_view(request, str(obj.pk))
            if not is_autosave(request):
                return conflict_page(self, request, context, form, formsets, clashes)
        if form.is_bound and is_autosave(request):
            return refusal(form, formsets)
        if form.is_bound and form.is_only_shown:
            show_again(request, context, form, formsets)
        context["base"] = (
            request.POST.get("base", "") if form.is_bound else typed.written(typed.stored(form, formsets))
        )
        waits = set(form.fields) - set(LABELS)
        context["waits"] = " ".join(waits)
        # Without a change among them, what is drawn again is stored as far as they go.
        context["has_waiting"] = form.is_bound and not waits.isdisjoint({*form.changed_data} - {"version"})
        context["page_key"] = page_key(request) or uuid4()
        return super().render_change_form(request, context, add, change, form_url, obj)


def is_autosave(request):
    return "_autosave" in request.POST


def page_key(request):
    try:
        return UUID(request.POST.get("page_key", ""))
    except ValueError:
        return None


def faults_of(form, formsets):
    """Return the codes of what keeps a form from being saved; "field" for what is wrong in a field."""
    codes = [fault.code for fault in form.non_field_errors().as_data()]
    in_fields = len(form.errors) > bool(codes) or not all(rows.is_valid() for rows in formsets)
    return codes + ["field"] * in_fields


def refusal(form, formsets):
    """Answer why an autosave stored nothing: 409 for somebody else's doing, 422 for what was typed."""
    codes = faults_of(form, formsets)
    for reason in ("taken_over", "stale"):
        if reason in codes:
            return refused_by_others(reason, form)
    faults = [
        {"field": field.html_name, "label": field.label, "said": said}
        for one in (form, *(row for rows in formsets for row in rows.forms))
        for field in one
        for said in field.errors
    ]
    faults += [
        {"field": rows.prefix, "label": rows.spoken_name.capitalize(), "said": said}
        for rows in formsets
        for said in rows.non_form_errors()
    ]
    return JsonResponse({"faults": faults}, status=422)


def refused_by_others(reason, form):
    said = " ".join(form.non_field_errors())
    return JsonResponse({"reason": reason, "said": said}, status=409)


def show_again(request, context, form, formsets):
    """Draw what was typed, without complaint: nobody has asked to save it yet."""
    form.errors.pop("__all__", None)
    context["errors"] = helpers.AdminErrorList(form, formsets)
    context["is_unsaved"] = True
