// Says how many characters of a reply are left, counted as the server counts; it never stops anybody typing.
const shown = document.querySelector("[data-longest]");
const told = shown.nextElementSibling;
const { text } = shown.closest("form").elements;
let timer;
text.after(shown, told);
text.addEventListener("input", () => {
  const tidy = text.value.replace(/(?![\n\t\u200c\u200d])[\p{Cc}\p{Cf}\p{Co}]/gu, "").normalize("NFC").trim();
  const { longest, left, over } = shown.dataset;
  const rest = longest - [...tidy].length;
  const words = (rest < 0 ? over : left).replace("{n}", Math.abs(rest));
  shown.textContent = words;
  shown.classList.toggle("field-error", rest < 0);
  shown.hidden = false;
  shown.ariaHidden = "true"; // who hears the page is told below, once it matters
  clearTimeout(timer);
  timer = setTimeout(() => (told.textContent = rest < 200 ? words : ""), 1000);
});
