// Stores the working text a moment after it changed; keeps a copy in this browser until that has worked.
import * as copies from "./copies.js";
import { button, hide, show } from "./notices.js";

const QUIET = 2500; // after the last change
const LONGEST = 10_000; // after the first one
const NOT_TYPED = ["csrfmiddlewaretoken", "version", "base", "page_key"];

const form = document.querySelector("[data-story]");
const bar = form.querySelector("[data-saved]");
const field = (name) => form.elements.namedItem(name);
const page = field("page_key").value;
const editable = Boolean(form.querySelector("[data-save]"));

const typed = () => [...new FormData(form)].filter(([name, value]) => !NOT_TYPED.includes(name) && typeof value === "string");
// Autosave stores the working text. What acts at once, and what a button asks for, waits for the button.
const waiting = new Set(form.dataset.waits.split(" "));
const text = () => JSON.stringify(typed().filter(([name]) => !waiting.has(name)));
const rest = () => JSON.stringify(typed().filter(([name]) => waiting.has(name)));
const isUnsavedPage = Boolean(form.querySelector("[data-errors], [data-unsaved]"));

let savedText = isUnsavedPage ? "" : text();
const savedRest = "hasWaiting" in form.dataset ? "" : rest();
let refusedText = "";
let changedAt = 0;
let timer;
let flight = null;
let failures = 0;
let stopped = false; // somebody else saved or took over: nothing is stored before that is settled
let isLeaving = false; // a button was pressed: a second press must not do it twice
let isLetGo = false; // the browser asks once about every way off the page: about this one we know

