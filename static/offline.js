// Pages that go on without network: kept by the service worker, their forms (data-offline) kept in the queue and sent later.
// Over plain HTTP no browser allows that: then forms post as they always do, and the page says what is missing.
"use strict";

(() => {
  const bar = document.getElementById("offline");
  if (!bar) return;
  const words = bar.dataset;
  const account = Number(words.account) || 0;
  let able = window.isSecureContext && "serviceWorker" in navigator && "indexedDB" in window && "locks" in navigator;
  const SIDE = 1600;
  const STEPS_S = [5, 15, 30, 60, 120, 300]; // between tries
  const GO_ON_MS = 6_000; // whoever stands in the rain does not wait longer for an answer
  const here = location.pathname + location.search;
  let tries = 0;
  let timer;

  const time = (instant) => new Date(instant).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  const put = (text, value) => text.replace("%s", value);
  const line = (name) => bar.querySelector(`[data-line="${name}"]`);

  function say(name, text) {
    const box = line(name);
    const shown = box.querySelector("[data-text]");
    if (text && (box.hidden || shown.textContent !== text)) {
      if (text !== true) shown.textContent = text;
      announce(shown.textContent);
    }
    box.hidden = !text;
  }

  // ---- the state -------------------------------------------------------------------------------------------------

  async function show() {
    if (!able) return;
    const entries = await estateQueue.all();
    const mine = entries.filter((one) => one.account === account);
    const of = (state) => mine.filter((one) => one.state === state);
    const [waiting, refused, sent] = [of("waiting"), of("refused"), of("sent")];
    say("waiting", waiting.length && (waiting.length === 1 ? words.one : put(words.many, waiting.length)));
    say("refused", refused.length && (refused.length === 1 ? words.refusedOne : put(words.refusedMany, refused.length)));
    const others = entries.filter((one) => one.account !== account && one.state !== "sent").length;
    say("others", others && (account ? put(words.others, others) : others === 1 ? words.one : put(words.many, others)));
    const last = sent.map((one) => one.sentAt).sort().at(-1);
    say("sent", last && Date.now() - Date.parse(last) < 3_600_000 && !waiting.length && put(words.sent, time(last)));
    if (!waiting.length) say("session", "");
    const kept = document.documentElement.dataset.keptAt;
    say("net", kept ? put(words.asof, time(kept)) : !navigator.onLine && words.cut);
    const held = new Set(refused.map((one) => one.lane));
    line("waiting").querySelector("[data-list]").replaceChildren(...waiting.map((one) => row(one, held.has(one.lane) && words.held)));
    line("refused").querySelector("[data-list]").replaceChildren(...refused.map((one) => row(one, one.word)));
    mark(mine);
  }

  function row(entry, word) {
    const item = bar.querySelector("[data-entry]").content.firstElementChild.cloneNode(true);
    item.dataset.seq = entry.seq;
    item.querySelector("[data-title]").textContent = entry.title;
    item.querySelector("[data-when]").textContent = time(entry.at);
    item.querySelector("[data-word]").textContent = word || "";
    if (entry.state === "refused") item.querySelector("[data-correct]").href = `${entry.page}#again-${entry.seq}`;
    else item.querySelector("[data-acts]").remove();
    return item;
  }

  // A form that was filled in already says so, also when an older page of it is shown again.
  function mark(mine) {
    for (const form of document.querySelectorAll("form[data-offline]")) {
      if (form.hasAttribute("data-offline-many") || form.dataset.again) continue;
      const once = form.hasAttribute("data-offline-once");
      const entry = mine.find((one) => one.url === form.action && ((once && one.state === "waiting")
        || (one.state !== "refused" && one.key && one.key === keyOf(form)?.value)));
      if (!entry) continue;
      lock(form, true);
      note(form, put(entry.state === "sent" ? words.formSent : words.formWaits, time(entry.sentAt ?? entry.at)), "waiting");
      document.getElementById(form.dataset.offlineThen)?.removeAttribute("hidden");
    }
    const unsent = new Set(mine.filter((one) => one.state !== "sent").map((one) => one.page.split("?")[0]));
    for (const sign of document.querySelectorAll("[data-offline-mark]")) sign.hidden = !unsent.has(sign.dataset.offlineMark);
  }

  const keyOf = (form) => form.querySelector("[name=idempotency_key], [name=key]");

  function lock(form, on) {
    for (const button of form.querySelectorAll("button")) button.disabled = on;
  }

  function note(form, text, state) {
    let box = form.querySelector("[data-form-note]");
    if (!box) {
      box = Object.assign(document.createElement("p"), { tabIndex: -1 });
      box.dataset.formNote = "";
      form.prepend(box);
    }
    box.className = `notice ${state}`;
    box.textContent = text;
    return box;
  }

  // ---- sending ---------------------------------------------------------------------------------------------------

  async function send(told) {
    clearTimeout(timer);
    if (!account || !able) return;
    const renewed = new Set();
    const outcome = await estateQueue.send(account, async (entry, answer) => {
      if (answer.kind === "sent") renewed.add(entry.page);
      await told?.(entry, answer);
      await show();
    });
    if (renewed.size) worker({ kind: "renew", keep: [...renewed] });
    say("session", outcome === "session");
    tries = outcome === "later" ? tries + 1 : 0;
    if (outcome === "later") timer = setTimeout(send, STEPS_S[Math.min(tries, STEPS_S.length) - 1] * 1000);
    await show();
    return outcome;
  }

  async function worker(message) {
    const registration = await navigator.serviceWorker.ready;
    registration.active.postMessage({ account, ...message });
  }

  // ---- forms -----------------------------------------------------------------------------------------------------

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!able || !account || form.dataset.plainly || !form.matches("form[data-offline]")) return;
    event.preventDefault();
    event.stopImmediatePropagation(); // neither htmx nor the usual way
    if (form.dataset.busy) return;
    form.dataset.busy = "yes";
    keep(form, event.submitter).finally(() => delete form.dataset.busy);
  }, true);

  async function keep(form, submitter) {
    note(form, words.busy, "info");
    lock(form, true);
    let seq;
    try {
      seq = await estateQueue.put(await read(form, submitter));
    } catch {
      return sendPlainly(form, submitter);
    }
    navigator.storage?.persist?.();
    let to, refused;
    const told = (entry, answer) => {
      if (entry.seq !== seq) return;
      if (answer.kind === "sent") to = answer.to ?? here;
      if (answer.kind === "refused") refused = answer.word;
    };
    const outcome = await Promise.race([send(told), new Promise((go) => { setTimeout(go, GO_ON_MS); })]);
    if (to) return location.assign(to);
    if (refused) return correctHere(form, seq, refused);
    if (form.dataset.offlineNext && outcome !== "session") return location.assign(form.dataset.offlineNext);
    delete form.dataset.again;
    if (form.hasAttribute("data-offline-many")) renewForm(form);
    await show();
    announce(put(words.formWaits, time(new Date())));
  }

  // What this device cannot keep, full or forbidden to, goes the usual way while the office answers, after what waits.
  async function sendPlainly(form, submitter) {
    await send().catch(() => {});
    const there = await fetch("/tablet-here").then((answer) => answer.ok && !answer.redirected, () => false);
    lock(form, false);
    if (!there) return note(form, words.full, "overdue").focus();
    form.dataset.plainly = "yes";
    form.requestSubmit(submitter);
  }

  // Refused while one stands before it: the form is still there with all that was entered, so it is no entry any more.
  async function correctHere(form, seq, word) {
    await estateQueue.drop(seq);
    delete form.dataset.again;
    lock(form, false);
    note(form, word, "overdue").focus();
    await show();
  }

  function renewForm(form) {
    form.reset();
    if (keyOf(form)) keyOf(form).value = crypto.randomUUID();
    lock(form, false);
    note(form, put(words.formWaits, time(new Date())), "waiting");
  }

  async function read(form, submitter) {
    const at = new Date().toISOString();
    if (form.elements.device_at) form.elements.device_at.value = at;
    const fields = [];
    for (const [name, value] of new FormData(form, submitter)) {
      if (!(value instanceof File)) fields.push([name, value]);
      else if (value.size) fields.push([name, ...(await shrink(value))]);
    }
    const entry = {
      account, lane: form.dataset.offline, url: form.action, page: here, title: form.dataset.offlineTitle || document.title,
      key: keyOf(form)?.value ?? "", at, fields, state: "waiting", tries: 0,
    };
    const again = Number(form.dataset.again);
    return again ? { ...entry, seq: again } : entry;
  }

  // A photo as the office keeps it, without its data about place and device; what is none is left for the server to refuse.
  async function shrink(file) {
    if (!file.type.startsWith("image/")) return [file, file.name];
    try {
      const picture = await createImageBitmap(file);
      const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * scale);
      canvas.height = Math.round(picture.height * scale);
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      picture.close();
      const small = await new Promise((give) => { canvas.toBlob(give, "image/jpeg", 0.8); });
      return small ? [small, `${file.name.replace(/\.\w+$/, "")}.jpg`] : [file, file.name];
    } catch {
      return [file, file.name];
    }
  }

  // ---- what was refused ------------------------------------------------------------------------------------------

  // The label was read without network: the form says so to the office.
  function noteLabel() {
    const token = location.hash.match(/^#scanned-([\w-]+)$/)?.[1];
    for (const field of token ? document.querySelectorAll("form[data-offline] [name=label]") : []) field.value = token;
  }

  // The form as it was filled in, photos too; sent again it takes the refused entry's place.
  async function restore() {
    const seq = Number(location.hash.match(/^#again-(\d+)$/)?.[1]);
    const entry = seq && (await estateQueue.get(seq));
    if (!entry || entry.account !== account || entry.state !== "refused") return;
    const form = [...document.querySelectorAll("form[data-offline]")].find((one) => one.action === entry.url);
    if (!form) return say("refused", words.formGone);
    form.dataset.again = seq;
    form.closest("[hidden]")?.removeAttribute("hidden");
    for (const details of document.querySelectorAll("details")) if (details.contains(form)) details.open = true;
    fill(form, entry.fields);
    note(form, put(words.formAgain, entry.word), "overdue").focus();
  }

  function fill(form, fields) {
    const files = new Map();
    for (const [name, value, file] of fields) {
      if (value instanceof Blob) {
        if (!files.has(name)) files.set(name, new DataTransfer());
        files.get(name).items.add(new File([value], file, { type: value.type }));
      }
      for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
        if (field.matches("[type=checkbox], [type=radio]")) field.checked ||= field.value === value;
        else if (typeof value === "string" && !field.matches("button")) field.value = value;
      }
    }
    for (const [name, chosen] of files) form.querySelector(`[type=file][name="${CSS.escape(name)}"]`).files = chosen.files;
  }

  bar.addEventListener("click", async (event) => {
    if (event.target.closest("[data-send]")) return send();
    const seq = Number(event.target.closest("[data-seq]")?.dataset.seq);
    if (event.target.closest("[data-again]")) {
      await estateQueue.put({ ...(await estateQueue.get(seq)), state: "waiting" });
      return send();
    }
    if (!event.target.closest("[data-drop]")) return;
    const dialog = document.getElementById("offline-drop");
    dialog.returnValue = "";
    openDialog(dialog, event.target.closest("button"));
    dialog.addEventListener("close", async () => {
      if (dialog.returnValue === "drop") await estateQueue.drop(seq).then(() => send());
    }, { once: true });
  });

  // ---- the page of what is kept ----------------------------------------------------------------------------------

  async function listKept() {
    const list = document.querySelector("[data-kept-pages]");
    const names = list ? (await caches.keys()).filter((name) => name.startsWith("pages-")) : [];
    for (const name of names) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        const answer = await cache.match(request);
        if (!answer.headers.get("content-type")?.startsWith("text/html")) continue;
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const link = Object.assign(document.createElement("a"), { href: request.url, textContent: page.querySelector("h1")?.textContent.trim() || page.title });
        const item = document.createElement("li");
        item.append(link);
        list.append(item);
      }
    }
    if (list) list.hidden = !list.childElementCount;
  }

  // ---- begin -----------------------------------------------------------------------------------------------------

  async function begin() {
    if (!able) return say("plain", true);
    if (!(await estateQueue.all().catch(() => null))) {
      able = false; // a browser that keeps nothing, as a private window may
      return say("unkept", true);
    }
    await navigator.serviceWorker.register("/sw.js");
    await listKept();
    await show();
    noteLabel();
    await restore();
    if (account) fetch("/tablet-here").catch(() => {});
    if (account && !document.documentElement.dataset.keptAt) worker({ kind: "keep", page: here, keep: words.keep.split(" ").filter(Boolean) });
    await send();
  }

  // What a page fetches by itself fails quietly: the line above says that there is no network.
  window.addEventListener("htmx:error", (event) => {
    if (/^get$/i.test(event.detail?.ctx?.request?.method ?? "get")) event.stopImmediatePropagation();
  }, true);

  if (able) {
    document.addEventListener("htmx:after:swap", show);
    window.addEventListener("online", () => { tries = 0; send(); });
    window.addEventListener("offline", show);
    document.addEventListener("visibilitychange", () => { if (!document.hidden) { tries = 0; send(); } });
    navigator.serviceWorker.addEventListener("message", (event) => { if (event.data?.kind === "kept") bar.dataset.ready = "yes"; });
  }
  begin();
})();
