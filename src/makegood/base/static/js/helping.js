// What we know that fits what the customer wrote: found when somebody begins to write, shown in one quiet button. It opens a picker above
// the letter, as / and ; do on an empty line. Nothing moves, and nothing is written before somebody chooses it.
const csrf = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
const SOON = 150;
const make = (tag, more, ...inside) => { const one = Object.assign(document.createElement(tag), more); one.append(...inside); return one; };

export async function attend(form) {
  const place = form.querySelector("[data-helping]");
  const words = JSON.parse(place.dataset.words);
  const help = { form, place, words, ask: place.dataset.ask, offers: [], at: 0, sign: place.querySelector("svg") };
  help.sign.remove();
  form.addEventListener("keydown", (event) => begins(event) && (event.preventDefault(), open(help, event.key)), true);
  const found = await offers(help, "");
  if (found.length && place.isConnected) tell(help, found);
}

async function offers(help, query) {
  try {
    const answer = await fetch(`${help.ask}?${query}`, { headers: { Accept: "application/json" } });
    return answer.ok && !answer.redirected ? (await answer.json()).offers : [];
  } catch {
    return [];   // help that does not come is none; writing goes on
  }
}

function tell(help, found) {
  help.quiet = make("button", { type: "button", className: "button button-bare helping-found", title: help.words.title }, help.sign,
    make("span", { className: "helping-first", textContent: found[0].title }), make("b", { textContent: ` ${found.length}` }));
  help.quiet.setAttribute("aria-label", help.words.count.replace("{count}", found.length));
  help.quiet.setAttribute("aria-haspopup", "dialog");
  help.quiet.addEventListener("click", () => open(help, ""));
  help.form.closest(".composer").querySelector("[data-saved]").before(help.quiet);
}

// On an empty line only: "and/or" is no question.
function begins({ key, target, ctrlKey, metaKey, altKey }) {
  if ((key !== "/" && key !== ";") || ctrlKey || metaKey || altKey) return false;
  if (target.name === "text") return /(^|\n)$/.test(target.value.slice(0, target.selectionStart)) && target.selectionStart === target.selectionEnd;
  const { anchorNode, anchorOffset, isCollapsed } = getSelection();
  if (!target.classList?.contains("rich") || !isCollapsed) return false;
  const block = anchorNode.nodeType === Node.TEXT_NODE ? anchorNode.parentElement.closest("div, p, li") : anchorNode;
  const before = document.createRange();
  before.setStart(block, 0);
  before.setEnd(anchorNode, anchorOffset);
  return before.toString().trim() === "" && (block.classList.contains("rich") === false || anchorOffset === 0);
}

async function open(help, key) {
  if (help.panel) return;
  help.key = key;
  help.field = make("input", { type: "text", className: "filter", autocomplete: "off", placeholder: help.words.find });
  help.list = make("ul", { className: "helping-list", id: "helping-list" });
  for (const [name, value] of Object.entries({ role: "combobox", "aria-label": help.words.find, "aria-controls": "helping-list", "aria-expanded": "true", "aria-autocomplete": "list" })) help.field.setAttribute(name, value);
  help.list.setAttribute("role", "listbox");
  help.list.setAttribute("aria-label", help.words.title);
  help.panel = make("div", { className: "helping-panel" }, help.field, help.list, make("p", { className: "quiet", textContent: help.words.keys }));
  help.panel.setAttribute("role", "dialog");
  help.panel.setAttribute("aria-label", help.words.title);
  help.place.append(help.panel);
  help.place.hidden = false;
  help.field.addEventListener("input", () => { clearTimeout(help.timer); help.timer = setTimeout(() => look(help), SOON); });
  help.panel.addEventListener("keydown", (event) => press(help, event));
  help.panel.addEventListener("focusout", ({ relatedTarget }) => relatedTarget && !help.panel?.contains(relatedTarget) && close(help));
  help.field.focus();
  await look(help);
}

