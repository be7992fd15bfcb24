// A voice note recorded in the page: it goes with its form as a file. Where a browser records nothing (over plain HTTP
// none does) the file input stays, and the device's own recorder gives the file.
"use strict";

(() => {
  const KINDS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
  const BITS = 32_000; // a voice needs no more
  const able = window.isSecureContext && "MediaRecorder" in window && Boolean(navigator.mediaDevices?.getUserMedia);
  if (!able) return;
  let running; // the one recording of the page: {box, recorder}

  const part = (box, name) => box.querySelector(`[data-${name}]`);
  const file = (box) => box.querySelector("input[type=file]");

  function show(box) {
    const here = running?.box === box;
    const [kept] = file(box).files;
    const heard = part(box, "heard");
    file(box).hidden = true;
    box.querySelector("label").htmlFor = "";
    part(box, "recorder").hidden = false;
    part(box, "record").hidden = here || Boolean(kept);
    part(box, "stop").hidden = !here;
    part(box, "forget").hidden = heard.hidden = here || !kept;
    if (kept && !heard.src) heard.src = URL.createObjectURL(kept);
    if (!kept) heard.removeAttribute("src");
  }

  function say(box, word) {
    const said = part(box, "said");
    said.hidden = !word;
    said.textContent = word ? said.dataset[word] : "";
    if (word) announce(said.textContent);
  }

  function give(box, recording) {
    const chosen = new DataTransfer();
    if (recording) chosen.items.add(recording);
    file(box).files = chosen.files;
  }

  async function record(box) {
    say(box, "");
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch (error) {
      return say(box, error.name === "NotAllowedError" ? "denied" : "failed");
    }
    const kind = KINDS.find((one) => MediaRecorder.isTypeSupported(one));
    const recorder = new MediaRecorder(stream, { ...(kind && { mimeType: kind }), audioBitsPerSecond: BITS });
    const pieces = [];
    recorder.addEventListener("dataavailable", (event) => { if (event.data.size) pieces.push(event.data); });
    const ended = new Promise((go) => { recorder.addEventListener("stop", go, { once: true }); });
    running = { box, recorder, ended: ended.then(() => keep(box, stream, pieces, recorder.mimeType)) };
    recorder.start(1000);
    count(box, recorder, Date.now());
    show(box);
    part(box, "stop").focus();
  }

  function count(box, recorder, begun) {
    if (recorder.state !== "recording") return;
    const seconds = Math.floor((Date.now() - begun) / 1000);
    part(box, "time").textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    if (seconds >= Number(box.dataset.voice)) return stop();
    setTimeout(count, 250, box, recorder, begun);
  }

  function keep(box, stream, pieces, kind) {
    stream.getTracks().forEach((track) => track.stop());
    running = undefined;
    const type = kind.split(";")[0];
    give(box, pieces.length ? new File(pieces, `voice.${type.split("/")[1]}`, { type }) : null);
    show(box);
    say(box, pieces.length ? "kept" : "failed");
    (pieces.length ? part(box, "forget") : part(box, "record")).focus();
  }

  async function stop() {
    const { recorder, ended } = running;
    if (recorder.state === "recording") recorder.stop();
    await ended;
  }

  function forget(box) {
    URL.revokeObjectURL(part(box, "heard").src);
    part(box, "heard").removeAttribute("src");
    give(box, null);
    say(box, "");
    show(box);
    part(box, "record").focus();
  }

  document.addEventListener("click", (event) => {
    const box = event.target.closest("[data-voice]");
    if (!box) return;
    if (event.target.closest("[data-record]") && !running) record(box);
    if (event.target.closest("[data-stop]")) stop();
    if (event.target.closest("[data-forget]")) forget(box);
  });

  // Sent while it still records: what was said until now goes along.
  document.addEventListener("submit", (event) => {
    if (!running || !event.target.contains(running.box)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { target, submitter } = event;
    stop().then(() => target.requestSubmit(submitter));
  }, true);

  function look() {
    for (const box of document.querySelectorAll("[data-voice]")) show(box);
  }

  look();
  document.addEventListener("htmx:after:swap", look); // a page that follows what happens is made anew
})();
