// Writing into a field of the conflict page chooses it.
for (const clash of document.querySelectorAll("[data-clash]")) {
  const written = clash.querySelector('[type="radio"][value="text"]');
  clash.querySelector(".clash-editor")?.addEventListener("input", () => (written.checked = true));
}