const time = (at) => new Date(at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
const say = (text) => (bar.textContent = text);
const isUnsent = () => ![savedText, refusedText].includes(text());
const isDirty = () => text() !== savedText || rest() !== savedRest;

function keepCopy() {
  const copy = {
    user: form.dataset.user,
    article: form.dataset.article,
    version: field("version").value,
    page,
    at: Date.now(),
    base: field("base").value,
    fields: typed(),
  };
  if (isDirty()) copies.keep(copy);
  else copies.drop(page);
}

function plan() {
  keepCopySoon();
  if (!isUnsent()) return !flight && !stopped && !failures && isDirty() && say("Unsaved changes");
  changedAt ||= Date.now();
  if (stopped || flight) return;
  if (!failures) say("Unsaved changes");
  clearTimeout(timer);
  timer = setTimeout(save, Math.min(QUIET, Math.max(0, changedAt + LONGEST - Date.now())));
}

let copyTimer;
function keepCopySoon() {
  clearTimeout(copyTimer);
  copyTimer = setTimeout(keepCopy, 250);
}

export function save() {
  clearTimeout(timer);
  if (flight || stopped || isLeaving || !editable || !isUnsent()) return flight;
  flight = send().finally(() => {
    flight = null;
    if (isUnsent() && !failures) plan();
  });
  return flight;
}

async function send() {
  const body = new FormData(form);
  body.delete("base");
  body.set("_autosave", "1");
  const taking = text();
  changedAt = 0;
  say("Saving…");
  let answer;
  try {
    answer = await fetch(location.pathname, { method: "POST", body, redirect: "manual", signal: AbortSignal.timeout(20_000) });
  } catch {
    return fail("no connection", "The connection is gone. What you type is kept in this browser and saved as soon as it is back.");
  }
  if (answer.ok && answer.headers.get("Content-Type")?.startsWith("application/json")) return accept(await answer.json(), taking);
  if (answer.status === 409) return collide(await answer.json());
  if (answer.status === 422) return complain((await answer.json()).faults, taking);
  if (answer.type === "opaqueredirect" || answer.status === 403) return askIn(answer);
  return fail(`the server answered ${answer.status}`, "The server is in trouble. What you type is kept in this browser and saved as soon as it can be.");
}

function accept({ pk, version, base, at, title, address, preview, presence, others, checklist }, taking) {
  failures = 0;
  ["trouble", "faults", "sign-in"].forEach(hide);
  field("version").value = version;
  field("base").value = base;
  savedText = taking;
  if (!form.dataset.article) {
    form.dataset.article = pk;
    history.replaceState(history.state, "", address);
    form.querySelector("[data-preview]")?.setAttribute("formaction", preview);
    document.title = document.title.replace(/^[^·]*/, `${title} `);
  }
  form.dataset.presence = presence;
  say(`Saved ${at}${rest() === savedRest ? "" : "; switches, new tags and times wait for Save draft"}`);
  keepCopy();
  form.dispatchEvent(new CustomEvent("story:presence", { detail: { others, version } }));
  form.dispatchEvent(new CustomEvent("story:checked", { detail: checklist }));
}

function fail(reason, sentence) {
  failures += 1;
  say(`Not saved: ${reason}`);
  show("trouble", sentence);
  clearTimeout(timer);
  timer = setTimeout(save, Math.min(15_000, 1500 * 2 ** Math.min(failures, 4)));
}

function collide({ reason, said }) {
  stopped = true;
  say("Not saved: there is another version");
  const compare = button("Compare the two", null, { type: "submit", name: "_save" });
  if (reason === "stale") show("collision", said, compare);
  else form.dispatchEvent(new CustomEvent("story:taken", { detail: said }));
}

function complain(faults, taking) {
  refusedText = taking; // the same would be refused again: wait for the next change
  failures = 0;
  say(`Not saved: ${faults.map(({ label }) => label).join(", ")}`);
  const links = faults.map(({ field: name, label, said }) => button(`${label}: ${said}`, () => field(name)?.focus?.()));
  show("faults", "This cannot be stored as it stands; until it is mended, what you type is kept in this browser.", ...links);
}

// Signed out, or signed in anew since: a fresh token comes with the page.
async function askIn() {
  const answer = await fetch(location.pathname, { redirect: "manual" }).catch(() => null);
  const fresh = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("#article_form [name=csrfmiddlewaretoken]");
  if (fresh && fresh.value && !failures) {
    field("csrfmiddlewaretoken").value = fresh.value;
    return fail("signed in anew", "You signed in again. Saving goes on.");
  }
  if (fresh) field("csrfmiddlewaretoken").value = fresh.value;
  fail("you are signed out", "You are signed out. What you type is kept in this browser.");
  show("sign-in", "Sign in in another tab, and it is saved here by itself.", button("Sign in", () => open(form.dataset.signIn, "_blank")));
}

// Somebody took the story over, or gave it back.
export function stop() {
  stopped = true;
}
export function goOn() {
  stopped = false;
  failures = 0;
  hide("collision");
  save();
}

export const address = () => form.dataset.presence;
export const token = () => field("csrfmiddlewaretoken").value;

function offerLeft() {
  const stored = document.cookie.match(/(?:^|; )stored-page=([^;]+)/);
  if (stored) copies.drop(stored[1]);
  const [newest] = copies.left({ user: form.dataset.user, article: form.dataset.article, page });
  if (!newest) return;
  if (JSON.stringify(newest.fields) === JSON.stringify(typed())) return copies.drop(newest.page);
  show(
    "left",
    `This browser kept what you had typed at ${time(newest.at)} and did not save.`,
    button("Restore what you had typed", () => restore(newest)),
    button("Forget it", () => (copies.drop(newest.page), hide("left"))),
  );
}

// The server draws the form with it, rows and editor and all, and stores nothing yet.
function restore(copy) {
  const again = Object.assign(document.createElement("form"), { method: "post", hidden: true });
  const own = { csrfmiddlewaretoken: token(), version: copy.version, base: copy.base, page_key: copy.page, _redraw: "1" };
  for (const [name, value] of [...copy.fields, ...Object.entries(own)]) {
    const input = Object.assign(document.createElement("textarea"), { name, value });
    again.append(input);
  }
  document.body.append(again);
  isLeaving = isLetGo = true;
  again.submit();
}

if (editable) {
  form.addEventListener("input", plan);
  form.addEventListener("change", plan);
  addEventListener("online", () => failures && save());
  addEventListener("pagehide", () => isDirty() && keepCopy());
  offerLeft();
  if (isUnsavedPage) {
    say("Not saved yet");
    form.querySelector("[data-errors]")?.focus();
    if (form.querySelector("[data-unsaved]")) plan();
  }
  form.addEventListener("submit", async (event) => {
    const { submitter } = event;
    if (submitter?.matches("[data-preview]")) return;
    if (isLeaving) return event.preventDefault(); // pressed twice
    if (!navigator.onLine) {
      event.preventDefault();
      return fail("no connection", "The connection is gone. What you typed is kept in this browser; press again when it is back.");
    }
    clearTimeout(timer);
    if (flight) {
      event.preventDefault();
      await flight; // it may be what makes the story: a second one must not be made beside it
      return form.requestSubmit(submitter);
    }
    keepCopy();
    isLeaving = isLetGo = true;
    setTimeout(() => (isLeaving = false), 8000);
  });
  addEventListener("pageshow", () => (isLeaving = isLetGo = false));
  addEventListener("beforeunload", (event) => {
    if (isDirty() && !isLetGo) event.preventDefault();
    isLetGo = false;
  });
}
