"""What readers' pages show of articles beside the story itself: the sections, and who made it."""

from itertools import groupby

from django import template

from articles.furniture import furnish
from articles.models import Release, Role, Section, Type

register = template.Library()


@register.inclusion_tag("articles/_section_navigation.html", takes_context=True)
def section_navigation(context):
    """The sections in the masthead; the page's own, or the one that it is a part of, is marked."""
    section = context.get("section")
    return {"sections": _sections(context), "here": section.top_id if section else None}


@register.inclusion_tag("articles/_footer_sections.html", takes_context=True)
def footer_sections(context):
    return {"sections": _sections(context)}


def _sections(context):
    """All sections, read once a page, or not at all where the view hands them over as ``sections``."""
    if "sections" in context:
        return context["sections"]
    page = context.render_context
    if "sections" not in page:
        page["sections"] = list(Section.objects.on_top())
    return page["sections"]


@register.inclusion_tag("articles/_byline.html")
def byline(credits, is_linked=True):
    """ "By A and B. Photos by C": the people of a page or a card, in the newsroom's order within a role."""
    roles = list(Role.values)
    in_order = sorted(credits, key=lambda credit: roles.index(credit.role))
    groups = [
        (Role(role).label, list(people)) for role, people in groupby(in_order, key=lambda credit: credit.role)
    ]
    return {"groups": groups, "is_linked": is_linked}


@register.inclusion_tag("articles/_related.html")
def related_stories(keys):
    """Those of the articles ``keys`` that readers see now, in that order: one query. For a preview."""
    found = Release.objects.of_articles(keys).select_related("section").defer("body")
    return {"releases": sorted(found, key=lambda release: keys.index(release.article_id))}


@register.filter
def writers(bylines):
    """The authors whose story it is, for a card: "By" only, or nobody."""
    return [credit.author for credit in bylines if credit.role == Role.BY]


@register.filter
def people(credits):
    """Every author once, in order, for the boxes under a story."""
    return list(dict.fromkeys(credit.author for credit in credits))


@register.filter
def furnished(body, type=""):
    """A clean body with its pictures, players and cards drawn; ``type`` is that of its story."""
    return furnish(body, is_paid=type == Type.SPONSORED)
