"""The library of audio and video."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, ProtectedError
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.urls import path

from articles.forms.recordings import NewRecordingForm, RecordingForm
from articles.models import Recording
from articles.recordings import MAX_BYTES, add_recording, change_recording, remove_recording, uses_of
from newsroom.desk import DeskAdmin
from newsroom.fields import tidy_text
from newsroom.recordings import RecordingError
from newsroom.security import takes_uploads

NEWEST = 24  # that the editor's dialog offers at once
_BESIDES = 3 << 20  # bytes of a request that are not the file


class UseFilter(admin.SimpleListFilter):
    title = "use"
    parameter_name = "use"

    def lookups(self, request, model_admin):
        return [("none", "Not used"), ("some", "Used")]

    def queryset(self, request, queryset):
        if self.value() not in ("none", "some"):
            return queryset
        return queryset.filter(stories=0) if self.value() == "none" else queryset.filter(stories__gt=0)


class MissingTranscriptFilter(admin.SimpleListFilter):
    title = "missing"
    parameter_name = "missing"

    def lookups(self, request, model_admin):
        return [("transcript", "Transcript"), ("credit", "Credit")]

    def queryset(self, request, queryset):
        return queryset.filter(**{self.value(): ""}) if self.value() in ("transcript", "credit") else queryset


@admin.register(Recording)
class RecordingAdmin(DeskAdmin):
    change_form_template = "admin/articles/recording/change_form.html"
    list_display = ["title", "kind", "credit", "size", "used", "uploaded_at"]
    list_filter = ["kind", MissingTranscriptFilter, UseFilter, "uploaded_at"]
    search_fields = ["title", "transcript", "credit", "source"]
    readonly_fields = ["player"]
    services_record = True

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(stories=Count("uses__article", distinct=True))

    @admin.display(description="size", ordering="size_bytes")
    def size(self, recording):
        return filesizeformat(recording.size_bytes)

    @admin.display(description="used in", ordering="stories")
    def used(self, recording):
        if not recording.stories:
            return None
        return f"{recording.stories} {'story' if recording.stories == 1 else 'stories'}"

    @admin.display(description="recording")
    def player(self, recording):
        return render_to_string("admin/articles/_player.html", {"recording": recording})

    def get_form(self, request, obj=None, change=False, **kwargs):
        kwargs["form"] = RecordingForm if obj else NewRecordingForm
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fieldsets(self, request, obj=None):
        return [(None, {"fields": ["player" if obj else "file", *RecordingForm._meta.fields]})]

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["uses"] = uses_of(obj, request.user) if obj else None
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    @takes_uploads(MAX_BYTES + _BESIDES, permission="articles.add_recording")
    def add_view(self, request, form_url="", extra_context=None):
        return super().add_view(request, form_url, extra_context)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if object_id is not None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        try:
            # Without Django's transaction around it: a long film takes seconds and would stop all writers.
            return self._changeform_view(request, None, form_url, extra_context)
        except RecordingError as refusal:  # somebody else was faster with the same file
            messages.error(request, str(refusal))
            return redirect("admin:articles_recording_add")

    def save_form(self, request, form, change):
        recording = super().save_form(request, form, change)
        said = {name: form.cleaned_data[name] for name in RecordingForm._meta.fields}
        if change:
            return change_recording(recording, by=request.user, **said)
        return add_recording(form.cleaned_data["file"], by=request.user, **said)

    def save_model(self, request, obj, form, change):
        """The services have stored it."""

    def delete_model(self, request, obj):
        remove_recording(obj, by=request.user)

    def delete_queryset(self, request, queryset):
        for recording in queryset:
            try:
                remove_recording(recording, by=request.user)
            except ProtectedError:
                messages.error(request, f"“{recording}” is in use and stays.")

    def get_urls(self):
        choose = path(
            "choose/", self.admin_site.admin_view(self.choose_view), name="articles_recording_choose"
        )
        return [choose, *super().get_urls()]

    def choose_view(self, request):
        """The newest recordings that fit a search, as choices for the dialog of the text editor."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        found, _ = self.get_search_results(
            request, Recording.objects.all(), tidy_text(request.GET.get("q", "")[:200])
        )
        context = {"recordings": found[:NEWEST], "name": request.GET.get("name", "recording")[:60]}
        return render(request, "admin/articles/widgets/_recording_choices.html", context)
