// Shows the ad beside the form as it is typed. Without this module the button "Show me first" does the same.
const preview = document.querySelector("[data-preview]");
const form = document.querySelector(".advertise form");
const EMPTY = "…";

function show(name, text) {
  for (const place of preview.querySelectorAll(`[data-shows="${name}"]`)) place.textContent = text || EMPTY;
}

// The chosen file is drawn, not linked: the page's policy lets no picture in but the paper's own.
async function draw(file) {
  const picture = await createImageBitmap(file).catch(() => null);
  if (!picture) return;
  for (const place of preview.querySelectorAll('[data-shows="image"]')) {
    const canvas = document.createElement("canvas");
    canvas.width = 600;
    canvas.height = 400;
    canvas.dataset.shows = "image";
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", form.elements.alt.value);
    canvas.getContext("2d").drawImage(picture, 0, 0, 600, 400);
    place.replaceWith(canvas);
  }
}

if (preview && form) {
  preview.hidden = false;
  for (const name of ["headline", "text", "call_to_action", "paid_by"]) {
    const field = form.elements[name];
    if (field.value) show(name, field.value);
    field.addEventListener("input", () => show(name, field.value));
  }
  form.elements.image?.addEventListener("change", (event) => {
    if (event.target.files[0]) draw(event.target.files[0]);
  });
}
