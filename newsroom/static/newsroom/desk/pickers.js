// Choosing a photo and tags. Without scripts: radio buttons, ticks, and names between commas.
const later = (run, wait = 200) => {
  let timer;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(run, wait, ...given);
  };
};

for (const picker of document.querySelectorAll("[data-picker]")) {
  const find = (name) => picker.querySelector(`[data-${name}]`);
  const { choose, name } = picker.dataset;
  const none = picker.querySelector(`[name="${name}"][value=""]`);
  const show = () => {
    const choice = picker.querySelector(`[name="${name}"]:checked`)?.closest(".picker-choice");
    const figure = find("chosen");
    figure.hidden = find("remove").hidden = !choice;
    find("verb").textContent = choice ? "Replace" : "Choose a photo";
    if (!choice) return;
    const caption = document.createElement("figcaption");
    caption.textContent = choice.querySelector("span").textContent;
    figure.replaceChildren(choice.querySelector("picture").cloneNode(true), caption);
    figure.querySelectorAll("source").forEach((source) => (source.sizes = "300px"));
  };
  const search = async () => {
    const chosen = picker.querySelector(`[name="${name}"]:checked`)?.value;
    const answer = await fetch(`${choose}?${new URLSearchParams({ q: find("q").value, name })}`);
    if (!answer.ok || answer.redirected) return; // signed out meanwhile
    const kept = picker.querySelector(".picker-choice:has(:checked)");
    find("grid").innerHTML = await answer.text();
    const again = find("grid").querySelector(`[value="${chosen}"]`);
    if (again) again.checked = true;
    else if (kept) find("grid").prepend(kept);
  };

  find("search").hidden = false;
  find("remove").hidden = none.checked;
  find("q").addEventListener("input", (event) => event.stopPropagation());
  find("q").addEventListener("input", later(search));
  find("q").addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  find("library").addEventListener("toggle", () => find("library").open && search());
  addEventListener("focus", () => find("library").open && search()); // back from uploading in another tab
  find("grid").addEventListener("change", show);
  find("grid").addEventListener("click", ({ target }) => {
    if (target.matches("input")) find("library").open = false;
  });
  none.addEventListener("change", show);
  find("remove").addEventListener("click", () => {
    none.checked = true;
    none.dispatchEvent(new Event("input", { bubbles: true }));
    show();
  });
}

const input = document.getElementById("id_new_tags");
const chips = document.querySelector("[data-chips]");
if (input && chips) tags(input, chips);

function tags(input, chips) {
  const options = document.createElement("ul");
  Object.assign(options, { className: "suggestions", id: "tag_suggestions", hidden: true });
  options.setAttribute("role", "listbox");
  options.setAttribute("aria-label", "Tags");
  input.after(options);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-controls", options.id);
  input.setAttribute("aria-autocomplete", "list");
  input.autocomplete = "off";
  let at = -1;

  const close = () => {
    options.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    at = -1;
  };
  const point = (place) => {
    at = place;
    [...options.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === at)));
    if (options.children[at]) input.setAttribute("aria-activedescendant", options.children[at].id);
  };
  const take = ({ dataset, textContent }) => {
    if (!chips.querySelector(`[value="${dataset.pk}"]`)) {
      const chip = document.createElement("label");
      const box = Object.assign(document.createElement("input"), { type: "checkbox", name: "tags", value: dataset.pk, checked: true });
      chip.className = "chip";
      chip.append(box, ` ${textContent}`);
      chips.append(chip);
    }
    input.value = input.value.split(",").slice(0, -1).join(",");
    input.dispatchEvent(new Event("change", { bubbles: true }));
    close();
    input.focus();
  };
  const suggest = later(async () => {
    const term = input.value.split(",").pop().trim();
    if (!term) return close();
    const asked = new URLSearchParams({ app_label: "articles", model_name: "article", field_name: "tags", term });
    const answer = await fetch(`${document.querySelector("[data-story]").dataset.autocomplete}?${asked}`);
    if (!answer.ok || answer.redirected) return close();
    const { results } = await answer.json();
    options.replaceChildren(...results.slice(0, 8).map(({ id, text }, i) => {
      const option = Object.assign(document.createElement("li"), { id: `tag_option_${i}`, textContent: text });
      option.setAttribute("role", "option");
      option.dataset.pk = id;
      return option;
    }));
    options.hidden = !results.length;
    input.setAttribute("aria-expanded", String(!options.hidden));
    point(results.findIndex(({ text }) => text.toLowerCase() === term.toLowerCase()));
  });

  close();
  input.addEventListener("input", suggest);
  input.addEventListener("blur", () => setTimeout(close, 150));
  options.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    if (event.target.matches("li")) take(event.target);
  });
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (options.hidden) return;
    if (step) {
      event.preventDefault();
      point((at + step + options.children.length) % options.children.length);
    } else if (event.key === "Escape") close();
    else if (event.key === "Enter") {
      event.preventDefault();
      if (options.children[at]) take(options.children[at]);
      else close();
    }
  });
}
