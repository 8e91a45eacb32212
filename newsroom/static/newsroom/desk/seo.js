// The search result and the shared card as they will look, while the words are typed.
const form = document.querySelector("[data-story]");
const shares = form?.querySelector("[data-shares]");
if (shares) setUp(shares);

function setUp(shares) {
  const value = (name) => form.elements[name]?.value.replace(/\s+/g, " ").trim() ?? "";
  const firstWords = () => {
    const editor = form.querySelector(".field-body .prose-editor > .ProseMirror");
    const text = editor ? [...editor.children].filter((block) => !block.matches("figure, section, aside, .furniture")).map((block) => block.textContent).join(" ") : plain(value("body"));
    return cut(text.replace(/\s+/g, " ").trim(), 160);
  };
  const write = (name, text) => shares.querySelectorAll(`[data-share-${name}]`).forEach((place) => (place.textContent = text));
  const draw = () => {
    write("title", value("seo_title") || value("headline") || "No headline yet");
    write("description", value("seo_description") || value("standfirst") || firstWords());
  };
  const drawPhoto = () => {
    const chosen = form.querySelector('[name="lead_photo"]:checked')?.closest(".picker-choice")?.querySelector("picture");
    const photo = chosen?.cloneNode(true);
    photo?.querySelector("img").setAttribute("alt", "");
    shares.querySelector("[data-share-photo]").replaceChildren(...(photo ? [photo] : []));
  };

  form.addEventListener("input", draw);
  form.addEventListener("change", ({ target }) => target.name === "lead_photo" && drawPhoto());
  form.addEventListener("input", ({ target }) => target.name === "lead_photo" && drawPhoto());
  const body = form.querySelector(".field-body");
  if (body) new MutationObserver(draw).observe(body, { characterData: true, childList: true, subtree: true });
}

function plain(html) {
  return new DOMParser().parseFromString(html, "text/html").body.textContent;
}

function cut(text, most) {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
