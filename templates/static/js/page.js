/* page.js: the print button, which would do nothing without a script and is hidden until this one runs. */
"use strict";
(() => {
  const button = document.getElementById("_print");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => print());
})();
