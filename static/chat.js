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
  const toEnd = () => { stays = true; if (log) log.scrollTop = log.scrollHeight; if (fresh) fresh.hidden = true; };
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
    if (shape && shape !== ctx.shapeBefore && base.startsWith("/chat/")) location.reload();
  });
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
  toEnd();
  if (!form) return;

  // The draft and its key outlast a reload: what has arrived under this key is not sent again.
  const text = form.elements.text, key = form.elements.key, files = form.elements.paper_files;
  const failed = one("[data-failed]", form), slot = `chat-${form.dataset.keep}`;
  const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const keep = () => sessionStorage.setItem(slot, JSON.stringify({ key: key.value, text: text.value }));
  const draft = JSON.parse(sessionStorage.getItem(slot) ?? "null");
  const arrived = (one) => all("[data-key]", root).some((line) => line.dataset.key === one);
  if (draft && !text.value && !arrived(draft.key)) { key.value = draft.key; text.value = draft.text; }
  keep();

  let sent = null, again = null, wait = 4000;
  function chosen() {
    const shown = one("[data-chosen]", form);
    shown.dataset.plain ??= shown.textContent;
    shown.textContent = files.files.length ? shown.dataset.words.replace("%s", files.files.length) : shown.dataset.plain;
  }
  files?.addEventListener("change", chosen);

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
    if (text.value.trim() || files?.files.length) form.requestSubmit();
  });

  function stopWaiting() { clearTimeout(again); again = null; failed.hidden = true; }
  function waitAndSend() {
    failed.hidden = false;
    clearTimeout(again);
    again = setTimeout(() => form.requestSubmit(), wait);
    wait = Math.min(wait * 2, 30000);
  }
  window.addEventListener("online", () => { if (again !== null) form.requestSubmit(); });

  form.addEventListener("htmx:before:request", () => { sent = text.value; clearTimeout(again); keep(); });
  form.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
    if (ctx.sourceElement !== form) return;
    const { status } = ctx.response;
    if (status === 200) {
      // What was typed while it was on its way stays.
      text.value = text.value.startsWith(sent) ? text.value.slice(sent.length).trimStart() : text.value;
      if (files) { files.value = ""; chosen(); }
      const was = key.value;
      key.value = newKey();
      wait = 4000;
      stopWaiting();
      keep();
      setTimeout(() => { if (!arrived(was)) fetchNews(); }, 300); // where the stream has not told of it by then
    } else if (status >= 500) waitAndSend();
    else stopWaiting();
  });
  form.addEventListener("htmx:after:swap", () => {
    if (one("[data-otherwise]", form)) { key.value = newKey(); keep(); fetchNews(); }
  });
  form.addEventListener("htmx:error", (event) => {
    if (event.detail.ctx?.sourceElement !== form || event.detail.ctx.response) return;
    event.stopPropagation();
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
