// A mail's frame is as high as the mail. The frame runs no script: it is measured from here.
function fit(frame) {
  const body = frame.contentDocument?.body;
  if (!body) return;
  const measure = () => (frame.style.blockSize = `${Math.min(Math.ceil(frame.contentDocument.documentElement.getBoundingClientRect().height), 20_000)}px`);
  measure();
  new ResizeObserver(measure).observe(body);
}


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
