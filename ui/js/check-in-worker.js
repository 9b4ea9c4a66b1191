// The service worker of one page of check-in: it keeps that page and its files on the device,
// so that the page opens without a connection. It looks after no other page of the site and
// keeps no answer with anybody's name in it: the list of guests is the page's own matter. What
// it has to know stands before this text, in FACTS: the page, its files, until when, a mark
// that changes with the files.

const PREFIX = "check-in " + FACTS.page + " ";
const CACHE = PREFIX + FACTS.mark;
const PATIENCE = 4000; // ms: a connection that is slower than this is none for somebody at a door

addEventListener("install", (event) => event.waitUntil(fill()));
addEventListener("activate", (event) => event.waitUntil(tidy()));

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate" && url.pathname === FACTS.page) event.respondWith(page(request, url));
  else if (url.pathname.startsWith("/assets/") || FACTS.files.includes(url.pathname)) event.respondWith(file(request));
});

async function fill() {
  const cache = await caches.open(CACHE);
  await cache.addAll([FACTS.page, ...FACTS.files].map((url) => new Request(url, { cache: "reload" })));
  await skipWaiting();
}

async function tidy() {
  for (const name of await caches.keys()) if (name.startsWith(PREFIX) && name !== CACHE) await caches.delete(name);
  await clients.claim();
}

// page asks for the page and shows the kept one where nothing comes. A page that is over is
// kept no longer.
async function page(request, url) {
  if (Date.now() > FACTS.until) {
    await caches.delete(CACHE);
    return fetch(request);
  }
  try {
    const answer = await Promise.race([fetch(request), new Promise((_, late) => setTimeout(late, PATIENCE, new Error("late")))]);
    if (answer.ok && !url.search) await (await caches.open(CACHE)).put(FACTS.page, answer.clone());
    if ([403, 404, 410].includes(answer.status) || answer.type === "opaqueredirect") await caches.delete(CACHE);
    return answer;
  } catch {
    return (await caches.match(FACTS.page, { cacheName: CACHE })) ?? Response.error();
  }
}

// file answers from what is kept: the address of a file changes with its content.
async function file(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}
