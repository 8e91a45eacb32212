// Related stories: the browser's own list of suggestions, filled from the desk as one types. Without scripts
// it offers the newest stories, and an address or a number does as well.
const form = document.querySelector("[data-story]");
const list = document.getElementById("stories_to_pick");
let timer;

form?.addEventListener("input", ({ target }) => {
  if (!target.matches("[data-pick]")) return;
  clearTimeout(timer);
  timer = setTimeout(suggest, 200, target.value.trim());
});

async function suggest(term) {
  if (!list || term.length < 2 || [...list.options].some((option) => option.value === term)) return;
  const asked = new URLSearchParams({ app_label: "articles", model_name: "relatedpick", field_name: "other", term });
  const answer = await fetch(`${form.dataset.autocomplete}?${asked}`).catch(() => null);
  if (!answer?.ok) return;
  const { results } = await answer.json();
  list.replaceChildren(...results.map(({ id, text }) => Object.assign(document.createElement("option"), { value: `${text} (${id})` })));
}
