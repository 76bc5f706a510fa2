// Words that promise something offer themselves: the desk reads what is typed, a person says yes, and only then a line is filled.
const csrf = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
const SOON = 700;
const declined = new Set();

const textOf = (form) => form.querySelector(".rich")?.innerText ?? form.elements.text.value;
const make = (tag, more) => Object.assign(document.createElement(tag), more);

async function ask(form) {
  const place = form.querySelector("[data-offers]");
  const text = textOf(form);
  if (!place || text === form.understoodText) return;
  form.understoodText = text;
  if (text.trim().length < 8) return show(form, place, []);
  try {
    const answer = await fetch(place.dataset.ask, { method: "POST", headers: { "X-CSRFToken": csrf }, body: new URLSearchParams({ text }) });
    if (answer.ok && !answer.redirected) show(form, place, (await answer.json()).offers);
  } catch {
    form.understoodText = null;   // asked again with the next letter
  }
}

function show(form, place, offers) {
  const chosen = form.elements.promise.value.trim().toLowerCase();
  const open = offers.filter(({ what }) => !declined.has(what.toLowerCase()) && what.toLowerCase() !== chosen);
  place.replaceChildren(...open.map((offer) => line(form, place, offer)));
  place.hidden = !open.length;
}

function line(form, place, offer) {
  const words = JSON.parse(place.dataset.words);
  const row = make("p", { className: "offer" });
  const said = make("span", {});
  said.append(`${words.offer} `, make("span", { className: "word", textContent: `“${offer.what}”` }), ` ${words.due} ${offer.words}`);
  const yes = make("button", { type: "button", className: "button button-keep", textContent: words.yes });
  const no = make("button", { type: "button", className: "button button-bare", textContent: words.no });
  yes.addEventListener("click", () => take(form, row, offer));
  no.addEventListener("click", () => (declined.add(offer.what.toLowerCase()), leave(form, place, row)));
  row.append(said, yes, no);
  return row;
}

function leave(form, place, row) {
  row.remove();
  place.hidden = !place.children.length;
  form.querySelector(".rich")?.focus();
}

function take(form, row, { what, at }) {
  form.querySelector("#promise-line").open = true;
  form.elements.promise.value = what;
  form.elements.by.value = "other";
  form.elements.by_at.value = at;
  leave(form, row.parentElement, row);
}

document.addEventListener("input", ({ target }) => {
  const form = target.closest?.("#reply");
  if (!form || !target.matches(".rich, textarea[name=text]")) return;
  clearTimeout(form.understanding);
  form.understanding = setTimeout(() => ask(form), SOON);
}, true);

// A draft that stands there already, such as one that owns up, may give our word as well.
function begun() {
  const form = document.getElementById("reply");
  if (form && form.understoodText === undefined && textOf(form).trim()) ask(form);
}
document.addEventListener("htmx:load", begun);

// Enter in the line does not send the letter; Escape closes it and goes back to the words.
document.addEventListener("keydown", (event) => {
  const line = event.target.closest?.("#promise-line");
  if (!line || event.ctrlKey || event.metaKey) return;
  if (event.key === "Enter" && event.target.matches("input")) event.preventDefault();
  else if (event.key === "Escape") {
    line.open = false;
    event.stopPropagation();
    line.closest("form").querySelector(".rich, textarea[name=text]")?.focus();
  }
}, true);
