// A conversation: new messages are fetched from the last one on and appended, what is typed is kept until it has arrived.
"use strict";

(() => {
  const root = document.getElementById("chat");
  if (!root) return;
  const { base } = root.dataset;
  const log = document.getElementById("chat-log");
  const state = document.getElementById("chat-state");
  const fresh = document.getElementById("chat-new");
  const typing = document.getElementById("chat-typing");
  const form = document.getElementById("composer");

  // The log: it stays at its end while somebody reads there, and where it is while they read further up.
  const atEnd = () => !log || log.scrollHeight - log.scrollTop - log.clientHeight < 60;
  let stays = true;
  const toEnd = () => {
    stays = true;
    if (fresh) fresh.hidden = true;
    if (!log) return;
    log.scrollTop = log.scrollHeight;
    // On a phone one writes above the end of the log: the page gives way.
    if (form) scrollBy(0, Math.max(0, log.getBoundingClientRect().bottom - form.getBoundingClientRect().top));
  };
  const lastId = () => Number([...root.querySelectorAll("[data-message]")].at(-1)?.dataset.message ?? 0);
  const fetchNews = () => { if (state) htmx.trigger(state, "news"); };

  root.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
    if (ctx.sourceElement !== state) return;
    // Asked for at the moment of sending: whatever waited in line meanwhile is not fetched twice.
    const known = state.querySelector("[data-stamp]").dataset;
    ctx.request.body.set("after", lastId());
    ctx.request.body.set("since", known.stamp);
    ctx.request.body.set("shape", known.shape);
    if (!document.hidden) ctx.request.body.set("seen", "1");
    ctx.shapeBefore = known.shape;
    ctx.lastBefore = lastId();
    ctx.wasAtEnd = stays;
  });
  root.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
    if (ctx?.sourceElement !== state) return;
    all("[data-left]", root).forEach(takeAway);
    if (lastId() > ctx.lastBefore) {
      quiet();
      const mine = root.querySelector(`[data-message="${lastId()}"]`)?.classList.contains("mine");
      if (ctx.wasAtEnd || mine) toEnd();
      else fresh.hidden = false;
    }
    // At the desk another can take or end it: what can be done there is another page, and the draft waits for it.
    const shape = state.querySelector("[data-shape]")?.dataset.shape;
    if (shape && shape !== ctx.shapeBefore && base.startsWith("/chat/")) another();
  });
  // A form that was refused stands under the address that it was sent to, which is no page. What is half filled in stays.
  const half = `half-${root.dataset.keeper}-${base}`;
  function another() {
    const fields = all(".chat-tools :is(input, textarea, select)[id]").filter((field) => field.type !== "hidden" && field.type !== "search");
    const filled = fields.filter((field) => field.value !== (field.defaultValue ?? field.value) || field.closest("details[open]"));
    sessionStorage.setItem(half, JSON.stringify(filled.map((field) => [field.id, field.value])));
    if (location.pathname === base) location.reload();
    else location.assign(base);
  }
  for (const [id, value] of JSON.parse(sessionStorage.getItem(half) ?? "[]")) {
    const field = document.getElementById(id);
    if (!field || (field.options && !one(`[value="${CSS.escape(value)}"]`, field))) continue;
    field.value = value;
    field.closest("details").open = true;
  }
  sessionStorage.removeItem(half);
  // A look that failed is made again by itself; the page need not say so each time.
  const calm = (event) => { if (event.detail.ctx?.sourceElement === state) event.stopPropagation(); };
  root.addEventListener("htmx:error", calm);
  root.addEventListener("htmx:response:error", calm);
  fresh?.addEventListener("click", toEnd);
  log?.addEventListener("scroll", () => { stays = atEnd(); if (stays) fresh.hidden = true; });
  log?.addEventListener("load", () => { if (stays) toEnd(); }, true); // a photo takes its room only once it is there
  document.addEventListener("visibilitychange", () => { if (!document.hidden) fetchNews(); });
  window.addEventListener("online", fetchNews);
  window.addEventListener("pageshow", (event) => { if (event.persisted) fetchNews(); });

  // The two minutes in which a message can be taken back.
  function takeAway(back) {
    if (back.dataset.going) return;
    back.dataset.going = "yes";
    setTimeout(() => back.remove(), Number(back.dataset.left) * 1000);
  }
  all("[data-left]", root).forEach(takeAway);
  root.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
    if (ctx.sourceElement.matches?.(".chat-back")) fetchNews();
  });

  // The other side writes: shown for some seconds, said once.
  let quietAt;
  function quiet() { clearTimeout(quietAt); if (typing) typing.textContent = ""; }
  if (typing?.dataset.topic) document.body.addEventListener(typing.dataset.topic, () => {
    if (!typing.textContent) typing.textContent = typing.dataset.words;
    clearTimeout(quietAt);
    quietAt = setTimeout(quiet, 5000);
  });
  // A search leads to what it found, which may stand far above the end.
  const sought = location.hash && log?.querySelector(`[id="${CSS.escape(location.hash.slice(1))}"].chat-line`);
  if (sought) {
    stays = false;
    log.scrollTop += sought.getBoundingClientRect().top - log.getBoundingClientRect().top - log.clientHeight / 3;
    setTimeout(fetchNews); // what came after the messages that are shown
  } else toEnd();
  if (!form) return;

  // The draft and its key outlast a reload: what has arrived under this key is not sent again. Photos do not outlast it.
  const text = form.elements.text, key = form.elements.key, files = form.elements.paper_files;
  const failed = one("[data-failed]", form), lost = one("[data-lost]", form), slot = `chat-${form.dataset.keep}`;
  const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const keep = () => sessionStorage.setItem(slot, JSON.stringify({ key: key.value, text: text.value, photos: files?.files.length ?? 0 }));
  const line = (sought) => all("[data-key]", root).find((one) => one.dataset.key === sought);
  const draft = JSON.parse(sessionStorage.getItem(slot) ?? "null");
  if (draft && !text.value && !line(draft.key)) {
    key.value = draft.key;
    text.value = draft.text;
    lost.hidden = !draft.photos;
  }
  keep();

  let sent = null, again = null, wait = 4000; // sent: the text and the photos that are on their way
  function chosen() {
    const shown = one("[data-chosen]", form);
    shown.dataset.plain ??= shown.textContent;
    shown.textContent = files.files.length ? shown.dataset.words.replace("%s", files.files.length) : shown.dataset.plain;
    if (files.files.length) lost.hidden = true;
  }
  files?.addEventListener("change", () => { chosen(); keep(); });

  let told = 0;
  text.addEventListener("input", () => {
    keep();
    stopWaiting();
    if (!state || !text.value || Date.now() - told < 3000) return;
    told = Date.now();
    fetch(`${base}/typing`, { method: "POST" }).catch(() => {});
  });
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || !matchMedia("(pointer: fine)").matches) return;
    event.preventDefault();
    if (sent) text.setRangeText("\n", text.selectionStart, text.selectionEnd, "end"); // goes out next, unless one types on
    else if (text.value.trim() || files?.files.length) form.requestSubmit();
  });

  function stopWaiting() { clearTimeout(again); again = null; failed.hidden = true; }
  function waitAndSend() {
    if (line(key.value)) return done(shown(line(key.value)), files ? [...files.files] : []);
    failed.hidden = false;
    clearTimeout(again);
    again = setTimeout(() => form.requestSubmit(), wait);
    wait = Math.min(wait * 2, 30000);
  }
  window.addEventListener("online", () => { if (again !== null) form.requestSubmit(); });

  // A message is at the office: what was typed or chosen while it was on its way stays, under a key of its own.
  function done(said, photos) {
    if (text.value.trim() === said.trim()) text.value = "";
    else if (text.value.startsWith(said)) text.value = text.value.slice(said.length).trimStart();
    if (files && [...files.files].every((file) => photos.includes(file))) { files.value = ""; chosen(); }
    key.value = newKey();
    wait = 4000;
    lost.hidden = true;
    stopWaiting();
    keep();
  }
  const shown = (found) => one(".lines", found)?.textContent ?? "";
  // Its answer was lost, or another page of this browser sent it: the log says that it has arrived.
  root.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
    const found = ctx?.sourceElement === state && !sent && line(key.value);
    if (found) done(shown(found), again !== null && files ? [...files.files] : []);
  });

  // Photos take their time where the network is slow: given up after a minute they would never arrive.
  form.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
    if (files?.files.length) ctx.request.timeout = "300s";
  });
  form.addEventListener("htmx:before:request", () => {
    sent = { text: text.value, photos: files ? [...files.files] : [] };
    clearTimeout(again);
    keep();
  });
  form.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
    if (ctx.sourceElement !== form) return;
    const { status } = ctx.response;
    const was = key.value, went = sent;
    sent = null;
    // Whose session is over is led to the sign-in: the message was not taken, and waits in its draft.
    const taken = ctx.text.includes("data-said") || ctx.response.headers.get("HX-Redirect")?.startsWith("/my/chat/");
    if (status === 200 && taken) {
      done(went.text, went.photos);
      setTimeout(() => { if (!line(was)) fetchNews(); }, 300); // where the stream has not told of it by then
    } else if (status >= 500) waitAndSend();
    else stopWaiting();
  });
  form.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
    if (ctx.sourceElement !== form) return;
    const entered = again === null && !one(".error", form) && text.value.trim() && text.value.endsWith("\n");
    if (entered) setTimeout(() => form.requestSubmit()); // once the line is free
  });
  form.addEventListener("htmx:after:swap", () => {
    if (one("[data-otherwise]", form)) { key.value = newKey(); keep(); fetchNews(); }
  });
  form.addEventListener("htmx:error", (event) => {
    if (event.detail.ctx?.sourceElement !== form || event.detail.ctx.response) return;
    event.stopPropagation();
    sent = null;
    waitAndSend();
  });

  document.addEventListener("click", (event) => {
    const answer = event.target.closest("[data-insert]");
    if (!answer) return;
    text.value = [text.value.trim(), answer.dataset.insert].filter(Boolean).join("\n");
    keep();
    answer.closest("details").open = false;
    text.focus();
  });
})();
