// Ordered rows: add, drag, move with the arrow keys, remove. Without scripts, numbers and ticks do the same.
for (const part of document.querySelectorAll("[data-rows]")) {
  const list = part.querySelector("[data-list]");
  if (list) setUp(part, list);
}

function setUp(part, list) {
  const { rows: prefix, noun, most } = part.dataset;
  const total = part.querySelector(`[name="${prefix}-TOTAL_FORMS"]`);
  const blank = part.querySelector("[data-blank]").innerHTML;
  const add = part.querySelector("[data-add]");
  list.querySelectorAll("noscript").forEach((spare) => spare.remove());
  add.hidden = false;
  let next = list.children.length;

  const shown = () => [...list.children].filter((row) => !row.hidden);
  const say = (text) => (part.querySelector("[data-said]").textContent = text);
  const field = (row) => row.querySelector("textarea, select, [data-pick]");
  const renumber = (changed = true) => {
    total.value = next;
    shown().forEach((row, place) => (row.querySelector('[name$="-ORDER"]').value = place + 1));
    add.hidden = shown().length >= Number(most);
    if (changed) list.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const append = (after) => {
    if (add.hidden) return;
    const box = document.createElement("template");
    box.innerHTML = blank.replaceAll("__prefix__", next++);
    const row = box.content.querySelector("[data-row]");
    if (after) after.after(row);
    else list.append(row);
    renumber();
    field(row).focus();
  };
  const move = (row, step) => {
    const rows = shown();
    const place = rows.indexOf(row) + step;
    if (place < 0 || place >= rows.length) return;
    if (step < 0) rows[place].before(row);
    else rows[place].after(row);
    renumber();
    row.querySelector("[data-grip]").focus();
    say(`Moved to place ${place + 1} of ${rows.length}.`);
  };
  const remove = (row) => {
    const rows = shown();
    const neighbour = rows[rows.indexOf(row) + 1] ?? rows[rows.indexOf(row) - 1];
    row.querySelector('[name$="-DELETE"]').checked = true;
    row.hidden = true;
    renumber();
    say(`Removed the ${noun}.`);
    (neighbour ? field(neighbour) : add).focus();
  };
  const drag = (row, event) => {
    event.preventDefault();
    row.classList.add("is-lifted");
    const follow = ({ clientY }) => {
      const middle = (other) => other.getBoundingClientRect().top + other.offsetHeight / 2;
      const above = shown().filter((other) => other !== row && middle(other) < clientY).pop();
      if (above ? row.previousElementSibling !== above : list.firstElementChild !== row) {
        if (above) above.after(row);
        else list.prepend(row);
      }
    };
    const drop = () => {
      removeEventListener("pointermove", follow);
      removeEventListener("pointerup", drop);
      removeEventListener("pointercancel", drop);
      row.classList.remove("is-lifted");
      renumber();
    };
    addEventListener("pointermove", follow); // on the window: the pointer leaves the grip at once
    addEventListener("pointerup", drop);
    addEventListener("pointercancel", drop);
  };

  add.addEventListener("click", () => append());
  list.addEventListener("click", ({ target }) => {
    if (target.closest("[data-remove]")) remove(target.closest("[data-row]"));
  });
  list.addEventListener("pointerdown", (event) => {
    if (event.target.closest("[data-grip]")) drag(event.target.closest("[data-row]"), event);
  });
  list.addEventListener("keydown", (event) => {
    const row = event.target.closest("[data-row]");
    if (event.target.closest("[data-grip]")) {
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (!step) return;
      event.preventDefault();
      move(row, step);
    } else if (event.key === "Enter" && event.target.matches("textarea, input") && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      if (event.target.matches("textarea")) append(row);
    }
  });
  renumber(false);
}
