/** The keys of everything that is kept. A person's things lie under their own prefix, so that nobody else finds them. */
export const storageKeys = {
  entries: (person: string) => `entry/${encodeURIComponent(person)}/`,
  entry: (person: string, cid: string) => `entry/${encodeURIComponent(person)}/${cid}`,
  drafts: (person: string) => `draft/${encodeURIComponent(person)}/`,
  draft: (person: string, room: string) => `draft/${encodeURIComponent(person)}/${room}`,
} as const;
