/** Dependencies of our dependencies, in the very version that those use. */
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

/** Loads the last package as the one before it would: `importBeside('a', 'b', 'c')` is the `c` of the `b` of `a`. */
export function importBeside(first, ...rest) {
  const last = rest.pop();
  const file = rest.reduce(
    (from, name) => createRequire(from).resolve(name),
    fileURLToPath(import.meta.resolve(first)),
  );
  return createRequire(file)(last);
}
