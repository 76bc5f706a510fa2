// Says where this screen stands and whether its agent types; shows who else is there. What gets lost runs out by itself.
import { source } from "./live.js";

const AGAIN = 15_000;
const STILL = 10_000;   // after so long without a key nobody types any more
const MOST = 3;
const words = JSON.parse(document.body.dataset.words);
const me = Number(document.body.dataset.agent);
const csrf = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
const screen = Math.random().toString(36).slice(2, 12);
const shown = () => Number(document.getElementById("pane")?.dataset.number) || null;

let told = { number: null, doing: "gone" };
let typing = { number: null, kind: null };
let stops;

function now() {
  const number = document.hidden ? null : shown();
  if (!number) return { number: told.number, doing: "gone" };
  return { number, doing: typing.number === number && typing.kind ? typing.kind : "looking" };
}

const body = (doing) => new URLSearchParams({ doing, screen, csrfmiddlewaretoken: csrf });
const address = (number) => `/c/${number}/presence`;

function say({ number, doing }) {
  told = { number, doing };
  if (number) fetch(address(number), { method: "POST", keepalive: true, body: body(doing) }).catch(() => {});
}

function sayWhatIsNew() {
  const at = now();
  if (at.number !== told.number || at.doing !== told.doing) say(at);
}

function leave() {
  if (told.number && told.doing !== "gone") navigator.sendBeacon(address(told.number), body("gone"));
  told = { number: told.number, doing: "gone" };
}

function rest() {
  clearTimeout(stops);
  typing = { number: null, kind: null };
  sayWhatIsNew();
}

document.addEventListener("input", ({ target }) => {
  const kind = target.closest?.("#composer form[data-write]")?.dataset.write;
  if (!kind || target.matches("select, [type=file]")) return;
  typing = { number: shown(), kind };
  clearTimeout(stops);
  stops = setTimeout(rest, STILL);
  sayWhatIsNew();
});
document.addEventListener("submit", ({ target }) => target.matches("#composer form") && rest(), true);
document.addEventListener("visibilitychange", () => (document.hidden ? leave() : sayWhatIsNew()));
addEventListener("pagehide", leave);
addEventListener("pageshow", sayWhatIsNew);
setInterval(() => document.hidden || (shown() && say(now())), AGAIN);

// Who else is there, by conversation, writers first.
const here = new Map();
const others = (number) => (here.get(number) ?? []).filter(({ agent }) => agent !== me);

const sentence = ({ name, doing }) => words[doing].replace("{name}", name.split(" ")[0]);

function avatar({ initials }) {
  const round = Object.assign(document.createElement("span"), { className: "avatar", textContent: initials });
  round.setAttribute("aria-hidden", "true");
  return round;
}

function showLine() {
  const line = document.querySelector("[data-presence]");
  const who = others(shown());
  const state = JSON.stringify(who);
  if (!line || (line.state ?? "[]") === state) return;
  line.state = state;
  const more = who.length > MOST ? [words.more.replace("{count}", who.length - MOST)] : [];
  line.replaceChildren(...who.slice(0, MOST).flatMap((one) => [avatar(one), sentence(one)]), ...more);
}

function showRow(row) {
  const who = others(Number(row.dataset.number));
  const old = row.querySelector(".beside");
  const [first] = who;
  if (!first) return old?.remove();
  const sign = old ?? Object.assign(document.createElement("span"), { className: "beside" });
  sign.title = who.map(sentence).join(", ");
  sign.replaceChildren(avatar(first), first.doing === "looking" ? "" : "…");
  if (!old) row.querySelector(".who")?.append(sign);
}

function show() {
  showLine();
  document.querySelectorAll("#rows .row").forEach(showRow);
}

source.addEventListener("presence", ({ data }) => {
  const { conversation, who } = JSON.parse(data);
  if (who.length) here.set(conversation, who);
  else here.delete(conversation);
  show();
});
source.addEventListener("open", () => (here.clear(), setTimeout(show, 1000)));   // the desk says anew who is where
for (const event of ["htmx:load", "htmx:afterSettle"]) document.addEventListener(event, () => (show(), sayWhatIsNew()));
sayWhatIsNew();
