// Copies of unsaved text in this browser: one a page, with the article and the version it began at.
const PREFIX = "story:";

const all = () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
const read = (key) => {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
};
const keyOf = ({ user, article, version, page }) => `${PREFIX}${user}:${article || "new"}:${version}:${page}`;

// A page has one copy: that of an older version goes when there is a newer one.
export function keep(copy) {
  const key = keyOf(copy);
  try {
    localStorage.setItem(key, JSON.stringify(copy));
  } catch {
    return false; // full, or forbidden
  }
  drop(copy.page, key);
  return true;
}

export function drop(page, except = "") {
  all().filter((key) => key.endsWith(`:${page}`) && key !== except).forEach((key) => localStorage.removeItem(key));
}

// What was typed by this person into this story on other pages and never saved, newest first.
export function left({ user, article, page }) {
  const prefix = `${PREFIX}${user}:${article || "new"}:`;
  const copies = all().filter((key) => key.startsWith(prefix) && !key.endsWith(`:${page}`)).map(read);
  return copies.filter(Boolean).sort((one, other) => other.at - one.at);
}
