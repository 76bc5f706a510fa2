// The camera looks for a QR code where the browser can read one; elsewhere a photo goes to the server.
const form = document.getElementById("look");
const photo = form?.querySelector("[data-photo] input");
photo?.addEventListener("change", () => photo.files.length && form.requestSubmit());

async function reader() {
  const can = "BarcodeDetector" in window && navigator.mediaDevices?.getUserMedia;
  if (!can || !(await BarcodeDetector.getSupportedFormats()).includes("qr_code")) return null;
  return new BarcodeDetector({ formats: ["qr_code"] });
}

async function look(detector, button) {
  const eye = form.querySelector("[data-eye]");
  eye.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  eye.hidden = false;
  button.hidden = true;
  await eye.play();
  const stop = () => eye.srcObject?.getTracks().forEach((track) => track.stop());
  addEventListener("pagehide", stop);
  const seek = async () => {
    const [found] = await detector.detect(eye).catch(() => []);
    if (!found) return setTimeout(seek, 200);
    stop();
    form.elements.code.value = found.rawValue;
    form.requestSubmit();
  };
  seek();
}

const detector = form && (await reader().catch(() => null));
const button = form?.querySelector("[data-scan]");
if (detector) {
  button.hidden = false;
  form.querySelector("[data-photo]").hidden = true;
  const instead = () => { button.hidden = true; form.querySelector("[data-photo]").hidden = false; };
  button.addEventListener("click", () => look(detector, button).catch(instead));
}
