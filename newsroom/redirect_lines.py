"""Many redirects at once, as lines ``old,new``: what each would do, and doing it."""

import csv
from dataclasses import dataclass, replace

from django.db import transaction

from newsroom.audit import record
from newsroom.models import Redirect, User
from newsroom.redirects import RedirectError, Ways, all_ways, hold, read_path, read_target, store_ways

MOST_LINES = 20_000
_HEADINGS = {"old", "from", "source", "old_path", "old address"}
_MOST_LOGGED = 500


@dataclass(frozen=True)
class Line:
    """One line of the text: ``outcome`` is "new", "changed", "same" or "refused", ``said`` the reason."""

    number: int
    old: str
    new: str
    outcome: str
    said: str = ""


def plan_redirects(text: str) -> list[Line]:
    """Return what each line of ``text`` would do now, writing nothing."""
    return _lead_all(_read(text), all_ways())


def import_redirects(text: str, *, by: User | None) -> list[Line]:
    """Do it, all lines but the refused ones, and return what each did."""
    lines = _read(text)  # before the transaction: it takes a while
    with transaction.atomic():
        hold()
        ways = all_ways()
        lines = _lead_all(lines, ways)
        done = [line for line in lines if line.outcome in ("new", "changed")]
        if done:
            store_ways(ways)
            first = Redirect.objects.get(old_path=done[0].old)
            said = {line.old: line.new for line in done[:_MOST_LOGGED]}
            record("imported", first, by=by, after={"redirects": len(done), "first of them": said})
    return lines


def _read(text):
    """The lines with their addresses read: "refused", or "" for those whose outcome is still to come."""
    lines = []
    for number, typed in enumerate(text.splitlines(), start=1):
        cells = _cells(typed)
        if any(cells) and not (number == 1 and cells[0].casefold() in _HEADINGS):
            lines.append(_line(number, typed, cells))
        if len(lines) == MOST_LINES:
            break
    return lines


def _cells(typed):
    try:
        return [cell.strip() for cells in csv.reader([typed]) for cell in cells]
    except csv.Error:
        return [typed]


def _line(number, typed, cells):
    if len(cells) != 2:
        return Line(number, typed[:200], "", "refused", "A line is two addresses with a comma.")
    try:
        return Line(number, read_path(cells[0]), read_target(cells[1]), "")
    except RedirectError as error:
        return Line(number, cells[0][:200], cells[1][:200], "refused", str(error))


def _lead_all(lines, ways):
    return [line if line.outcome else _lead(line, ways) for line in lines]


def _lead(line, ways: Ways):
    before = ways.way_of(line.old)
    try:
        ways.lead(line.old, line.new)
    except RedirectError as error:
        return replace(line, outcome="refused", said=str(error))
    end = ways.paths[line.old]
    said = f"{line.new} leads there." if end != line.new else ""
    if before == end:
        return replace(line, new=end, outcome="same", said=said)
    if before:
        return replace(line, new=end, outcome="changed", said=f"It led to {before}.")
    return replace(line, new=end, outcome="new", said=said)
