// What check-in keeps on a device, in two databases of the browser: the lists of guests, which
// go at their time, at sign-out or at a press of a button; and the scans that wait to be sent,
// which hold codes and identifiers alone and stay until they are sent.

const LISTS = "check-in lists";
const QUEUE = "check-in queue";

function open(name, key) {
  return new Promise((done, failed) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore("rows", { keyPath: key });
    request.onsuccess = () => {
      request.result.onversionchange = () => request.result.close(); // another tab removes it
      done(request.result);
    };
    request.onerror = () => failed(request.error);
  });
}

async function run(name, key, mode, act) {
  const database = await open(name, key);
  try {
    return await new Promise((done, failed) => {
      const transaction = database.transaction("rows", mode);
      const request = act(transaction.objectStore("rows"));
      transaction.oncomplete = () => done(request?.result);
      transaction.onerror = transaction.onabort = () => failed(transaction.error);
    });
  } finally {
    database.close();
  }
}

// The list of one post: {base, until, mark, state}.
export const listOf = (base) => run(LISTS, "base", "readonly", (rows) => rows.get(base));
export const keepList = (list) => run(LISTS, "base", "readwrite", (rows) => rows.put(list));
export const dropList = (base) => run(LISTS, "base", "readwrite", (rows) => rows.delete(base));

// dropOld removes the lists whose time is over, of whichever post.
export async function dropOld() {
  for (const list of await run(LISTS, "base", "readonly", (rows) => rows.getAll())) if (list.until < Date.now()) await dropList(list.base);
}

// dropLists removes all lists: somebody signs out.
export const dropLists = () => indexedDB.deleteDatabase(LISTS);

// The scans that wait, of one meeting, in the order in which they were made.
export async function waiting(meeting) {
  const all = await run(QUEUE, "nonce", "readonly", (rows) => rows.getAll());
  return all.filter((scan) => scan.meeting === meeting).sort((a, b) => a.at - b.at);
}
export const queue = (scan) => run(QUEUE, "nonce", "readwrite", (rows) => rows.put(scan));
export const sent = (nonces) =>
  run(QUEUE, "nonce", "readwrite", (rows) => {
    for (const nonce of nonces) rows.delete(nonce);
  });
