/* search.js: the search page. Names are matched here, in any spelling and script, from names.js; texts by texts.js, from
   the index beside the page. Both work from a file, and nothing is fetched from elsewhere.
   fold, stem, root and skeleton are those of plugins/communique/names.py; a test holds them together. */
"use strict";
(() => {
  const form = document.getElementById("_search");
  const names = self.communiqueNames, index = self.communiqueIndex;
  if (!form || !names || !index) return;
  const words = JSON.parse(form.dataset.words);
  const fields = JSON.parse(form.dataset.fields);
  const kinds = JSON.parse(form.dataset.kinds);
  const [input, status, list, more] = ["_q", "_status", "_results", "_more"].map((id) => document.getElementById(id));
  const PAGE = 10, MOST_NAMES = 6, MOST_PHRASES = 60, AROUND = 34;

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
  const ENDINGS = [[/ie[sd]$/, "y"], [/(?<![sui])s$/, ""], [/eed$/, "ee"], [/(?<=[a-z]{3})(?:ing|(?<!e)ed)$/, ""], [/(?<=[a-z]{4}[ts])ion$/, ""],
    [/(?<=[a-z]{3}at)or$/, ""], [/(?<=[a-z]{3})e$/, ""], [/y$/, "i"], [/([b-df-hj-np-tv-z])\1$/, "$1"],
    [/(?<=[a-z]{3}i)z(at)?$/, "s$1"], [/(?<=[a-z]{3}en)c$/, "s"], [/(?<=[a-z]{3})our$/, "or"]];
  const root = (word) => {
    const plain = stem(fold(word));
    return /^[a-z]{4,}$/.test(plain) ? ENDINGS.reduce((one, [pattern, into]) => one.replace(pattern, into), plain) : plain;
  };
  const tokens = (text) => text.match(/[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}]|['’ʼ](?!s(?![\p{L}\p{N}]))(?=\p{L}))*/gu) || [];
  const folded = (text) => tokens(text).map(fold);
  self.communiqueWords = {fold, stem, root, skeleton, tokens};

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

  /* Titles that stand for names; those of claims and notes are sentences, and found as texts. */
  const TITLED = ["topic", "track"];
  /* Records whose name or title the query is, begins, or is close to: [{id, form, how}], the best first. */
  function named(query) {
    const sought = folded(query), stems = sought.map(stem);
    if (!sought.length) return [];
    const best = new Map();
    for (const each of forms) {
      const how = fit(sought, stems, each);
      if (!how || !(each.token || TITLED.includes(names.records[each.ids[0]][2]) || how === 4)) continue;
      const size = each.words.length;
      for (const id of each.ids) {
        const held = best.get(id);
        if (!held || held.how < how || (held.how === how && held.size > size)) best.set(id, {id, form: each.text, how, size});
      }
    }
    const found = [...best.values()].sort((a, b) => b.how - a.how || a.size - b.size || names.records[a.id][1].localeCompare(names.records[b.id][1]));
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
  /* Lists of terms of the index: of each list a record must have one. */
  function narrow() {
    const found = ["kind", "track", "topic", "actor"].filter(chosen).map((name) => [`=${name}:${chosen(name)}`]);
    const within = months();
    return within ? [...found, within.map((month) => `=month:${month}`)] : found;
  }

  /* The terms that will do for a part of the query: whom it names; the word; in the last place what it begins. */
  async function termsOf({word, form}, last) {
    if (form) return [{term: form.token, weight: 1}];
    const whole = (await index.exact(root(word))).map((term) => ({term, weight: 1})), start = fold(word);
    if (whole.length && !last) return whole;
    const begun = start.length > 2 ? await index.beginning(start) : [];
    return [...whole, ...begun.filter((term) => !whole.some((each) => each.term === term)).map((term) => ({term, weight: 0.6}))];
  }
  /* A word that is written nowhere: a name misspelt, or one that begins alike. */
  async function instead(part) {
    const named = part.word.length > 3 ? guess(part.word) : null;
    if (named) return {...part, form: named, guessed: true, terms: [{term: named.token, weight: 1}]};
    const start = fold(part.word);
    for (let cut = 1; cut < 4 && start.length - cut > 3; cut++) {
      const terms = (await index.beginning(start.slice(0, -cut))).map((term) => ({term, weight: 0.4}));
      if (terms.length) return {...part, terms};
    }
    return part;
  }
  async function understood(query) {
    const parts = read(query);
    return Promise.all(parts.map(async (part, at) => {
      const terms = await termsOf(part, at === parts.length - 1 && !/\s$/.test(input.value));
      return terms.length ? {...part, terms} : instead({...part, terms});
    }));
  }
  /* The term of a day or month that is asked for: what happened then comes before what only names the date. */
  const MONTHS = "january february march april may june july august september october november december".split(" ");
  function dates(query) {
    const [, year, month, day] = /\b(\d{4})-(\d\d)(?:-(\d\d))?\b/.exec(query) || [];
    if (year) return [day ? `=day:${year}-${month}-${day}` : `=month:${year}-${month}`];
    const names = MONTHS.join("|"), said = new RegExp(`\\b(?:(\\d{1,2})(?:st|nd|rd|th)?\\s+)?(${names})(?:\\s+(\\d{1,2})(?:st|nd|rd|th)?,?)?\\s+(\\d{4})\\b`, "i").exec(query);
    if (!said) return [];
    const two = (number) => String(number).padStart(2, "0"), found = `${said[4]}-${two(MONTHS.indexOf(said[2].toLowerCase()) + 1)}`;
    return [said[1] || said[3] ? `=day:${found}-${two(said[1] || said[3])}` : `=month:${found}`];
  }
  async function texts(query) {
    const parts = await understood(query), phrase = /^["“„«].*["”“»]$/.test(query) ? folded(query) : null;
    const asked = await index.find(parts.map((part) => part.terms), narrow(), chosen("order"), dates(query));
    return {parts, ...asked, found: phrase ? await saying(asked.found, phrase) : asked.found};
  }
  /* Records in which the words stand one after the other. */
  async function saying(places, phrase) {
    const found = [];
    for (const at of places.slice(0, MOST_PHRASES)) {
      const {title, passages} = await index.record(at);
      if ([title, ...passages.map((each) => each[2])].some((text) => ` ${folded(text).join(" ")} `.includes(` ${phrase.join(" ")} `))) found.push(at);
    }
    return found;
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

  /* The words that are marked, each with how rare it is: those asked for, without such as stand everywhere; and every
     spelling of those who are named. */
  function sought(parts, rare) {
    const most = Math.max(...rare.values(), 0.1), terms = new Map([...rare].filter(([, much]) => much > most / 4));
    for (const part of parts.filter((each) => each.form)) {
      for (const each of forms.filter((form) => form.ids.some((id) => part.form.ids.includes(id)))) {
        const last = each.words[each.words.length - 1], much = rare.get(part.form.token) || most;
        if (last && last.length > 1) terms.set(root(last), much);
        if (each.words.length === 1) terms.set(root(each.words[0]), much);
      }
    }
    return terms;
  }

  /* Of a record the place that has most of what was asked, as {field, row, excerpt}; the title where that says it. */
  function shownAs({title, passages}, terms) {
    let best = null;
    for (const [field, row, text] of passages) {
      const all = text.split(/\s+/), at = all.flatMap((word, place) => {
        const term = tokens(word).map(root).find((each) => terms.has(each));
        return term === undefined ? [] : [{place, term}];
      });
      const {begin, much} = densest(at, terms);
      if (much > (best ? best.much : 0)) best = {field, row, all, at: new Set(at.map((each) => each.place)), begin, much};
    }
    if (!best) return {field: tokens(title).some((each) => terms.has(root(each))) ? "title" : "", row: "", excerpt: null};
    const short = best.all.length <= AROUND + 12, first = short ? 0 : Math.max(0, best.begin - 8), last = short ? best.all.length : Math.min(best.all.length, first + AROUND);
    const excerpt = marked(best.all.slice(first, last), new Set([...best.at].map((place) => place - first)));
    if (first > 0) excerpt.unshift("… ");
    if (last < best.all.length) excerpt.push("…");
    return {field: best.field, row: best.row, excerpt};
  }
  /* Where in a text, within the reach of an excerpt, most of what was asked stands: the sum of its different terms. */
  function densest(at, terms) {
    let found = {begin: 0, much: 0};
    for (const [from, {place}] of at.entries()) {
      const near = new Set();
      for (let to = from; to < at.length && at[to].place - place < AROUND - 8; to++) near.add(at[to].term);
      const much = [...near].reduce((sum, term) => sum + terms.get(term), 0);
      if (much > found.much + 1e-9) found = {begin: place, much};
    }
    return found;
  }

  async function textRow(at, parts, terms) {
    const told = await index.record(at), {field, row: anchor, excerpt} = shownAs(told, terms);
    const about = parts.filter((part) => part.form).map((part) => part.form.ids.map((id) => names.records[id][1]).join(", "));
    const where = field === "title" ? words.in_title : field ? say(words.found_in, {field: fields[field] || field}) : "";
    const reason = where || (about.length ? say(words.about, {names: about.join("; ")}) : "");
    return row(told.path + (anchor ? `#${anchor}` : ""), told.title, told.kind, told.date, reason, excerpt);
  }

  let turn = 0, waiting = [];
  const plural = new Intl.PluralRules(document.documentElement.lang || "en");
  const counted = (n) => (n ? say(words[plural.select(n)] || words.other, {n: n.toLocaleString(document.documentElement.lang)}) : words.none);
  const narrowed = () => ["track", "topic", "actor", "from", "to"].some(chosen);

  async function search() {
    const mine = ++turn, query = input.value.trim();
    list.setAttribute("aria-busy", "true");
    remember();
    if (!query && !narrow().length) return show([], "");
    status.textContent = words.searching;
    const wanted = chosen("kind");
    const first = narrowed() ? [] : named(query).filter((each) => !wanted || names.records[each.id][2] === wanted).slice(0, MOST_NAMES);
    let rows = first.map((each) => () => nameRow(each)), total = rows.length, note = "";
    try {
      const {found, parts, all, rare} = await texts(query), terms = sought(parts, rare), guessed = parts.filter((part) => part.guessed);
      const sure = first.filter((each) => each.how > 1 || !found.length || guessed.length);
      const shown = new Set(sure.map((each) => names.records[each.id][0]));
      rows = sure.map((each) => () => nameRow(each));
      rows = rows.concat(found.map((at) => async () => (shown.has((await index.record(at)).path) ? null : textRow(at, parts, terms))));
      total = Math.max(sure.length, found.length);
      note = guessed.map((part) => say(words.as_if, {word: part.word, names: part.form.ids.map((id) => names.records[id][1]).join(", ")})).join(" ");
      if (found.length && !all) note = [note, words.not_all].filter(Boolean).join(" ");
    } catch {
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
