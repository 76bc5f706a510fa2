// Ctrl-K: type, walk with the arrows, Enter.
const palette = document.getElementById("palette");
const field = palette.querySelector("input");
const found = () => [...palette.querySelectorAll("#palette-found a")];

function open() {
  palette.showModal();
  field.select();
  if (!field.value) document.getElementById("palette-found").replaceChildren();
}

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    palette.open ? palette.close() : open();
  } else if (palette.open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    const all = [field, ...found()];
    all.at((all.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1)) % all.length)?.focus();
    event.preventDefault();
  } else if (palette.open && event.key === "Escape") {
    event.preventDefault();   // a search field would only empty itself
    palette.close();
  } else if (palette.open && event.key === "Enter" && event.target === field && /^#?\d+$/.test(field.value.trim()) && found().length) {
    event.preventDefault();
    found()[0].click();
  }
});
document.addEventListener("click", (event) => {
  if (event.target === palette) palette.close();
  if (event.target.closest("[data-palette]")) event.preventDefault(), open();
  if (event.target.closest("[data-keys]")) event.preventDefault(), document.getElementById("keys").showModal();
});
