// Tells the paper that an ad was half on the screen for one second: its token, once, and nothing else.
// A slot whose frame was blocked goes, so that it leaves no hole.
for (const frame of document.querySelectorAll(".ad-slot iframe")) {
  let timer;
  const tell = () => {
    const link = frame.contentDocument?.querySelector('a[href^="/ads/click/"]');
    if (!link || document.hidden) return;
    watch.disconnect();
    navigator.sendBeacon("/ads/seen/", link.pathname.split("/")[3]);
  };
  const watch = new IntersectionObserver(
    (entries) => {
      clearTimeout(timer);
      if (entries.at(-1).intersectionRatio >= 0.5) timer = setTimeout(tell, 1000);
    },
    { threshold: [0, 0.5] },
  );
  const start = () => {
    frame.parentElement.hidden = !frame.contentDocument;
    watch.unobserve(frame);
    watch.observe(frame);
  };
  frame.addEventListener("load", start, { once: true });
  document.addEventListener("visibilitychange", start, { once: true });
  start();
}
