// Saves while somebody types. Without this file each part is saved by its button.
// What was typed is kept on this device until the server has said that it is saved.
"use strict";

const WORDS = document.getElementById("words").dataset;
const WAIT = 3000;
const AGAIN = 15000;
const LARGEST = 900000;
// What the button of a part has just saved: its name, as the address of this page says.
const DONE = /^(.+)\.(saved|added|unchanged)$/.exec(new URLSearchParams(location.search).get("done") || "");

class Part {
  constructor(form) {
    this.form = form;
    this.article = form.closest("article");
    this.state = this.article.querySelector(".state");
    this.trouble = this.article.querySelector(".trouble");
    this.preview = form.querySelector(".preview");
    this.dirty = false;
    this.held = this.article.querySelector("[name=decided]") !== null;
    this.saving = false;
    form.addEventListener("input", (event) => this.typed(event));
    form.addEventListener("submit", (event) => this.submitted(event));
    this.recall();
    if (this.trouble.children.length) {
      // Refused when it was saved by the button: it stays, and is asked for before the page is left.
      this.dirty = true;
      this.keep();
    }
  }

  get key() {
    return `${this.form.dataset.kept}:${this.form.dataset.part}`;
  }

  // A new part is kept under its kind: its mark is another on every page.
  get keptAs() {
    return this.key.replace(/(:new-[a-z]+)-.*/, "$1");
  }

  get fields() {
    return [...this.form.elements].filter((it) => it.name && !["seen", "decided", "csrfmiddlewaretoken", "act", "cite"].includes(it.name));
  }

  values() {
    return this.fields.map((it) => [it.name, it.type === "checkbox" ? it.checked : it.value, it.type === "checkbox" ? it.value : ""]);
  }

  keep(left = false) {
    // What nobody has decided yet is asked again on the next page.
    const seen = this.held ? "undecided" : this.form.elements.seen.value;
    try {
      const kept = { left, values: this.values(), seen, part: this.form.dataset.part, address: this.form.action };
      localStorage.setItem(this.keptAs, JSON.stringify(kept));
    } catch {
      // No room, or not allowed: the page still asks before it is left.
    }
  }

  forget() {
    try {
      localStorage.removeItem(this.keptAs);
    } catch {
      // It was never kept.
    }
  }

