"""What the checklist says, beside the story form."""

from dataclasses import dataclass

from django.template.loader import render_to_string

from articles import access
from articles.checklist import Finding
from articles.drafts import check_article


@dataclass(frozen=True)
class Checklist:
    """What was found in the stored text; ``is_asked`` after a publish that it refused."""

    findings: list[Finding]
    is_asked: bool

    @property
    def errors(self):
        return [found for found in self.findings if found.is_error]

    @property
    def warnings(self):
        return [found for found in self.findings if not found.is_error]

    @property
    def names_of_warnings(self):
        """What one tick accepts: the warnings that are shown, and no others."""
        return ",".join(dict.fromkeys(found.name for found in self.warnings))


def accepted_in(request) -> list[str]:
    """Return the names of the warnings that were ticked."""
    return request.POST.get("despite", "").split(",")


def checklist_of(article, request, *, at=None) -> Checklist:
    """Return what the checklist finds in the stored text of ``article``."""
    return Checklist(check_article(article, at=at), is_asked="unready" in request.GET)


class StoryChecklist:
    """The checklist's part in StoryAdmin: a list in the side column, and words beside the fields."""

    def checklist_beside(self, request, form):
        """The list drawn anew for a form whose text has just been stored; "" for a story in the trash."""
        article, coming = form.instance, form.line and form.line.coming
        if article.trashed_at:
            return ""
        checklist = checklist_of(article, request, at=coming and coming.live_from)
        may_publish = access.may_publish(request.user, article)
        return render_to_string(
            "admin/articles/article/_checklist.html", {"checklist": checklist, "may_publish": may_publish}
        )

    def render_change_form(  # noqa: PLR0913, PLR0917 - the hook is Django's
        self, request, context, add=False, change=False, form_url="", obj=None
    ):
        form = context["adminform"].form
        if obj and not form.is_bound and not obj.trashed_at:
            coming = form.line and form.line.coming
            context["checklist"] = checklist_of(obj, request, at=coming and coming.live_from)
        return super().render_change_form(request, context, add, change, form_url, obj)