async function look(help) {
  const typed = help.field.value.trim();
  const found = await offers(help, typed ? new URLSearchParams({ q: typed }) : "pick=yes");
  if (!help.panel || typed !== help.field.value.trim()) return;
  [help.offers, help.at] = [found, 0];
  help.list.replaceChildren(...found.map((offer, at) => row(help, offer, at)));
  if (!found.length) help.list.append(make("li", { className: "label", textContent: help.words.none }));
  show(help);
}

function row(help, offer, at) {
  const title = make("span", { className: "helping-title" }, make("b", { textContent: offer.title }), make("span", { className: "quiet", textContent: ` ${[help.words[offer.of], offer.said_in, ...offer.along].filter(Boolean).join(" · ")}` }));
  const one = make("li", { id: `helping-${at}` }, title, make("span", { className: "preview", textContent: offer.text.slice(0, 240) }));
  one.setAttribute("role", "option");
  one.addEventListener("pointerdown", (event) => event.preventDefault());
  one.addEventListener("click", () => take(help, offer, offer.text));
  if (offer.link) {
    const link = make("span", { className: "button", textContent: help.words.link });   // by the keyboard it is Ctrl Enter
    link.addEventListener("click", (event) => { event.stopPropagation(); take(help, offer, `${offer.title}: ${offer.link}`); });
    title.append(link);
  }
  return one;
}

function show(help) {
  [...help.list.children].forEach((one, at) => one.setAttribute("aria-selected", at === help.at));
  help.field.setAttribute("aria-activedescendant", help.offers.length ? `helping-${help.at}` : "");
  help.list.children[help.at]?.scrollIntoView({ block: "nearest" });
}

function press(help, event) {
  const { key, ctrlKey, metaKey } = event;
  const offer = help.offers[help.at];
  event.stopPropagation();
  if (key === "Escape") return event.preventDefault(), back(help);
  if (key === "ArrowDown" || key === "ArrowUp") {
    event.preventDefault();
    help.at = (help.at + (key === "ArrowDown" ? 1 : -1) + help.offers.length) % (help.offers.length || 1);
    return show(help);
  }
  if (key !== "Enter") return undefined;
  event.preventDefault();   // the letter itself is not sent by it
  if (offer) take(help, offer, (ctrlKey || metaKey) && offer.link ? `${offer.title}: ${offer.link}` : offer.text);
}

async function take(help, offer, text) {
  close(help);
  await write(help.form, text);
  const gap = /\{[a-z_]+\}/.exec(text);
  if (gap) warn(help, gap[0]);
  if (offer.of === "reply") await used(help, offer);
}

// It counts as taken, and its files are in the letter. Nothing is sent before they are there: they say so when they are not.
async function used(help, offer) {
  const list = help.form.querySelector("[data-files]");
  if (offer.along.length) list.setAttribute("aria-busy", "true");
  const sent = { method: "POST", headers: { "X-CSRFToken": csrf }, body: new URLSearchParams({ reply: offer.id }) };
  const came = await fetch(`${help.ask}/used`, sent).then((answer) => answer.json()).catch(() => ({ refused: help.words.lost, files: [] }));
  list.removeAttribute("aria-busy");
  if (offer.along.length) help.form.dispatchEvent(new CustomEvent("along", { bubbles: true, detail: came }));
}

function warn(help, gap) {
  if (!help.quiet) tell(help, [{ title: "" }]);
  help.quiet.replaceChildren(make("b", { className: "late", textContent: help.words.gap.replace("{gap}", gap) }));
}

async function write(form, text) {
  const field = form.elements.text;
  if (form.rich) {
    const editor = await form.rich;
    editor.focus();
    editor.insertPlainText(text, false);
    return editor.fireEvent("input");
  }
  field.focus();
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function close(help) {
  help.panel?.remove();
  help.panel = null;
  help.place.hidden = true;
}

// Left without a choice: what was typed to open it stands in the letter, if it was meant so.
function back(help) {
  const { key, field } = help;
  const meant = key && field.value === "" ? key : "";
  close(help);
  if (meant) write(help.form, meant);
  else (help.form.querySelector(".rich") ?? help.form.elements.text).focus();
}