  // What an earlier visit typed and never heard to be saved.
  recall() {
    let kept = null;
    try {
      kept = JSON.parse(localStorage.getItem(this.keptAs));
    } catch {
      return;
    }
    if (!kept) return;
    const saved = DONE && kept.left && (kept.part === DONE[1] || (DONE[2] === "added" && /^(new|credit)-/.test(kept.part)));
    if (saved || JSON.stringify(kept.values) === JSON.stringify(this.values())) {
      this.forget();
      return;
    }
    for (const [name, value, mark] of kept.values) {
      const field = this.fields.find((it) => it.name === name && (it.type !== "checkbox" || it.value === mark));
      if (!field) continue;
      if (field.type === "checkbox") field.checked = value;
      else field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: false }));
    }
    // A page that shows a conflict has the newer state in it, and somebody decides.
    if (!this.held) this.form.elements.seen.value = kept.seen;
    if (kept.part.startsWith("new-") && this.form.dataset.part.startsWith("new-")) this.rename(kept.part, kept.address);
    const behind = this.article.closest("details.add");
    if (behind) behind.open = true;
    this.mark();
  }

  rename(name, address) {
    this.form.dataset.part = name;
    // Whoever opens the page by another link has another address for the same part.
    const here = this.form.action.replace(/[^/]+\/(\?.*)?$/, "");
    const step = new URL(address, location.href).pathname.split("/").filter(Boolean).pop();
    this.form.action = `${here}${step}/${location.search ? this.query(address) : ""}`;
  }

  query(address) {
    return new URL(address, location.href).search;
  }

  mark() {
    this.dirty = true;
    this.tell(WORDS.unsaved);
    clearTimeout(this.timer);
    if (!this.held) this.timer = setTimeout(() => this.save(), WAIT);
  }

  typed(event) {
    if (event.target.name === "cite") {
      const known = [...document.getElementById("instruments").options].some((it) => it.value === event.target.value);
      // The list of what is cited is made anew by the server.
      if (known) this.form.requestSubmit(this.form.querySelector("button:not([name])"));
      return;
    }
    this.keep();
    this.mark();
    this.look();
  }

  submitted(event) {
    const act = event.submitter && event.submitter.value;
    if (act === "preview") {
      event.preventDefault();
      this.looking = true;
      this.look(0);
      return;
    }
    if (new FormData(this.form).get("text")?.length > LARGEST) {
      event.preventDefault();
      this.tell(WORDS.long, "bad");
      return;
    }
    // Other parts are kept, and go on from there on the next page.
    this.leaving = true;
    this.keep(true);
    clearTimeout(this.timer);
  }

  tell(words, kind = "") {
    this.state.textContent = words;
    this.state.className = `state ${kind}`;
  }

  async post(extra = {}) {
    const data = new URLSearchParams(new FormData(this.form));
    data.delete("cite");
    for (const [name, value] of Object.entries(extra)) data.set(name, value);
    const response = await fetch(this.form.action, {
      method: "POST",
      body: data,
      headers: { Accept: "application/json" },
      signal: AbortSignal.timeout(20000),
    });
    const kind = response.headers.get("Content-Type") || "";
    if (!kind.startsWith("application/json")) throw new Error(`${response.status}`);
    return response.json();
  }

  async save() {
    if (this.saving || this.leaving || this.held) return;
    const typed = JSON.stringify(this.values());
    if (typed.length > LARGEST) {
      this.tell(WORDS.long, "bad");
      return;
    }
    this.saving = true;
    this.tell(WORDS.saving);
    let answer = null;
    try {
      answer = await this.post();
    } catch {
      this.saving = false;
      this.tell(WORDS.offline, "bad");
      this.timer = setTimeout(() => this.save(), AGAIN);
      return;
    }
    this.saving = false;
    this.take(answer, typed);
  }

  take(answer, typed) {
    this.trouble.replaceChildren();
    for (const it of this.form.querySelectorAll("[aria-invalid]")) it.removeAttribute("aria-invalid");
    if (["saved", "added", "unchanged"].includes(answer.outcome)) {
      this.forget();
      this.form.closest("section").querySelector(".nothing")?.remove();
      this.form.elements.seen.value = answer.stamp;
      this.form.querySelector("[name=decided]")?.remove();
      this.form.dataset.part = answer.name;
      this.form.action = answer.address;
      const lines = answer.unknown.map((told) => this.line("li", told));
      this.form.querySelector(".unknown").replaceChildren(...lines);
      this.dirty = JSON.stringify(this.values()) !== typed;
      if (this.dirty) {
        this.keep();
        this.mark();
      } else {
        this.tell(answer.told, "saved");
      }
    } else if (answer.outcome === "waiting") {
      this.tell(WORDS.unsaved);
    } else if (answer.outcome === "conflict") {
      this.clash(answer);
    } else if (answer.outcome === "gone") {
      this.form.elements.seen.value = answer.stamp;
      this.form.dataset.part = answer.name;
      this.form.action = answer.address;
      this.hold(answer.told);
    } else {
      this.refused(answer);
    }
  }

  line(tag, words) {
    const element = document.createElement(tag);
    element.textContent = words;
    return element;
  }

  // Nothing is saved by itself any more: somebody decides by the button.
  hold(told) {
    this.held = true;
    this.keep();
    this.tell(told, "bad");
  }

  clash(answer) {
    const box = this.line("div", "");
    box.className = "errors";
    box.append(this.line("p", answer.standing.length ? WORDS.conflict : WORDS.same));
    const list = document.createElement("dl");
    for (const { label, text } of answer.standing) {
      const pair = document.createElement("div");
      pair.append(this.line("dt", label), this.line("dd", text));
      list.append(pair);
    }
    box.append(list);
    this.trouble.replaceChildren(box);
    this.form.elements.seen.value = answer.stamp;
    const decided = document.createElement("input");
    Object.assign(decided, { type: "hidden", name: "decided", value: "1" });
    this.form.append(decided);
    this.hold(answer.told);
  }

  refused(answer) {
    const list = document.createElement("ul");
    for (const { field, label, told } of answer.errors || []) {
      list.append(this.line("li", label ? `${label}${WORDS.colon}${told}` : told));
      this.form.elements[field]?.setAttribute?.("aria-invalid", "true");
    }
    if (list.children.length) {
      const box = this.line("div", "");
      box.className = "errors";
      box.append(list);
      this.trouble.replaceChildren(box);
    }
    this.tell(answer.told, "bad");
  }

  // The preview follows the typing once it has been asked for.
  look(wait = 1200) {
    if (!this.looking) return;
    clearTimeout(this.soon);
    this.soon = setTimeout(async () => {
      try {
        const answer = await this.post({ act: "preview" });
        // Made by the server, which has escaped all that people wrote.
        if (answer.outcome === "preview") this.preview.innerHTML = answer.html;
        else this.take(answer, "");
      } catch {
        // It follows with the next letter.
      }
    }, wait);
  }
}

const parts = [...document.querySelectorAll("form[data-part]")].map((form) => new Part(form));

for (const told of document.querySelectorAll(".scripted")) told.hidden = false;

window.addEventListener("online", () => parts.filter((it) => it.dirty).forEach((it) => it.save()));

window.addEventListener("beforeunload", (event) => {
  if (parts.some((it) => it.dirty && !it.leaving) && !parts.some((it) => it.leaving)) event.preventDefault();
});

// The report is handed in once everything on the page is saved.
for (const form of document.querySelectorAll("form.act")) {
  form.addEventListener("submit", async (event) => {
    const waiting = parts.filter((it) => it.dirty);
    if (!waiting.length) return;
    event.preventDefault();
    for (const part of waiting) await part.save();
    const stuck = parts.find((it) => it.dirty && (it.held || it.state.className.includes("bad")));
    if (stuck) stuck.article.scrollIntoView();
    else form.submit();
  });
}
