// The story form's comfort: what Enter and the shortcuts do, words as they are written.
import "./pickers.js";
import "./rows.js";
import "./hints.js";
import "./picks.js";
import "./seo.js";
import "./preview.js";
import "./checklist.js";
import "./autosave.js"; // last but one: what the others drew is what was opened
import "./presence.js";

const form = document.querySelector("[data-story]");
const find = (name) => form.querySelector(`[data-${name}]`);

const press = (button) => button && form.requestSubmit(button);
// Before the editor sees the key: to it, Ctrl-Enter is a line break.
const shortcut = (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  const button = { s: find("save"), Enter: find("preview") }[event.key];
  if (!button) return;
  event.preventDefault();
  event.stopPropagation();
  press(button);
};
addEventListener("keydown", shortcut, { capture: true });
form.addEventListener("keydown", (event) => {
  const isLine = event.target.matches("[data-line]") && !event.target.closest("[data-rows]");
  if (isLine && event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    press(find("save"));
  }
});

const publish = find("publish");
const publishAt = form.elements.publish_at;
const name = () => {
  if (publish) publish.textContent = publishAt.value ? publish.dataset.later : publish.dataset.now;
};
publishAt?.addEventListener("input", name);
if (publishAt) name();

const words = find("words");
const count = (text) => {
  const found = text.match(/[\p{L}\p{N}_]+(?:['’.,:/@&-][\p{L}\p{N}_]+)*/gu)?.length ?? 0;
  words.textContent = `${found} ${found === 1 ? "word" : "words"}, ${Math.max(1, Math.ceil(found / 230))} min`;
};
const editorBox = form.querySelector(".field-body");
const greet = () => {
  const editor = editorBox.querySelector(".prose-editor > .ProseMirror");
  if (!editor || editor.hasAttribute("aria-label")) return;
  watch.disconnect();
  editor.setAttribute("aria-label", "Text");
  const read = () => count(editor.editor.getText({ blockSeparator: "\n" })); // what is drawn around a figure is no text
  new MutationObserver(read).observe(editor, { characterData: true, childList: true, subtree: true });
};
const watch = new MutationObserver(greet);
if (editorBox) {
  watch.observe(editorBox, { childList: true, subtree: true });
  greet(); // the editor may be quicker than this script
}
