// Says in words why a passkey did not work; the browser itself says nothing on the page.
const place = document.getElementById("passkey-trouble");

function say(words) {
  place.textContent = words;
  place.hidden = false;
}

if (place) {
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    say(window.isSecureContext && event.detail.exception.name !== "SecurityError" ? place.dataset.refused : place.dataset.insecure);
  });
}
