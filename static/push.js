// Notifications on this device. Browsers have them on HTTPS and on this computer alone: elsewhere nothing is offered.
"use strict";

const section = document.querySelector("[data-push-section]");
const panel = section?.querySelector("[data-push-panel]");
const able = window.isSecureContext && "serviceWorker" in navigator && "PushManager" in window;

function show(html) {
  const content = new DOMParser().parseFromString(html, "text/html").querySelector("[data-push]");
  panel.replaceChildren(...(content ? [content] : []));
  section.hidden = !content;
  if (content) settleHere(content);
}

// Whether this very device takes them already.
async function settleHere(content) {
  const registration = await navigator.serviceWorker.getRegistration("/");
  const mine = await registration?.pushManager.getSubscription();
  const row = mine && content.querySelector(`[data-endpoint="${CSS.escape(mine.endpoint)}"]`);
  content.querySelector("[data-push-on]").hidden = Boolean(row);
  if (row) row.querySelector("[data-this-device]").hidden = false;
}

function say(word) {
  const box = panel.querySelector("[data-push-trouble]");
  box.textContent = box.dataset[word];
  box.hidden = false;
}

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));

async function takeThem(button) {
  if ((await Notification.requestPermission()) !== "granted") return say("denied");
  const registration = await navigator.serviceWorker.register("/sw.js");
  await navigator.serviceWorker.ready;
  const options = { userVisibleOnly: true, applicationServerKey: bytes(button.dataset.pushOn) };
  const had = await registration.pushManager.getSubscription();
  await had?.unsubscribe(); // an old key of the office would not fit
  const { endpoint, keys } = (await registration.pushManager.subscribe(options)).toJSON();
  const answer = await fetch("/account/devices", { method: "POST", body: new URLSearchParams({ endpoint, ...keys }) });
  show(await answer.text());
}

if (panel && able) {
  fetch("/account/devices").then((answer) => (answer.ok ? answer.text() : "")).then(show);
  panel.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-push-on]");
    if (!button) return;
    button.disabled = true;
    await takeThem(button).catch(() => say("failed"));
    button.disabled = false;
  });
}
