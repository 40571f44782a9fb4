/* search.js: the search page. Names are matched here, in any spelling and script, from names.js, which also works
   from a file; texts are searched by the Pagefind index, which needs a server. Nothing is fetched from elsewhere.
   fold, stem and skeleton are those of plugins/communique/names.py; a test holds them together. */
"use strict";
(() => {
  const form = document.getElementById("_search");
  const names = self.communiqueNames;
  if (!form || !names) return;
  const words = JSON.parse(form.dataset.words);
  const fields = JSON.parse(form.dataset.fields);
  const kinds = JSON.parse(form.dataset.kinds);
  const [input, status, list, more] = ["_q", "_status", "_results", "_more"].map((id) => document.getElementById(id));
  const fromFile = location.protocol === "file:";
  const PAGE = 10, MOST_NAMES = 6;

  // Words as they are compared

  const ARABIC = {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ؤ": "و", "ئ": "ي", "ى": "ي", "ة": "ه", "ـ": "", "ء": "", "ی": "ي", "ک": "ك"};
  const OTHER = {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "'": "", "’": "", "ʼ": "", "ʻ": "", "`": "", "´": ""};
  const PLAIN = {...ARABIC, ...OTHER};
  const GRAMMAR = /^[وبلفك]?ال(?=[\p{L}\p{N}_]{3})|(?<=[а-я]{3})(?:[ая]ми|[оеиы]м[иу]|[оеыи]го|[оеыи][ймх]|[ая][хм]|[оеё]в|[оеь]ю|[аяуюеиыойь])$/u;
  const SOUNDS = [[/dzh|dj|zh/g, "j"], [/tch|sch|sh|ch/g, "s"], [/kh/g, "h"], [/gh|ck|[qkgc]/g, "k"], [/th/g, "t"],
    [/dh/g, "d"], [/ph|v/g, "f"], [/z/g, "s"], [/[aeiouyw]+/g, ""], [/(?<=.)h\b/g, ""], [/(.)\1+/g, "$1"]];
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().normalize("NFC")
    .replace(/[أإآٱؤئىةـءیکıøłđßæ'’ʼʻ`´]/g, (letter) => PLAIN[letter]);
  const stem = (word) => word.replace(GRAMMAR, "");
  const skeleton = (word) => SOUNDS.reduce((sound, [pattern, into]) => sound.replace(pattern, into), fold(word));
  const tokens = (text) => text.match(/[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}]|['’ʼ](?=\p{L}))*/gu) || [];
  const folded = (text) => tokens(text).map(fold);
  self.communiqueWords = {fold, stem, skeleton};

  /* How many letters one must change, leave out, add or exchange to get from one word to the other; past `most`, more. */
  function distance(one, other, most) {
    if (Math.abs(one.length - other.length) > most) return most + 1;
    let before = [], last = Array.from({length: other.length + 1}, (_, at) => at);
    for (let i = 1; i <= one.length; i++) {
      const row = [i];
      for (let j = 1; j <= other.length; j++) {
        const same = one[i - 1] === other[j - 1];
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
      }
      [before, last] = [last, row];
    }
    return last[other.length];
  }

  const latin = (word) => /^[a-z]+$/.test(word);
  function near(word, other) {
    if (Math.min(word.length, other.length) < 4) return false;
    const most = word.length < 8 ? 1 : 2;
    if (distance(word, other, most) <= most) return true;
    const sound = latin(word) && latin(other) ? skeleton(word) : "";
    return sound.length > 1 && sound === skeleton(other) && distance(word, other, 3) <= 3;
  }

  // Who a query names

  const forms = [
    ...names.forms.map(([text, set]) => ({text, ids: names.sets[set].slice(1), token: names.sets[set][0]})),
    ...names.titles.map(([text, id]) => ({text, ids: [id], token: ""})),
  ].map((each) => ({...each, words: folded(each.text)}));
  for (const each of forms) each.stems = each.words.map(stem);
  const known = new Map();
  for (const each of forms) {
    if (!each.token) continue;
    const key = each.stems.join(" ");
    if (!known.has(key)) known.set(key, each);
  }
  const longest = Math.max(1, ...forms.map((each) => (each.token ? each.words.length : 0)));

  /* The query with spellings that are known taken for whom they mean: parts of {word, form}. */
  function read(query) {
    const given = tokens(query), stems = given.map((word) => stem(fold(word))), parts = [];
    for (let at = 0; at < given.length;) {
      let length = Math.min(longest, given.length - at);
      while (length > 0 && !known.has(stems.slice(at, at + length).join(" "))) length--;
      parts.push({word: given.slice(at, at + (length || 1)).join(" "), form: length ? known.get(stems.slice(at, at + length).join(" ")) : null});
      at += length || 1;
    }
    return parts;
  }

  /* The form nearest to a word that is written nowhere. */
  function guess(word) {
    const sought = fold(word);
    const found = forms.filter((each) => each.token && each.words.length === 1 && near(sought, each.words[0]));
    found.sort((a, b) => distance(sought, a.words[0], 9) - distance(sought, b.words[0], 9) || (a.text < b.text ? -1 : 1));
    return found[0] || null;
  }

  /* Records whose name or title the query is, begins, or is close to: [{id, form, how}], the best first. */
  function named(query) {
    const sought = folded(query), stems = sought.map(stem);
    if (!sought.length) return [];
    const best = new Map();
    for (const each of forms) {
      const how = fit(sought, stems, each);
      if (!how) continue;
      for (const id of each.ids) if (!best.has(id) || best.get(id).how < how) best.set(id, {id, form: each.text, how});
    }
    const found = [...best.values()].sort((a, b) => b.how - a.how || names.records[a.id][1].localeCompare(names.records[b.id][1]));
    return found.some((each) => each.how > 1) ? found.filter((each) => each.how > 1) : found;
  }

  /* 4 the form itself, 3 all words in it, 2 the last one begun, 1 close to it, 0 nothing. */
  function fit(sought, stems, form) {
    if (stems.join(" ") === form.stems.join(" ")) return 4;
    const has = (at) => form.words.includes(sought[at]) || form.stems.includes(stems[at]);
    const rest = sought.map((_, at) => at);
    if (rest.every(has)) return 3;
    const last = sought.length - 1;
    if (sought[last].length > 1 && rest.slice(0, -1).every(has) && form.words.some((word) => word.startsWith(sought[last]))) return 2;
    const close = (at) => has(at) || form.words.some((word) => near(sought[at], word));
    return form.token && rest.every(close) ? 1 : 0;
  }

  // What is asked

  const say = (template, values) => template.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const chosen = (name) => (form.elements[name] ? form.elements[name].value : "");
  const months = () => {
    const [from, to] = [chosen("from"), chosen("to")];
    if (!from && !to) return null;
    return [...form.elements.from.options].map((each) => each.value).filter((month) => month && month >= from && (!to || month <= to));
  };
  function filters() {
    const found = {};
    for (const name of ["kind", "track", "topic", "actor"]) if (chosen(name)) found[name] = chosen(name);
    const within = months();
    if (within) found.month = {any: within.length ? within : ["none"]};
    return found;
  }

  let engine = null;
  async function load() {
    const pagefind = await import(new URL(form.dataset.index, location.href).href);
    await pagefind.options({ranking: {metaWeights: {title: 1}}});
    return pagefind;
  }
  async function texts(query) {
    if (fromFile) return null;
    engine = engine || load();
    const pagefind = await engine;
    const order = chosen("order"), narrow = filters();
    const options = {filters: narrow, ...(order ? {sort: {date: order}} : {})};
    const ask = (parts) => pagefind.search(parts.map((part) => (part.form ? part.form.token : fold(part.word))).join(" ") || null, options);
    if (/^".*"$/.test(query)) return {found: await pagefind.search(query, options), parts: [{word: query, form: null}], guessed: []};
    const parts = read(query), found = await ask(parts);
    const unknown = new Set(parts.some((part) => !part.form) ? await unwritten(found.results, parts) : []);
    const tried = parts.map((part) => ({...part, form: part.form || (unknown.has(part.word) ? guess(part.word) : null)}));
    const guessed = tried.filter((part, at) => part.form && !parts[at].form);
    if (guessed.length) {
      const again = await ask(tried);
      if (again.results.length) return {found: again, parts: tried, guessed};
    }
    return {found, parts, guessed: []};
  }

  /* Pagefind takes a word it does not know for another that begins alike: words that none of the best results has. */
  async function unwritten(results, parts) {
    const best = await Promise.all(results.slice(0, PAGE).map((result) => result.data()));
    const written = new Set(best.flatMap((data) => folded(data.raw_content)));
    return parts.filter((part) => {
      const word = fold(part.word);
      return !part.form && word.length > 3 && ![...written].some((each) => each.startsWith(word));
    }).map((part) => part.word);
  }

  // What is shown

  const make = (tag, attributes, ...inside) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...inside);
    return made;
  };
  const marked = (text, hits) => {
    const found = [];
    for (const [at, word] of text.entries()) {
      found.push(hits.has(at) ? make("mark", {}, word) : word, " ");
    }
    return found;
  };

  function row(path, title, kind, date, reason, excerpt) {
    const link = make("a", {href: form.dataset.root + path}, title);
    const made = make("li", {}, make("p", {class: "t", dir: "auto"}, link), make("p", {class: "k"}, [kinds[kind] || kind, date].filter(Boolean).join(" · ")));
    if (excerpt) made.append(make("p", {class: "x", dir: "auto"}, ...excerpt));
    if (reason) made.append(make("p", {class: "why"}, reason));
    return made;
  }

  function nameRow({id, form: spelling, how}) {
    const [path, title, kind, publisher] = names.records[id];
    const template = how === 1 ? words.like : how === 2 ? words.begins : words.spelt;
    return row(path, title, kind, publisher, spelling === title && how > 2 ? words.in_title : say(template, {form: `“${spelling}”`}));
  }

  /* Which words of a passage were sought: what the index says, and every spelling of those who are named. */
  function hits(text, locations, parts) {
    const found = new Set(locations.filter((at) => at < text.length));
    const sought = parts.filter((part) => !part.form).map((part) => stem(fold(part.word)));
    const spelt = new Set(parts.filter((part) => part.form).flatMap((part) => {
      const about = forms.filter((each) => each.ids.some((id) => part.form.ids.includes(id)));
      return about.flatMap((each) => [each.stems[each.stems.length - 1], ...(each.words.length === 1 ? each.stems : [])]);
    }).filter((word) => word && word.length > 1));
    for (const [at, word] of text.entries()) {
      const plain = folded(word);
      if (plain.some((each) => spelt.has(stem(each)) || sought.some((one) => one.length > 1 && stem(each).startsWith(one)))) found.add(at);
    }
    return found;
  }

  function shownAs(data, locations, parts) {
    const all = data.raw_content.split(/\s+/);
    const anchors = (data.anchors || []).filter((each) => each.element === "a").sort((a, b) => a.location - b.location);
    const hidden = anchors.find((each) => each.id === "hidden.");
    const end = hidden ? hidden.location : all.length;
    const found = [...hits(all.slice(0, end), locations, parts)].sort((a, b) => a - b);
    const starts = anchors.filter((each) => each.location < end);
    let best = null;
    for (const [at, anchor] of starts.entries()) {
      const stop = at + 1 < starts.length ? starts[at + 1].location : end;
      const inside = found.filter((hit) => hit >= anchor.location && hit < stop);
      const kinds = new Set(inside.map((hit) => stem(fold(all[hit])))).size;
      if (inside.length && (!best || kinds > best.kinds)) best = {anchor, stop, inside, kinds};
    }
    if (!best) return {field: found.length ? "title" : "", row: "", excerpt: null};
    const first = Math.max(best.anchor.location, best.inside[0] - 8), last = Math.min(best.stop, first + 34);
    const text = all.slice(first, last), at = new Set(best.inside.map((hit) => hit - first));
    const excerpt = marked(text, at);
    if (first > best.anchor.location) excerpt.unshift("… ");
    if (last < best.stop) excerpt.push("…");
    const [field, ...rest] = best.anchor.id.split(".");
    return {field, row: rest.join("."), excerpt};
  }

  async function textRow(result, parts) {
    const data = await result.data();
    const {field, row: anchor, excerpt} = shownAs(data, (data.weighted_locations || []).map((each) => each.location), parts);
    const about = parts.filter((part) => part.form).map((part) => part.form.ids.map((id) => names.records[id][1]).join(", "));
    const where = field === "title" ? words.in_title : field ? say(words.found_in, {field: fields[field] || field}) : "";
    const reason = where || (about.length ? say(words.about, {names: about.join("; ")}) : "");
    const kind = (data.filters.kind || [""])[0];
    return row(data.raw_url.replace(/^\//, "") + (anchor ? `#${anchor}` : ""), data.meta.title, kind, data.meta.date, reason, excerpt);
  }

  /* From a file: titles of everything else, read once. */
  let titles = null;
  function others(query) {
    titles = titles || new Promise((done) => {
      const script = make("script", {src: form.dataset.titles});
      script.onload = script.onerror = () => done((self.communiqueTitles || []).map((each) => ({each, words: folded(`${each[1]} ${each[3] || ""}`)})));
      document.head.append(script);
    });
    const sought = folded(query);
    return titles.then((all) => all.filter((one) => sought.every((word) => one.words.some((each) => each.startsWith(word)))).map((one) => one.each));
  }

  let turn = 0, waiting = [];
  const plural = new Intl.PluralRules(document.documentElement.lang || "en");
  const counted = (n) => (n ? say(words[plural.select(n)] || words.other, {n: n.toLocaleString(document.documentElement.lang)}) : fromFile ? words.none_in_file : words.none);
  const narrowed = () => ["track", "topic", "actor", "from", "to"].some(chosen);

  async function search() {
    const mine = ++turn, query = input.value.trim();
    list.setAttribute("aria-busy", "true");
    remember();
    if (!query && !Object.keys(filters()).length) return show([], "");
    status.textContent = words.searching;
    const wanted = chosen("kind");
    const first = narrowed() ? [] : named(query).filter((each) => !wanted || names.records[each.id][2] === wanted).slice(0, MOST_NAMES);
    let rows = first.map((each) => () => nameRow(each)), total = rows.length, note = "";
    try {
      const asked = await texts(query);
      if (asked) {
        const written = asked.found.results.length && !asked.guessed.length;
        const sure = first.filter((each) => each.how > 1 || !written);
        const shown = new Set(sure.map((each) => names.records[each.id][0]));
        rows = sure.map((each) => () => nameRow(each));
        const rest = asked.found.results.map((result) => async () => {
          const made = await textRow(result, asked.parts);
          return shown.has(made.querySelector("a").getAttribute("href").slice(form.dataset.root.length).split("#")[0]) ? null : made;
        });
        rows = rows.concat(rest);
        total = Math.max(total, asked.found.results.length);
        if (asked.guessed.length) note = asked.guessed.map((part) => say(words.as_if, {word: part.word, names: part.form.ids.map((id) => names.records[id][1]).join(", ")})).join(" ");
      } else {
        const found = (await others(query)).filter((each) => !wanted || each[2] === wanted);
        rows = rows.concat(found.map((each) => () => row(each[0], each[1], each[2], each[3], words.in_title)));
        total = rows.length;
      }
    } catch {
      engine = null;
      note = words.failed;
    }
    if (mine === turn) await show(rows, [note, counted(total)].filter(Boolean).join(" "));
  }

  async function show(rows, told) {
    const mine = turn;
    const made = await Promise.all(rows.slice(0, PAGE).map((row) => row()));
    if (mine !== turn) return;
    waiting = rows.slice(PAGE);
    list.replaceChildren(...made.filter(Boolean));
    more.hidden = !waiting.length;
    status.textContent = told;
    list.setAttribute("aria-busy", "false");
  }

  async function showMore() {
    const made = (await Promise.all(waiting.splice(0, PAGE).map((row) => row()))).filter(Boolean);
    list.append(...made);
    more.hidden = !waiting.length;
    if (made.length) made[0].querySelector("a").focus();
  }

  // The address keeps what was asked

  const kept = ["kind", "track", "topic", "actor", "from", "to", "order"];
  function remember() {
    const asked = new URLSearchParams();
    if (input.value.trim()) asked.set("q", input.value.trim());
    for (const name of kept) if (chosen(name)) asked.set(name, chosen(name));
    try { history.replaceState(null, "", String(asked) ? `?${asked}` : location.pathname); } catch { /* some browsers keep the address of a file as it is */ }
  }
  function recall() {
    const asked = new URLSearchParams(location.search);
    input.value = asked.get("q") || "";
    for (const name of kept) if (form.elements[name]) form.elements[name].value = asked.get(name) || "";
    form.querySelector("details").open = kept.some(chosen);
  }

  let timer = 0;
  form.addEventListener("submit", (event) => { event.preventDefault(); clearTimeout(timer); search(); });
  form.addEventListener("input", (event) => { clearTimeout(timer); list.setAttribute("aria-busy", "true"); timer = setTimeout(search, event.target === input ? 180 : 0); });
  form.addEventListener("reset", () => setTimeout(() => { search(); input.focus(); }));
  more.addEventListener("click", showMore);
  /* Arrow keys go from the box to the results and through them. */
  document.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const links = [input, ...list.querySelectorAll("a")], at = links.indexOf(document.activeElement);
    const next = links[at + (event.key === "ArrowDown" ? 1 : -1)];
    if (at < 0 || !next) return;
    event.preventDefault();
    next.focus();
  });

  form.hidden = false;
  more.textContent = words.more;
  recall();
  if (input.value || kept.some(chosen)) search();
})();
