// A reply says up to which message its author has read: the last one whose beginning stood on the screen.
const fields = () => document.querySelectorAll("#pane input[name=seen]");
const newest = () => Math.max(0, ...[...document.querySelectorAll("#timeline [data-message]")].map((one) => Number(one.dataset.message)));
const seen = () => Math.max(0, ...[...fields()].map((field) => Number(field.value)));

function say() {
  const notice = document.querySelector("[data-arrived]");
  if (notice) notice.hidden = newest() <= seen();
}

const watcher = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    const id = Number(target.parentElement.dataset.message);
    for (const field of fields()) if (id > Number(field.value)) field.value = id;
  }
  say();
}, { threshold: 1 });

function look() {
  for (const beginning of document.querySelectorAll("#timeline [data-message] > header:not([data-watched])")) {
    beginning.dataset.watched = "";
    watcher.observe(beginning);
  }
  say();
}
document.addEventListener("htmx:load", look);
look();
document.addEventListener("click", ({ target }) => {
  if (!target.closest?.("[data-arrived]")) return;
  document.querySelector(`#timeline [data-message="${newest()}"]`)?.scrollIntoView({ block: "nearest" });
});
