"""The photo library in a real browser: pictures dropped, described, and cut around their focal point."""

from base64 import b64encode

import pytest

from tests.factories_pictures import a_picture_file

PHOTOS = "/admin/articles/photo/"
DROP = """([target, files]) => {
    const dataTransfer = new DataTransfer();
    for (const [name, content] of files) {
        const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
        dataTransfer.items.add(new File([bytes], name, { type: "image/jpeg" }));
    }
    for (const type of ["dragover", "drop"]) {
        document.querySelector(target).dispatchEvent(
            new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
    }
}"""


def drop(page, *files):
    packed = [(name, b64encode(content).decode()) for name, content in files]
    page.evaluate(DROP, [".drop", packed])


def a_picture(color, size=(900, 600)):
    return a_picture_file(size, color=color).read()


def point(page):
    return [page.input_value(f"#id_focal_{axis}") for axis in "xy"]


def test_two_pictures_are_dropped_described_and_cut_around_what_was_clicked(desk):
    page = desk()
    page.goto(PHOTOS)

    drop(page, ("quay.jpg", a_picture("#112233")), ("tram.jpg", a_picture("#445566")), ("x.jpg", b"no"))
    page.click("text=Describe 2 pictures")
    page.wait_for_url("**/describe/**")
    words = page.locator(".described")
    for number, alt in enumerate(("A grey quay", "A grey tram")):
        words.nth(number).locator("input[name$=alt]").fill(alt)
        words.nth(number).locator("input[name$=credit]").fill("Ana Berg")
    page.click("text=Save")
    page.wait_for_url(f"**{PHOTOS}")
    assert "2 pictures described." in page.inner_text(".messagelist")

    page.click("text=A grey quay")
    page.wait_for_url("**/change/")
    picture = page.locator("[data-focus] img")
    box = picture.bounding_box()
    picture.click(position={"x": box["width"] * 0.2, "y": box["height"] * 0.7})
    assert point(page) == ["20", "70"]
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowUp")
    assert point(page) == ["21", "60"]
    page.click("[name=_save]")
    page.wait_for_url(f"**{PHOTOS}")

    page.goto("/admin/articles/article/add/")
    thumbnail = page.locator(".picker-choice img[alt='A grey quay']").first
    thumbnail.scroll_into_view_if_needed()
    assert thumbnail.evaluate("image => getComputedStyle(image).objectPosition") == "20% 60%"


def test_a_picture_that_is_there_already_is_told_with_the_way_to_it(desk):
    page = desk()
    page.goto(PHOTOS)
    drop(page, ("boat.jpg", a_picture("#778899")))
    page.locator(".drop-good").wait_for()

    drop(page, ("again.jpg", a_picture("#778899")), ("text.jpg", b"no picture"))
    page.locator(".drop-bad").nth(1).wait_for()

    told = page.locator(".drop-bad").all_inner_texts()
    assert told[0].startswith("again.jpg: In the library already: Photo ")
    assert told[1] == "text.jpg: This is not a picture. Use JPEG, PNG, WebP, AVIF or a still GIF."
    page.click(".drop-bad a")
    page.wait_for_url("**/change/")


def test_the_library_works_without_scripts(desk):
    page = desk(scripts=False)
    page.goto(PHOTOS)
    file = {"name": "hall.jpg", "mimeType": "image/jpeg", "buffer": a_picture("#aa5500")}

    page.set_input_files("#drop-files", [file])
    page.click("text=Upload")
    page.wait_for_url("**/describe/**")
    page.locator("input[name$=alt]").fill("The town hall")
    page.click("text=Save")
    page.wait_for_url(f"**{PHOTOS}")
    page.click("text=The town hall")
    assert page.locator("[data-focus-point]").is_hidden()
    page.fill("#id_focal_x", "80")
    page.fill("#id_focal_y", "10")
    page.click("[name=_save]")
    page.wait_for_url(f"**{PHOTOS}")
    page.click("text=The town hall")

    assert point(page) == ["80", "10"]
    assert page.locator("[data-focus] img").get_attribute("class") == "focus-x-80 focus-y-10"


@pytest.mark.parametrize("width", [320, 390, 820, 1440])
def test_nothing_in_the_library_scrolls_sideways(desk, width):
    page = desk()
    page.goto(PHOTOS)
    drop(page, ("wide.jpg", a_picture("#334455", (900, width))))
    page.click("text=Describe it")
    page.wait_for_url("**/describe/**")
    key = page.url.rpartition("=")[2]
    page.set_viewport_size({"width": width, "height": 900})

    for address in (page.url, PHOTOS, f"{PHOTOS}{key}/change/", f"{PHOTOS}{key}/delete/"):
        page.goto(address)
        assert (address, page.evaluate("document.documentElement.scrollWidth") <= width) == (address, True)
