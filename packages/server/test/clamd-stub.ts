/** A daemon that speaks ClamAV's INSTREAM and knows the one harmless virus that every scanner finds (EICAR). */
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Put together here, so that no scanner finds it in this file. https://www.eicar.org/download-anti-malware-testfile/ */
export const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!', '$H+H*'].join('');

export type ClamdStub = {
  readonly address: string;
  /** How many files were looked at. */
  readonly scans: number;
  /** What it answers in place of a verdict; empty for a verdict. */
  answer: string;
  /** What it answers about files with this in them, whatever else it answers. */
  readonly answers: Map<string, string>;
  close(): Promise<void>;
};

export async function startClamd(): Promise<ClamdStub> {
  const state = { scans: 0, answer: '', answers: new Map<string, string>() };
  const server = createServer((socket) => {
    let received = Buffer.alloc(0);
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      const command = 'zINSTREAM\0';
      if (received.length < command.length) return;
      if (!received.subarray(0, command.length).equals(Buffer.from(command)))
        return void socket.end('UNKNOWN COMMAND\0');
      const parts: Buffer[] = [];
      for (let at = command.length; at + 4 <= received.length;) {
        const length = received.readUInt32BE(at);
        if (length === 0) {
          state.scans += 1;
          const content = Buffer.concat(parts);
          const isHarmful = content.includes(eicar);
          const [, own] = [...state.answers].find(([words]) => content.includes(words)) ?? [];
          socket.end(`${own ?? (state.answer || `stream: ${isHarmful ? 'Eicar-Signature FOUND' : 'OK'}`)}\0`);
          return;
        }
        if (at + 4 + length > received.length) return;
        parts.push(received.subarray(at + 4, at + 4 + length));
        at += 4 + length;
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return Object.assign(state, {
    address: `127.0.0.1:${address.port}`,
    close: async () => {
      server.close();
      await once(server, 'close');
    },
  });
}
