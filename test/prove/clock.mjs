/** Loaded before a server with `--import`: its wall clock runs as far off as the file CLOCK_FILE says, read at each SIGUSR2. */
import { readFileSync } from 'node:fs';

let offsetMs = 0;
const now = Date.now.bind(Date);
Date.now = () => now() + offsetMs;
process.on('SIGUSR2', () => {
  offsetMs = Number(readFileSync(process.env.CLOCK_FILE, 'utf8'));
});
