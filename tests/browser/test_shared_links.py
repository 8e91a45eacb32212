"""What a real browser makes of the data in a page: it is read, never run, and breaks no rule."""

from io import BytesIO

from PIL import Image

HEADLINE = "It ends </script><script>document.title='broken'</script> <!-- here"
PUBLISH = f"""
from articles import services
from articles.models import Article, Section
section = Section.objects.create(name="Told", slug="told")
story = Article.objects.create(headline={HEADLINE!r}, slug="told", section=section, body="<p>Words.</p>")
services.publish(story, by=None, checked=False)
answer = story.releases.get().get_absolute_url()
"""
READ = "() => JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent)"
PICTURE = "() => document.querySelector('meta[property=\"og:image\"]').content"


def test_the_data_of_a_page_is_read_and_never_run(page, live_paper):
    page.add_init_script(
        "window.violations = [];"
        "addEventListener('securitypolicyviolation', event => violations.push(event.violatedDirective))"
    )

    page.goto(live_paper.ask(PUBLISH))

    said = page.evaluate(READ)
    assert said["@graph"][0]["headline"] == HEADLINE
    assert page.locator("h1").inner_text() == HEADLINE
    assert (
        page.locator("script:not([src])").count()
        == page.locator('script[type="application/ld+json"]').count()
        == 1
    )
    assert page.title().startswith("It ends </script>")
    assert page.evaluate("() => violations") == []
    drawn = page.request.get(page.evaluate(PICTURE))
    assert Image.open(BytesIO(drawn.body())).size == (1200, 630)
    page.goto("/")
    assert page.evaluate(READ)["@graph"][0]["@type"] == "WebSite"
    assert page.evaluate("() => violations") == []
