// What was filled in and is not at the office yet: kept in this browser, sent in order, each once (the server's key decides).
//
// An entry: seq (a count that only grows), account (who filled it in), lane (the order or round it belongs to), url, page,
// title, key, at (that moment, by this device), fields [[name, text or Blob, file name]], state waiting | refused | sent.
// The rule of order: entries of a lane go one after the other; one that was refused, or that the server cannot take now,
// holds what stands behind it in its lane and nothing else. Without network or session everything waits.
"use strict";

const estateQueue = (() => {
  const DAY_MS = 86_400_000;
  const PATIENCE_MS = 60_000;

  const opened = new Promise((give, fail) => {
    const request = indexedDB.open("estate", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("entries", { keyPath: "seq", autoIncrement: true });
    request.onsuccess = () => give(request.result);
    request.onerror = () => fail(request.error);
  });
  opened.catch(() => {}); // said by whoever asks

  // The answer of one request, once its transaction is on the disk.
  async function act(mode, work) {
    const transaction = (await opened).transaction("entries", mode, { durability: "strict" });
    const request = work(transaction.objectStore("entries"));
    return new Promise((give, fail) => {
      transaction.oncomplete = () => give(request.result);
      transaction.onabort = transaction.onerror = () => fail(transaction.error ?? request.error);
    });
  }

  const all = () => act("readonly", (entries) => entries.getAll());
  const get = (seq) => act("readonly", (entries) => entries.get(seq));
  const put = (entry) => act("readwrite", (entries) => entries.put(entry)); // answers its seq
  const drop = (seq) => act("readwrite", (entries) => entries.delete(seq));

  // Send what is due of this account; answers "sent" when nothing is left that could go now, "later", or "session".
  async function send(account, told) {
    return navigator.locks.request("estate-queue", async () => {
      const held = new Set();
      let outcome = "sent";
      for (const entry of await all()) {
        if (entry.account !== account) continue;
        if (entry.state === "sent") {
          if (Date.now() - Date.parse(entry.sentAt) > DAY_MS) await drop(entry.seq);
          continue;
        }
        if (entry.state === "refused") held.add(entry.lane);
        if (held.has(entry.lane)) continue;
        const answer = await post(entry);
        if (answer.kind === "network" || answer.kind === "session") return answer.kind === "network" ? "later" : "session";
        if (answer.kind !== "sent") held.add(entry.lane);
        if (answer.kind === "fault") outcome = "later";
        await note(entry, answer);
        await told?.(entry, answer);
      }
      return outcome;
    });
  }

  async function note(entry, answer) {
    if (answer.kind === "sent") {
      const { seq, account, lane, url, page, title, key, at } = entry;
      const sent = { seq, account, lane, url, page, title, key, at, state: "sent", sentAt: new Date().toISOString(), fields: [] };
      await put(sent).catch(() => drop(seq)); // a full device cannot even write that
    } else {
      const state = answer.kind === "refused" ? "refused" : "waiting";
      await put({ ...entry, state, word: answer.word ?? "", tries: (entry.tries ?? 0) + 1 });
    }
  }

  async function post(entry) {
    const body = new FormData();
    const now = { device_seq: entry.seq, device_sent_at: new Date().toISOString() }; // fields that are known only at the sending
    for (const [name, value, file] of entry.fields) file === undefined ? body.append(name, now[name] ?? value) : body.append(name, value, file);
    const age = Math.max(0, Math.round((Date.now() - Date.parse(entry.at)) / 1000));
    const headers = { "X-Queued": [entry.account, entry.seq, entry.at, age].join(";") };
    let answer;
    let text;
    try {
      answer = await fetch(entry.url, { method: "POST", body, headers, signal: AbortSignal.timeout(PATIENCE_MS) });
      text = await answer.text();
    } catch {
      return { kind: "network" };
    }
    // Led elsewhere (to a new password, to a lesson) it did not come to the page that takes it.
    if (answer.status === 401 || answer.redirected) return { kind: "session" };
    if (answer.ok) return { kind: "sent", to: answer.headers.get("HX-Redirect") };
    if ([408, 425, 429, 502, 503, 504].includes(answer.status)) return { kind: "network" };
    return { kind: answer.status >= 500 ? "fault" : "refused", word: said(text) || `${answer.status}` };
  }

  // The server's own words in the page that it answered with.
  function said(text) {
    const page = new DOMParser().parseFromString(text, "text/html");
    const found = [...page.querySelectorAll(".error-summary li, [data-trouble], .field .error")];
    return [...new Set(found.map((one) => one.textContent.trim()))].join(" ");
  }

  return { all, get, put, drop, send };
})();
