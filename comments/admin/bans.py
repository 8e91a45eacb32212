from django.contrib import admin, messages

from comments import services
from comments.models import Ban
from newsroom.clock import now
from newsroom.desk import DeskAdmin


@admin.register(Ban)
class BanAdmin(DeskAdmin):
    """Who is banned, until when, by whom; made on a comment's page, lifted here."""

    list_display = ["whom", "at", "ends", "reason", "by"]
    list_display_links = None
    list_select_related = ["by", "commenter"]
    actions = ["lift"]
    services_record = True

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_readonly_fields(self, request, obj=None):
        return [field.name for field in self.opts.fields]

    @admin.display(description="Whom")
    def whom(self, banned):
        if banned.commenter:
            return f"{banned.commenter.name} <{banned.commenter.email}>"
        return banned.email or f"Sender {banned.sender[:8]}"

    @admin.display(description="Ends")
    def ends(self, banned):
        if banned.lifted_at:
            return f"Lifted {banned.lifted_at:%-d %b %Y}"
        if banned.until is None:
            return "When it is lifted"
        return f"{'Ended' if banned.until <= now() else 'Ends'} {banned.until:%-d %b %Y, %H:%M}"

    @admin.action(description="Lift, and bring back what was put away with it", permissions=["change"])
    def lift(self, request, queryset):
        done = sum(services.lift_ban(banned, by=request.user) for banned in queryset)
        self.message_user(request, f"{done} ban{'' if done == 1 else 's'} lifted.", messages.SUCCESS)
