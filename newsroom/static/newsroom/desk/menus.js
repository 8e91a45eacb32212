// A menu closes on Escape, and when the press or the focus goes elsewhere; arrows walk through its links.
const open = () => document.querySelectorAll("details.menu[open], details.bar-account[open]");

addEventListener("keydown", (event) => {
  for (const menu of open()) {
    if (event.key === "Escape") {
      menu.open = false;
      menu.querySelector("summary").focus();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const stops = [...menu.querySelectorAll("summary, a, button")];
      const next = stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
      event.preventDefault();
      stops.at(next % stops.length).focus();
    }
  }
});
for (const leaving of ["pointerdown", "focusin"]) {
  addEventListener(leaving, (event) => {
    for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
  });
}
