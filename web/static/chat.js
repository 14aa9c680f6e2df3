// The chat's page. Words stand in the page itself; whatever comes from outside is shown as text, never as markup.
"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const words = JSON.parse($("words").textContent);
  const log = $("log");
  const list = $("messages");
  const text = $("text");
  const desktop = matchMedia("(hover: hover) and (pointer: fine)").matches;
  const LIMIT = 20 * 1024 * 1024; // bytes of a file
  const PAGE = 100; // messages shown when the page opens
  const PAUSES = [1, 2, 4, 8, 15, 30]; // seconds before the next try

  // ---- What this device keeps

  const keep = (name, value) => {
    try {
      localStorage.setItem(`chat.${name}`, JSON.stringify(value));
    } catch {} // a full or forbidden store costs the history of one's own words, nothing else
  };
  const kept = (name, otherwise) => {
    try {
      const found = JSON.parse(localStorage.getItem(`chat.${name}`));
      return found === null ? otherwise : found;
    } catch {
      return otherwise;
    }
  };

  let own = kept("own", []); // what the person said: {id, text, at, after, press?, message?}
  let waiting = kept("waiting", []); // the same, not delivered yet
  const files = new Map(); // id -> the file of a waiting message, kept while the page is open
  let last = 0; // the highest id of a message shown
  const shown = new Map(); // id of a message -> its bubble
  const mine = new Map(); // id of one's own message -> its bubble
  let lastDay = "";

  const newId = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  };

  // ---- Bubbles

  const make = (tag, className, content) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (content !== undefined) element.textContent = content;
    return element;
  };
  const calendar = new Intl.DateTimeFormat("en-GB", {
    timeZone: "Asia/Ho_Chi_Minh", hourCycle: "h23",
    day: "2-digit", month: "2-digit", year: "numeric", hour: "2-digit", minute: "2-digit",
  });
  const when = (at) => {
    const part = Object.fromEntries(calendar.formatToParts(new Date(at)).map((each) => [each.type, each.value]));
    return { day: `${part.day}/${part.month}/${part.year}`, time: `${part.hour}:${part.minute}` };
  };
  const timeOf = (at) => {
    const time = make("time", "", when(at).time);
    time.dateTime = new Date(at).toISOString();
    return time;
  };
  const bubble = (kind, who) => {
    const element = make("article", `said ${kind}`);
    element.append(make("span", "unseen", `${who}: `));
    return element;
  };
  const add = (element, at) => {
    const { day } = when(at);
    if (day !== lastDay) {
      lastDay = day;
      list.append(make("p", "day", day));
    }
    list.append(element);
    $("empty").hidden = true;
  };

  // Links to this very site can be opened; others stay text, for anybody may have written them.
  const written = (content) => {
    const paragraph = make("p", "text");
    for (const piece of content.split(/(https?:\/\/[^\s<>"')\]]+[^\s<>"')\].,;:!?])/)) {
      if (piece.startsWith(`${location.origin}/`)) {
        const link = make("a", "", piece);
        link.href = piece;
        paragraph.append(link);
      } else if (piece) {
        paragraph.append(piece);
      }
    }
    return paragraph;
  };

  const fileOf = (file) => {
    if (!file.url.startsWith("/")) return make("p", "", file.name);
    const link = make("a", "file");
    link.href = file.url;
    if (/\.(png|jpe?g|webp|gif)$/i.test(file.name)) {
      const image = make("img");
      image.src = file.url;
      image.alt = file.name;
      image.loading = "lazy";
      image.addEventListener("error", () => image.replaceWith(file.name));
      link.className = "picture";
      link.append(image);
    } else {
      link.download = file.name;
      link.textContent = `${words.paper}: ${file.name}`;
    }
    return link;
  };

  const sourcesOf = (sources) => {
    const details = make("details", "sources");
    details.append(make("summary", "", words.source));
    for (const source of sources) {
      const issued = [source.number, source.issuer && `${words.of} ${source.issuer}`, source.date && `${words.day} ${dayOf(source.date)}`];
      const figure = make("figure");
      const section = /^[IVX\d]/.test(source.section) ? `${words.section} ${source.section}` : source.section;
      figure.append(make("figcaption", "", [issued.filter(Boolean).join(" "), section].filter(Boolean).join(", ")));
      figure.append(make("blockquote", "", source.quote));
      details.append(figure);
    }
    return details;
  };
  const dayOf = (date) => date.replace(/^(\d{4})-(\d{2})-(\d{2})$/, "$3/$2/$1");

  const choicesOf = (message) => {
    const group = make("div", "choices");
    group.setAttribute("role", "group");
    for (const choice of message.choices) {
      const button = make("button", "choice", choice.label);
      button.type = "button";
      button.dataset.value = choice.value;
      button.addEventListener("click", () => {
        if (button.getAttribute("aria-disabled") === "true") return;
        send({ text: choice.label, press: choice.value, message: message.id });
      });
      group.append(button);
    }
    return group;
  };

  // Not `disabled`, which would throw the keyboard's focus back to the top of the page.
  const spend = (id, value) => {
    const element = shown.get(id);
    if (!element) return;
    for (const button of element.querySelectorAll(".choice")) {
      button.setAttribute("aria-disabled", "true");
      button.classList.toggle("chosen", button.dataset.value === value);
    }
  };
  const giveBack = (id) => {
    const element = shown.get(id);
    if (!element) return;
    for (const button of element.querySelectorAll(".choice")) {
      button.removeAttribute("aria-disabled");
      button.classList.remove("chosen");
    }
  };

  const showBot = (message) => {
    if (shown.has(message.id)) return null;
    last = Math.max(last, message.id);
    if (!message.text && !message.files.length) return null; // erased
    const element = bubble("bot", words.bot);
    element.dataset.id = message.id;
    element.append(written(message.text), ...message.files.map(fileOf));
    if (message.sources.length) element.append(sourcesOf(message.sources));
    if (message.choices.length) element.append(choicesOf(message));
    const foot = make("div", "foot");
    foot.append(timeOf(message.at), readAloud(message.text));
    element.append(foot);
    const earlier = message.replaces && shown.get(message.replaces);
    if (earlier && earlier.isConnected) {
      earlier.replaceWith(element);
      shown.set(message.replaces, element);
    } else {
      add(element, message.at);
    }
    shown.set(message.id, element);
    return element;
  };

  const showOwn = (entry, picture) => {
    const element = bubble("me", words.me);
    if (picture) {
      const image = make("img");
      image.src = URL.createObjectURL(picture);
      image.alt = entry.text;
      element.append(image);
    } else {
      element.append(make("p", "text", entry.text));
    }
    const foot = make("div", "foot");
    foot.append(timeOf(entry.at));
    element.append(foot);
    mine.set(entry.id, element);
    add(element, entry.at);
    if (entry.message) spend(entry.message, entry.press);
    return element;
  };

  const status = (entry, content, again) => {
    const element = mine.get(entry.id);
    if (!element) return;
    const foot = element.querySelector(".foot");
    foot.replaceChildren(content === "" ? timeOf(entry.at) : make("span", "status", content));
    if (!again) return;
    const button = make("button", "plain", words.again);
    button.type = "button";
    button.addEventListener("click", again);
    foot.append(button);
  };

  // ---- Reading aloud

  let voice = null;
  let speaking = null;
  const hush = () => {
    if (!speaking) return false;
    speaking.setAttribute("aria-pressed", "false");
    speaking.textContent = words.read;
    speaking = null;
    speechSynthesis.cancel();
    return true;
  };
  const readAloud = (content) => {
    const button = make("button", "plain read", words.read);
    button.type = "button";
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => {
      const again = speaking === button;
      hush();
      if (again) return;
      const said = new SpeechSynthesisUtterance(content);
      said.lang = "vi-VN";
      said.voice = voice;
      said.onend = said.onerror = () => speaking === button && hush();
      speaking = button;
      button.setAttribute("aria-pressed", "true");
      button.textContent = words.quiet;
      speechSynthesis.speak(said);
    });
    return button;
  };
  const findVoice = () => {
    voice = speechSynthesis.getVoices().find((each) => /^vi\b/i.test(each.lang)) || null;
    document.documentElement.classList.toggle("voice", voice !== null);
  };
  if ("speechSynthesis" in window) {
    findVoice();
    if (speechSynthesis.addEventListener) speechSynthesis.addEventListener("voiceschanged", findVoice);
  }

  // ---- Where the eye is

  const atEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < 120;
  const toEnd = () => {
    log.scrollTop = log.scrollHeight;
    $("newer").hidden = true;
  };
  // The beginning of what is new, not its end: long answers are read from the top.
  const toNew = (element) => {
    const asked = element.previousElementSibling;
    const from = asked && asked.matches(".me") && asked.offsetHeight < 160 ? asked : element;
    const top = from.offsetTop - list.offsetTop;
    log.scrollTop = Math.min(log.scrollHeight - log.clientHeight, Math.max(0, top));
  };
  const arrive = (messages, answered) => {
    const follow = answered || atEnd();
    const fresh = messages.map(showBot).filter(Boolean);
    if (!fresh.length) return;
    if (follow) toNew(fresh[0]);
    else $("newer").hidden = false;
  };
  log.addEventListener("scroll", () => atEnd() && ($("newer").hidden = true), { passive: true });
  $("newer").addEventListener("click", toEnd);

  // ---- Talking with the server

  class Again extends Error {} // no answer, or not now: try later with the same id
  class Refusal extends Error {} // the server says why

  const ask = async (path, options = {}, seconds = 30) => {
    const control = new AbortController();
    const timer = setTimeout(() => control.abort(), seconds * 1000);
    try {
      const response = await fetch(`/chat/api/${path}`, { credentials: "same-origin", signal: control.signal, ...options });
      if (response.status >= 500 || response.status === 429) throw new Again();
      const answer = await response.json();
      return { status: response.status, answer };
    } catch {
      throw new Again();
    } finally {
      clearTimeout(timer);
    }
  };
  const post = (path, content, seconds) =>
    ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(content) }, seconds);
  const enter = async (wanted) => {
    const { status: code, answer } = await post("session", wanted);
    if (code !== 200) throw new Refusal(answer.error);
    return answer;
  };

  const transmit = (entry) => {
    const file = files.get(entry.id);
    if (file && file.size <= LIMIT) {
      const form = new FormData();
      form.append("client_id", entry.id);
      form.append("file", file, file.name);
      return ask("messages", { method: "POST", headers: { "X-Chat": "1" }, body: form }, 180);
    }
    if (file) {
      const about = { name: file.name, media_type: file.type, size: file.size };
      return post("messages", { client_id: entry.id, file: about });
    }
    const content = entry.press ? { press: entry.press } : { text: entry.text };
    return post("messages", { client_id: entry.id, ...content });
  };

  const deliver = async (entry) => {
    let { status: code, answer } = await transmit(entry);
    if (code === 401) {
      await enter({});
      ({ status: code, answer } = await transmit(entry));
    }
    if (code !== 200) throw new Refusal(answer.error);
    return answer.messages;
  };

  let busy = false;
  let tries = 0;
  let timer = 0;
  let era = 0; // counts sessions, so that no answer of an earlier one is shown

  const work = async () => {
    if (busy) return;
    busy = true;
    clearTimeout(timer);
    const now = era;
    while (waiting.length && now === era) {
      const entry = waiting[0];
      status(entry, words.sending);
      try {
        const messages = await deliver(entry);
        if (now !== era) break;
        settle(entry, true);
        arrive(messages, true);
        listen();
      } catch (error) {
        if (now !== era) break;
        if (!(error instanceof Refusal)) {
          retry(entry);
          break;
        }
        settle(entry, false);
        status(entry, `${words.failed} ${error.message}`);
        if (entry.message) giveBack(entry.message);
      }
    }
    busy = false;
    if (now !== era) work();
  };
  const settle = (entry, delivered) => {
    tries = 0;
    waiting = waiting.filter((each) => each.id !== entry.id);
    files.delete(entry.id);
    keepWaiting();
    if (!delivered) return;
    own = [...own, entry].slice(-PAGE);
    keep("own", own);
    status(entry, "");
  };
  const retry = (entry) => {
    const pause = PAUSES[Math.min(tries, PAUSES.length - 1)];
    tries += 1;
    status(entry, words.waiting, work);
    timer = setTimeout(work, pause * 1000);
  };
  const keepWaiting = () => keep("waiting", waiting.filter((entry) => !files.has(entry.id)));

  const send = (said, file) => {
    const entry = { id: newId(), at: Date.now(), after: last, ...said };
    if (file) files.set(entry.id, file);
    waiting.push(entry);
    keepWaiting();
    showOwn(entry, file && file.type.startsWith("image/") ? file : null);
    status(entry, words.sending);
    toEnd();
    work();
  };

  // ---- What comes by itself

  let source = null;
  const listen = () => {
    if (source || !("EventSource" in window)) return;
    const now = era;
    const opened = new EventSource(`/chat/api/stream?after=${last}`);
    source = opened;
    opened.onmessage = (event) => now === era && arrive([JSON.parse(event.data)], false);
    opened.onerror = () => {
      if (opened.readyState !== EventSource.CLOSED || source !== opened) return;
      source = null;
      setTimeout(() => now === era && listen(), 15000);
    };
  };
  const deafen = () => {
    if (source) source.close();
    source = null;
  };

  // ---- Opening the page

  const history = async () => {
    if ("known" in document.body.dataset) {
      try {
        const { status: code, answer } = await ask(`messages?after=0&last=${PAGE}`);
        if (code === 200) return answer.messages;
      } catch {
        return []; // no network: the stream brings everything once there is one
      }
    }
    forget();
    return [];
  };
  const restore = async () => {
    log.setAttribute("aria-live", "off");
    const messages = await history();
    const whole = messages.length < PAGE;
    if (!whole) list.append(make("p", "note", words.older));
    let said = whole ? own : own.filter((entry) => entry.after >= messages[0].id);
    for (const message of messages) {
      const before = said.filter((entry) => entry.after < message.id);
      said = said.slice(before.length);
      if (message.text || message.files.length) before.forEach((entry) => showOwn(entry));
      showBot(message);
    }
    said.forEach((entry) => showOwn(entry));
    waiting.forEach((entry) => showOwn(entry));
    $("empty").hidden = shown.size + mine.size > 0;
    log.style.scrollBehavior = "auto";
    if ($("empty").hidden) toEnd();
    log.style.scrollBehavior = "";
    setTimeout(() => log.setAttribute("aria-live", "polite"), 500);
    if (messages.length || own.length) listen();
    if (waiting.length) work();
  };
  const forget = () => {
    own = [];
    keep("own", own);
    tellSpeaker("");
  };

  const follow = async (code, id, attempt) => {
    try {
      const answer = await enter({ start: code, client_id: id });
      window.history.replaceState(null, "", "/");
      arrive(answer.messages || [], true);
      listen();
    } catch (error) {
      if (error instanceof Refusal) return;
      setTimeout(() => follow(code, id, attempt + 1), PAUSES[Math.min(attempt, PAUSES.length - 1)] * 1000);
    }
  };

  // ---- The demonstration union

  const tellSpeaker = (name) => {
    keep("speaker", name);
    if (!$("demo")) return;
    $("speaker").textContent = name ? `${words.speaking} ${name}.` : "";
    $("demo").open = false;
    document.body.classList.toggle("entered", name !== "");
  };
  const become = async (button) => {
    $("told").textContent = words.entering;
    try {
      const { name } = await enter({ as: button.dataset.as });
      era += 1;
      deafen();
      hush();
      waiting = [];
      files.clear();
      keepWaiting();
      forget();
      last = 0;
      lastDay = "";
      shown.clear();
      mine.clear();
      list.replaceChildren($("empty"));
      $("empty").hidden = false;
      tellSpeaker(name);
      $("told").textContent = `${words.speaking} ${name}.`;
      (desktop ? text : log).focus();
    } catch (error) {
      $("told").textContent = error instanceof Refusal ? error.message : words.unreachable;
      $("speaker").textContent = $("told").textContent;
    }
  };
  for (const button of document.querySelectorAll("[data-as]")) {
    button.addEventListener("click", () => become(button));
  }

  // ---- Files: a photo is made smaller before it goes over a slow network

  const smaller = async (file) => {
    if (!/^image\/(jpeg|png|webp|heic|heif|bmp)$/.test(file.type) || !window.createImageBitmap) return file;
    try {
      const image = await createImageBitmap(file, { imageOrientation: "from-image" });
      const most = Math.max(image.width, image.height);
      if (most <= 1600 && file.size <= 500 * 1024) return file;
      for (const [edge, quality] of [[1600, 0.85], [1600, 0.7], [1280, 0.65], [1024, 0.6], [800, 0.5]]) {
        const scale = Math.min(1, edge / most);
        const canvas = make("canvas");
        canvas.width = Math.round(image.width * scale);
        canvas.height = Math.round(image.height * scale);
        canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
        const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
        if (blob && blob.size <= 500 * 1024) return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
      }
    } catch {} // what this browser cannot draw goes as it is
    return file;
  };
  const attach = async (file) => {
    const ready = await smaller(file);
    const kind = ready.type.startsWith("image/") ? words.photo : words.paper;
    send({ text: `${kind}: ${ready.name}` }, ready);
  };
  for (const name of ["photo", "paper"]) {
    const input = $(`${name}-file`);
    $(name).addEventListener("click", () => input.click());
    input.addEventListener("change", () => {
      for (const file of input.files) attach(file);
      input.value = "";
    });
  }

  // ---- Writing

  const grow = () => {
    text.style.height = "auto";
    text.style.height = `${text.scrollHeight + 3}px`;
  };
  const say = () => {
    const content = text.value.trim();
    if (!content) return;
    text.value = "";
    keep("draft", "");
    grow();
    send({ text: content });
  };
  $("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    say();
    if (desktop || document.activeElement === text) text.focus();
  });
  text.addEventListener("input", () => {
    keep("draft", text.value);
    grow();
  });
  text.addEventListener("keydown", (event) => {
    // While a Vietnamese keyboard is putting a word together, Enter belongs to the keyboard.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229 || !desktop) return;
    event.preventDefault();
    say();
  });
  text.addEventListener("paste", (event) => {
    const pasted = Array.from(event.clipboardData.files);
    if (!pasted.length) return;
    event.preventDefault();
    pasted.forEach(attach);
  });
  for (const button of document.querySelectorAll("[data-say]")) {
    button.addEventListener("click", () => send({ text: button.textContent }));
  }
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || hush()) return;
    const open = document.activeElement.closest("details[open]");
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
    } else {
      text.focus();
    }
  });

  addEventListener("online", () => work());
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && waiting.length) work();
  });
  addEventListener("beforeunload", (event) => {
    if (files.size) event.preventDefault();
  });

  text.value = kept("draft", "");
  grow();
  tellSpeaker(kept("speaker", ""));
  restore().then(() => {
    const code = new URLSearchParams(location.search).get("start");
    if (code) follow(code, newId(), 0);
  });
})();
