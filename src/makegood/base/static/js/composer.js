// What is typed is kept: at once on this device, moments later on the desk. The rich editor comes when the field is first used.
const words = JSON.parse(document.body.dataset.words);
const csrf = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
const SOON = 600;
const RACE = 10_000;   // a page may have been made just before its draft arrived

// A form stands in a composer, or has one in it.
const composerOf = (form) => form.closest(".composer") ?? form.querySelector(".composer");
const own = (form) => ({ number: composerOf(form).dataset.number, kind: form.dataset.write, at: composerOf(form).dataset.at });
const place = (form) => `draft:${document.body.dataset.agent}:${own(form).number}:${own(form).kind}`;
const said = (form) => Object.fromEntries(["html", "text", "to", "cc", "subject", "mailbox", "seen", "once"].map((name) => [name, form.elements[name]?.value ?? ""]));
const bare = ({ html, text }) => (html || text).replace(/<(?!img)[^>]*>|&nbsp;|\s/g, "");
const hasWords = (one) => Boolean(bare(one));
const tell = (form, text) => { const line = composerOf(form).querySelector("[data-saved]"); if (line) line.textContent = text; };

// On this device: the words, when they were typed, which draft of the desk's they began from, and when the desk took them.
function keep(form, more = {}) {
  const kept = { ...said(form), at: new Date().toISOString(), base: form.base, ...more };
  localStorage.setItem(place(form), JSON.stringify(kept));
}

async function save(form) {
  clearTimeout(form.timer);
  form.timer = null;
  const { at: address, kind } = own(form);
  const draft = said(form);
  form.saving = new AbortController();
  try {
    const answer = await fetch(`${address}/draft`, {
      method: "POST", signal: form.saving.signal, keepalive: draft.html.length + draft.text.length < 50_000, headers: { "X-CSRFToken": csrf }, body: new URLSearchParams({ ...draft, kind }),
    });
    if (answer.status === 410) return localStorage.removeItem(place(form));   // it was sent from this very page
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    const { saved, at } = await answer.json();
    form.base = at;
    if (JSON.stringify(said(form)) === JSON.stringify(draft)) keep(form, { saved: at });
    tell(form, saved);
  } catch (error) {
    if (error.name === "AbortError") return;
    tell(form, words.kept);
    form.timer ??= setTimeout(() => save(form), 5000);
  }
}

function typed(form) {
  if (form.sent) return;
  keep(form);
  clearTimeout(form.timer);
  form.timer = setTimeout(() => save(form), SOON);
}

function restore(form) {
  // What was typed here and never reached the desk comes back; beside what another device wrote since, not over it.
  const kept = JSON.parse(localStorage.getItem(place(form)) ?? "null");
  const shown = (form.base = form.elements.text.dataset.kept);
  if (!kept || !hasWords(kept)) return;
  const isOld = kept.saved && (shown >= kept.saved || Date.now() - Date.parse(kept.at) > RACE);
  if (isOld) return localStorage.removeItem(place(form));
  const [here, there] = [bare(kept), bare(said(form))];
  if (there.startsWith(here) && there !== "") return localStorage.removeItem(place(form));   // the desk had heard of it
  const goesBelow = !kept.saved && shown && shown !== kept.base && !here.startsWith(there);
  for (const name of ["html", "text", "to", "cc", "subject", "mailbox"]) {
    const field = form.elements[name];
    const isOffered = name !== "mailbox" || [...(field?.options ?? [])].some((one) => one.value === kept[name]);
    if (field && kept[name] && isOffered) field.value = goesBelow && (name === "html" || name === "text") ? field.value + kept[name] : kept[name];
  }
  save(form);
}

const ALLOWED = "A B I U S EM STRONG P DIV BR UL OL LI BLOCKQUOTE IMG CODE PRE SPAN H1 H2 H3 H4".split(" ");
function clean(html) {
  // What is pasted becomes our few elements; the desk cleans it again.
  const body = new DOMParser().parseFromString(html, "text/html").body;
  for (const element of [...body.querySelectorAll("*")].reverse()) {
    if (["SCRIPT", "STYLE", "HEAD", "TITLE", "META", "LINK"].includes(element.tagName)) element.remove();
    else if (!ALLOWED.includes(element.tagName)) element.replaceWith(...element.childNodes);
    else for (const { name, value } of [...element.attributes]) {
      const stays = (name === "href" && /^(https?:|mailto:)/i.test(value)) || (name === "src" && /^\/files\/\d+$/.test(value)) || name === "alt";
      if (!stays) element.removeAttribute(name);
    }
  }
  for (const picture of body.querySelectorAll("img:not([src])")) picture.remove();
  const fragment = document.createDocumentFragment();
  fragment.append(...body.childNodes);
  return document.importNode(fragment, true);
}

const escaped = (text) => Object.assign(document.createElement("p"), { textContent: text }).innerHTML;
// A space at the end of a line would not be shown.
const asHtml = (text) => text.split("\n").map((line) => `<div>${escaped(line).replace(/ $/, "&nbsp;") || "<br>"}</div>`).join("");

