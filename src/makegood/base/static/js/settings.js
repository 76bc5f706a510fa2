// Small comforts of the settings: a preview that follows the typing, a link that is selected to be copied.
for (const field of document.querySelectorAll("[data-preview]")) {
  const place = document.getElementById(field.dataset.preview);
  field.addEventListener("input", () => (place.textContent = field.value));
}

for (const field of document.querySelectorAll("[data-copy]")) {
  field.addEventListener("focus", () => field.select());
  field.focus();
}

// On a phone the subjects are one line that scrolls: the one in sight is where we are.
document.querySelector(".subjects [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });

// What Monday's fields say, the other working days say too.
for (const button of document.querySelectorAll("[data-copy-day]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const [first, ...others] = [...document.querySelectorAll("[data-day]")].slice(0, 5);
    const said = [...first.querySelectorAll("input")].map((field) => field.value);
    for (const day of others) {
      day.querySelectorAll("input").forEach((field, at) => (field.value = said[at] ?? ""));
      for (const part of day.querySelectorAll("details")) part.open = first.querySelector("details")?.open ?? false;
    }
  });
}
