// A toast stays for ten seconds, longer while it is read with the pointer or the focus on it. What fails says so here.
const SECONDS = 10_000;
const words = JSON.parse(document.body.dataset.words);

function watch(toast) {
  toast.dataset.watched = "";
  let timer;
  const leave = () => (timer = setTimeout(() => toast.remove(), SECONDS));
  for (const event of ["pointerenter", "focusin"]) toast.addEventListener(event, () => clearTimeout(timer));
  for (const event of ["pointerleave", "focusout"]) toast.addEventListener(event, () => (clearTimeout(timer), leave()));
  const dismiss = toast.querySelector("[data-dismiss]");
  dismiss.hidden = false;
  dismiss.addEventListener("click", () => toast.remove());
  // Not removed while its own request is under way: the answer is put in place from here.
  toast.addEventListener("submit", () => setTimeout(() => (toast.hidden = true), 0));
  toast.addEventListener("htmx:afterRequest", () => toast.remove());
  leave();
}

function tell(text) {
  const toast = document.createElement("div");
  toast.className = "toast";
  toast.dataset.toast = "";
  toast.append(Object.assign(document.createElement("span"), { textContent: text }));
  const button = Object.assign(document.createElement("button"), { className: "button button-bare", textContent: "×" });
  button.dataset.dismiss = "";
  toast.append(button);
  document.getElementById("toasts").replaceChildren(toast);
}

const all = document.getElementById("toasts");
const look = () => all.querySelectorAll("[data-toast]:not([data-watched])").forEach(watch);
new MutationObserver(look).observe(all, { childList: true });
look();
document.addEventListener("htmx:responseError", () => tell(words.failed));
document.addEventListener("htmx:sendError", ({ detail }) => detail.requestConfig.verb === "post" && tell(words.offline));
