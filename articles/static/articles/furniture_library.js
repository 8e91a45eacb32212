// Photos and recordings of the library, for the editor: what is known of each, and a dialog to choose from.
import { crel } from "django-prose-editor/editor";

const known = new Map(); // "photo-12" → a promise of what the desk knows of it, null when it is gone
let asked = [];

// Of one thing; those that are asked for together are fetched together.
export function thing(address, kind, pk) {
  const name = `${kind}-${pk}`;
  if (!known.has(name)) {
    if (!asked.length) setTimeout(fetchAsked, 0, address);
    known.set(name, new Promise((tell) => asked.push({ kind, pk, name, tell })));
  }
  return known.get(name);
}

async function fetchAsked(address) {
  const wanted = asked;
  asked = [];
  let found = null;
  try {
    const answer = await fetch(`${address}?${new URLSearchParams(wanted.map(({ kind, pk }) => [kind, pk]))}`);
    if (answer.ok && !answer.redirected) found = await answer.json();
  } catch {
    // no connection: told as unknown now, asked again the next time
  }
  for (const { name, tell } of wanted) {
    if (!found) known.delete(name);
    tell(found?.[name] ?? null);
  }
}

let number = 0;

// Let somebody choose one thing, or up to `most`; resolves to what is known of each, [] when they did not.
export function choose({ choose: address, add, things, kind, title, most = 1 }) {
  number += 1;
  const chosen = new Map(); // key → its label, so that a search forgets nothing
  const name = `furniture_${number}`;
  const search = crel("input", { type: "search", placeholder: "Search the library", "aria-label": "Search the library" });
  const upload = crel("a", { href: add, target: "_blank", textContent: "Upload" });
  const grid = crel("div", { className: `furniture-choices furniture-choices-${kind}` });
  const insert = crel("button", { type: "submit", className: "button-main", textContent: "Insert", disabled: true });
  const cancel = crel("button", { type: "button", textContent: "Cancel" });
  const heading = crel("h2", { id: `${name}_title`, textContent: title });
  const form = crel("form", { method: "dialog" }, [
    heading,
    ...(most > 1 ? [crel("p", { className: "help", textContent: `Choose 2 to ${most} photos, in the order of the row.` })] : []),
    crel("div", { className: "furniture-search" }, [search, upload]),
    grid,
    crel("div", { className: "furniture-buttons" }, [insert, cancel]),
  ]);
  const dialog = crel("dialog", { className: "furniture-dialog", "aria-labelledby": heading.id }, [form]);

  const show = () => {
    for (const input of grid.querySelectorAll("input")) {
      const place = [...chosen.keys()].indexOf(input.value);
      input.checked = place >= 0;
      input.closest("label").dataset.place = most > 1 && place >= 0 ? place + 1 : "";
      input.disabled = most > 1 && place < 0 && chosen.size >= most;
    }
    insert.disabled = chosen.size < Math.min(most, 2);
  };
  const find = async () => {
    let answer;
    try {
      answer = await fetch(`${address}?${new URLSearchParams({ q: search.value, name })}`);
    } catch {
      answer = { ok: false };
    }
    if (!answer.ok || answer.redirected) return (grid.textContent = "The library does not answer. Are you signed in?");
    grid.innerHTML = await answer.text();
    for (const [pk, label] of chosen) {
      if (!grid.querySelector(`[value="${pk}"]`)) grid.prepend(label);
    }
    if (most > 1) grid.querySelectorAll("input").forEach((input) => (input.type = "checkbox"));
    show();
  };
  let timer;
  search.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(find, 200);
  });
  search.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  grid.addEventListener("change", ({ target }) => {
    if (most === 1) chosen.clear();
    if (target.checked) chosen.set(target.value, target.closest("label"));
    else chosen.delete(target.value);
    show();
  });
  grid.addEventListener("dblclick", () => most === 1 && chosen.size && insert.click());
  cancel.addEventListener("click", () => dialog.close());
  addEventListener("focus", find); // back from uploading in another tab

  document.body.append(dialog);
  dialog.showModal();
  find();
  return new Promise((answer) => {
    let isMeant = false;
    form.addEventListener("submit", () => (isMeant = true));
    dialog.addEventListener("close", async () => {
      removeEventListener("focus", find);
      dialog.remove();
      if (!isMeant) return answer([]);
      const all = await Promise.all([...chosen.keys()].map(async (pk) => ({ ...(await thing(things, kind, pk)), pk })));
      answer(all);
    });
  });
}
