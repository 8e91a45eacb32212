"""The audit log, to be read: nobody adds, edits or deletes in it."""

from datetime import date, timedelta

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.filters import AllValuesFieldListFilter, RelatedOnlyFieldListFilter
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import date_format

from newsroom import clock
from newsroom.desk import DeskAdmin
from newsroom.models import AuditEntry


class WhoFilter(RelatedOnlyFieldListFilter):
    """Those who have done anything."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.title = "who"


class NounFilter(admin.SimpleListFilter):
    """What kind of row it was done to."""

    title = "what"
    parameter_name = "noun"

    def lookups(self, request, model_admin):
        return [(noun, _said_of(noun)) for noun in sorted(nouns_for(request.user))]

    def queryset(self, request, queryset):
        return queryset.filter(noun=self.value()) if self.value() else queryset


class DayFilter(admin.SimpleListFilter):
    """One day, in the paper's time zone: the last fortnight in the menu, any other by its address."""

    title = "day"
    parameter_name = "day"

    def lookups(self, request, model_admin):
        today = timezone.localdate()
        days = [today - timedelta(days=ago) for ago in range(14)]
        return [(day.isoformat(), date_format(day, "l, j M")) for day in days]

    def queryset(self, request, queryset):
        try:
            day = date.fromisoformat(self.value() or "")
            start, end = clock.midnight(day), clock.midnight(day + timedelta(days=1))
        except (ValueError, OverflowError):
            return queryset
        return queryset.filter(at__gte=start, at__lt=end)


def nouns_for(user) -> list[str]:
    """The kinds of rows that ``user`` may see on the desk, all of them, and so what was done to them."""
    return [
        model._meta.label_lower
        for model, its_admin in admin.site._registry.items()
        if user.is_superuser
        or (
            all(user.has_perm(permission) for permission in getattr(its_admin, "to_see_every_row", ()))
            and any(
                user.has_perm(f"{model._meta.app_label}.{deed}_{model._meta.model_name}")
                for deed in ("view", "change")
            )
        )
    ]


def _said_of(noun):
    try:
        return apps.get_model(noun)._meta.verbose_name.capitalize()
    except LookupError:
        return noun


@admin.register(AuditEntry)
class AuditAdmin(DeskAdmin):
    list_display = ["when", "who", "verb", "what", "title"]
    list_display_links = ["title"]
    list_filter = [("by", WhoFilter), NounFilter, ("verb", AllValuesFieldListFilter), DayFilter]
    search_fields = ["title", "by_name"]
    fields = ["when", "who", "verb", "what", "row", "changes"]
    readonly_fields = fields
    actions = None

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        entries = super().get_queryset(request)
        return entries if request.user.is_superuser else entries.filter(noun__in=nouns_for(request.user))

    @admin.display(description="when", ordering="at")
    def when(self, entry):
        return date_format(timezone.localtime(entry.at), "j M Y, H:i:s")

    @admin.display(description="who", ordering="by_name")
    def who(self, entry):
        return entry.by_name or "The house itself"

    @admin.display(description="what", ordering="noun")
    def what(self, entry):
        return _said_of(entry.noun)

    @admin.display(description="row")
    def row(self, entry):
        try:
            href = reverse(f"admin:{entry.noun.replace('.', '_')}_change", args=[entry.row_id])
        except NoReverseMatch:
            href = ""
        return render_to_string("admin/newsroom/_audited_row.html", {"entry": entry, "href": href})

    @admin.display(description="before and after")
    def changes(self, entry):
        before, after = entry.before or {}, entry.after or {}
        rows = [(name, before.get(name), after.get(name)) for name in dict.fromkeys([*before, *after])]
        return render_to_string("admin/newsroom/_audited_changes.html", {"rows": rows})
