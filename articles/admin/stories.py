"""Stories: the list, the form in two columns, and what its buttons do."""

from django.contrib import admin, messages
from django.db.models import Prefetch
from django.template.loader import render_to_string
from django.utils.html import linebreaks

from articles import access
from articles.admin.ahead import FrontAhead
from articles.admin.autosave import StoryAutosave
from articles.admin.bulk import StoryBulk
from articles.admin.calendar import StoryCalendar
from articles.admin.checklist import StoryChecklist
from articles.admin.corrections import StoryCorrections
from articles.admin.erasing import StoryErasing
from articles.admin.filters import ChangedFilter, PeopleFilter, ViewFilter
from articles.admin.history import StoryHistory
from articles.admin.inlines import BylineInline, KeyPointInline, RelatedInline, SourceInline
from articles.admin.notes import StoryNotes
from articles.admin.pages import StoryPages
from articles.admin.presence import StoryPresence
from articles.admin.sharing import StorySharing
from articles.admin.verbs import StoryVerbs
from articles.body import plain_text
from articles.forms import StoryForm
from articles.models import Article, Byline
from articles.services import SWITCHES, Refused, trash
from articles.state import State, with_state
from newsroom.desk import DeskAdmin

SHARING = ["seo_title", "seo_description", "canonical_url"]


@admin.register(Article)
class StoryAdmin(  # each a noun of its own
    StoryChecklist,
    StoryCorrections,
    StoryNotes,
    StoryAutosave,
    StoryPresence,
    StoryHistory,
    StorySharing,
    FrontAhead,
    StoryBulk,
    StoryCalendar,
    StoryErasing,
    StoryVerbs,
    StoryPages,
    DeskAdmin,
):
    form = StoryForm
    inlines = [KeyPointInline, BylineInline, SourceInline, RelatedInline]
    fieldsets = [
        ("Headline", {"fields": ["kicker", "headline", "standfirst"]}),
        ("Text", {"fields": ["dateline", "body"]}),
        ("State", {"fields": ["publish_at", "withdraw_at", "reason", "note", "is_minor"]}),
        ("Lead photo", {"fields": ["lead_photo", "lead_caption"]}),
        ("Where", {"fields": ["section", "series", "type", "tags", "new_tags", "slug"]}),
        ("Search and sharing", {"fields": SHARING, "classes": ["collapse"]}),
        ("Switches", {"fields": SWITCHES, "classes": ["collapse"]}),
    ]
    # What those see who may not change it.
    fieldsets_to_read = [
        ("Headline", {"fields": ["kicker", "headline", "standfirst"]}),
        ("Text", {"fields": ["dateline", "text"]}),
        ("Lead photo", {"fields": ["lead_photo", "lead_caption"]}),
        ("Where", {"fields": ["section", "series", "type", "tags", "slug"]}),
        ("Search and sharing", {"fields": SHARING, "classes": ["collapse"]}),
        ("Switches", {"fields": SWITCHES, "classes": ["collapse"]}),
    ]
    # Two columns of fieldsets and inlines, each by name.
    layout = {
        "main": ["Headline", "Key points", "Text", "Sources", "Related stories", "Search and sharing"],
        "side": ["State", "Lead photo", "Where", "Bylines", "Switches"],
    }

    list_display = ["thumbnail", "story", "people", "stands", "section", "when"]
    list_display_links = ["story"]
    list_filter = [ViewFilter, "section", PeopleFilter, "type", ("changed_at", ChangedFilter)]
    search_fields = ["headline", "standfirst", "kicker", "slug", "bylines__author__name"]
    ordering = ["-changed_at", "-pk"]
    actions = ["set_section", "add_tags", "withdraw_many", "move_to_trash"]
    services_record = True
    to_see_every_row = [access.READ_EVERY]

    def get_queryset(self, request):
        theirs = access.visible_articles(request.user, among=super().get_queryset(request))
        return with_state(theirs).select_related("section", "lead_photo", "changed_by")

    def has_view_permission(self, request, obj=None):
        user = request.user
        return access.may_read(user, obj) if obj else access.may_enter(user)

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or access.may_edit(request.user, obj))

    def get_fieldsets(self, request, obj=None):
        return self.fieldsets if self._may_edit(request, obj) else self.fieldsets_to_read

    @admin.display(description="text")
    def text(self, article):
        return linebreaks(plain_text(article.body), autoescape=True)

    def get_changelist_instance(self, request):
        listed = super().get_changelist_instance(request)
        bylines = Prefetch("bylines", Byline.objects.select_related("author"))
        listed.result_list = listed.result_list.defer("body").prefetch_related(bylines)
        return listed

    @admin.display(description="photo")
    def thumbnail(self, article):
        return render_to_string("admin/articles/_thumbnail.html", {"photo": article.lead_photo})

    @admin.display(description="story", ordering="headline")
    def story(self, article):
        return article.headline or "No headline yet"

    @admin.display(description="by")
    def people(self, article):
        return ", ".join(dict.fromkeys(byline.author.name for byline in article.bylines.all()))

    @admin.display(description="state")
    def stands(self, article):
        return render_to_string(
            "admin/articles/_state.html",
            {"state": State(article.state), "in_review": article.desk == Article.Desk.IN_REVIEW},
        )

    @admin.display(description="date", ordering="changed_at")
    def when(self, article):
        return render_to_string("admin/articles/_when.html", {"article": article})

    @admin.action(description="Move to the trash", permissions=["trash"])
    def move_to_trash(self, request, queryset):
        moved = 0
        for article in queryset:
            if not access.may_trash(request.user, article):
                messages.error(request, f"“{article}”: you may not do that to this story.")
                continue
            try:
                trash(article, by=request.user)
            except Refused as refusal:
                messages.error(request, f"“{article}”: {refusal}")
            else:
                self.log_change(request, article, "Moved to the trash.")
                moved += 1
        if moved:
            messages.success(request, f"{moved} moved to the trash." if moved > 1 else "Moved to the trash.")

    def has_delete_permission(self, request, obj=None):
        """Not by Django's pages, which ask nothing and know no triggers: see the trash, and StoryErasing."""
        return False
