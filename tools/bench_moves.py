"""What `bench_timeline` makes each timeline do in a browser: filter by words, pan, zoom. Scripts for the page."""

from __future__ import annotations

NEXT = "() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))"
FILTER = {
    "ours": (
        "() => document.querySelector('[name=q]').focus()",
        f"""async words => {{ const field = document.querySelector("[name=q]"), start = performance.now();
        field.value = words; field.dispatchEvent(new Event("input", {{bubbles: true}})); await ({NEXT})();
        return performance.now() - start; }}""",
    ),
    "vis": (
        "() => {}",
        f"""async words => {{ const start = performance.now(); window.sift(words); await ({NEXT})();
        return performance.now() - start; }}""",
    ),
}
"""How each is made ready to filter by words, and filtered: from the key to the end of the frame that shows it."""

LOOP = """async frames => { const times = [], began = performance.now(); let last = began;
for (let at = 0; at < frames && last - began < 15000; at += 1) { MOVE; await new Promise(requestAnimationFrame);
const now = performance.now(); times.push(now - last); last = now; } return times; }"""
VIEW = "[...document.querySelectorAll('.tl-view')].find(each => each.offsetParent)"
ZOOMED = {
    "ours": "() => { for (let at = 0; at < 3; at += 1) { document.querySelector('.zoom-in').click(); } }",
    "vis": "() => { const {start, end} = timeline.getWindow(), part = (end - start) / 8;"
    " timeline.setWindow(+start, +start + part, {animation: false}); }",
}
"""How each is zoomed to an eighth."""
PAN = {
    "ours": LOOP.replace("MOVE", f"{VIEW}.scrollLeft = at * 12"),
    "vis": LOOP.replace(
        "MOVE",
        "{ const {start, end} = timeline.getWindow(), step = (end - start) / 80;"
        " timeline.setWindow(+start + step, +end + step, {animation: false}); }",
    ),
}
"""How each is then panned a little every frame."""
ZOOM = {
    "ours": LOOP.replace(
        "MOVE",
        f"{VIEW}.dispatchEvent(new WheelEvent('wheel', {{ctrlKey: true, deltaY: at < frames / 2 ? 6 : -6,"
        " clientX: 640, bubbles: true, cancelable: true}))",
    ),
    "vis": LOOP.replace(
        "MOVE",
        "{ const {start, end} = timeline.getWindow(), part = (end - start) * (at < frames / 2 ? 0.0125 : -0.0122);"
        " timeline.setWindow(+start - part, +end + part, {animation: false}); }",
    ),
}
"""And zoomed out and in again a little every frame, about the middle."""
MOVES = ("pan", "zoom")
