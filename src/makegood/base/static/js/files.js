// Files go up as soon as they are chosen, dropped or pasted; a pasted picture stands where it was pasted.
const csrf = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
const words = JSON.parse(document.body.dataset.words);

async function upload(form, files, { inline = false } = {}) {
  const sent = new FormData();
  for (const file of files) sent.append("file", file);
  sent.append("kind", form.dataset.write);
  if (inline) sent.append("inline", "yes");
  const list = form.querySelector("[data-files]");
  list.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(`${(form.closest(".composer") ?? form.querySelector(".composer")).dataset.at}/files`, { method: "POST", headers: { "X-CSRFToken": csrf }, body: sent });
    const { files: kept, refused } = await answer.json();
    if (!answer.ok) return complain(list, refused ?? words.failed);
    for (const file of kept) list.append(inline ? hidden(file) : chip(file));
    if (inline) form.rich?.then((editor) => kept.forEach((file) => editor.insertImage(file.address, { alt: file.name })));
  } catch {
    complain(list, words.failed);
  } finally {
    list.removeAttribute("aria-busy");
  }
}

const hidden = ({ id }) => Object.assign(document.createElement("input"), { type: "hidden", name: "files", value: id });

function chip(file) {
  const shown = document.createElement("span");
  shown.className = "file";
  const off = Object.assign(document.createElement("button"), { type: "button", textContent: "×" });
  off.dataset.remove = `${file.address}/remove`;
  off.setAttribute("aria-label", `× ${file.name}`);
  shown.append(hidden(file), `${file.name}, ${file.size}`, off);
  return shown;
}

function complain(list, text) {
  const line = Object.assign(document.createElement("p"), { className: "alarm", textContent: text });
  line.setAttribute("role", "alert");
  list.append(line);
  setTimeout(() => line.remove(), 10_000);
}

document.addEventListener("change", ({ target }) => {
  const form = target.closest?.("form[data-write]");
  if (!form || target.type !== "file") return;
  upload(form, [...target.files]);
  target.value = "";
});
document.addEventListener("click", ({ target }) => {
  const off = target.closest?.("[data-remove]");
  if (!off) return;
  fetch(off.dataset.remove, { method: "POST", headers: { "X-CSRFToken": csrf } });
  off.closest(".file").remove();
});
const chosen = (composer) => composer.closest("form") ?? composer.querySelector(composer.querySelector("#write-note:checked") ? "#note" : "#reply");
for (const name of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(name, (event) => {
    const composer = event.target.closest?.(".composer");
    if (!composer || !event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    composer.classList.toggle("dropping", name === "dragover");
    if (name === "drop") upload(chosen(composer), [...event.dataTransfer.files]);
  });
}
// Files that another part of the page has put into the letter; or why it could not.
document.addEventListener("along", ({ target, detail: { files, refused } }) => {
  const list = target.querySelector("[data-files]");
  if (refused) return complain(list, refused);
  list.append(...files.map(chip));
});
document.addEventListener("pictures", ({ target, detail }) => upload(target, detail, { inline: true }), true);
