// Put into every page before its own scripts, by desk.py, which says what the figures mean.
(() => {
  const keys = (window.benchKeys = []);
  performance.setResourceTimingBufferSize(100_000);
  let here = null; // looked up after a frame, not while it is awaited
  const isCurrent = (element) => Boolean(element?.isConnected) && element.getAttribute("aria-current") === "true";
  const current = (scope) => {
    if (!isCurrent(here)) here = scope.querySelector('[data-claim][aria-current="true"]');
    return here;
  };
  const shown = (element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  };
  addEventListener("keydown", (event) => {
    if (!event.isTrusted || event.repeat) return;
    const scope = event.composedPath()[0].getRootNode();
    const claim = current(scope)?.dataset.claim ?? null;
    const entry = { key: event.key, claim, at: event.timeStamp, frames: 0, painted: null, durable: null };
    keys.push(entry);
    const frame = () => requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        const now = performance.now();
        const next = current(scope);
        entry.frames += 1;
        if (next && next.dataset.claim !== claim && shown(next)) entry.painted = now - entry.at;
        else frame();
      };
      port2.postMessage(null);
    });
    frame();
  }, true);
  const fetched = window.fetch;
  window.fetch = function (input, init) {
    const reply = fetched.apply(this, arguments);
    if (String(input).includes("/api/acts") && typeof init?.body === "string") {
      reply.then(async (response) => {
        const { results } = await response.clone().json();
        const received = performance.getEntriesByName(response.url).at(-1).responseEnd;
        const claims = new Map(JSON.parse(init.body).acts.map((act) => [act.id, String(act.claim)]));
        for (const { id, status } of results) {
          const entry = keys.find((one) => one.durable === null && one.claim === claims.get(id));
          if (entry && status === "stored") entry.durable = received - entry.at;
        }
      }).catch(() => {});
    }
    return reply;
  };
})();
