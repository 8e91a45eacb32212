// Text pasted from elsewhere is said in the house's own words by the server before the editor reads it: in the
// browser the strict policy hides inline styles, and with them what was bold, and what Word meant as a list.
const address = document.querySelector("[data-paste-at]").dataset.pasteAt;

const inOurWords = async (html) => {
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const answer = await fetch(address, {
    method: "POST",
    headers: { "X-CSRFToken": token },
    body: new URLSearchParams({ html }),
  });
  if (!answer.ok || answer.redirected) throw new Error(`${answer.status}`);
  return answer.text();
};

document.addEventListener(
  "paste",
  async (event) => {
    const editor = event.target.closest?.(".ProseMirror")?.editor;
    const html = event.clipboardData?.getData("text/html");
    if (!editor || !html || html.includes("data-pm-slice")) return; // nothing foreign: the editor knows its own
    event.preventDefault();
    event.stopPropagation();
    const plain = event.clipboardData.getData("text/plain");
    try {
      editor.view.pasteHTML(await inOurWords(html));
    } catch {
      editor.view.pasteText(plain); // no connection, or too much at once: the words at least
    }
  },
  true,
);
