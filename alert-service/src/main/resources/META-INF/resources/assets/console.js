// Vigil console: live updates, keys, copying. Every page works without this file.
"use strict";
(() => {
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const show = (element) => { if (element) { element.hidden = false; } };

  // ---- the list's selected row ----

  const rows = all("[data-row]");
  let selected = -1;

  function select(index) {
    if (rows.length === 0) { return; }
    rows[selected]?.classList.remove("selected");
    rows[selected]?.removeAttribute("aria-selected");
    selected = Math.max(0, Math.min(rows.length - 1, index));
    const row = rows[selected];
    row.classList.add("selected");
    row.setAttribute("aria-selected", "true");
    row.scrollIntoView({ block: "nearest" });
    one("a", row)?.focus({ preventScroll: true });
  }

  const rowOf = (id) => rows.find((row) => row.id === id);
  const returned = rowOf(location.hash.slice(1));
  if (returned) { select(rows.indexOf(returned)); }
  all("[data-row] a").forEach((link) => link.addEventListener("focus", () => {
    const index = rows.indexOf(link.closest("[data-row]"));
    if (index !== selected) { select(index); }
  }));

  /** Sends the hidden form of the list for the selected alert. */
  function quick(action) {
    const form = one("[data-quick]");
    const row = rows[selected];
    if (!form || !row) { return; }
    form.action = row.dataset.href + "/" + action;
    form.elements.version.value = row.dataset.version;
    form.requestSubmit();
  }

  // ---- keys ----

  const help = one("#help");
  const openHelp = () => { if (help && !help.open) { help.showModal(); } };
  const helpButton = one("[data-help-open]");
  show(helpButton);
  helpButton?.addEventListener("click", openHelp);

  /** Presses the button of the form on the alert page, or acts on the selected row of the list. */
  function act(key, action) {
    const form = one(`[data-key="${key}"]`);
    if (form) { form.requestSubmit(); } else { quick(action); }
  }

  /** Goes to the field on this page, or to the selected alert's page and the field there. */
  function write(key) {
    const field = one(`[data-focus-key="${key}"]`);
    if (field) {
      field.focus();
      field.scrollIntoView({ block: "center" });
    } else if (rows[selected]) {
      location.href = rows[selected].dataset.href + "#key-" + key;
    }
  }

  const keys = {
    j: () => select(selected + 1),
    k: () => select(selected - 1),
    o: () => { if (rows[selected]) { location.href = rows[selected].dataset.href; } },
    a: () => { if (one("[data-key=a]") || rows[selected]?.hasAttribute("data-new")) { act("a", "acknowledge"); } },
    s: () => { if (one("[data-key=s]")) { act("s", "start"); } },
    m: () => act("m", "assign"),
    c: () => write("c"),
    x: () => write("x"),
    "/": () => { const search = one("#q"); if (search) { search.focus(); search.select(); } else { location.href = "/alerts#q"; } },
    "?": openHelp,
  };
  let before = "";

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || help?.open) { return; }
    if (event.target.closest("input:not([type=radio]), textarea, select")) {
      if (event.key === "Escape") { event.target.blur(); }
      return;
    }
    const afterG = before === "g";
    before = event.key;
    if (afterG && event.key === "q") {
      location.href = "/alerts";
      return;
    }
    const action = keys[event.key];
    if (action) {
      event.preventDefault();
      action();
    }
  });

  const asked = location.hash.match(/^#key-([a-z])$/);
  if (asked) { write(asked[1]); }
  if (location.hash === "#q") { one("#q")?.focus(); }

  // ---- a second press of a button must not send a form twice ----

  addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") { return; }
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
  });
  addEventListener("pageshow", () => all("form[data-sent]").forEach((form) => delete form.dataset.sent));

  // ---- back to the list that one came from ----

  const back = one("[data-back]");
  const list = one("[data-alerts], [data-live]");
  if (list) { sessionStorage.setItem("vigil-list", location.pathname + location.search); }
  const last = sessionStorage.getItem("vigil-list");
  const here = one("[data-alert]");
  if (back && last?.startsWith("/alerts")) { back.href = last + (here ? "#" + here.dataset.alert : ""); }

  // ---- copying ----

  all("[data-copy]").forEach((button) => {
    if (!navigator.clipboard) { return; }
    const label = button.textContent;
    show(button);
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.parentElement.querySelector("pre").textContent);
      button.textContent = button.dataset.copied;
      setTimeout(() => { button.textContent = label; }, 1500);
    });
  });

  // ---- live updates: the list says what is new and never moves by itself ----

  const live = one("[data-live]");
  if (!live || !window.EventSource) { return; }
  const text = one("[data-live-text]", live);
  const toggle = one("[data-live-toggle]", live);
  const bar = one("[data-new-bar]");
  const table = one("[data-alerts]");
  const title = document.title;
  let stream = null;
  let timer = 0;

  function say(state) {
    live.classList.toggle("lost", state === "lost");
    live.classList.toggle("paused", state === "paused");
    text.textContent = live.dataset[state];
  }

  async function count() {
    timer = 0;
    const query = new URLSearchParams(location.search);
    query.set("since", table ? table.dataset.newest : "");
    const answer = await fetch("/console/news?" + query, { headers: { Accept: "application/json" } });
    if (!answer.ok || !stream) { return; }
    const news = await answer.json();
    if (news.count === 0) { return; }
    const number = news.count + (news.more ? "+" : "");
    bar.textContent = bar.dataset.text.replace("#", number);
    document.title = "(" + number + ") " + title;
    show(bar);
  }

  /** Asks for the numbers soon; many changes at once make one question. */
  function ask() {
    if (!timer && (!table || table.dataset.first === "true")) {
      timer = setTimeout(() => count().catch(() => say("lost")), 700);
    }
  }

  function mark(row) {
    if (one(".changed", row)) { return; }
    const note = document.createElement("span");
    note.className = "changed";
    note.textContent = table.dataset.changed;
    one(".title a", row).after(note);
  }

  function connect() {
    stream = new EventSource("/console/stream");
    stream.addEventListener("hello", () => { say("on"); ask(); });
    stream.addEventListener("alert", (event) => {
      const row = rowOf(event.data);
      if (row) { mark(row); } else { ask(); }
    });
    stream.addEventListener("error", () => say("lost"));
  }

  function pause() {
    stream?.close();
    stream = null;
    say("paused");
    toggle.textContent = toggle.dataset.resume;
  }

  toggle.addEventListener("click", () => {
    if (stream) {
      pause();
      sessionStorage.setItem("vigil-paused", "yes");
    } else {
      sessionStorage.removeItem("vigil-paused");
      toggle.textContent = toggle.dataset.pause;
      connect();
    }
  });
  bar.addEventListener("click", () => { location.href = table ? table.dataset.newestHref : location.href; });
  addEventListener("pagehide", () => stream?.close());
  show(live);
  if (sessionStorage.getItem("vigil-paused")) { pause(); } else { connect(); }
})();
