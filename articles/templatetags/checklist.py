"""``{% findings_beside "headline" %}``: what the checklist found in one field of the story form."""

from django import template

register = template.Library()


@register.inclusion_tag("admin/articles/article/_findings.html", takes_context=True)
def findings_beside(context, field):
    """Shown after a publish that the checklist refused; before that the side column has them all."""
    checklist = context.get("checklist")
    asked = checklist.findings if checklist and checklist.is_asked else []
    return {"findings": [found for found in asked if found.field == field]}
