// Sentences under the bar, each under a name of its own, with what can be done about it.
const box = document.querySelector("[data-notices]");
const find = (name) => [...box.children].find((notice) => notice.dataset.notice === name);

export function show(name, text, ...buttons) {
  const old = find(name);
  if (old?.dataset.drawn === text) return; // what the server drew has buttons for those without scripts
  const notice = document.createElement("p");
  notice.className = "story-notice";
  Object.assign(notice.dataset, { notice: name, drawn: text });
  const words = document.createElement("span");
  words.textContent = text;
  notice.append(words, ...buttons.flatMap((button) => [" ", button]));
  if (old) old.replaceWith(notice);
  else box.append(notice);
}

export function hide(name) {
  find(name)?.remove();
}

export function hideOthers(prefix, kept) {
  const shown = [...box.children].filter(({ dataset }) => dataset.notice?.startsWith(prefix));
  shown.filter(({ dataset }) => !kept.includes(dataset.notice)).forEach((notice) => notice.remove());
}

export function button(text, act, attributes = {}) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "plain", textContent: text, ...attributes });
  if (act) made.addEventListener("click", act);
  return made;
}
