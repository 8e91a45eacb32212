// Which names and numbers of a key point the text does not contain, while one writes. The same rule as
// articles/hints.py, which draws the hints without scripts and after each save.
const WORD = /[\p{L}\p{N}]+(?:['\u2019.,\-\u2011][\p{L}\p{N}]+)*/gu;
const ENDS_SENTENCE = /[.!?:\u2026]["'\u201d\u2019)]*\s*["'\u201c\u2018(]?$/;
const POSSESSIVE = /['\u2019]s$/i;

const part = document.querySelector('[data-rows="key_points"]');
const body = document.querySelector("[data-story] .field-body");
if (part?.querySelector("[data-list]") && body) setUp(part, body);

function setUp(part, body) {
  let timer;
  const draw = () => {
    const known = wordsOf(textOf(body));
    for (const row of part.querySelectorAll("[data-row]")) show(row, missing(row.querySelector("textarea").value, known));
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(draw, 300);
  };
  part.addEventListener("input", soon);
  body.addEventListener("input", soon);
  new MutationObserver(soon).observe(body, { characterData: true, childList: true, subtree: true });
}

function show(row, words) {
  const box = row.querySelector("textarea");
  let hint = row.querySelector("[data-hint]");
  if (!hint && words.length) {
    hint = Object.assign(document.createElement("span"), { className: "row-hint", id: `${box.id}_hint` });
    hint.dataset.hint = "";
    row.querySelector(".row-fields").append(hint);
    box.setAttribute("aria-describedby", hint.id);
  }
  const said = words.length ? `Not in the text: ${words.join(", ")}.` : "";
  if (hint && hint.textContent !== said) hint.textContent = said;
  if (hint) hint.hidden = !said;
}

function textOf(body) {
  const editor = body.querySelector(".prose-editor > .ProseMirror");
  if (editor) return [...editor.querySelectorAll("p, h2, h3, h4, li, td, th, figcaption")].map((block) => block.textContent).join("\n");
  return new DOMParser().parseFromString(body.querySelector("textarea")?.value ?? "", "text/html").body.textContent;
}

function missing(point, known) {
  if (!known.size) return []; // a story may begin with its key points
  const words = [...point.matchAll(WORD)].map(({ 0: word, index }, place) => {
    const begins = place === 0 || ENDS_SENTENCE.test(point.slice(0, index));
    return { word, begins, isCapital: /^\p{Lu}/u.test(word) };
  });
  const lacking = words.filter(({ word, begins, isCapital }, place) => {
    const after = words[place + 1];
    const isName = isCapital && (!begins || (after?.isCapital && !after.begins));
    return (isName || /\p{Nd}/u.test(word)) && !known.has(key(word));
  });
  return [...new Set(lacking.map(({ word }) => word.replace(POSSESSIVE, "")))];
}

function wordsOf(text) {
  const words = text.match(WORD) ?? [];
  return new Set([...words, ...words.flatMap((word) => word.split(/[-\u2011]/))].map(key));
}

function key(word) {
  return word
    .replace(POSSESSIVE, "")
    .replaceAll("\u2019", "'")
    .replaceAll("\u2011", "-")
    .toLowerCase()
    .replace(/(?<=\d)[.,](?=\d{3}(?!\d))/g, "");
}
