// What is typed into “Make it right” is asked of the policy as it is typed, so that the reason stands there before anyone presses.
const SOON = 350;

async function check(line) {
  const place = line.querySelector("[data-right-check]");
  if (!place) return;
  const fields = [...line.querySelectorAll("[data-right], [name=right_by_at]")].map(({ name, value }) => [name, value]);
  const asked = new URLSearchParams(fields).toString();
  line.asked = asked;
  if (!line.querySelector("#right-value").value.trim()) return void (place.hidden = true);
  try {
    const answer = await fetch(`${place.dataset.rightCheck}?${asked}`);
    if (answer.ok && !answer.redirected && line.asked === asked) show(line, place, await answer.json());
  } catch {
    place.hidden = true;   // pressing says why all the same
  }
}

function show(line, place, { may, why, asks }) {
  place.textContent = why;
  place.hidden = !why;
  place.dataset.may = may ? "yes" : "no";
  line.querySelector("[data-right-ask]").classList.toggle("button-main", asks);
}

// What is paid back or replaced is worth its price, unless somebody has typed another sum.
function suggest(line) {
  const sum = line.querySelector("#right-value"), thing = line.querySelector("[name=right_line]");
  if (!thing || (sum.value && sum.value !== line.suggested)) return;
  const priced = ["refund", "replacement"].includes(line.querySelector("[name=right_kind]").value);
  sum.value = line.suggested = priced ? thing.selectedOptions[0]?.dataset.price ?? "" : "";
}

document.addEventListener("change", ({ target }) => {
  const line = target.closest?.("#right-line");
  if (line && target.matches("[name=right_kind], [name=right_line]")) suggest(line);
});

for (const kind of ["input", "change"]) document.addEventListener(kind, ({ target }) => {
  const line = target.closest?.("#right-line");
  if (!line || !target.matches("[data-right], [name=right_by_at]")) return;
  clearTimeout(line.checking);
  line.checking = setTimeout(() => check(line), SOON);
});

// Once the fields are there, the sum is what one types first.
document.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (detail.target.id === "right-fields") detail.target.querySelector("#right-value")?.focus();
});
