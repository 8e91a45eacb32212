// The checklist as of the last autosave: the server draws it, and a tick stays on the warnings it was set for.
const form = document.querySelector("[data-story]");
const ticked = (list) => list?.querySelector("[name=despite]");
let drawn = "";

form.addEventListener("story:checked", ({ detail: html }) => {
  if (html === drawn) return;
  drawn = html;
  const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("checklist");
  const old = document.getElementById("checklist");
  if (!fresh) return old?.remove();
  const [before, now] = [ticked(old), ticked(fresh)];
  if (before && now) now.checked = before.checked && before.value === now.value;
  const hadFocus = old?.contains(document.activeElement);
  if (old) old.replaceWith(fresh);
  else form.querySelector("fieldset.part-state").after(fresh);
  if (hadFocus) now?.focus();
});
