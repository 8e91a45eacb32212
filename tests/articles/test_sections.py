"""Subsections and series: where a story stands, on the desk and for readers."""

import pytest
from django.db.models import F

from articles import editions, services
from articles.models import Release, Section, Series
from newsroom.models import AuditEntry, Purge
from tests.factories_articles import make_article, make_live, make_section, make_series
from tests.factories_desk import client_of, make_chief

pytestmark = pytest.mark.django_db


def headlines(releases):
    return [release.headline for release in releases]


def test_a_subsection_shows_its_stories_in_its_section_too():
    sport, other = make_section(name="Sport"), make_section()
    rowing = make_section(name="Rowing", parent=sport)
    make_live(headline="In rowing", section=rowing)
    make_live(headline="In sport", section=sport)
    make_live(headline="Elsewhere", section=other)

    assert headlines(Release.objects.in_section(sport)) == ["In sport", "In rowing"]
    assert headlines(Release.objects.in_section(rowing)) == ["In rowing"]
    assert list(Section.objects.on_top()) == [sport, other]


def test_moving_a_section_moves_all_that_was_published_in_it():
    sport, rowing = make_section(name="Sport"), make_section(name="Rowing")
    make_live(headline="Old", section=rowing)
    Purge.objects.all().delete()

    services.move_section(rowing, under=sport, by=None)

    assert headlines(Release.objects.in_section(sport)) == ["Old"]
    told = set(Purge.objects.values_list("name", flat=True))
    assert {"sections", "front", f"section-{sport.pk}", f"section-{rowing.pk}"} <= told

    services.move_section(rowing, under=None, by=None)

    assert headlines(Release.objects.in_section(sport)) == []
    rowing.refresh_from_db()
    assert headlines(Release.objects.in_section(rowing)) == ["Old"]
    assert AuditEntry.objects.filter(verb="moved").count() == 2


def test_there_are_two_levels_and_no_more():
    sport, rowing, eights = make_section(), make_section(), make_section()
    services.move_section(rowing, under=sport, by=None)

    with pytest.raises(services.Refused, match="no subsection itself"):
        services.move_section(eights, under=Section.objects.get(pk=rowing.pk), by=None)
    with pytest.raises(services.Refused, match="subsections of its own"):
        services.move_section(sport, under=eights, by=None)
    with pytest.raises(services.Refused, match="no subsection itself"):
        services.move_section(eights, under=eights, by=None)


def test_the_form_of_a_section_moves_it_and_refuses_a_third_level_beside_the_field():
    sport, rowing, chief = make_section(), make_section(), client_of(make_chief())
    typed = {"name": rowing.name, "slug": rowing.slug, "position": 1, "under": sport.pk}
    make_live(section=rowing)

    answer = chief.post(f"/admin/articles/section/{rowing.pk}/change/", typed)

    assert answer.status_code == 302
    assert Release.objects.get().top_section == sport
    typed = {"name": sport.name, "slug": sport.slug, "position": 1, "under": make_section().pk}
    refused = chief.post(f"/admin/articles/section/{sport.pk}/change/", typed)
    assert "This section has subsections of its own: move them first." in refused.text


def test_a_series_is_part_of_the_text_and_so_of_every_edition():
    ferry = make_series(name="The ferry")
    article = make_article(series=ferry)
    edition = services.keep(article, by=None)
    article.series = None
    article.save()
    services.keep(article, by=None)

    gone = services.restore(edition, by=None)

    article.refresh_from_db()
    assert (gone, article.series) == ([], ferry)
    [difference] = editions.diff(article.editions.get(number=2).data, edition.data)
    assert (difference.label, difference.before, difference.after) == ("Series", [], ["The ferry"])


def test_a_series_that_is_gone_is_named_when_an_edition_is_restored():
    article = make_article(series=make_series(name="The ferry"))
    edition = services.keep(article, by=None)
    article.series = None
    article.save()
    Series.objects.all().delete()

    assert services.restore(edition, by=None) == ["the series “The ferry”"]


def test_readers_find_the_stories_of_a_series_newest_first():
    ferry = make_series()
    make_live(headline="First", series=ferry)
    make_live(headline="Second", series=ferry)
    make_live(headline="Another matter")

    assert headlines(Release.objects.in_series(ferry)) == ["Second", "First"]
    assert not Release.timeline.exclude(top_section=F("section")).exists()
