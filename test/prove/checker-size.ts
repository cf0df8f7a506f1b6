/**
 * How long the checker takes for a history of this many acknowledged messages, received by four devices:
 * `node --import tsx test/prove/checker-size.ts 1000000`.
 */
import { checkHistory } from './checker.js';
import type { Logged, Step } from './history.js';

const count = Number(process.argv[2] ?? 1_000_000);
const room = 'rollout';
const devices = ['ana-0', 'ben-1', 'mia-2', 'kenji-3'];
const steps: Step[] = [];
const log: Logged[] = [{ seq: 1, cid: 'made', person: 'mia', isMessage: false, isForStaff: false }];
for (let index = 0; index < count; index += 1) {
  const [device = '', seq, cid] = [devices[index % devices.length], index + 2, index.toString(16).padStart(32, '0')];
  const person = device.split('-')[0] ?? '';
  steps.push({ kind: 'invoke', device, person, room, cid }, { kind: 'ok', room, cid, seq });
  for (const reader of devices) steps.push({ kind: 'recv', device: reader, room, seq, cid });
  log.push({ seq, cid, person, isMessage: true, isForStaff: false });
}
const startedAt = performance.now();
const { acknowledged, received, violations } = checkHistory({ steps, logs: new Map([[room, log]]), shown: [] });
const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
console.log(
  `${acknowledged} acknowledged, ${received} received, ${violations.length} violations, checked in ${seconds} s`,
);
