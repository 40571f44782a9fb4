/* timeline.js: filters, zoom and details for the timeline. Without this file everything is shown and can be read.

   A classic script without a framework. It fetches nothing, so that it also works from a file: what it filters by is
   the script events.js, which is loaded when a reader first filters or asks for details. */
(() => {
  "use strict";
  const app = document.querySelector("[data-timeline]");
  if (!app) { return; }
  const SVG = "http://www.w3.org/2000/svg";
  const FACETS = ["track", "actor", "topic", "type"];
  const FIELDS = [...FACETS, "q", "from", "to", "range"];
  const MOST_ELSEWHERE = 100, MOST_ZOOM = 64, DAY_WIDTH = 44;
  const MONTHS = "January February March April May June July August September October November December".split(" ");
  const one = (css, from = app) => from.querySelector(css), all = (css, from = app) => [...from.querySelectorAll(css)];
  const says = JSON.parse(app.dataset.says), say = (key, ...given) => says[key].replace(/\{(\d)\}/g, (_, at) => given[at]);
  const form = one(".filters"), counted = one(".count"), panel = one(".detail"), elsewhere = one(".elsewhere");
  const views = all(".tl-view"), strip = one(".strip"), idOf = link => decodeURIComponent(link.getAttribute("href").slice(1));
  let rows = [], placeOf = new Map(), marks = new Map(), shown = [];
  let data = null, first = 0, hits = null, selected = -1, zoom = 1;

  /* Rows and marks are looked up when a reader first does something: most read, and the page is there the sooner. */
  function wake() {
    if (rows.length) { return; }
    rows = all(".ev");
    shown = rows.map(() => true);
    placeOf = new Map(rows.map((row, at) => [row.id, at]));
    for (const mark of all(".plot a")) { marks.set(idOf(mark), [...(marks.get(idOf(mark)) || []), mark]); }
  }

  /* Days are numbers, as in events.js: 719163 is 1 January 1970. */
  const dayOf = (year, month, day) => {
    const date = new Date(Date.UTC(2000, month - 1, day));
    date.setUTCFullYear(year, month - 1, day);
    return Math.floor(date / 864e5) + 719163;
  };
  const dateOf = day => new Date((day - 719163) * 864e5);
  const iso = day => dateOf(Math.round(day)).toISOString().slice(0, 10);
  const inWords = day => { const d = dateOf(day); return `${d.getUTCDate()} ${MONTHS[d.getUTCMonth()]} ${d.getUTCFullYear()}`; };

  /* The first or last day of 2020, 2020-05 or 2020-05-14; null where nothing is written, NaN where it is no date. */
  function bound(text, last) {
    if (!text.trim()) { return null; }
    const [, y, m, d] = /^\s*(-?\d{1,6})(?:-(\d\d?))?(?:-(\d\d?))?\s*$/.exec(text) || [];
    if (y === undefined || m > 12 || d > 31) { return NaN; }
    if (!last) { return dayOf(+y, +(m || 1), +(d || 1)); }
    return d ? dayOf(+y, +m, +d) : m ? dayOf(+y, +m + 1, 1) - 1 : dayOf(+y + 1, 1, 1) - 1;
  }

  /* Letters without marks and in one case, so that Serraj finds Sérraj and Arabic is found with or without vowels. */
  const fold = text => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[ىئ]/g, "ي").replace(/[أإآ]/g, "ا").replace(/ة/g, "ه");

  /* -- what is loaded -------------------------------------------------------------------------------------------- */
  const waiting = [];
  function whenLoaded(then) {
    wake();
    if (data) { then(); return; }
    if (waiting.push(then) > 1) { return; }
    const script = document.createElement("script");
    script.src = app.dataset.timeline;
    script.onerror = () => { waiting.length = 0; counted.textContent = app.dataset.failed; };
    document.head.append(script);
  }
  window.communiqueTimeline = given => {
    data = given;
    const words = Object.fromEntries(["track", "topic", "actor", "place", "type"].map(sort => [sort, data.names[sort].map(row => fold(`${row[1]} ${row[2]}`))]));
    data.text = data.titles.map((title, at) => [fold(`${data.anchors[at]} ${title} ${wordsOf(at)}`),
      ...Object.keys(words).map(sort => data[sort][at].map(place => words[sort][place]).join("\n"))].join("\n"));
    first = rows.length ? Math.max(data.anchors.indexOf(rows[0].id), 0) : 0;
    waiting.splice(0).forEach(then => then());
  };
  const wordsOf = at => data.words[at] || inWords(data.days[at]);

  /* -- filters: the state is in the address ---------------------------------------------------------------------- */
  const value = name => { const field = form.elements[name]; return field ? (name === "range" && field.value === "possibly" ? "" : field.value.trim()) : ""; };
  function address() {
    const query = new URLSearchParams();
    for (const name of FIELDS) { if (value(name)) { query.set(name, value(name)); } }
    if (zoom > 1.01) { query.set("view", visible().map(iso).join("/")); }
    return query;
  }
  function remember(push) {
    const query = address().toString().replace(/%2F/g, "/");
    const to = location.pathname + (query ? `?${query}` : "") + (selected < 0 ? "" : `#${rows[selected].id}`);
    if (to === location.pathname + location.search + location.hash) { return; }
    try { history[push ? "pushState" : "replaceState"](null, "", to); } catch (error) { /* some browsers keep no address of a file */ }
  }
  function recall() {
    wake();
    const query = new URLSearchParams(location.search);
    for (const name of FIELDS) {
      const field = form.elements[name];
      if (field) { field.value = query.get(name) || (name === "range" ? "possibly" : ""); }
    }
    const at = placeOf.get(decodeURIComponent(location.hash.slice(1)));
    if (at === undefined) { close(false); } else { select(at, false); }
    const seen = (query.get("view") || "").split("/").map(text => bound(text, false));
    if (seen.length === 2 && seen[1] > seen[0]) { showDays(seen[0], seen[1] + 1); } else if (zoom > 1) { setZoom(1); }
    if (FIELDS.some(value) || hits) { whenLoaded(apply); }
  }
  function wanted() {
    const test = {};
    for (const name of FACETS) { test[name] = data.names[name].findIndex(row => row[0] === value(name)); }
    const from = bound(value("from"), false), to = bound(value("to"), true);
    for (const [name, day] of [["from", from], ["to", to]]) { if (form.elements[name]) { form.elements[name].setAttribute("aria-invalid", String(Number.isNaN(day))); } }
    return { ...test, from: Number.isNaN(from) ? null : from, to: Number.isNaN(to) ? null : to,
      certainly: value("range") === "certainly", words: fold(value("q")).split(/\s+/).filter(Boolean) };
  }
  function inRange(days, { from, to, certainly }) {
    if (from === null && to === null) { return true; }
    const at = typeof days === "number" ? [days, days, days, days] : days;
    if (certainly) { return (from === null || (at[0] !== null && at[0] >= from)) && (to === null || (at[1] !== null && at[1] <= to)); }
    for (let i = 2; i < at.length; i += 2) {
      if ((to === null || at[i] === null || at[i] <= to) && (from === null || at[i + 1] === null || at[i + 1] >= from)) { return true; }
    }
    return false;
  }
  /* One pass: which events pass, and for each choice of a facet how many pass all other filters and have it. */
  function sift() {
    const want = wanted(), chosen = FACETS.map(value), passes = new Uint8Array(data.titles.length), counts = FACETS.map(name => new Uint32Array(data.names[name].length));
    for (let at = 0; at < passes.length; at += 1) {
      const text = data.text[at];
      if (!inRange(data.days[at], want) || !want.words.every(word => text.includes(word))) { continue; }
      let fails = 0;
      FACETS.forEach((name, bit) => { if (chosen[bit] && !data[name][at].includes(want[name])) { fails |= 1 << bit; } });
      passes[at] = fails === 0 ? 1 : 0;
      FACETS.forEach((name, bit) => { if (!(fails & ~(1 << bit))) { for (const place of data[name][at]) { counts[bit][place] += 1; } } });
    }
    return [passes, counts];
  }
  function apply() {
    const [passes, counts] = sift(), total = passes.length;
    const before = shown;
    shown = rows.map((row, at) => passes[first + at] === 1);
    rows.forEach((row, at) => {
      if (shown[at] === before[at]) { return; }
      row.hidden = !shown[at];
      for (const mark of marks.get(row.id) || []) { mark.classList.toggle("off", !shown[at]); }
    });
    for (const month of all(".month")) {
      const own = all(".ev", month.nextElementSibling), left = own.filter(row => !row.hidden).length, told = one(".small", month);
      told.dataset.all = told.dataset.all || told.textContent;
      told.textContent = left === own.length ? told.dataset.all : say("part", left, told.dataset.all);
      month.hidden = month.nextElementSibling.hidden = !left;
    }
    const found = passes.reduce((sum, pass) => sum + pass, 0), here = shown.filter(Boolean).length;
    const paged = data.spans.length > 1;
    counted.textContent = say(paged ? "here" : "left", found.toLocaleString("en"), total.toLocaleString("en"), here);
    FACETS.forEach((name, bit) => {
      if (!form.elements[name]) { return; }
      const places = new Map(data.names[name].map((row, at) => [row[0], at]));
      for (const option of form.elements[name].options) {
        if (option.value) { option.text = `${option.text.replace(/ \(\d+\)$/, "")} (${counts[bit][places.get(option.value)] || 0})`; }
      }
    });
    hits = found === total ? null : passes;
    one(".reset").hidden = !FIELDS.some(value);
    if (strip) { drawHits(); }
    if (paged) { listPages(passes, found - here); }
    if (selected >= 0 && !shown[selected]) { close(false); }
  }
  /* What passes on other pages: how many on each, and the first of them with a link each. */
  function listPages(passes, away) {
    const query = address();
    query.delete("view");
    const tail = query.toString() ? `?${query}` : "";
    const list = one("ol", elsewhere), found = [];
    let at = 0;
    for (const [slug, , count] of data.spans) {
      const link = one(`[data-span="${slug}"]`), told = link.parentNode.querySelector(".small");
      let own = 0;
      const page = link.href.split(/[?#]/)[0];
      for (const end = at + count; at < end; at += 1) {
        if (!passes[at]) { continue; }
        own += 1;
        if (slug !== app.dataset.here && hits && found.length < MOST_ELSEWHERE) { found.push([at, page]); }
      }
      link.href = page + tail;
      told.dataset.all = told.dataset.all || told.textContent;
      told.textContent = hits ? say("part", own, count) : told.dataset.all;
    }
    list.replaceChildren(...found.map(([place, page]) => {
      const line = document.createElement("li"), link = document.createElement("a");
      link.href = `${page}${tail}#${encodeURIComponent(data.anchors[place])}`;
      link.textContent = data.titles[place];
      line.append(data.anchors[place], " ", link, ` ${wordsOf(place)}`);
      return line;
    }));
    elsewhere.hidden = !found.length;
    one(".small", elsewhere).textContent = away > found.length ? say("first", found.length, away) : `${away}`;
  }
  let typing = 0;
  form.addEventListener("focusin", () => whenLoaded(() => {}));
  form.addEventListener("input", event => whenLoaded(() => {
    apply();
    const quick = event.target.type === "text" || event.target.type === "search";
    remember(!(quick && typing));
    clearTimeout(typing);
    typing = quick ? setTimeout(() => { typing = 0; }, 1500) : 0;
  }));
  form.addEventListener("submit", event => event.preventDefault());
  addEventListener("popstate", recall);

  /* -- zoom and pan: the drawing gets wider, the browser scrolls it ---------------------------------------------- */
  const view = () => views.find(each => each.offsetParent) || views[0];
  const plot = from => one(".tl-plot", from);
  const axisOf = svg => svg.dataset.axis.split(";").map(part => part.split(" ").map(Number)).map(([day, days, left, right]) => ({ day, days, left, right }));
  const share = (axis, day) => { const part = axis.find(each => day <= each.day + each.days) || axis[axis.length - 1]; return Math.min(Math.max(part.left + (day - part.day) / part.days * (part.right - part.left), part.left), 1); };
  const dayAt = (axis, x) => { const part = axis.find(each => x <= each.right) || axis[axis.length - 1]; return part.day + Math.max((x - part.left) / (part.right - part.left), 0) * part.days; };
  function visible() {
    const now = view(), box = plot(now), axis = axisOf(one(".plot", now));
    const from = now.scrollLeft / box.offsetWidth, wide = (now.clientWidth - (now.classList.contains("tlf-w") ? now.clientWidth - box.offsetWidth / zoom : 0)) / box.offsetWidth;
    return [dayAt(axis, from), dayAt(axis, Math.min(from + wide, 1))];
  }
  function setZoom(wish, clientX) {
    const now = view(), box = plot(now), before = box.getBoundingClientRect(), axis = axisOf(one(".plot", now));
    const widest = Math.max(...axis.map(part => DAY_WIDTH * part.days / (part.right - part.left))) / (before.width / zoom);
    const to = Math.min(Math.max(wish, 1), Math.max(Math.min(widest, MOST_ZOOM), 1));
    if (to === zoom) { return; }
    const x = clientX === undefined ? now.getBoundingClientRect().left + now.clientWidth / 2 : clientX, at = (x - before.left) / before.width;
    zoom = to;
    for (const each of views) { each.style.setProperty("--zoom", zoom); each.classList.toggle("zoomed", zoom > 1); }
    const after = box.getBoundingClientRect();
    now.scrollLeft += after.left + at * after.width - x;
    one(".zoom-out").disabled = one(".zoom-all").disabled = zoom === 1;
    settle();
  }
  function showDays(from, to) {
    const axis = axisOf(one(".plot", view())), [left, right] = [share(axis, from), share(axis, to)];
    setZoom(1 / Math.max(right - left, 0.001));
    view().scrollLeft = left * plot(view()).offsetWidth;
  }
  let frame = 0, rest = 0;
  function settle() {
    wake();
    frame = frame || requestAnimationFrame(() => { frame = 0; drawTicks(); drawBrush(); });
    clearTimeout(rest);
    rest = setTimeout(() => { drawLabels(); remember(false); }, 250);
  }
  const shape = (name, attributes, text) => {
    const made = document.createElementNS(SVG, name);
    for (const key in attributes) { made.setAttribute(key, attributes[key]); }
    if (text) { made.textContent = text; }
    return made;
  };
  const percent = x => `${(x * 100).toFixed(3)}%`;
  /* The calendar as fine as there is room for, where the reader looks. */
  function* beginnings(part, [months, days], from, to) {
    const begin = Math.max(part.day, Math.floor(from)), end = Math.min(part.day + part.days, to);
    if (days) {
      for (let day = days === 7 ? begin + (8 - (begin % 7)) % 7 : begin; day < end; day += days) { yield day; }
      return;
    }
    const start = dateOf(begin);
    let number = start.getUTCFullYear() * 12 + start.getUTCMonth();
    number -= ((number % months) + months) % months;
    for (let day; (day = dayOf(Math.floor(number / 12), number - Math.floor(number / 12) * 12 + 1, 1)) < end; number += months) { if (day >= begin) { yield day; } }
  }
  const UNITS = [[0, 1], [0, 7], [1, 0], [3, 0], [12, 0], [60, 0], [120, 0], [600, 0], [1200, 0], [12000, 0]];
  function drawTicks() {
    const now = view(), svg = one(".plot", now), axis = axisOf(svg), wide = plot(now).offsetWidth, bottom = one(".ticks line", svg);
    if (!bottom) { return; }
    const day = wide * (axis[0].right - axis[0].left) / axis[0].days, unit = UNITS.find(([months, days]) => (months * 30.4 + days) * day >= 34) || UNITS[9];
    const [from, to] = visible(), margin = to - from, y2 = bottom.getAttribute("y2"), made = [];
    let year = null, taken = -99;
    for (const part of axis) {
      for (const start of beginnings(part, unit, from - margin, to + margin)) {
        const date = dateOf(start), at = share([part], start), x = percent(at), fresh = date.getUTCFullYear() !== year;
        year = date.getUTCFullYear();
        const month = MONTHS[date.getUTCMonth()].slice(0, 3), told = unit[0] >= 12 ? `${year}` : `${unit[1] ? `${date.getUTCDate()} ` : ""}${month}${fresh ? ` ${year}` : ""}`;
        made.push(shape("line", { class: "grid", x1: x, x2: x, y1: 18, y2 }));
        if (at * wide > taken) { made.push(shape("text", { class: "mon", x, dx: 3, y: 13 }, told)); taken = at * wide + told.length * 6 + 6; }
      }
    }
    one(".ticks", svg).replaceChildren(...made);
  }
  /* Words beside the marks, as many as the room up to the next mark of the row takes. */
  let measure = null;
  function drawLabels() {
    const svg = one(".plot", view()), wide = plot(view()).offsetWidth, ends = new Map();
    measure = measure || document.createElement("canvas").getContext("2d");
    measure.font = `11.5px ${getComputedStyle(one("text", svg) || app).fontFamily}`;
    for (const mark of all("a", svg).sort((a, b) => left(b) - left(a))) {
      const own = rows[placeOf.get(idOf(mark))], text = one("text", mark) || (zoom > 1 && numbered(mark, own)), row = high(mark), limit = ends.get(row) || wide;
      ends.set(row, left(mark) * wide - (text && text.getAttribute("text-anchor") ? 180 : 12));
      if (!text || text.getAttribute("text-anchor")) { continue; }
      const label = one(".lb", text) || text.appendChild(shape("tspan", { class: "lb" }));
      if (text.dataset.own === undefined) { text.dataset.own = label.textContent; }
      const room = limit - (text.parentNode === mark ? parseFloat(text.getAttribute("x")) / 100 : left(mark)) * wide - 32;
      const told = zoom === 1 || !own ? "" : cut(one(".t a", own).textContent, room);
      label.textContent = told ? ` ${told}` : zoom === 1 ? text.dataset.own : "";
      text.classList.toggle("told", Boolean(told));
    }
  }
  /* Where hundreds of marks have no words, they get their numbers when there is room for them. */
  function numbered(mark, row) {
    const number = row && one(".enum", row);
    const told = number ? number.textContent.replace(/^\D*0*/, "") : " ", spot = spotOf(mark);
    if (spot.localName === "svg") { return spot.appendChild(shape("text", { class: "no", x: 8.4, y: 4 }, told)); }
    return mark.appendChild(shape("text", { class: "no", x: spot.getAttribute("cx"), dx: 8.4, y: +spot.getAttribute("cy") + 4 }, told));
  }
  /* What stands at the mark's place: a picture of its own, or a circle, which needs none. */
  const spotOf = mark => one("svg, circle:not(.ring)", mark);
  const high = mark => { const spot = spotOf(mark); return spot.getAttribute("y") || spot.getAttribute("cy"); };
  const left = mark => { const spot = spotOf(mark); return parseFloat(spot.getAttribute("x") || spot.getAttribute("cx")) / 100; };
  function cut(words, room) {
    let told = words;
    while (told && measure.measureText(`${told}…`).width > room) { told = told.slice(0, told.lastIndexOf(" ") + 1).trim(); }
    return told === words ? words : told && `${told}…`;
  }
  for (const each of views) {
    each.tabIndex = 0;
    each.addEventListener("scroll", settle, { passive: true });
    each.addEventListener("wheel", event => {
      if (!event.ctrlKey && !event.metaKey && !event.altKey) { return; }
      event.preventDefault();
      setZoom(zoom * Math.exp(-event.deltaY / (event.deltaMode ? 8 : 240)), event.clientX);
    }, { passive: false });
    let drag = null;
    each.addEventListener("pointerdown", event => { drag = event.pointerType === "mouse" && event.button === 0 ? { x: event.clientX, left: each.scrollLeft, moved: false } : null; });
    each.addEventListener("pointermove", event => {
      if (!drag || !(event.buttons & 1)) { return; }
      if (!drag.moved && Math.abs(event.clientX - drag.x) > 4) { drag.moved = true; each.setPointerCapture(event.pointerId); each.classList.add("dragged"); }
      if (drag.moved) { each.scrollLeft = drag.left - (event.clientX - drag.x); }
    });
    each.addEventListener("pointerup", () => each.classList.remove("dragged"));
    each.addEventListener("dragstart", event => event.preventDefault());
    each.addEventListener("click", event => {
      const mark = event.target.closest("a"), moved = drag && drag.moved;
      drag = null;
      if (moved) { event.preventDefault(); return; }
      if (!mark || event.ctrlKey || event.metaKey || event.shiftKey) { return; }
      event.preventDefault();
      wake();
      select(placeOf.get(idOf(mark)), true);
    });
    each.addEventListener("dblclick", event => { if (!event.target.closest("a")) { setZoom(zoom * 2, event.clientX); } });
    let pinch = null;
    const spread = ([a, b]) => ({ wide: Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY), x: (a.clientX + b.clientX) / 2 });
    each.addEventListener("touchstart", event => { pinch = event.touches.length === 2 ? { ...spread([...event.touches]), zoom } : null; }, { passive: true });
    each.addEventListener("touchmove", event => {
      if (!pinch || event.touches.length !== 2) { return; }
      event.preventDefault();
      const now = spread([...event.touches]);
      each.scrollLeft -= now.x - pinch.x;
      pinch.x = now.x;
      setZoom(pinch.zoom * now.wide / pinch.wide, now.x);
    }, { passive: false });
    each.addEventListener("keydown", event => {
      if (event.ctrlKey || event.metaKey || event.altKey) { return; }
      const key = event.key, pan = each.clientWidth / 4;
      if (event.shiftKey && key.startsWith("Arrow")) { each.scrollLeft += key === "ArrowRight" ? pan : key === "ArrowLeft" ? -pan : 0; }
      else if (key === "ArrowRight" || key === "ArrowDown") { walk(1); }
      else if (key === "ArrowLeft" || key === "ArrowUp") { walk(-1); }
      else if (key === "Home") { walk(1, -1); }
      else if (key === "End") { wake(); walk(-1, rows.length); }
      else if (key === "+" || key === "=") { setZoom(zoom * 1.5); }
      else if (key === "-") { setZoom(zoom / 1.5); }
      else if (key === "0") { setZoom(1); }
      else if (key === "Escape") { close(true); }
      else if (key === "Enter" && selected >= 0) { one(".t a", rows[selected]).click(); }
      else { return; }
      event.preventDefault();
    });
  }
  app.addEventListener("click", event => {
    const button = event.target.closest("button");
    if (!button) { return; }
    if (button.matches(".zoom-in")) { setZoom(zoom * 2); }
    if (button.matches(".zoom-out")) { setZoom(zoom / 2); }
    if (button.matches(".zoom-all")) { setZoom(1); }
    if (button.matches(".next")) { walk(1); }
    if (button.matches(".previous")) { walk(-1); }
    if (button.matches(".close")) { close(true); }
    if (button.matches(".reset")) { form.reset(); whenLoaded(() => { apply(); remember(true); }); }
  });

  /* -- the strip: where hits lie over the whole span, and what part the drawing shows ----------------------------- */
  function drawHits() {
    const starts = strip.dataset.starts.split(" ").map(Number), axis = axisOf(strip), most = [0, 0], bins = [new Map(), new Map()];
    let hitsGroup = one(".hits", strip);
    if (!hitsGroup) { hitsGroup = strip.insertBefore(shape("g", { class: "hits" }), one(".bars", strip).nextSibling); }
    strip.classList.toggle("filtered", Boolean(hits));
    if (!hits) { hitsGroup.replaceChildren(); return; }
    data.days.forEach((days, at) => {
      if (typeof days !== "number") { return; }
      let low = 0, high = starts.length;
      while (low < high) { const middle = (low + high) >> 1; if (starts[middle] <= days) { low = middle + 1; } else { high = middle; } }
      for (const set of hits[at] ? [0, 1] : [0]) { const sum = (bins[set].get(low - 1) || 0) + 1; bins[set].set(low - 1, sum); most[set] = Math.max(most[set], sum); }
    });
    hitsGroup.replaceChildren(...[...bins[1]].map(([at, count]) => {
      const x = share(axis, starts[at]), next = at + 1 < starts.length ? share(axis, starts[at + 1]) : 1, tall = Math.max(28 * count / most[0], 1);
      return shape("rect", { class: "hit", x: percent(x), width: percent(Math.max(next - x - 0.001, 0.001)), y: 28 - tall, height: tall });
    }));
  }
  function drawBrush() {
    if (!strip) { return; }
    const brush = one(".brush", strip) || strip.appendChild(shape("rect", { class: "brush", y: 0, height: 28 }));
    const axis = axisOf(strip), [from, to] = visible(), x = share(axis, from);
    brush.setAttribute("x", percent(x));
    brush.setAttribute("width", zoom > 1 ? percent(Math.max(share(axis, to) - x, 0.002)) : "0");
  }

  /* -- details without leaving, and the way from event to event --------------------------------------------------- */
  function walk(step, from = selected) {
    wake();
    if (from < 0 && step < 0) { from = rows.length; }
    let at = from + step;
    while (at >= 0 && at < rows.length && !shown[at]) { at += step; }
    if (at >= 0 && at < rows.length) { select(at, selected < 0); }
  }
  function mark(row, on) {
    row.classList.toggle("sel", on);
    for (const each of marks.get(row.id) || []) {
      each.classList.toggle("sel", on);
      const ring = one(".ring", each);
      if (ring) { ring.remove(); }
      if (!on) { continue; }
      const spot = spotOf(each), inside = one("svg > g", each) || one("svg", each);
      if (inside) { inside.prepend(shape("circle", { class: "ring", r: 9 })); }
      else { spot.before(shape("circle", { class: "ring", r: 9, cx: spot.getAttribute("cx"), cy: spot.getAttribute("cy") })); }
    }
  }
  function select(at, push) {
    if (at === undefined || at === selected) { return; }
    if (selected >= 0) { mark(rows[selected], false); }
    selected = at;
    mark(rows[at], true);
    tell(rows[at]);
    panel.hidden = false;
    reveal(rows[at].id);
    remember(push);
    whenLoaded(() => { if (selected === at) { tellMore(first + at); } });
  }
  function close(back) {
    if (selected < 0) { return; }
    const inside = panel.contains(document.activeElement);
    mark(rows[selected], false);
    selected = -1;
    panel.hidden = true;
    if (inside) { view().focus({ preventScroll: true }); }
    if (back) { remember(true); }
  }
  function reveal(id) {
    const now = view(), spot = (marks.get(id) || []).find(each => now.contains(each));
    if (!spot || zoom === 1) { return; }
    const x = left(spot) * plot(now).offsetWidth, wide = plot(now).offsetWidth / zoom;
    if (x < now.scrollLeft + 24 || x > now.scrollLeft + wide - 24) {
      now.scrollTo({ left: x - wide / 2, behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
    }
  }
  const copy = (css, row) => all(css, row).map(each => each.cloneNode(true));
  function tell(row) {
    one(".told", panel).replaceChildren(...copy(".enum, .w, .t, .k, .s", row));
    one(".more", panel).replaceChildren();
  }
  function tellMore(at) {
    const names = (sort, places) => places.map(place => data.names[sort][place][1]).join(", ");
    const naming = sort => data[sort].flatMap((named, place) => (named.includes(at) ? [place] : []));
    const lines = [[says.place, names("place", data.place[at])], [says.actor, names("actor", data.actor[at].slice(0, data.named[at]))], [says.topic, names("topic", data.topic[at])]];
    const linked = [[says.continues, data.continues[at]], [says.continued, naming("continues")], [says.answers, data.answers[at]], [says.answered, naming("answers")]];
    const more = one(".more", panel), add = (term, ...told) => {
      const head = document.createElement("dt"), body = document.createElement("dd");
      head.textContent = term;
      body.append(...told);
      more.append(head, body);
    };
    more.replaceChildren();
    for (const [term, told] of lines) { if (told) { add(term, told); } }
    for (const [term, places] of linked) { if (places.length) { add(term, ...places.flatMap(place => [linkTo(place), " "])); } }
  }
  function linkTo(place) {
    const link = document.createElement("a"), here = placeOf.get(data.anchors[place]);
    let at = place, slug = "";
    for (const [name, , count] of data.spans) { if (at < count) { slug = name; break; } at -= count; }
    const page = here === undefined ? one(`[data-span="${slug}"]`) : null;
    link.href = `${page ? page.href.split(/[?#]/)[0] : ""}#${encodeURIComponent(data.anchors[place])}`;
    link.textContent = `${data.anchors[place]} ${data.titles[place]}`;
    if (here !== undefined) { link.addEventListener("click", event => { event.preventDefault(); select(here, true); }); }
    return link;
  }
  one(".events").addEventListener("click", event => {
    const row = event.target.closest(".ev");
    wake();
    if (row && !event.target.closest("a") && !String(getSelection())) { select(placeOf.get(row.id), true); }
  });
  one(".events").addEventListener("keydown", event => {
    const row = event.target.closest(".ev"), step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!row || !step) { return; }
    wake();
    let at = placeOf.get(row.id) + step;
    while (rows[at] && !shown[at]) { at += step; }
    if (rows[at]) { event.preventDefault(); one(".t a", rows[at]).focus(); }
  });
  panel.addEventListener("keydown", event => { if (event.key === "Escape") { close(true); } });

  /* -- begin -------------------------------------------------------------------------------------------------------- */
  const wide = matchMedia("(min-width: 44rem)"), box = one(".filter-box");
  box.open = wide.matches;
  wide.addEventListener("change", () => { box.open = box.open || wide.matches; });
  for (const each of all("[data-script]")) { each.hidden = false; }
  if (location.search || location.hash) { recall(); }
  if (app.dataset.embed !== undefined && parent !== window) {
    new ResizeObserver(() => parent.postMessage({ communique: "height", height: document.documentElement.scrollHeight }, "*")).observe(document.body);
  }
})();
