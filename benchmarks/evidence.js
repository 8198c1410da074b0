// Put into every page before its own scripts, by evidence.py, which says what the figures mean.
(() => {
  const pieces = (window.benchPieces = []);
  performance.setResourceTimingBufferSize(100_000);
  const after = (done) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => done(performance.now());
    port2.postMessage(null);
  });
  const until = (is, done) => after((now) => (is() ? done(now) : until(is, done)));
  const deskOf = (event) => event.composedPath().find((one) => one.matches?.(".ca-desk"));
  // counted by what stands there for a screen reader too: a mark, or a pile of them with its number
  const marks = (desk) => [...desk.querySelectorAll(".ca-chip[data-to-claim]")].length;
  addEventListener("pointerup", (event) => {
    const desk = deskOf(event);
    if (!desk || !event.isTrusted) return;
    const entry = { at: event.timeStamp, key: 0, shown: null, marked: null, durable: null };
    pieces.push(entry);
    until(() => desk.querySelector(".ca-pop"), (now) => (entry.shown = now - entry.at));
  }, true);
  addEventListener("keydown", (event) => {
    const desk = deskOf(event);
    const entry = pieces.at(-1);
    if (!desk || !event.isTrusted || !entry || entry.key) return;
    entry.key = event.timeStamp;
    const before = marks(desk);
    until(() => marks(desk) > before, (now) => (entry.marked = now - entry.key));
  }, true);
  const fetched = window.fetch;
  window.fetch = function (input, init) {
    const reply = fetched.apply(this, arguments);
    if (String(input).includes("/api/acts") && typeof init?.body === "string") {
      const entry = pieces.at(-1);
      reply.then(async (response) => {
        const { results } = await response.clone().json();
        const received = performance.getEntriesByName(response.url).at(-1).responseEnd;
        if (entry && results.every(({ status }) => status === "stored")) entry.durable = received - entry.key;
      }).catch(() => {});
    }
    return reply;
  };
})();
