// Pictures dropped on the library, or chosen there: each is sent alone and answered in words of its own.
const form = document.querySelector("[data-drop]");

if (form) {
  const told = form.querySelector("[data-drop-told]");
  const chooser = form.querySelector("input[type=file]");
  const list = document.createElement("ul");
  const added = [];
  let line = Promise.resolve();
  let waiting = 0;
  form.querySelector("[data-drop-hint]").hidden = false;

  const tell = (item, { name, said, href, known, is_new: isNew }) => {
    item.className = isNew ? "drop-good" : "drop-bad";
    item.replaceChildren(`${name}: ${said}`);
    if (!href) return;
    item.append(" ", Object.assign(document.createElement("a"), { href, textContent: known }), ".");
  };

  const send = async (file) => {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    body.append("files", file);
    const answer = await fetch(form.action, { method: "POST", headers: { Accept: "application/json" }, body });
    if (answer.redirected || !answer.ok) throw new Error(answer.status);
    return (await answer.json()).answers[0];
  };

  const finish = () => {
    if (waiting || !added.length) return;
    const asked = new URLSearchParams(added.map((key) => ["photo", key]));
    const link = told.querySelector("[data-drop-next]") ?? document.createElement("a");
    Object.assign(link, { className: "button-main", href: `${form.dataset.describe}?${asked}` });
    link.dataset.dropNext = "";
    link.textContent = added.length === 1 ? "Describe it" : `Describe ${added.length} pictures`;
    told.append(link);
  };

  const take = (files) => {
    told.prepend(list);
    for (const file of files) {
      const item = document.createElement("li");
      item.textContent = `${file.name}: on its way…`;
      list.append(item);
      waiting += 1;
      line = line.then(async () => {
        const lost = { name: file.name, said: "It did not arrive. Drop it again." };
        const answer = await send(file).catch(() => lost);
        tell(item, answer ?? lost);
        if (answer?.is_new) added.push(answer.key);
        waiting -= 1;
        finish();
      });
    }
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    take([...chooser.files]);
    form.reset();
  });

  // The whole page takes what is dropped, so that a near miss does not open the file instead.
  const carriesFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    form.classList.add("drop-here");
  });
  addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) form.classList.remove("drop-here");
  });
  addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    form.classList.remove("drop-here");
    take([...event.dataTransfer.files]);
  });
}
