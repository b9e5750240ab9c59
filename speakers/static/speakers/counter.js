// Counts while somebody types. Without this file the page counts when it is saved or previewed.
"use strict";

for (const told of document.querySelectorAll("[data-counts]")) {
  const text = document.getElementById(told.dataset.counts);
  const count = () => {
    const length = [...text.value].length;
    told.textContent = told.dataset.words.replace("{count}", length.toLocaleString("en"));
  };
  text.addEventListener("input", count);
  count();
}
