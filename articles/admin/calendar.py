"""The calendar of what is scheduled: a month as a table, on a phone a list of its days."""

import calendar
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.urls import path
from django.utils.timezone import localdate, localtime
from django.views.decorators.http import require_safe

from articles import access
from articles.planned import Planned, plans_between
from newsroom import clock

YEARS = range(2000, 9000)


@dataclass(frozen=True)
class Day:
    date: date
    is_inside: bool  # of the month
    is_today: bool
    plans: list[Planned]


class StoryCalendar:
    """The part of StoryAdmin that shows what others scheduled too: for those who may read it."""

    def get_urls(self):
        view = self.admin_site.admin_view(require_safe(self.calendar_view))
        return [path("calendar/", view, name="articles_article_calendar"), *super().get_urls()]

    def calendar_view(self, request):
        user = request.user
        if not (access.may_enter(user) and user.has_perm(access.READ_EVERY)):
            raise PermissionDenied
        first = _month_or_404(request.GET.get("month", ""))
        after = (first + timedelta(days=31)).replace(day=1)
        start, end = map(clock.midnight, (first, after))
        plans = plans_between(
            start,
            end,
            articles=access.visible_articles(user),
            fronts=user.has_perm("articles.view_frontslot") or user.has_perm("articles.change_frontslot"),
        )
        context = self.admin_site.each_context(request) | {
            "title": "Calendar",
            "opts": self.opts,
            "month": first,
            "before": (first - timedelta(days=1)).replace(day=1),
            "after": after,
            "weeks": _weeks(first, plans),
            "is_empty": not plans,
        }
        return render(request, "admin/articles/article/calendar.html", context)


def _month_or_404(typed):
    if not typed:
        return localdate().replace(day=1)
    try:
        month = datetime.strptime(typed, "%Y-%m").date()  # noqa: DTZ007 - a month has no zone
    except ValueError:
        raise Http404 from None
    if month.year not in YEARS:
        raise Http404
    return month


def _weeks(first, plans):
    by_day, today = {}, localdate()
    for planned in plans:
        by_day.setdefault(localtime(planned.at).date(), []).append(planned)
    return [
        [Day(day, day.month == first.month, day == today, by_day.get(day, [])) for day in week]
        for week in calendar.Calendar().monthdatescalendar(first.year, first.month)
    ]
