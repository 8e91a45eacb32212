// Suggestions under the search field, as one types: a combobox after the ARIA practices. Without it, search is a form.
const field = document.querySelector("[data-suggest]");
const list = document.createElement("ul");
list.id = "search-suggestions";
list.className = "search-suggestions";
list.setAttribute("role", "listbox");
list.setAttribute("aria-label", field.labels[0].textContent);
list.hidden = true;
field.after(list);
for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id], ["aria-expanded", "false"]])
  field.setAttribute(name, value);

let timer, asked = "", chosen = -1;

function choose(place) {
  chosen = place;
  [...list.children].forEach((option, at) => option.setAttribute("aria-selected", at === place));
  if (place < 0) field.removeAttribute("aria-activedescendant");
  else {
    field.setAttribute("aria-activedescendant", list.children[place].id);
    list.children[place].scrollIntoView({ block: "nearest" });
  }
}

function show(suggestions) {
  list.replaceChildren(...suggestions.map(({ text, kind, url }, at) => {
    const option = document.createElement("li"), label = document.createElement("span");
    option.id = `search-suggestion-${at}`;
    option.setAttribute("role", "option");
    option.dataset.url = url;
    label.textContent = kind;
    option.append(text, " ", label);
    return option;
  }));
  list.hidden = !suggestions.length;
  field.setAttribute("aria-expanded", !list.hidden);
  choose(-1);
}

async function ask() {
  const text = (asked = field.value.trim());
  if (text.length < 2) return show([]);
  try {
    const answer = await fetch(`${field.dataset.suggest}?q=${encodeURIComponent(text)}`);
    const { suggestions } = await answer.json();
    if (text === asked && document.activeElement === field) show(suggestions);
  } catch { show([]); }
}

field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 150); });
field.addEventListener("blur", () => { asked = ""; show([]); });
field.addEventListener("keydown", (event) => {
  const last = list.children.length - 1;
  if (event.key === "Escape" && !list.hidden) show([]);
  else if (event.key === "ArrowDown" && last >= 0) choose(chosen < last ? chosen + 1 : -1);
  else if (event.key === "ArrowUp" && last >= 0) choose(chosen >= 0 ? chosen - 1 : last);
  else if (event.key === "Enter" && chosen >= 0) location.assign(list.children[chosen].dataset.url);
  else return;
  event.preventDefault();
});
list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
list.addEventListener("click", (event) => {
  const option = event.target.closest("[data-url]");
  if (option) location.assign(option.dataset.url);
});
