// Estate: what HTML, CSS and htmx cannot do by themselves. Every page also works without this file.
"use strict";

const one = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

// One live region for the whole page: whatever says data-announce in new content is read out.
function announce(text) {
  const live = one("#live");
  if (!live || !text) return;
  live.textContent = "";
  requestAnimationFrame(() => { live.textContent = text; });
}

// Focus goes to what needs it: the summary of errors after a refused form.
function settle(root) {
  one("[data-focus]", root)?.focus();
  for (const said of all("[data-announce]", root)) announce(said.textContent.trim());
  all("[data-toast]", root).forEach(fade);
  all("[data-selection]").forEach(count);
  // On a phone a row of tabs runs off the side: the present one shall be seen.
  for (const tab of all(".tabs [aria-current]", root)) tab.closest("ul").parentElement.scrollLeft = tab.offsetLeft - 40;
}

// Toasts leave by themselves, but not while somebody reads or reaches for them.
function fade(toast) {
  if (toast.dataset.fading) return;
  toast.dataset.fading = "yes";
  const leave = () => (toast.matches(":hover, :focus-within") ? setTimeout(leave, 3000) : toast.remove());
  setTimeout(leave, one("form", toast) ? 15000 : 8000);
}

function toast(text) {
  const box = one("[data-toast]", one("#trouble").content).cloneNode(true);
  one("p", box).textContent = text;
  one("#toasts")?.append(box);
  fade(box);
}

// A refused or failed htmx request changes nothing on the page; it says why.
// What the page looks up by itself is looked up again: nobody is told of that.
function trouble(context) {
  if (context?.response?.status === 422 || context?.sourceElement?.id === "stream") return;
  if (!context?.response && /from:body|every \d/.test(context?.sourceElement?.getAttribute?.("hx-trigger") ?? "")) return;
  const words = (kind) => one(`[data-kind=${kind}]`, one("#trouble").content).textContent;
  if (!context?.response) return toast(words("offline"));
  const answer = new DOMParser().parseFromString(context.text ?? "", "text/html");
  const said = one("[data-trouble]", answer)?.textContent ?? words(context.response.status === 413 ? "large" : "refused");
  const reference = context.response.headers.get("X-Request-Id");
  toast(context.response.status >= 500 && reference ? `${said} ${words("reference")} ${reference}` : said);
}

// The stream is opened where somebody looks: a browser has six lines to a server, and pages behind others need none. One
// that could not be opened is tried again; one that waits for its next try goes on as soon as there is network.
{
  const stream = one("#stream");
  let opening = false;
  const listen = () => {
    if (!stream || document.hidden || opening) return;
    const line = stream._htmx?.sse;
    if (line) return line.delayCanceller?.();
    opening = true;
    htmx.trigger(stream, "listen");
  };
  const opened = () => { opening = false; };
  const later = () => { opening = false; setTimeout(listen, 5000); };
  stream?.addEventListener("htmx:sse:after:connection", opened);
  stream?.addEventListener("htmx:after:request", ({ detail }) => (detail.ctx.response.status < 500 ? opened : later)());
  stream?.addEventListener("htmx:error", later);
  document.addEventListener("visibilitychange", listen);
  window.addEventListener("online", listen);
  setTimeout(listen); // once htmx knows the page
}

// Dialogs: opened by a link that leads to the same question as a page; the focus returns to it.
function openDialog(dialog, opener) {
  dialog.showModal();
  dialog.addEventListener("close", () => opener.focus(), { once: true });
}

function openPhoto(link) {
  const dialog = one("dialog", one("#viewer").content).cloneNode(true);
  Object.assign(one("img", dialog), { src: link.href, alt: one("img", link).alt });
  one("p", dialog).textContent = link.dataset.caption;
  document.body.append(dialog);
  openDialog(dialog, link);
  dialog.addEventListener("close", () => dialog.remove(), { once: true });
}

// Ticked rows: how many, and whether "all" is.
function count(bar) {
  const ticks = all(`[data-select="${bar.dataset.selection}"]`);
  const on = ticks.filter((tick) => tick.checked).length;
  const shown = one("[data-count]", bar);
  if (shown) shown.textContent = on;
  bar.toggleAttribute("data-some", on > 0);
  const master = one(`[data-select-all="${bar.dataset.selection}"]`);
  if (!master) return;
  master.checked = on > 0 && on === ticks.length;
  master.indeterminate = on > 0 && on < ticks.length;
}

document.addEventListener("click", (event) => {
  const target = event.target.closest("[data-dialog], [data-close], [data-print], [data-photo]");
  for (const menu of all("details[data-menu][open]")) if (!menu.contains(event.target)) menu.open = false;
  if (!target || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (target.matches("[data-dialog]")) {
    const dialog = document.getElementById(target.dataset.dialog);
    if (!dialog?.showModal) return;
    event.preventDefault();
    openDialog(dialog, target);
  } else if (target.matches("[data-photo]")) {
    event.preventDefault();
    openPhoto(target);
  } else if (target.matches("[data-print]")) {
    window.print();
  } else {
    target.closest("[data-toast]")?.remove();
    target.closest("dialog")?.close();
  }
});

// A link of the error summary puts the cursor into the field, also into the first of several choices.
document.addEventListener("click", (event) => {
  const link = event.target.closest(".error-summary a");
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  (field.matches("fieldset") ? one("input", field) : field).focus();
});

document.addEventListener("change", (event) => {
  const { selectAll, select } = event.target.dataset;
  if (selectAll) for (const tick of all(`[data-select="${selectAll}"]`)) tick.checked = event.target.checked;
  if (selectAll || select) all("[data-selection]").forEach(count);
});

// A form is sent once: its buttons rest until the answer is there (the server's key decides anyway).
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  setTimeout(() => all("button", form).forEach((button) => { button.classList.add("busy"); button.disabled = true; }));
});
window.addEventListener("pageshow", () => {
  for (const form of all("form[data-sent]")) {
    delete form.dataset.sent;
    all("button.busy", form).forEach((button) => { button.classList.remove("busy"); button.disabled = false; });
  }
});

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable], dialog[open]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey && one("#q")) {
    event.preventDefault();
    one("#q").focus();
    one("#q").select();
  } else if (event.key === "Escape") {
    const menu = event.target.closest("details[data-menu][open]");
    if (menu) { menu.open = false; one("summary", menu).focus(); }
    if (event.target.closest(".search")) { one("#results").replaceChildren(); one("#q").focus(); }
  } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && event.target.closest(".search")) {
    const stops = [one("#q"), ...all("#results a")];
    const next = stops[stops.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1)];
    if (next) { event.preventDefault(); next.focus(); }
  }
});

// A page that renews itself leaves open what somebody has unfolded, and knows still what they had read when they wrote.
globalThis.htmx?.registerExtension("as-left", {
  htmx_before_morph_attr(target, { attrName }) {
    const written = () => [...target.form.elements].some((field) => field.matches("textarea") && field.value);
    return !(attrName === "open" ? target.matches("details") : target.matches("[data-as-written]") && written());
  },
});
document.addEventListener("htmx:after:swap", ({ detail }) => {
  const target = detail?.ctx?.target;
  settle(target?.isConnected ? target : document.body);
});
document.addEventListener("htmx:response:error", (event) => trouble(event.detail.ctx));
document.addEventListener("htmx:error", (event) => trouble(event.detail.ctx));
settle(document.body);

// Where the page begins with what was typed before, the next thing typed replaces it.
const begin = one("input[autofocus]");
if (begin?.value && begin === document.activeElement) begin.select();
else if (begin?.value) begin.addEventListener("focus", () => begin.select(), { once: true });
