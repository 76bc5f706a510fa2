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
