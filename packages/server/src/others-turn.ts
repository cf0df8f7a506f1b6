/** Resolves when others had their turn: whoever writes a message must not wait until thousands of rows are looked at. */
export function othersHadTheirTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
