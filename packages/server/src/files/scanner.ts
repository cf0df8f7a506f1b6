/** Asks a ClamAV daemon whether a file is harmful, by its INSTREAM command. https://docs.clamav.net/manual/Usage/Scanning.html#clamd */
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Readable } from 'node:stream';

/** Resolves to the name of what was found, null for nothing. Rejects when the daemon gives no verdict: then nothing is known. */
export type Scan = (bytes: Readable) => Promise<string | null>;

/** Without a byte for so long it counts as gone. */
const silentMs = 60_000;

/** `address`: `host:port`, or the absolute path of a socket. */
export function createScan(address: string): Scan {
  const [host = '', port = ''] = address.split(':');
  const place = address.startsWith('/') ? { path: address } : { host, port: Number(port) };
  return async (bytes) => {
    const socket = connect(place);
    socket.setTimeout(silentMs, () => socket.destroy(new Error(`clamd at ${address} is silent`)));
    try {
      await once(socket, 'connect');
      const answer = answerOf(socket);
      // It may say no, too large for it, before it has all.
      answer.catch(() => bytes.destroy());
      socket.write('zINSTREAM\0');
      for await (const chunk of bytes as AsyncIterable<Buffer>) {
        const length = Buffer.alloc(4);
        length.writeUInt32BE(chunk.length);
        if (!socket.write(Buffer.concat([length, chunk]))) await once(socket, 'drain');
      }
      socket.write(Buffer.alloc(4));
      return verdictOf(await answer);
    } finally {
      bytes.destroy();
      socket.destroy();
    }
  };
}

async function answerOf(socket: AsyncIterable<Buffer>): Promise<string> {
  let answer = '';
  for await (const chunk of socket) {
    answer += chunk.toString('utf8');
    if (answer.includes('\0')) break;
  }
  return answer.replace(/\0.*$/s, '').trim();
}

/** `stream: OK`, `stream: NAME FOUND`, or why there is no verdict. */
function verdictOf(answer: string): string | null {
  if (answer === 'stream: OK') return null;
  const [, name] = /^stream: (.+) FOUND$/.exec(answer) ?? [];
  if (name === undefined) throw new Error(`clamd gave no verdict: "${answer}"`);
  return name;
}
