// Read the label at a place with the device's camera, in the page: what it leads to is opened here, and nothing else is.
const area = document.querySelector("[data-scan]");
const video = area.querySelector("video");
const begin = area.querySelector("[data-begin]");
const said = area.querySelector("[data-said]");
const SIDE = 720; // enough for a label held at arm's length
const EVERY_MS = 120;

function say(word) {
  said.textContent = area.dataset[word];
  said.hidden = false;
}

// The browser's own reader where there is one (Android), else ours, which is fetched only then.
async function reader() {
  const own = window.BarcodeDetector;
  if (own && (await own.getSupportedFormats()).includes("qr_code")) return new own({ formats: ["qr_code"] });
  const { BarcodeDetector } = await import(area.dataset.reader);
  return new BarcodeDetector({ formats: ["qr_code"] });
}

// The labels carry the office's address at the time of printing: only the path counts, and it is opened here.
function pathOf(text) {
  const path = URL.canParse(text) ? new URL(text).pathname : text;
  return /^\/(scan|pass)\/[\w-]{4,80}$/.test(path) ? path : "";
}

async function watch() {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1280 } }, audio: false });
  const stop = () => stream.getTracks().forEach((track) => track.stop());
  addEventListener("pagehide", stop, { once: true });
  video.srcObject = stream;
  video.hidden = false;
  begin.hidden = true;
  await video.play();
  const found = await reader();
  const canvas = document.createElement("canvas");
  const paint = canvas.getContext("2d", { willReadFrequently: true });
  say("looking");
  while (stream.active) {
    const scale = Math.min(1, SIDE / Math.max(video.videoWidth, video.videoHeight, 1));
    canvas.width = Math.max(1, Math.round(video.videoWidth * scale));
    canvas.height = Math.max(1, Math.round(video.videoHeight * scale));
    paint.drawImage(video, 0, 0, canvas.width, canvas.height);
    const codes = await found.detect(canvas).catch(() => []);
    const path = codes.map((code) => pathOf(code.rawValue)).find(Boolean);
    if (path) {
      navigator.vibrate?.(60);
      stop();
      location.assign(path);
      return;
    }
    if (codes.length) say("other");
    await new Promise((go) => { setTimeout(go, EVERY_MS); });
  }
}

async function start() {
  begin.disabled = true;
  await watch().catch((error) => {
    say(error.name === "NotAllowedError" ? "denied" : "failed");
    video.hidden = true;
    begin.hidden = begin.disabled = false;
  });
}

if (!window.isSecureContext || !navigator.mediaDevices?.getUserMedia) {
  say("plain");
  area.querySelector("[data-set-up]").hidden = false;
} else {
  begin.hidden = false;
  begin.addEventListener("click", start);
  const allowed = await navigator.permissions?.query({ name: "camera" }).catch(() => null);
  if (allowed?.state === "granted") start();
}
