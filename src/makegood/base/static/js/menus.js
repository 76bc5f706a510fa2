// Menus that are <details>: one open at a time, arrows walk, Escape closes and gives the focus back, a filter narrows.
const opened = () => [...document.querySelectorAll("details.drop[open]")];
const items = (menu) => [...menu.querySelectorAll(".menu :is(button, a, input:not([type=hidden]))")].filter((item) => item.checkVisibility());

document.addEventListener("toggle", (event) => {
  const menu = event.target;
  if (!menu.matches?.("details.drop[open]")) return;
  for (const other of opened()) if (other !== menu && !other.contains(menu)) other.open = false;
  menu.querySelector("input[data-filter]")?.focus();
}, true);

document.addEventListener("click", (event) => {
  for (const menu of opened()) {
    const isInside = menu.contains(event.target);
    if (!isInside || event.target.closest(".menu :is(button, a):not([data-stays])")) setTimeout(() => (menu.open = false), 0);
  }
});

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.("details.drop[open]");
  if (!menu) return;
  if (event.key === "Escape") {
    menu.open = false;
    menu.querySelector("summary").focus();
    event.preventDefault();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const all = items(menu);
    const here = all.indexOf(document.activeElement);
    all.at((here + (event.key === "ArrowDown" ? 1 : -1)) % all.length)?.focus();
    event.preventDefault();
  } else if (event.key === "Enter" && event.target.matches("input[data-filter]")) {
    items(menu).find((item) => item.matches("button"))?.click();
    event.preventDefault();
  }
});

document.addEventListener("input", (event) => {
  if (!event.target.matches("input[data-filter]")) return;
  const wanted = event.target.value.trim().toLowerCase();
  for (const item of event.target.closest(".menu").querySelectorAll("button[data-name]")) {
    item.hidden = !item.dataset.name.toLowerCase().includes(wanted);
  }
});
