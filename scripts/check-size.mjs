/** Fails when a bundle in packages/server/public is larger than its gate. Build first; `node bench/size.mjs --why` explains. */
import { gates } from '../bench/downloads.mjs';

for (const { figure, atMost, measure } of gates) {
  const bytes = measure();
  if (bytes <= atMost) continue;
  console.error(
    `size: ${figure} takes ${bytes} bytes of brotli, ${bytes - atMost} over its gate of ${atMost}; see node bench/size.mjs --why`,
  );
  process.exitCode = 1;
}
