"""``{% moment release.published_at %}``: a time as people read it, with the time machines read."""

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html

from newsroom.clock import written

register = template.Library()


@register.simple_tag
def moment(when, form="j F Y, H:i"):
    """Show the datetime ``when`` in the site's zone; never relative to now: a kept page stays true."""
    local = timezone.localtime(when)
    return format_html('<time datetime="{}">{}</time>', written(when), date_format(local, form))
