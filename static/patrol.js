// What only the device knows of a check: its own time when the form is sent, and where it is. The form works without.
(() => {
  const form = document.getElementById("check-form");
  if (!form) return;
  const put = (name, value) => { if (form.elements[name]) form.elements[name].value = value; };
  const stamp = () => {
    const now = new Date().toISOString();
    put("device_at", now);
    put("device_sent_at", now);
  };
  form.addEventListener("submit", stamp, true);
  if (form.dataset.position === "1" && navigator.geolocation && window.isSecureContext) {
    const seen = (found) => {
      put("lat", found.coords.latitude.toFixed(6));
      put("lon", found.coords.longitude.toFixed(6));
    };
    const watch = navigator.geolocation.watchPosition(seen, () => {}, { enableHighAccuracy: true, maximumAge: 15000 });
    addEventListener("pagehide", () => navigator.geolocation.clearWatch(watch));
  }
})();
