"""What stands between the paragraphs: put into a text from the library, published, read without scripts."""

from playwright.sync_api import expect

from tests.browser.story_hands import text_of
from tests.factories_desk import ADD

LIBRARY = """
from articles.models import Photo, Recording, Section
from articles.photos import add_photo
from articles.recordings import add_recording
from tests.factories_pictures import a_picture_file
from tests.factories_recordings import a_recording_file

def photo(alt, color, **words):
    known = Photo.objects.filter(alt=alt).first()
    return (known or add_photo(a_picture_file(color=color), by=None, alt=alt, **words)).pk

quay = photo("Boats at a quay", "#224466", caption="The quay", credit="Ana Reis")
rope, nets = photo("A rope", "#446622", credit="Bo Lind"), photo("Nets", "#662244", credit="Bo Lind")
bell = Recording.objects.first() or add_recording(
    a_recording_file(), title="The ferry bell", by=None, transcript="Ding."
)
Section.objects.get_or_create(slug="harbour", defaults={"name": "Harbour", "position": 1})
answer = {"quay": quay, "rope": rope, "nets": nets, "bell": bell.pk}
"""
# A clipboard of the page's own: a browser without a window has none.
CLIPBOARD = """(editor, kind) => {
  const clipboardData = (window.clipboard ??= new DataTransfer());
  editor.dispatchEvent(new ClipboardEvent(kind, { clipboardData, bubbles: true, cancelable: true }));
}"""


def pick(page, button, *names):
    """Open a dialog of the library by its button, and choose by searching."""
    page.get_by_role("button", name=button, exact=True).click()
    dialog = page.get_by_role("dialog")
    for name in names:
        dialog.get_by_role("searchbox").fill(name)
        choice = dialog.locator("label", has_text=name)
        expect(dialog.locator("label:not(:has(:checked))")).to_have_count(1)
        choice.locator("input").check()
    dialog.get_by_role("button", name="Insert").click()
    expect(dialog).to_have_count(0)


def write(page):
    """A text with one of each, as somebody writes it who knows the keys."""
    text = text_of(page)
    text.click()
    page.keyboard.type("It opened.")
    pick(page, "Photo", "The quay")
    expect(text.locator("figure img[src*='/media/photos/']")).to_have_count(1)
    page.keyboard.press("End")
    page.keyboard.type(" on Monday")
    text.get_by_role("textbox", name="Description").fill("Boats that leave")
    text.locator("figcaption").click()
    page.keyboard.press("Enter")
    page.keyboard.type("It will last.")
    page.get_by_role("button", name="Pull quote").click()
    text.locator("> p").last.click()
    pick(page, "Gallery", "A rope", "Nets")
    text.locator("> p").last.click()
    pick(page, "Audio or video", "The ferry bell")
    text.locator("> p").last.click()
    page.get_by_role("button", name="Link card").click()
    card = page.get_by_role("dialog")
    card.get_by_label("Address").fill("https://www.example.org/log")
    card.get_by_label("Title").fill("The harbour log")
    card.get_by_role("button", name="Insert").click()
    expect(page.locator("[data-words]")).to_have_text("12 words, 1 min")
    return text


def stored_text(keys):
    return (
        f'<p>It opened.</p><figure><img data-photo="{keys["quay"]}" alt="Boats that leave">'
        "<figcaption>The quay on Monday</figcaption></figure><aside><p>It will last.</p></aside>"
        f'<section><figure><img data-photo="{keys["rope"]}" alt=""></figure>'
        f'<figure><img data-photo="{keys["nets"]}" alt=""></figure></section>'
        f'<figure><audio data-recording="{keys["bell"]}"></audio></figure>'
        '<figure><a href="https://www.example.org/log" rel="noopener">The harbour log</a></figure>'
    )


def test_a_story_is_furnished_from_the_library_and_read_without_scripts(desk, plain_page, live_paper):
    keys = live_paper.ask(LIBRARY)
    page = desk()
    page.goto(ADD)
    page.fill("[name=headline]", "The quay opens")
    page.select_option("[name=section]", label="Harbour")
    text = write(page)
    page.click("[data-save]")
    page.wait_for_url("**/change/")

    assert page.input_value("[name=body]") == stored_text(keys)
    expect(text.locator("section figure img[src*='/media/photos/']")).to_have_count(2)

    url = live_paper.ask(
        "from articles.models import Article; from articles.services import publish\n"
        "release = publish(Article.objects.latest('pk'), by=None, checked=False)\n"
        "answer = release.get_absolute_url()"
    )
    plain_page.goto(url)
    article = plain_page.locator(".article-body")
    assert article.get_by_alt_text("Boats that leave").evaluate("image => image.naturalWidth") > 0
    assert article.locator(".figure figcaption").first.inner_text() == "The quay on Monday Ana Reis"
    assert article.get_by_role("group", name="Gallery").locator("img").count() == 2
    assert article.locator(".pull-quote").inner_text() == "It will last."
    assert article.locator("audio[controls]").count() == 1
    article.get_by_text("Transcript").click()
    assert article.get_by_text("Ding.").is_visible()
    assert article.locator(".link-card").inner_text().split() == ["The", "harbour", "log", "example.org"]

    page.goto(f"/admin/articles/photo/{keys['quay']}/change/")
    page.fill("[name=credit]", "Somebody else")
    page.keyboard.press("Enter")
    page.wait_for_url("**/photo/")
    plain_page.reload()
    assert article.locator(".figure figcaption").first.inner_text() == "The quay on Monday Somebody else"


def press(page, key, until):
    """Press ``key`` and wait until the editor has taken it in: ``selected`` is the browser's selection."""
    page.keyboard.press(key)
    for _ in range(200):
        page.wait_for_timeout(50)  # the editor itself reads the selection a moment later
        if page.evaluate(f"(() => {{ const selected = getSelection(); return Boolean({until}); }})()"):
            return page.wait_for_timeout(100)
    raise AssertionError(f"After {key} never: {until}")


def test_a_figure_is_cut_and_pasted_taken_out_and_left_by_its_keys(desk, live_paper):
    keys = live_paper.ask(LIBRARY)
    page = desk()
    page.goto(ADD)
    text = write(page)
    quay = f'<figure><img data-photo="{keys["quay"]}" alt="Boats that leave">'
    body = page.locator("[name=body]")

    press(page, "Control+a", "!selected.isCollapsed")
    text.evaluate(CLIPBOARD, "copy")
    press(page, "ArrowRight", "selected.isCollapsed")
    text.evaluate(CLIPBOARD, "paste")
    expect(text.locator("section")).to_have_count(2)
    assert body.input_value().count(quay) == 2

    text.locator("section").first.get_by_role("button", name="Remove").first.click()
    text.locator("section").first.get_by_role("button", name="Remove").first.click()
    expect(text.locator("section")).to_have_count(1)
    text.locator("figcaption").first.click()
    press(
        page, "Home", "selected.anchorNode.parentElement.closest('figcaption') && selected.anchorOffset === 0"
    )
    press(page, "Shift+End", "!selected.isCollapsed")
    press(page, "Backspace", "selected.isCollapsed")
    page.keyboard.press("Backspace")  # the caption is empty: its figure is selected
    expect(text.locator(".furniture-photo.ProseMirror-selectednode")).to_have_count(1)
    page.keyboard.press("Delete")

    expect(text.locator("> .furniture-photo")).to_have_count(1)
    assert body.input_value().count(quay) == 1
