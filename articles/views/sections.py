from django.http import Http404
from django.shortcuts import render

from articles.cursors import UnknownCursorError
from articles.front import make_front, make_section_front
from articles.models import Section
from articles.views.stretches import LIST_SIZE, list_context
from newsroom.kept import kept


@kept
def front_page(request):
    front = make_front()
    return render(request, "articles/front.html", {"front": front, "sections": front.sections})


@kept
def section_page(request, slug):
    sections = list(Section.objects.for_navigation())
    section = next((section for section in sections if section.slug == slug), None)
    if section is None:
        raise Http404
    before = request.GET.get("before", "")
    try:
        front = make_section_front(section, before=before, size=LIST_SIZE)
    except UnknownCursorError as error:
        raise Http404 from error
    if before and not front.stretch.releases:
        raise Http404
    words = {
        "section": section,
        "parent": next((one for one in sections if one.pk == section.parent_id), None),
        "subsections": [one for one in sections if one.parent_id == section.pk],
        "sections": [one for one in sections if not one.parent_id],
        "placed": front.placed,
    }
    return render(
        request,
        "articles/section.html",
        words | list_context(request, section.get_absolute_url(), front.stretch),
    )
