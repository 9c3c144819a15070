// The lag chart: fifteen minutes from the history, then a point a second from the stream.
(() => {
  "use strict";
  const SPAN_S = 15 * 60;
  const COLOURS = ["--c1", "--c2", "--c3", "--c4", "--c5", "--c6"];
  const DASHES = [[], [8, 4], [2, 3], [10, 3, 2, 3], [4, 4], [1, 4]];
  const root = document.querySelector("[data-cluster]");
  const host = document.getElementById("chart");
  const note = document.getElementById("lag-note");
  const nodes = host.dataset.standbys.split("\n").filter(Boolean).map((line) => {
    const cut = line.indexOf("=");
    return { id: line.slice(0, cut), name: line.slice(cut + 1) };
  });
  const points = new Map();
  let chart;

  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  function bytes(value) {
    if (value == null) return "–";
    const units = ["B", "kB", "MB", "GB", "TB"];
    let unit = 0;
    while (value >= 1000 && unit < units.length - 1) { value /= 1024; unit++; }
    return (unit === 0 || value >= 10 ? value.toFixed(0) : value.toFixed(1)) + " " + units[unit];
  }

  function put(at, id, lag) {
    const second = Math.round(at);
    if (!points.has(second)) points.set(second, {});
    points.get(second)[id] = lag;
  }

  function columns() {
    const oldest = Date.now() / 1000 - SPAN_S;
    for (const second of points.keys()) if (second < oldest) points.delete(second);
    const seconds = [...points.keys()].sort((a, b) => a - b);
    return [seconds, ...nodes.map((node) => seconds.map((second) => points.get(second)[node.id] ?? null))];
  }

  function size() {
    return { width: Math.max(240, host.clientWidth), height: window.innerWidth < 600 ? 200 : 240 };
  }

  function draw() {
    const axis = { stroke: css("--muted"), grid: { stroke: css("--line"), width: 1 }, ticks: { show: false },
      font: "12px " + css("--sans") };
    host.replaceChildren();
    chart = new uPlot({
      ...size(),
      cursor: { y: false },
      legend: { live: true },
      scales: { x: { time: true, range: () => [Date.now() / 1000 - SPAN_S, Date.now() / 1000] },
        y: { range: (_, min, max) => [0, Math.max(max * 1.15, 65536)] } },
      axes: [{ ...axis, space: 70,
        values: (_, ticks) => ticks.map((tick) => new Date(tick * 1000).toISOString().slice(11, 16)) },
      { ...axis, size: 64, values: (_, ticks) => ticks.map(bytes) }],
      series: [{ label: "UTC", value: (_, at) => (at == null ? "–" : new Date(at * 1000).toISOString().slice(11, 19)) },
        ...nodes.map((node, i) => ({ label: node.name, stroke: css(COLOURS[i % COLOURS.length]), width: 2,
          dash: DASHES[i % DASHES.length], spanGaps: true, points: { show: false }, value: (_, lag) => bytes(lag) }))],
    }, columns(), host);
  }

  async function load() {
    const answer = await fetch("/api/v1/history?limit=20000&cluster=" + encodeURIComponent(root.dataset.cluster));
    if (!answer.ok) {
      note.textContent = "the history does not answer; live from now on";
      return;
    }
    for (const sample of await answer.json()) {
      const lag = (sample.replicationLag ?? 0) + (sample.applyLag ?? 0);
      put(Date.parse(sample.at) / 1000, sample.standby, lag);
    }
    note.textContent = "last 15 minutes";
  }

  document.getElementById("lag-feed").addEventListener("htmx:sseBeforeMessage", (event) => {
    event.preventDefault();
    const point = JSON.parse(event.detail.data);
    for (const [id, lag] of Object.entries(point.lag)) put(point.at, id, lag);
    chart?.setData(columns());
  });
  window.addEventListener("resize", () => chart?.setSize(size()));
  matchMedia("(prefers-color-scheme: light)").addEventListener("change", draw);
  draw();
  load().catch(() => { note.textContent = "the history does not answer; live from now on"; })
    .finally(() => chart.setData(columns()));
})();
