// The stream says that something changed; the parts are fetched again. News never takes focus, and a list never moves under the pointer.
const MINUTE = 60_000;
const refresh = (id) => htmx.trigger(document.getElementById(id) ?? document.createElement("p"), "refresh");

let listWaits = false;
// An open dialog gives the focus back to where it came from, which must still be there.
const isInUse = (part) => document.querySelector("dialog[open]") || (part.matches(":hover, :focus-within") && !matchMedia("(hover: none)").matches);
const listIsFree = () => listWaits && !isInUse(document.getElementById("list")) && refreshList();

function refreshList() {
  const list = document.getElementById("list");
  if (!list) return refresh("today");
  listWaits = isInUse(list);
  if (!listWaits) refresh("list");
}

// What is still owed when a close is refused, and what can be done about it, stands there until somebody chooses: a look
// that was under way before must not take it away.
const isOwed = () => document.querySelector("#head .not-closed");
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.requestConfig.elt.id === "around" && isOwed()) detail.shouldSwap = false;
});

function refreshOpened() {
  const isBusy = isOwed() || document.querySelector("#head details[open], #panel :is(input, textarea):focus");
  if (!isBusy) refresh("around");
}

const soon = new Map();
function once(name, act) {
  // A burst of news is one look.
  clearTimeout(soon.get(name));
  soon.set(name, setTimeout(act, 150));
}

function changed({ conversation }) {
  once("list", refreshList);
  // Null stands for many at once.
  const isOpened = conversation === null || conversation === Number(document.getElementById("pane")?.dataset.number);
  if (isOpened) once("opened", refreshOpened);
}

function mark() {
  const number = document.getElementById("pane")?.dataset.number;
  for (const row of document.querySelectorAll("#rows .row")) {
    if (row.dataset.number === number) row.setAttribute("aria-current", "true");
    else row.removeAttribute("aria-current");
  }
}

for (const event of ["pointerout", "focusout"]) {
  document.addEventListener(event, (e) => {
    if (listWaits && e.target.closest?.("#list")) setTimeout(listIsFree, 0);
  });
}
document.addEventListener("close", () => setTimeout(listIsFree, 0), true);
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (detail.requestConfig.verb === "post" && detail.successful) once("list", refreshList);
});
document.addEventListener("htmx:load", mark);
document.addEventListener("visibilitychange", () => document.hidden || (once("list", refreshList), once("opened", refreshOpened)));
setInterval(() => document.hidden || (refreshList(), refreshOpened()), MINUTE);

export const source = new EventSource(document.body.dataset.live);
source.addEventListener("changed", (event) => changed(JSON.parse(event.data)));
let wasOpen = false;
source.addEventListener("open", () => {
  if (wasOpen) once("list", refreshList), once("opened", refreshOpened);   // what was said while the line was down
  wasOpen = true;
});
addEventListener("pagehide", () => source.close());
