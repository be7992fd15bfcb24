// The service worker: it shows what the office pushes, and opens what it is about. It keeps no pages.
"use strict";

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
