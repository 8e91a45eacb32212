// Tells the paper that an ad was half on the screen for one second: its token, once, and nothing else.
for (const frame of document.querySelectorAll(".ad-slot iframe")) {
  let timer;
  const watch = new IntersectionObserver(
    (entries) => {
      clearTimeout(timer);
      if (entries.at(-1).intersectionRatio >= 0.5) timer = setTimeout(tell, 1000);
    },
    { threshold: [0, 0.5] },
  );
  const tell = () => {
    const link = frame.contentDocument?.querySelector('a[href^="/ads/click/"]');
    if (!link || document.hidden) return;
    watch.disconnect();
    frame.removeEventListener("load", start);
    navigator.sendBeacon("/ads/seen/", link.pathname.split("/")[3]);
  };
  const start = () => {
    watch.unobserve(frame);
    watch.observe(frame);
  };
  frame.addEventListener("load", start);
  document.addEventListener("visibilitychange", () => timer && start());
  start();
}
