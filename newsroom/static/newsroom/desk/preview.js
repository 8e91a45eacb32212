// The reader's page beside the form, drawn anew a moment after something was written. Saves nothing.
const QUIET = 700; // after the last change
const form = document.querySelector("[data-story]");
const panel = form.querySelector("[data-beside]");
const main = form.querySelector("[data-preview]");
const isWide = matchMedia("(min-width: 1024px)");
const DESKTOP = 1280;

if (panel && main) {
  const find = (name) => panel.querySelector(`[data-beside-${name}]`);
  const [frame, stage, said] = ["frame", "stage", "said"].map(find);
  const widths = [...panel.querySelectorAll("[data-beside-width]")];
  let width = Number(localStorage.getItem("preview-width")) === DESKTOP ? DESKTOP : 390;
  let isOpen = false;
  let inTab = false;
  let isDrawn = false;
  let drawn = "";
  let timer;
  let flight;

  const typed = () => new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));

  // What is wider than its panel is shown smaller, as a desktop is.
  const fit = () => {
    if (!isOpen) return;
    const scale = Math.min(1, stage.clientWidth / width);
    frame.style.width = `${width}px`;
    frame.style.height = `${stage.clientHeight / scale}px`;
    frame.style.transform = `scale(${scale})`;
  };

  const turn = (chosen) => {
    width = chosen;
    localStorage.setItem("preview-width", width);
    widths.forEach((button) => button.setAttribute("aria-pressed", Number(button.dataset.besideWidth) === width));
    form.dataset.beside = width === DESKTOP ? "desktop" : "phone";
    fit();
  };

  const show = () => {
    isOpen = true;
    panel.hidden = false;
    main.setAttribute("aria-expanded", "true");
    turn(width);
    setTimeout(draw); // a form that is being submitted cannot be submitted
  };

  const close = () => {
    isOpen = false;
    panel.hidden = true;
    delete form.dataset.beside;
    main.setAttribute("aria-expanded", "false");
    clearTimeout(timer);
    flight?.abort();
    main.focus();
  };

  const plan = () => {
    if (!isOpen) return;
    clearTimeout(timer);
    timer = setTimeout(draw, QUIET);
  };

  async function draw() {
    const body = typed();
    const asked = body.toString();
    if (asked === drawn) return;
    if (!isDrawn) return first(asked); // a page of its own, with its own policy; later only its words change
    flight?.abort();
    flight = new AbortController();
    try {
      const answer = await fetch(main.formAction, { method: "POST", body, redirect: "manual", signal: flight.signal });
      if (!answer.ok) throw new Error(answer.status);
      put(new DOMParser().parseFromString(await answer.text(), "text/html"));
      drawn = asked;
      said.textContent = "";
    } catch (error) {
      if (error.name !== "AbortError") said.textContent = "Not up to date: it goes on with your next change.";
    }
  }

  function first(asked) {
    const target = main.formTarget;
    main.formTarget = frame.name;
    inTab = true;
    form.requestSubmit(main);
    inTab = false;
    main.formTarget = target;
    drawn = asked;
  }

  frame.addEventListener("load", () => {
    if (!isOpen || frame.contentDocument?.URL === "about:blank") return;
    isDrawn = Boolean(frame.contentDocument?.querySelector("main"));
    said.textContent = isDrawn ? "" : "The page could not be drawn.";
    plan(); // something may have been written meanwhile
  });

  function put(page) {
    const shown = frame.contentDocument;
    shown.title = page.title;
    shown.body.className = page.body.className;
    for (const part of ["main", ".masthead"]) {
      const [old, fresh] = [shown.querySelector(part), page.querySelector(part)];
      if (old && fresh && old.innerHTML !== fresh.innerHTML) old.replaceChildren(...shown.adoptNode(fresh).childNodes);
    }
  }

  // The button opens the page beside the form where there is room, and in a tab where there is not.
  form.addEventListener("submit", (event) => {
    if (event.submitter !== main || inTab || !isWide.matches) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (isOpen) close();
    else show();
  }, { capture: true });
  find("tab").addEventListener("click", () => {
    inTab = true;
    form.requestSubmit(main);
    inTab = false;
  });
  find("close").addEventListener("click", close);
  widths.forEach((button) => button.addEventListener("click", () => turn(Number(button.dataset.besideWidth))));
  panel.addEventListener("keydown", (event) => event.key === "Escape" && close());
  form.addEventListener("input", plan);
  form.addEventListener("change", plan);
  new ResizeObserver(fit).observe(stage);
  isWide.addEventListener("change", () => !isWide.matches && isOpen && close());
  main.setAttribute("aria-controls", panel.id);
  main.setAttribute("aria-expanded", "false");
}
