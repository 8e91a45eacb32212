// Who else is at this story: asked every 20 seconds, and told with every autosave.
import { address, goOn, stop, token } from "./autosave.js";
import { button, hide, hideOthers, show } from "./notices.js";

const EVERY = 20_000;
const form = document.querySelector("[data-story]");

async function tell(more = {}) {
  if (!address()) return;
  const body = new URLSearchParams({ csrfmiddlewaretoken: token(), ...more });
  const answer = await fetch(address(), { method: "POST", body, redirect: "manual" }).catch(() => null);
  if (answer?.ok) draw(await answer.json());
}

function takeOver(pk) {
  return tell({ _take_over: pk });
}

function draw({ others, taken_over_by: by, version, changed_by: who, at }) {
  hideOthers("other-", others.map(({ pk }) => `other-${pk}`));
  for (const { pk, name, since } of others) {
    show(`other-${pk}`, `${name} has been at this story since ${since}.`, button("Take over", () => takeOver(pk), { ariaLabel: `Take over from ${name}` }));
  }
  if (by !== undefined) taken(by);
  if (who === undefined) return;
  if (version > Number(form.elements.version.value)) show("newer", `${who} saved another version at ${at}. What you write on is older.`);
  else hide("newer");
}

let isTaken = false;
function taken(by) {
  if (by) {
    isTaken = true;
    stop();
    show("taken", `${by} took this story over. What you type stays in this browser, and is not saved by itself.`);
    form.querySelector("[data-saved]").textContent = `Not saved: ${by} took over`;
  } else if (isTaken) {
    isTaken = false;
    hide("taken");
    goOn();
  }
}

form.addEventListener("story:presence", ({ detail }) => draw(detail));
form.addEventListener("story:taken", () => tell());
if (form.querySelector("[data-save]")) {
  tell();
  setInterval(tell, EVERY);
  addEventListener("pagehide", () => {
    if (!address()) return;
    navigator.sendBeacon(address(), new URLSearchParams({ csrfmiddlewaretoken: token(), leave: "1" }));
  });
  addEventListener("pageshow", ({ persisted }) => persisted && tell());
}
