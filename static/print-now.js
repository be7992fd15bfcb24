// A sheet that was sent to paper: open the printer's dialog at once. Loaded again, the page is only a preview.
"use strict";

window.addEventListener("load", () => {
  const address = new URL(location.href);
  address.searchParams.delete("copy");
  history.replaceState(null, "", address);
  window.print();
});
