// The queue by keyboard: one key decides the comment in focus, the next one comes into focus at once, and the
// counts are what the server says after each decision. Without scripts the same buttons send the list's form.
const list = document.querySelector("#result_list tbody");
const undo = document.querySelector("[data-undo]");
const keys = document.querySelector("[data-keys]");
const said = document.querySelector("[data-said]");
const queue = document.querySelector("[data-queue]")?.dataset.queue ?? "";
const DECISIONS = { a: "approve", r: "reject", s: "spam" };

const rows = () => [...(list?.querySelectorAll("tr:has([data-comment]):not([hidden])") ?? [])];
const buttonsOf = (row) => row.querySelector("[data-comment]");
const undone = undo?.token?.value ? [{ token: undo.token.value, row: null }] : [];
let waiting = Promise.resolve(); // one after the other, in the order of the keys

const focus = (row) => {
  if (!row) return;
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
};

function tell({ counts, said: sentence }) {
  for (const [name, number] of Object.entries(counts ?? {})) {
    for (const place of document.querySelectorAll(`[data-count="${name}"]`)) place.textContent = number;
  }
  const held = queue && counts ? `${/[.!?]$/.test(sentence) ? "" : "."} ${counts[queue]} left here.` : "";
  if (said && sentence) said.textContent = sentence + held;
}

// What the list says of itself: how many it shows, and how many of them can be chosen for an action.
const counter = document.querySelector(".action-counter");
const foot = document.querySelector(".paginator")?.lastChild;
const total = Number(foot?.textContent.match(/\d+(?=\s+comments?\s*$)/));

function recount() {
  const boxes = [...list.querySelectorAll("input.action-select")];
  for (const box of boxes) if ((box.disabled = box.closest("tr").hidden)) box.checked = false;
  const here = boxes.filter((box) => !box.disabled);
  if (counter) {
    counter.dataset.actionsIcnt = here.length;
    counter.textContent = `${here.filter((box) => box.checked).length} of ${here.length} selected`;
  }
  const left = total - (boxes.length - here.length);
  if (total) foot.textContent = ` ${left} comment${left === 1 ? "" : "s"} `;
}

async function post(address, fields) {
  const body = new URLSearchParams({ csrfmiddlewaretoken: undo.csrfmiddlewaretoken.value, ...fields });
  const answer = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" } }).catch(() => null);
  const told = await answer?.json().catch(() => null);
  return { isTaken: Boolean(answer?.ok), told: told ?? { said: "The desk did not answer. Load the page again." } };
}

function decide(row, button, fields = {}) {
  if (!row || !button || row.hasAttribute("aria-busy")) return;
  if (queue === "") { // the list of all shows each with its state of now: the server prints it, and says what was done
    row.setAttribute("aria-busy", "true");
    return button.form.requestSubmit(button);
  }
  const address = button.formAction;
  const next = rows();
  const place = next.indexOf(row);
  row.setAttribute("aria-busy", "true");
  focus(next.slice(place + 1).find((other) => !other.hasAttribute("aria-busy")) ?? next.slice(0, place).findLast((other) => !other.hasAttribute("aria-busy")));
  waiting = waiting.then(async () => {
    const { isTaken, told } = await post(address, { decision: button.value, ...fields });
    row.removeAttribute("aria-busy");
    if (isTaken) {
      undone.push({ token: told.token, row });
      undo.token.value = told.token;
      undo.hidden = false;
      row.hidden = true;
      recount();
    }
    tell(told);
    if (!rows().length) leave(told.counts);
  });
}

function takeBack() {
  waiting = waiting.then(async () => {
    const last = undone.pop();
    if (!last) return;
    if (!last.row) { // of an earlier page: the server says what came back, on the list as it is then
      undo.token.value = last.token;
      return undo.submit();
    }
    const { isTaken, told } = await post(undo.action, { token: last.token });
    undo.token.value = undone.at(-1)?.token ?? "";
    undo.hidden = !undone.length;
    tell(told);
    if (!isTaken) return;
    document.querySelector("[data-queue-done]")?.remove();
    last.row.hidden = false;
    recount();
    focus(last.row);
  });
}

// Nothing is left on this page: what came in the meantime, or the next page, is a key away.
function leave(counts) {
  const link = Object.assign(document.createElement("a"), {
    href: location.href,
    className: "button",
    textContent: counts?.[queue] ? `Show the next of ${counts[queue]}` : "Nothing is left here. Look again",
  });
  link.setAttribute("data-queue-done", "");
  document.querySelector("#changelist-form").append(link);
  link.focus();
}

function step(by) {
  const all = rows();
  const here = all.indexOf(document.activeElement.closest("#result_list tr"));
  focus(all[here < 0 ? 0 : Math.max(0, Math.min(all.length - 1, here + by))]);
}

const isTyping = ({ target }) => target.matches("input:not([type=checkbox]), textarea, select");

function press(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || isTyping(event)) return;
  const row = document.activeElement.closest("#result_list tr");
  if (!row && event.target !== document.body && !event.target.closest("[data-queue-done]")) return;
  if (event.key === "u") takeBack();
  else if (event.key === "j") step(1);
  else if (event.key === "k") step(-1);
  else if (event.key === "m" && row) {
    row.querySelector(".reasons")?.setAttribute("open", "");
    row.querySelector(".reasons select")?.focus();
  } else if (DECISIONS[event.key] && row) {
    const button = buttonsOf(row).querySelector(`[data-decision="${DECISIONS[event.key]}"]`);
    if (button) decide(row, button);
    else if (said) said.textContent = "This key decides nothing here. Open the comment: its page has more.";
  } else return;
  event.preventDefault();
}

if (undo) addEventListener("keydown", press); // also over an empty list: what emptied it can be taken back
if (list && undo && list.querySelector("[data-comment]")) {
  keys.hidden = false;
  for (const row of rows()) {
    row.tabIndex = -1;
    row.setAttribute("aria-label", row.querySelector(".said-by")?.innerText ?? "");
  }
  rows()[0].tabIndex = 0;
  list.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=decision]");
    if (!button || queue === "") return;
    event.preventDefault();
    const row = button.closest("tr");
    const typed = [...row.querySelectorAll(".reasons :is(select, textarea)")].map((field) => [field.name, field.value]);
    decide(row, button, button.hasAttribute("data-with-reason") ? Object.fromEntries(typed) : {});
  });
  undo.addEventListener("submit", (event) => {
    event.preventDefault();
    takeBack();
  });
  if (document.activeElement === document.body && !location.hash) focus(rows()[0]);
}
