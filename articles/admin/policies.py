"""What the paper says of itself: there from the first day, changed by editors, never added to or deleted."""

from django.contrib import admin
from django.utils import timezone

from articles.admin.library import NamedAdmin
from articles.forms import PolicyForm
from articles.models import Policy


@admin.register(Policy)
class PolicyAdmin(NamedAdmin):
    form = PolicyForm
    name_of_all = "policies"
    list_display = ["title", "subject", "changed_at", "changed_by"]
    list_select_related = ["changed_by"]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        if form.changed_data:
            obj.changed_at, obj.changed_by = timezone.now(), request.user
        super().save_model(request, obj, form, change)
