"""The desk in a real browser: rows by mouse and keyboard, the editor, and all of it unscripted."""

from tests.browser.story_hands import text_of
from tests.factories_desk import ADD

PASTE = """(box, html) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/html", html);
    box.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""


def points(page):
    return [box.input_value() for box in page.locator("[data-rows=key_points] ol textarea:visible").all()]


def add_points(page, *texts):
    for text in texts:
        page.click("[data-rows=key_points] [data-add]")
        page.keyboard.type(text)


def row(page, place):
    return page.locator("[data-rows=key_points] [data-row]:visible").nth(place)


def test_key_points_are_added_moved_dragged_and_removed(desk):
    page = desk()
    page.goto(ADD)
    add_points(page, "One", "Two", "Three")
    assert points(page) == ["One", "Two", "Three"]

    row(page, 2).locator("[data-grip]").focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert points(page) == ["Three", "One", "Two"]

    row(page, 0).locator("[data-grip]").hover()
    page.mouse.down()
    below = row(page, 2).bounding_box()
    page.mouse.move(below["x"] + 20, below["y"] + below["height"] - 4, steps=6)
    page.mouse.up()
    assert points(page) == ["One", "Two", "Three"]

    row(page, 1).locator("[data-remove]").click()
    add_points(page, "")  # left blank, so it is no point
    page.fill("[name=headline]", "Rows in order")
    page.keyboard.press("Control+s")
    page.wait_for_url("**/change/")

    assert points(page) == ["One", "Three"]
    assert page.inner_text(".messagelist") == "Draft saved."


def test_there_is_no_place_for_an_eighth_key_point(desk):
    page = desk()
    page.goto(ADD)

    add_points(page, *"1234567")

    assert page.locator("[data-rows=key_points] [data-add]").is_hidden()


def test_text_is_pasted_previewed_and_saved_clean(desk):
    page = desk()
    page.goto(ADD)
    editor = text_of(page)
    page.fill("[name=headline]", "Pasted from elsewhere")

    editor.click()
    editor.evaluate(PASTE, '<p style="color:red">A <span style="font-weight:700">heavy</span> word</p>')
    page.locator("[data-words]", has_text="3 words, 1 min").wait_for()
    page.keyboard.press("Control+Enter")

    preview = page.frame_locator("[data-beside-frame]").locator(".article-body")
    assert preview.inner_html().strip() == "<p>A <strong>heavy</strong> word</p>"
    page.click("[data-beside-close]")
    page.click("[data-save]")
    page.wait_for_url("**/change/")
    assert page.locator("[name=body]").input_value() == "<p>A <strong>heavy</strong> word</p>"


def test_the_whole_form_works_without_scripts(desk):
    page = desk(scripts=False)
    page.goto(ADD)
    page.fill("[name=headline]", "Unscripted")
    page.fill("[name=key_points-0-text]", "First")
    page.fill("[name=body]", "<p>Typed <b>by hand</b></p>")
    page.fill("[name=new_tags]", "Quay, Fish")
    page.press("[name=kicker]", "Enter")
    page.wait_for_url("**/change/")

    page.fill("[name=key_points-1-text]", "Second, to be first")
    page.fill("[name=key_points-1-ORDER]", "1")
    page.fill("[name=key_points-0-ORDER]", "2")
    page.locator(".chip", has_text="Fish").locator("input").uncheck()
    page.press("[name=kicker]", "Enter")
    page.wait_for_url("**/change/")

    texts = [box.input_value() for box in page.locator("[data-rows=key_points] ol textarea").all()]
    assert texts == ["Second, to be first", "First", ""]
    assert page.locator("[name=body]").input_value() == "<p>Typed <strong>by hand</strong></p>"
    assert page.inner_text(".chips").split() == ["Quay"]


def test_a_submit_that_led_nowhere_does_not_let_the_page_be_left_unasked(desk):
    page = desk()
    page.goto(ADD)
    page.fill("[name=headline]", "Not saved")
    page.route(f"**{ADD}", lambda route: route.fulfill(status=204))  # as a lost connection: the page stays

    with page.expect_response(f"**{ADD}"):
        page.click("[data-save]")

    asks = "() => !dispatchEvent(new Event('beforeunload', { cancelable: true }))"
    assert page.evaluate(asks) is True


def test_a_long_headline_is_seen_whole_on_a_phone(desk):
    page = desk()
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto(ADD)

    page.fill("[name=headline]", "Nobody crossed the sound " * 8)

    tall, whole = page.eval_on_selector("[name=headline]", "box => [box.clientHeight, box.scrollHeight]")
    assert tall == whole > 6 * 32


def test_nothing_on_the_desk_scrolls_sideways(desk):
    page = desk()

    for address in ("/admin/", "/admin/articles/article/", ADD, "/admin/articles/photo/add/"):
        page.goto(address)
        for width in (320, 390, 820, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            assert (address, page.evaluate("document.documentElement.scrollWidth") <= width) == (
                address,
                True,
            )
