// The service worker: it shows what the office pushes, and keeps the pages that say so for when there is no network.
// Pages lie apart for each account and go when somebody signs in or out; what waits to be sent is offline.js's matter.
"use strict";

const ASSETS = "assets";
const OWNER = "owner"; // of the kept pages: one entry, the account's number
const PAGES = "pages-";
const FRESH_MS = 5 * 60_000; // a page kept a moment ago is not asked for again
const PATIENCE_MS = 5_000; // after that a kept page is better than a network that hardly answers

self.addEventListener("install", (event) => {
  event.waitUntil(addOfflinePage().catch(() => {}).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  const { kind, account, page, keep = [] } = event.data ?? {};
  const done = (async () => {
    await belongTo(account);
    await (kind === "renew" ? renew(account, keep) : keepAll(account, page, keep));
    event.source?.postMessage({ kind: "kept" });
  })();
  event.waitUntil(done.catch(() => {}));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.method === "POST" && ["/sign-in", "/sign-out"].includes(url.pathname)) event.waitUntil(forget());
  if (request.method !== "GET") return;
  if (url.pathname.startsWith("/static/")) event.respondWith(asset(request));
  else if (request.mode === "navigate") event.respondWith(page(request));
  else if (request.destination === "image") event.respondWith(image(request));
});

async function asset(request) {
  const kept = await caches.match(request, { cacheName: ASSETS });
  return kept ?? fetch(request);
}

async function image(request) {
  return fetch(request).catch(async () => (await find(request)) ?? Response.error());
}

// The network first; what is kept when it fails, is slow, or a proxy in between says that the office is not there.
async function page(request) {
  const kept = await find(request);
  try {
    const answer = await (kept ? Promise.race([fetch(request), late()]) : fetch(request));
    if (kept && [502, 503, 504].includes(answer.status)) return dated(kept);
    if (kept && keepable(answer)) await put(request.url, answer.clone(), kept.headers.get("x-kept-by"));
    return answer;
  } catch {
    const scanned = kept ? "" : await labelled(request);
    if (scanned) return Response.redirect(scanned, 302);
    return kept ? dated(kept) : ((await caches.match("/offline", { cacheName: ASSETS })) ?? Response.error());
  }
}

// Where the label of a point leads, by what the kept pages say: <a href="…" data-scan="token">.
async function labelled(request) {
  const token = new URL(request.url).pathname.match(/^\/scan\/([\w-]+)$/)?.[1];
  const account = token && (await owner());
  if (!account) return "";
  const cache = await caches.open(PAGES + account);
  for (const one of await cache.keys()) {
    const html = await (await cache.match(one)).text();
    const link = html.match(new RegExp(`<a [^>]*href="(/[^"#]+)"[^>]*data-scan="${token}"`));
    if (link) return `${link[1].replaceAll("&amp;", "&")}#scanned-${token}`;
  }
  return "";
}

const late = () => new Promise((_, give) => { setTimeout(() => give(new Error("late")), PATIENCE_MS); });

async function find(request) {
  const account = await owner();
  return account && caches.match(request, { cacheName: PAGES + account });
}

// The page itself says of when it is.
async function dated(kept) {
  const html = (await kept.text()).replace("<html ", `<html data-kept-at="${kept.headers.get("x-kept-at")}" `);
  return new Response(html, { status: 200, headers: kept.headers });
}

const keepable = (answer) => answer.ok && !answer.redirected && (answer.headers.get("content-type") ?? "").startsWith("text/html");

async function keepAll(account, by, wanted) {
  const cache = await caches.open(PAGES + account);
  const all = [...new Set([by, ...wanted])].map((path) => new URL(path, self.location.origin).href);
  for (const old of await cache.keys()) {
    const kept = await cache.match(old);
    if (kept?.headers.get("x-kept-by") === by && !all.includes(old.url)) await cache.delete(old);
  }
  for (const url of all) {
    const had = await cache.match(url);
    const fresh = had && Date.now() - Date.parse(had.headers.get("x-kept-at")) < FRESH_MS;
    if (!fresh || url === all[0]) await take(cache, url, by);
  }
  await addOfflinePage();
}

// Pages on which something has just been sent.
async function renew(account, paths) {
  const cache = await caches.open(PAGES + account);
  for (const path of paths) {
    const had = await cache.match(path);
    if (had) await take(cache, had.url || new URL(path, self.location.origin).href, had.headers.get("x-kept-by"));
  }
}

async function take(cache, url, by) {
  const answer = await fetch(url, { credentials: "same-origin", cache: "no-store", headers: { "X-Keep": "1" } });
  if (keepable(answer)) await put(url, answer, by);
  else await cache.delete(url); // no longer this person's, or no longer there
}

async function put(url, answer, by) {
  const account = await owner();
  if (!account) return;
  const html = await answer.text();
  const headers = new Headers(answer.headers);
  for (const name of ["content-length", "content-encoding"]) headers.delete(name);
  headers.set("x-kept-at", new Date().toISOString());
  headers.set("x-kept-by", by);
  const cache = await caches.open(PAGES + account);
  await cache.put(url, new Response(html, { status: 200, headers }));
  await addParts(html, cache);
}

// Styles, scripts, icons and pictures of a page.
async function addParts(html, cache) {
  const assets = await caches.open(ASSETS);
  const named = [...html.matchAll(/(?:src|href|data-needs)="(\/[^"#]+)/g)].map((found) => found[1].replaceAll("&amp;", "&"));
  const pictures = new Set([...html.matchAll(/<img[^>]* src="(\/[^"#]+)/g)].map((found) => found[1].replaceAll("&amp;", "&")));
  for (const path of new Set(named)) {
    const place = path.startsWith("/static/") ? assets : pictures.has(path) ? cache : null;
    if (place && !(await place.match(path))) await place.add(path).catch(() => {});
  }
}

async function addOfflinePage() {
  const answer = await fetch("/offline", { credentials: "omit", cache: "no-store" });
  if (!answer.ok) return;
  const assets = await caches.open(ASSETS);
  const html = await answer.clone().text();
  await assets.put("/offline", answer);
  await addParts(html, assets);
}

async function owner() {
  const kept = await caches.match("/", { cacheName: OWNER });
  return kept ? kept.text() : "";
}

// Never two people's pages on one device.
async function belongTo(account) {
  if ((await owner()) === String(account)) return;
  await forget();
  await (await caches.open(OWNER)).put("/", new Response(String(account)));
}

async function forget() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name === OWNER || name.startsWith(PAGES)).map((name) => caches.delete(name)));
}

self.addEventListener("push", (event) => {
  const told = event.data?.json() ?? {};
  const shown = { body: told.body ?? "", tag: told.tag, data: { link: told.link || "/" }, icon: "/static/0/icons/estate-180.png" };
  event.waitUntil(self.registration.showNotification(told.title ?? "", shown));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const address = new URL(event.notification.data?.link ?? "/", self.location.origin);
  if (address.origin === self.location.origin) event.waitUntil(self.clients.openWindow(address.href));
});
