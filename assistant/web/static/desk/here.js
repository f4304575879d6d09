// Which conversation this tab is in.

/** `conversation` is its id, "" before its first answer was kept. */
export const here = { conversation: "" };
