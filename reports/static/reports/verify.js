// Works out the SHA-256 of a chosen or dropped file in the browser; only the digest is sent.
"use strict";

const zone = document.getElementById("drop");
const input = document.getElementById("file");
const told = document.getElementById("told");
const form = document.getElementById("by-digest");

async function check(file) {
  told.textContent = zone.dataset.working;
  try {
    const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    form.elements.digest.value = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
  } catch {
    told.textContent = zone.dataset.failed;
    return;
  }
  form.submit();
}

// Browsers offer it on secure pages alone; elsewhere the form beneath remains.
if (globalThis.crypto?.subtle) {
  zone.hidden = false;
  input.addEventListener("change", () => input.files.length && check(input.files[0]));
  zone.addEventListener("dragover", (event) => {
    event.preventDefault();
    zone.classList.add("over");
  });
  zone.addEventListener("dragleave", () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    if (event.dataTransfer.files.length) check(event.dataTransfer.files[0]);
  });
}
