// Two small comforts of the settings: a preview that follows the typing, and a link that is selected to be copied.
for (const field of document.querySelectorAll("[data-preview]")) {
  const place = document.getElementById(field.dataset.preview);
  field.addEventListener("input", () => (place.textContent = field.value));
}

for (const field of document.querySelectorAll("[data-copy]")) {
  field.addEventListener("focus", () => field.select());
  field.focus();
}
