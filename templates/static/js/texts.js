/* texts.js: reads the index of texts (search/texts/), of which it loads as little as it can: scripts of data, so that
   it also works from a file. Given terms and what to narrow by, it answers with records, the best first. */
"use strict";
(() => {
  const form = document.getElementById("_search");
  if (!form) return;
  const base = form.dataset.index, MOST_CHUNKS = 3;
  const loaded = new Map(), waiting = new Map();
  self.communiqueTexts = (name, value) => waiting.get(name)(value);

  let version = "";
  function load(name) {
    if (!loaded.has(name)) {
      loaded.set(name, new Promise((done, failed) => {
        const script = document.createElement("script");
        waiting.set(name, done);
        script.onerror = () => { loaded.delete(name); failed(new Error(name)); };
        script.onload = () => script.remove();
        script.src = `${base}${name}.js${version && `?${version}`}`;
        document.head.append(script);
      }));
    }
    return loaded.get(name);
  }
  async function root() {
    const told = await load("root");
    version = told.version;
    return told;
  }

  /* The chunk that has a term, if any has: the last that begins before it. */
  function chunkOf(starts, term) {
    let low = 0, high = starts.length;
    while (low < high) { const middle = (low + high) >> 1; if (starts[middle] <= term) low = middle + 1; else high = middle; }
    return low - 1;
  }
  async function exact(term) {
    const at = chunkOf((await root()).starts, term);
    const chunk = at < 0 ? {} : await load(`w-${at}`);
    return Object.hasOwn(chunk, term) ? [term] : [];
  }
  async function beginning(start) {
    const {starts} = await root(), first = Math.max(chunkOf(starts, start), 0), last = chunkOf(starts, `${start}\uffff`), found = [];
    for (let at = first; at <= Math.min(last, first + MOST_CHUNKS - 1); at++) {
      found.push(...Object.keys(await load(`w-${at}`)).filter((term) => term.startsWith(start)));
    }
    return found;
  }

  /* Records that have a term, each with how much it says there, from 0 to 1. */
  async function having(term) {
    const place = chunkOf((await root()).starts, term), chunk = place < 0 ? {} : await load(`w-${place}`), found = new Map();
    let at = -1;
    for (const [, level, skipped] of (chunk[term] || "").matchAll(/([a-h])(\d*)/g)) {
      at += Number(skipped) + 1;
      found.set(at, (level.charCodeAt(0) - 96) / 8);
    }
    return found;
  }

  async function any(terms) {
    const sets = await Promise.all(terms.map(having));
    return new Set(sets.flatMap((set) => [...set.keys()]));
  }

  /* How much each record says of one part of a query; the rarer a term, the more. */
  async function scores(terms) {
    const {records} = await root(), found = new Map(), rare = new Map();
    for (const {term, weight} of terms) {
      const set = await having(term);
      rare.set(term, Math.log(1 + records / set.size));
      for (const [at, much] of set) found.set(at, Math.max(found.get(at) || 0, weight * rare.get(term) * much));
    }
    return {found, rare};
  }

  /* parts: for each the terms that will do, [{term, weight}]. narrow: lists of terms, of each of which one must be there.
     Records with a term of ``above`` come before others.
     Answers with places of records, best first, whether each has all parts, and how rare the terms are that were asked. */
  async function find(parts, narrow, order, above = []) {
    const {records, common} = await root(), dull = new Set(common);
    const telling = parts.filter((terms) => !terms.some(({term}) => dull.has(term)));
    const asked = await Promise.all((telling.length ? telling : parts).map(scores)), within = await Promise.all(narrow.map(any));
    const first = await any((await Promise.all(above.map(exact))).flat());
    const rare = new Map(asked.flatMap((each) => [...each.rare]));
    const sums = new Map(), counts = new Map();
    for (const each of asked) for (const [at, much] of each.found) { sums.set(at, (sums.get(at) || 0) + much); counts.set(at, (counts.get(at) || 0) + 1); }
    let found = asked.length ? [...sums.keys()] : Array.from({length: records}, (_, at) => at);
    found = found.filter((at) => within.every((set) => set.has(at)));
    const whole = found.filter((at) => (counts.get(at) || 0) === asked.length);
    const kept = whole.length ? whole : found;
    for (const at of first) if (sums.has(at)) sums.set(at, sums.get(at) + records);
    const best = (a, b) => (counts.get(b) || 0) - (counts.get(a) || 0) || (sums.get(b) || 0) - (sums.get(a) || 0) || a - b;
    if (!order) return {found: kept.sort(best), all: whole.length > 0, rare};
    const days = await load("dates"), way = order === "asc" ? 1 : -1;
    const dated = kept.filter((at) => days[at] !== null).sort((a, b) => way * (days[a] - days[b]) || best(a, b));
    return {found: [...dated, ...kept.filter((at) => days[at] === null).sort(best)], all: whole.length > 0, rare};
  }

  /* Where each shelf begins is counted once. */
  let ends = null;
  async function record(at) {
    const {shelves} = await root();
    if (!ends) { let sum = 0; ends = shelves.map((count) => (sum += count)); }
    let low = 0, high = ends.length;
    while (low < high) { const middle = (low + high) >> 1; if (ends[middle] <= at) low = middle + 1; else high = middle; }
    const [path, title, kind, date, passages] = (await load(`d-${low}`))[at - (ends[low] - shelves[low])];
    return {path, title, kind, date, passages};
  }

  self.communiqueIndex = {exact, beginning, find, record};
})();
