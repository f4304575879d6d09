// Files out of a drop or a chooser, each with its path in the folder that it came in.

const LEFT_OUT = /^(\.|~\$|__MACOSX$|thumbs\.db$|desktop\.ini$)/i; // what systems leave behind

/** What was chosen in an `<input type="file">`. */
export function chosenFiles(input) {
  return [...input.files].map((file) => ({ file, name: file.webkitRelativePath || file.name })).filter(wanted);
}

/** What was dropped, folders gone through. */
export async function droppedFiles(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return [...transfer.files].map((file) => ({ file, name: file.name })).filter(wanted);
  const found = [];
  for (const entry of entries) await collect(entry, found);
  return found;
}

async function collect(entry, found) {
  if (LEFT_OUT.test(entry.name)) return;
  if (entry.isFile) {
    const file = await new Promise((resolve) => entry.file(resolve, () => resolve(null)));
    if (file) found.push({ file, name: entry.fullPath.replace(/^\/+/, "") });
    return;
  }
  for (const inside of await everythingIn(entry.createReader())) await collect(inside, found);
}

// A reader gives a folder's entries in parts, and none at its end.
async function everythingIn(reader) {
  const all = [];
  for (;;) {
    const part = await new Promise((resolve) => reader.readEntries(resolve, () => resolve([])));
    if (!part.length) return all;
    all.push(...part);
  }
}

function wanted({ name }) {
  return !name.split("/").some((part) => LEFT_OUT.test(part));
}
