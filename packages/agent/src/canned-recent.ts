/** Which canned replies somebody used last, kept in this browser. */
const maxRecent = 50;

const keyOf = (person: string): string => `support-desk-canned:${person}`;

/** Ids, the last one used first. Empty where nothing can be kept. */
export function recentCanned(person: string): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(person)) ?? '[]');
    return Array.isArray(kept) ? kept.filter((id): id is string => typeof id === 'string') : [];
  } catch {
    return []; // Kept by something else, or not to be had: the order is by title.
  }
}

export function noteCanned(person: string, id: string): void {
  try {
    const others = recentCanned(person).filter((other) => other !== id);
    localStorage.setItem(keyOf(person), JSON.stringify([id, ...others].slice(0, maxRecent)));
  } catch {
    // Where nothing can be kept, the order is by title.
  }
}
