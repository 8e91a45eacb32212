"""A paste from elsewhere in the real editor, under the real policy."""

from pathlib import Path

PASTES = Path(__file__).parent.parent / "articles" / "pastes"
EDITOR = ".ProseMirror[contenteditable=true]"
PASTE = """([selector, html]) => {
  const editor = document.querySelector(selector);
  const clipboard = new DataTransfer();
  clipboard.setData("text/html", html);
  clipboard.setData("text/plain", "only the words");
  editor.focus();
  document.execCommand("selectAll");
  const paste = { clipboardData: clipboard, bubbles: true, cancelable: true };
  editor.dispatchEvent(new ClipboardEvent("paste", paste));
}"""


def new_story(page, live_paper):
    page.goto("/admin/login/?next=/admin/articles/article/add/")
    page.locator("[name=username]").fill(live_paper.admin_email)
    page.locator("[name=password]").fill(live_paper.admin_password)
    page.keyboard.press("Enter")
    page.wait_for_selector(EDITOR)


def test_a_paste_from_word_or_google_docs_keeps_what_was_meant(page, live_paper):
    new_story(page, live_paper)

    page.evaluate(PASTE, [EDITOR, (PASTES / "google_docs.html").read_text(encoding="utf-8")])
    page.wait_for_selector(f"{EDITOR} a >> text=the log")
    assert page.locator(f"{EDITOR} strong").all_inner_texts() == ["Boats"]
    assert page.locator(f"{EDITOR} em").all_inner_texts() == ["late"]

    page.evaluate(PASTE, [EDITOR, (PASTES / "word.html").read_text(encoding="utf-8")])
    page.wait_for_selector(f"{EDITOR} h2 >> text=The quay")
    assert page.locator(f"{EDITOR} ul li").all_inner_texts() == ["First", "Second"]
    assert page.locator(f"{EDITOR} ol li").all_inner_texts() == ["Counted"]
    assert "<h2>The quay</h2><p><strong>Boats</strong> came <em>late</em>.</p>" in page.input_value(
        "[name=body]"
    )


def test_after_a_sign_out_elsewhere_the_words_arrive_and_not_the_sign_in_page(page, live_paper):
    new_story(page, live_paper)
    page.context.clear_cookies()

    page.evaluate(PASTE, [EDITOR, "<p><b>only</b> the words</p>"])

    page.wait_for_selector(f"{EDITOR} >> text=only the words")
    assert "Sign in" not in page.inner_text(EDITOR)


def test_without_a_connection_the_words_at_least_arrive(page, live_paper):
    new_story(page, live_paper)
    page.evaluate("() => { window.fetch = () => Promise.reject(new Error('offline')); }")

    page.evaluate(PASTE, [EDITOR, "<p><b>only</b> the words</p>"])

    page.wait_for_selector(f"{EDITOR} >> text=only the words")
    assert page.locator(f"{EDITOR} strong").count() == 0
