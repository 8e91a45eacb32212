"""The open books: what was charged and what was not, for everybody, with the means to check it."""

import csv

from django.http import HttpResponse
from django.shortcuts import render

from ads.models import BookDay, BooksAudit, Reason
from ads.open_books import COLUMNS, check_script, weeks
from newsroom.kept import kept

SHOWN_WEEKS = 26


@kept
def open_books(request):
    days = list(BookDay.objects.public())
    reasons = dict(Reason.choices)
    rows = weeks(days)[:SHOWN_WEEKS]
    for week in rows:
        counts = sorted(week["figures"].refused.items(), key=lambda row: (-row[1], row[0]))
        week["refused"] = [{"words": reasons.get(name, name), "count": count} for name, count in counts]
        week["refused_total"] = sum(week["figures"].refused.values())
    audits = list(BooksAudit.objects.public()[:1])
    context = {
        "weeks": rows,
        "last_day": days[-1] if days else None,
        "audit": audits[0] if audits else None,
        "script": check_script(),
    }
    return render(request, "ads/open_books.html", context)


@kept
def books_csv(request):
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="books.csv"'
    rows = csv.writer(response, lineterminator="\n")
    rows.writerow(COLUMNS)
    rows.writerows([*row.line.split(","), row.hash] for row in BookDay.objects.public())
    return response
