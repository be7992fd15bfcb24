// A signature on the glass: what is drawn goes with its form as a picture. Without this the form is signed by its button.
"use strict";

function enhance(box) {
  const canvas = box.querySelector("canvas");
  const field = box.querySelector("input[type=hidden]");
  const pad = new SignaturePad(canvas, { backgroundColor: "#fff", penColor: "#000", minWidth: 1, maxWidth: 3 });
  const fit = () => {
    const drawn = pad.toData();
    const ratio = Math.max(window.devicePixelRatio || 1, 1);
    canvas.width = canvas.offsetWidth * ratio;
    canvas.height = canvas.offsetHeight * ratio;
    canvas.getContext("2d").scale(ratio, ratio);
    pad.clear();
    pad.fromData(drawn);
  };
  const keep = () => { field.value = pad.isEmpty() ? "" : pad.toDataURL("image/png"); };
  pad.addEventListener("endStroke", keep);
  box.querySelector("[data-clear]").addEventListener("click", () => { pad.clear(); keep(); });
  box.hidden = false;
  fit();
  new ResizeObserver(fit).observe(canvas.parentElement);
}

const seen = new WeakSet();
function look() {
  if (!window.SignaturePad) return; // it could not be fetched: the button alone signs
  for (const box of document.querySelectorAll("[data-signature]")) {
    if (seen.has(box)) continue;
    seen.add(box);
    enhance(box);
  }
}

look();
document.addEventListener("toggle", look, true);
document.addEventListener("htmx:after:swap", look);
