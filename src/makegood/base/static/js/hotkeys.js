// One key, one act. A key presses what the page already has: a link, a button or a menu with data-key.
const isTyping = (element) => element.closest("input, textarea, select, [contenteditable]:not([contenteditable=false]), dialog[open]");
const rows = () => [...document.querySelectorAll("#rows .row")];

function step(by) {
  const all = rows();
  const inList = document.activeElement?.closest?.("#rows .row");
  const here = inList ?? all.find((row) => row.getAttribute("aria-current"));
  const next = all[here ? all.indexOf(here) + by : 0];
  if (!next) return;
  next.focus();
  next.scrollIntoView({ block: "nearest" });
  if (!inList && document.querySelector("#pane[data-number]") && matchMedia("(width >= 900px)").matches) next.click();
}

const own = {
  j: () => step(1),
  k: () => step(-1),
  o: () => document.activeElement?.closest?.("#rows .row")?.click(),
  "/": () => location.assign("/search"),
  d: () => location.assign("/call"),
  "?": () => document.getElementById("keys")?.showModal(),
  z: undo,
  u: undo,
};

function undo() {
  [...document.querySelectorAll("#toasts form[data-undo]")].at(-1)?.querySelector("button").click();
}

function press(target) {
  if (target.matches("details")) {
    target.open = true;
    (target.querySelector("input:not([type=hidden]), .menu button, .menu a") ?? target).focus();
  } else if (target.matches("input[type=text], input:not([type])")) target.focus();
  else target.click();
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || isTyping(event.target)) return;
  const key = event.key.toLowerCase();
  const target = document.querySelector(`#main [data-key="${CSS.escape(key)}"]`);
  const act = own[key] ?? (target && (() => press(target)));
  if (!act) return;
  event.preventDefault();
  act();
});

// Who opens a conversation goes on in it; its title is where a reader begins.
document.addEventListener("htmx:load", ({ detail }) => {
  const isLost = document.activeElement === document.body || document.activeElement.closest("#rows");
  if (detail.elt.id === "pane" && isLost) document.getElementById("title")?.focus({ preventScroll: true });
});
