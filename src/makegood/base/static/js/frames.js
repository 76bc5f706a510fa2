// A mail's frame is as high as the mail. The frame runs no script: it is measured from here.
function fit(frame) {
  const body = frame.contentDocument?.body;
  if (!body) return;
  const measure = () => (frame.style.blockSize = `${Math.min(Math.ceil(frame.contentDocument.documentElement.getBoundingClientRect().height), 20_000)}px`);
  measure();
  // Pictures that are kept out are offered; a mail without any has nothing to offer.
  const isShown = frame.contentWindow.location.search.includes("pictures");
  const hasMore = !isShown && body.querySelector('img[src^="http"]');
  frame.closest(".message")?.querySelector("[data-pictures]")?.classList.toggle("needed", Boolean(hasMore));
  new ResizeObserver(measure).observe(body);
}


// The whole of a mail in plain text, quotes and all, opens in the place of what is new in it.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-whole]");
  const said = link?.closest(".message").querySelector(":scope > .said");
  if (!said) return;
  event.preventDefault();
  const frame = Object.assign(document.createElement("iframe"), { className: "mail", src: link.href, title: link.title });
  frame.setAttribute("sandbox", "allow-same-origin allow-popups allow-popups-to-escape-sandbox");
  said.replaceWith(frame);
  link.remove();
});

function toNewest() {
  // A conversation opens at its newest, and stays there while its mails find their height.
  const timeline = document.getElementById("timeline");
  if (!timeline || timeline.dataset.placed) return;
  timeline.dataset.placed = "yes";
  const target = location.hash && timeline.querySelector(location.hash);
  if (target) return target.scrollIntoView();
  let follows = true;
  timeline.scrollTop = timeline.scrollHeight;
  timeline.addEventListener("wheel", () => (follows = false), { once: true, passive: true });
  timeline.addEventListener("touchmove", () => (follows = false), { once: true, passive: true });
  timeline.addEventListener("keydown", () => (follows = false), { once: true });
  const grown = new ResizeObserver(() => follows && (timeline.scrollTop = timeline.scrollHeight));
  for (const item of timeline.children) grown.observe(item);
  setTimeout(() => (follows = false), 3000);
}

document.addEventListener("load", (event) => event.target.matches?.("iframe.mail") && fit(event.target), true);
function look() {
  for (const frame of document.querySelectorAll("iframe.mail")) if (frame.contentDocument?.readyState === "complete") fit(frame);
  toNewest();
}
document.addEventListener("htmx:load", look);
look();
