// What moves on our own pages. Everything that only reads works without this file.
const root = document.documentElement;
const all = (selector, from = document) => from.querySelectorAll(selector);

// --- light and dark, remembered ------------------------------------------------------------------------------------
for (const button of all("[data-theme-switch]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    try { localStorage.setItem("theme", root.dataset.theme); } catch { /* then for this page only */ }
  });
}

// --- filters that apply when picked ---------------------------------------------------------------------------------
for (const form of all("form[data-at-once]")) {
  form.addEventListener("change", () => {
    for (const field of form.elements) if (field.name && !field.value) field.disabled = true;
    form.submit();
  });
}
addEventListener("pageshow", () => { for (const field of all("form[data-at-once] :disabled")) field.disabled = false; });

// --- the player: nothing is loaded from elsewhere until somebody presses play ---------------------------------------
const player = document.querySelector("[data-embed]");

function play(seconds = 0) {
  const source = new URL(player.dataset.embed, location.href);
  source.searchParams.set("autoplay", "1");
  if (seconds) source.searchParams.set("start", seconds);
  let frame = player.querySelector("iframe");
  if (!frame) {
    frame = document.createElement("iframe");
    frame.title = player.dataset.title;
    frame.allow = "autoplay; encrypted-media; picture-in-picture; fullscreen";
    frame.referrerPolicy = "strict-origin-when-cross-origin"; // YouTube refuses to play for pages that hide who they are
    player.append(frame);
    player.querySelector(".play")?.remove();
  }
  frame.src = source;
  frame.focus({ preventScroll: true });
}

function markChapter(seconds) {
  let here = null;
  for (const one of all("[data-at]")) {
    one.removeAttribute("aria-current");
    one.classList.remove("now");
    if (Number(one.dataset.at) <= seconds) here = Number(one.dataset.at);
  }
  for (const one of all(`[data-at="${here}"]`)) {
    if (one.closest("svg")) one.classList.add("now");
    else one.setAttribute("aria-current", "true");
  }
}

if (player) {
  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const asked = event.target.closest("[data-seek], [data-seconds], .play");
    if (!asked) return;
    event.preventDefault();
    const seconds = Number(asked.dataset.seek ?? asked.dataset.seconds ?? 0);
    play(seconds);
    markChapter(seconds);
    player.scrollIntoView({ block: "nearest", behavior: "smooth" });
  });
}

// --- share: the system's sheet where there is one, else the address is copied --------------------------------------
for (const button of all("[data-share]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const url = button.dataset.share, title = document.title;
    const word = button.querySelector("span");
    try {
      if (navigator.share && matchMedia("(pointer: coarse)").matches) return void await navigator.share({ title, url });
      await navigator.clipboard.writeText(url);
      word.textContent = "Address copied";
    } catch (error) {
      if (error.name !== "AbortError") word.textContent = "Could not copy";
    }
    setTimeout(() => { word.textContent = "Share"; }, 2500);
  });
}

// --- dialogs: the link they open from leads to the same question on a page of its own -------------------------------
for (const opener of all("[data-opens]")) {
  opener.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    document.getElementById(opener.dataset.opens).showModal();
  });
}

// --- a secret that is shown once: copied, and marked whole when it has the focus ------------------------------------
for (const button of all("[data-copies]")) {
  const field = document.getElementById(button.dataset.copies);
  button.hidden = false;
  field.addEventListener("focus", () => field.select());
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(field.value);
      button.textContent = "Copied";
    } catch {
      field.focus(); // marked: ctrl-C does it
      button.textContent = "Press ctrl-C";
    }
  });
}

// --- a list to pick from: sift it while typing, tick all that is left, count what is ticked --------------------------
for (const sieve of all("[data-sifts]")) {
  const list = document.getElementById(sieve.dataset.sifts);
  if (!list) continue;
  const whole = document.querySelector(`[data-ticks="${list.id}"]`), says = document.querySelector(`[data-says="${list.id}"]`);
  const boxes = () => [...all("input[name=url]:not(:disabled)", list)].filter((box) => !box.closest("[hidden]"));
  const count = () => {
    const ticked = all("input[name=url]:checked", list).length, shown = boxes();
    whole.disabled = !shown.length;
    whole.checked = shown.length > 0 && shown.every((box) => box.checked);
    whole.indeterminate = ticked > 0 && !whole.checked;
    says.textContent = ticked ? `${ticked} ticked` : "";
  };
  const sift = () => {
    const word = sieve.value.trim().toLowerCase();
    for (const row of all("li:not(.older)", list)) row.hidden = !row.querySelector("strong").textContent.toLowerCase().includes(word);
    count();
  };
  whole.closest("label").hidden = false;
  whole.addEventListener("change", () => { for (const box of boxes()) box.checked = whole.checked; count(); });
  list.addEventListener("change", count);
  list.addEventListener("htmx:afterSettle", sift);
  sieve.addEventListener("input", sift);
  addEventListener("pageshow", count);
}

// --- a picture that cannot be had leaves its case's colour, not a broken sign ---------------------------------------
addEventListener("error", (event) => {
  if (event.target instanceof HTMLImageElement && !event.target.alt) event.target.hidden = true;
}, true);
