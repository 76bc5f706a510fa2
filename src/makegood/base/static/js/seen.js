// A reply says up to which message its author has read: the last one that stood on the screen.
const watcher = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    const id = Number(target.dataset.message);
    for (const field of document.querySelectorAll("#pane input[name=seen]")) if (id > Number(field.value)) field.value = id;
  }
}, { threshold: 0 });

function look() {
  for (const end of document.querySelectorAll("#timeline [data-message]:not([data-watched])")) {
    end.dataset.watched = "";
    watcher.observe(end);
  }
}
document.addEventListener("htmx:load", look);
look();
