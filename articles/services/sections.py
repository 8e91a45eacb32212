"""Where a section stands among the others."""

from django.db import transaction

from articles.models import Release, Section
from articles.refusals import Refused
from newsroom.audit import record
from newsroom.models import User
from newsroom.purges import purge


@transaction.atomic
def move_section(section: Section, *, under: Section | None, by: User | None) -> None:
    """Make ``section`` a subsection of ``under`` (None: of nothing), with all that was published in it.

    Subsections have none of their own: raises Refused when either of the two would.
    """
    rows = Section.objects.select_for_update().order_by("pk")
    section = rows.get(pk=section.pk)
    if section.parent_id == (under and under.pk):
        return
    if under is not None:
        refuse_deep(section, under)
    was, section.parent = section.parent, under
    section.save(update_fields=["parent"])
    Release.timeline.filter(section=section).update(top_section=section.top_id)
    purge("sections", "front", *(f"section-{one.pk}" for one in (section, was, under) if one))
    before, after = ({"under": one and one.name} for one in (was, under))
    record("moved", section, by=by, before=before, after=after)


def refuse_deep(section: Section, under: Section) -> None:
    """Raise Refused where ``section`` under ``under`` would make more than two levels."""
    if under.pk == section.pk or under.parent_id:
        raise Refused("Choose a section that is no subsection itself.")
    if section.pk and section.subsections.exists():
        raise Refused("This section has subsections of its own: move them first.")
