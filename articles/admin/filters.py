"""The views of the list of stories."""

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q

from articles.forms.widgets import is_key
from articles.models import Author, Byline
from articles.state import State, in_review

_STATES = {
    "draft": [State.DRAFT],
    "scheduled": [State.SCHEDULED],
    "live": [State.LIVE, State.CHANGED],
    "withdrawn": [State.WITHDRAWN],
    "trash": [State.TRASH],
}


class ViewFilter(admin.SimpleListFilter):
    """Tabs over the list; the trash shows in its own tab only."""

    title = "Views"
    parameter_name = "view"
    template = "admin/_tabs.html"
    are_tabs = True

    def lookups(self, request, model_admin):
        return [
            ("mine", "Mine"),
            ("draft", "Draft"),
            ("in_review", "In review"),
            ("scheduled", "Scheduled"),
            ("live", "Live"),
            ("withdrawn", "Withdrawn"),
            ("trash", "Trash"),
        ]

    def queryset(self, request, queryset):
        if self.value() == "scheduled":
            return queryset.filter(trashed_at=None, next_release_at__isnull=False)
        if self.value() == "in_review":
            return in_review(queryset)
        if states := _STATES.get(self.value()):
            return queryset.filter(state__in=states)
        queryset = queryset.filter(trashed_at=None)
        if self.value() == "mine":
            return queryset.filter(Q(created_by=request.user) | Q(changed_by=request.user))
        return queryset


class PeopleFilter(admin.SimpleListFilter):
    """Whoever stands in the byline, in whatever role."""

    title = "by"
    parameter_name = "by"

    def lookups(self, request, model_admin):
        return [(str(pk), name) for pk, name in Author.objects.values_list("pk", "name")]

    def queryset(self, request, queryset):
        if not is_key(self.value() or ""):
            return queryset
        theirs = Byline.objects.filter(article=OuterRef("pk"), author=self.value())
        return queryset.filter(Exists(theirs))


class ChangedFilter(admin.DateFieldListFilter):
    """When the working text was changed."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.title = "changed"