async function enrich(form, { focus = false } = {}) {
  if (form.rich) return form.rich;
  const field = form.elements.text;
  const shown = form.elements.html.value && field.value;   // the same words in plain, below which one may type meanwhile
  form.rich = import(composerOf(form).dataset.editor).then(({ default: Squire }) => {
    const area = document.createElement("div");
    area.className = "rich";
    for (const [name, value] of Object.entries({ role: "textbox", "aria-multiline": "true", "aria-label": field.getAttribute("aria-label"), "aria-placeholder": field.placeholder })) area.setAttribute(name, value);
    const had = document.activeElement === field;
    field.after(area);
    field.hidden = true;
    const editor = new Squire(area, { blockTag: "DIV", sanitizeToDOMFragment: clean });
    const plain = field.value.startsWith(shown) ? field.value.slice(shown.length) : "";
    editor.setHTML(form.elements.html.value ? form.elements.html.value + (plain && asHtml(plain)) : asHtml(field.value));
    const read = () => {
      const html = editor.getHTML();
      form.elements.html.value = hasWords({ html, text: "" }) ? html : "";
      field.value = form.elements.html.value ? "" : area.textContent.trim();
      area.toggleAttribute("data-empty", !form.elements.html.value);
    };
    read();
    editor.addEventListener("input", () => (read(), typed(form)));
    editor.addEventListener("pathChange", () => pressed(form, editor));
    editor.addEventListener("pasteImage", ({ detail }) => {
      const files = [...detail.clipboardData.items].filter((item) => item.kind === "file").map((item) => item.getAsFile());
      form.dispatchEvent(new CustomEvent("pictures", { detail: files }));
    });
    composerOf(form).querySelector(".format").hidden = false;
    if (had || focus) editor.focus(), editor.moveCursorToEnd();
    return editor;
  });
  return form.rich;
}

function format(button, editor) {
  if (!button) return;
  const act = button.dataset.format;
  const isOn = button.getAttribute("aria-pressed") === "true";
  const off = { bold: "removeBold", italic: "removeItalic", makeUnorderedList: "removeList", increaseQuoteLevel: "decreaseQuoteLevel", makeLink: "removeLink" };
  if (isOn) editor[off[act]]();
  else if (act === "makeLink") {
    const address = prompt(button.title, "https://");
    if (address && /^(https?:|mailto:)/i.test(address)) editor.makeLink(address);
  } else editor[act]();
  editor.focus();
}

function pressed(form, editor) {
  const tags = { bold: "B", italic: "I", makeUnorderedList: "UL", increaseQuoteLevel: "BLOCKQUOTE", makeLink: "A" };
  for (const button of composerOf(form).querySelectorAll("[data-format]")) button.setAttribute("aria-pressed", editor.hasFormat(tags[button.dataset.format]));
}

function attend(form) {
  form.attended = true;
  restore(form);
  form.addEventListener("focusin", ({ target }) => target === form.elements.text && enrich(form));
  const help = form.querySelector("[data-helping]")?.dataset.helping;
  if (help) form.addEventListener("focusin", () => import(help).then(({ attend }) => attend(form)), { once: true });
  form.addEventListener("input", ({ target }) => target.type !== "file" && target.name !== "then" && typed(form));
  form.addEventListener("submit", ({ submitter }) => {
    form.sent = true;
    if (own(form).number === "new") sessionStorage.setItem("sent", place(form));
    if (submitter?.hasAttribute("formaction")) localStorage.removeItem(place(form)), form.saving?.abort();   // thrown away
    clearTimeout(form.timer);
    form.timer = null;
  });
  if (form.elements.html.value) enrich(form);
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest?.(".composer [data-format]");
  const tab = document.querySelector("#composer input[name=write]:checked");
  const chosen = button && document.getElementById(tab ? tab.id.replace("write-", "") : "new");
  chosen?.rich?.then((editor) => format(button, editor));
});

// A first letter is with the desk if the next page is its conversation, or its form again with the reason.
const isWithUs = document.getElementById("composer") ?? document.querySelector("#new[data-refused]");
if (isWithUs && sessionStorage.getItem("sent")) localStorage.removeItem(sessionStorage.getItem("sent"));
sessionStorage.removeItem("sent");

const look = () => document.querySelectorAll("form[data-write]").forEach((form) => form.attended || attend(form));
document.addEventListener("htmx:load", look);
look();

// Who chose to write is writing: what they type before the editor has come goes into the plain field, and is no shortcut.
function begin({ target }) {
  if (!target.matches("#composer input[name=write]")) return;
  const form = document.getElementById(target.id.replace("write-", ""));
  form.elements.text.focus();
  enrich(form, { focus: true }).then((editor) => editor.focus());
}
document.addEventListener("change", begin);
document.addEventListener("click", begin);   // the key R again, when Reply is chosen already

document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("form[data-write]");
  if (!form) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    event.stopImmediatePropagation();
    (form.querySelector(event.shiftKey ? "[data-send-close]" : "[data-send]") ?? form.querySelector("[data-send]")).click();
  } else if (event.key === "Escape") document.getElementById("timeline")?.focus();
}, true);
// Gone back to, a letter that was sent is a fresh one.
addEventListener("pageshow", ({ persisted }) => persisted && document.getElementById("new")?.sent && location.reload());
addEventListener("pagehide", () => document.querySelectorAll("form[data-write]").forEach((form) => form.timer && save(form)));
addEventListener("online", () => document.querySelectorAll("form[data-write]").forEach((form) => form.timer && save(form)));
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  // What was sent is forgotten before the fresh form looks for it; what was not is kept before its form goes.
  const { elt } = detail.requestConfig;
  const isWithTheDesk = detail.xhr.status < 300 || [409, 422].includes(detail.xhr.status);   // sent, or kept with the reason
  if (elt.attended && isWithTheDesk) localStorage.removeItem(place(elt));
  document.querySelectorAll("form[data-write]").forEach((form) => form.timer && !form.sent && save(form));
});
for (const name of ["htmx:sendError", "htmx:responseError"]) {
  document.addEventListener(name, ({ detail: { elt } }) => {
    if (!elt.attended) return;
    elt.sent = false;
    typed(elt);
  });
}
