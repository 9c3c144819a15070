// Shows whether the page is live, and keeps its times right. The pages themselves come from the server.
(() => {
  "use strict";
  const SILENCE_MS = 6000;
  let heard = 0;

  function say(state, word) {
    const live = document.getElementById("live");
    if (live.dataset.state === state) return;
    live.dataset.state = state;
    live.querySelector(".live-word").textContent = word;
  }

  function tellAgo(now) {
    for (const time of document.querySelectorAll("time[datetime]")) {
      const ago = time.querySelector(".ago");
      if (ago) ago.textContent = span(now - Date.parse(time.dateTime)) + " ago";
    }
  }

  function span(ms) {
    const s = Math.max(0, Math.floor(ms / 1000));
    if (s < 120) return s + " s";
    if (s < 7200) return Math.floor(s / 60) + " min";
    return s < 172800 ? Math.floor(s / 3600) + " h" : Math.floor(s / 86400) + " days";
  }

  document.addEventListener("htmx:sseBeforeMessage", (event) => {
    heard = performance.now();
    say("live", "live");
    // another run of the service numbers its news anew
    if (event.detail.type === "run" && event.detail.data !== document.body.dataset.run) location.reload();
  });
  document.addEventListener("htmx:sseOpen", () => { heard = performance.now(); say("live", "live"); });
  document.addEventListener("htmx:sseError", () => say("reconnecting", "reconnecting"));

  setInterval(() => {
    // a server that hangs closes nothing: silence says it
    if (heard && performance.now() - heard > SILENCE_MS) say("reconnecting", "reconnecting");
    tellAgo(Date.now());
  }, 1000);
})();
