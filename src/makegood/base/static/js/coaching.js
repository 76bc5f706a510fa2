// Words that would hurt are named in a line below them, with better ones: one at a time, never twice in a letter, never in the way.
const csrf = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
const SOON = 900;

const textOf = (form) => form.querySelector(".rich")?.innerText ?? form.elements.text.value;
const make = (tag, more) => Object.assign(document.createElement(tag), more);
const nameOf = ({ kind, phrase }) => `${kind}:${phrase.toLowerCase()}`;
const LETTERS = "#reply, #new";   // an answer, or a letter of ours that comes first
const place = (form) => `coach:${(form.closest(".composer") ?? form.querySelector(".composer")).dataset.number}`;
const left = (form) => JSON.parse(sessionStorage.getItem(place(form)) ?? "[]");
const leave = (form, hint) => sessionStorage.setItem(place(form), JSON.stringify([...left(form), nameOf(hint)]));

const same = (one, other) => one && other && nameOf(one) === nameOf(other) && one.better === other.better;

// What is said of the words as they are now; of the same words it is asked once.
function ask(form) {
  const line = form.querySelector("[data-coach]");
  const text = textOf(form);
  if (line && text !== form.coachedText) form.asking = hear(form, line, text);
  return form.asking;
}

async function hear(form, line, text) {
  form.coachedText = text;
  if (text.trim().length < 12) return show(form, line, []);
  try {
    const answer = await fetch(line.dataset.ask, { method: "POST", headers: { "X-CSRFToken": csrf }, body: new URLSearchParams({ text, mailbox: form.elements.mailbox?.value ?? "" }) });
    if (answer.ok && !answer.redirected && form.coachedText === text) show(form, line, (await answer.json()).hints);
  } catch {
    form.coachedText = null;   // asked again with the next letter
  }
}

function show(form, line, hints) {
  const first = hints.find((hint) => !left(form).includes(nameOf(hint)));
  const stays = same(first, line.hint);   // named already, but its sentence may have grown
  if (!stays && line.contains(document.activeElement)) return;   // somebody is choosing
  [line.hint, line.hints] = [first, hints];
  if (stays) return;
  line.replaceChildren(...(first ? [row(form, line, first)] : []));
  line.hidden = !first;
}

function row(form, line, { phrase, why, better, instead_of }) {
  const words = JSON.parse(line.dataset.words);
  const said = make("span", {});
  said.append(`“${phrase}” `, make("span", { className: "quiet", textContent: why }), ` ${words.better} `, make("b", { textContent: better }));
  const one = make("p", { className: "offer" });
  one.append(said);
  if (instead_of) one.append(button(words.yes, "button", () => take(form, line, words)));
  one.append(button(words.no, "button button-bare", () => (leave(form, line.hint), back(form), show(form, line, line.hints))));
  return one;
}

function button(words, className, act) {
  const one = make("button", { type: "button", className, textContent: words });
  one.addEventListener("click", act);
  return one;
}

const back = (form) => (form.querySelector(".rich") ?? form.elements.text).focus();

// Better words stand instead of the sentence, which comes back with one tap.
async function take(form, line, words) {
  const chosen = line.hint;
  await ask(form);
  const hint = same(line.hint, chosen) ? line.hint : chosen;
  leave(form, hint);
  const undo = await replace(form, hint.instead_of, hint.better);
  back(form);
  line.hint = null;
  if (!undo) return show(form, line, []);
  const then = textOf(form);
  const bring = async () => {   // what was typed since stays
    await (textOf(form) === then ? undo() : replace(form, hint.better, hint.instead_of));
    back(form);
    show(form, line, []);
  };
  const one = make("p", { className: "offer" });
  one.append(make("span", { textContent: words.taken }), button(words.back, "button", bring));
  line.replaceChildren(one);
}

async function replace(form, old, better) {
  const area = form.querySelector(".rich");
  const field = form.elements.text;
  if (!area) {
    const [before, start] = [field.value, field.value.indexOf(old)];
    if (start < 0) return null;
    field.setRangeText(better, start, start + old.length, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    return () => ((field.value = before), field.dispatchEvent(new Event("input", { bubbles: true })));
  }
  const editor = await form.rich;
  const range = rangeOf(area, old);
  if (!range) return null;
  const before = editor.getHTML();
  editor.saveUndoState();
  editor.setSelection(range);
  editor.insertPlainText(better, false);
  return () => (editor.setHTML(before), editor.moveCursorToEnd(), editor.fireEvent("input"));
}

// Where the words stand among the pieces of text of the field, however they are set.
function rangeOf(area, words) {
  const pieces = [];
  let all = "";
  for (const walker = document.createTreeWalker(area, NodeFilter.SHOW_TEXT); walker.nextNode();) {
    pieces.push([walker.currentNode, all.length]);
    all += walker.currentNode.data.replaceAll("\u00a0", " ");
  }
  const start = all.indexOf(words.replaceAll("\u00a0", " "));
  if (start < 0) return null;
  const range = document.createRange();
  const at = (offset) => pieces.findLast(([, begins]) => begins <= offset);
  const [first, last] = [at(start), at(start + words.length - 1)];
  range.setStart(first[0], start - first[1]);
  range.setEnd(last[0], start + words.length - last[1]);
  return range;
}

document.addEventListener("input", ({ target }) => {
  const form = target.closest?.(LETTERS);
  if (!form || !target.matches(".rich, textarea[name=text]")) return;
  clearTimeout(form.coaching);
  form.coaching = setTimeout(() => ask(form), SOON);
}, true);

document.addEventListener("submit", ({ target }) => target.matches?.(LETTERS) && sessionStorage.removeItem(place(target)), true);
