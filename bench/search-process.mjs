/** A store with a history of two years in two languages, its index, and the server over them. Arguments: JSON of settings. */
import { randomBytes } from 'node:crypto';
import { startTestServer } from '@support-chat/server/testing';
import { indexEverything } from '../packages/server/dist/search/indexer.js';
import { openStore } from '../packages/server/dist/store/open-store.js';
import { completeSettings } from '../packages/server/dist/options.js';
import { answerParent } from './child-process.mjs';
import { person } from './people.mjs';

const settings = JSON.parse(process.argv[2] ?? '{}');
const rooms = Array.from({ length: 50 }, (_, index) => `room-${index}`);
const people = 200;
const years = 2 * 365 * 86_400_000;
const endAt = Date.now() - 60_000;
/** Each with how often it is said: the first words in one message of three, the last in one of thousands. */
const words = {
  ja: [
    'です',
    'メール',
    'の',
    'が',
    'パスワード',
    '移行',
    'ログイン',
    '設定',
    'エラー',
    '表示',
    'できません',
    'お客様',
    '権利',
    '会議室',
    '予定表',
    'ロールアウト',
    '共有フォルダー',
    'メルマガ',
    '経費精算',
    'プリンター',
    '承認',
    '届きません',
    '遅延',
    '証明書',
    '再起動',
    '出張',
    '名刺',
    '稟議',
    '鰻重',
  ],
  en: [
    'the',
    'mail',
    'to',
    'is',
    'password',
    'login',
    'error',
    'outlook',
    'since',
    'calendar',
    'vpn',
    'slow',
    'printer',
    'shared',
    'drive',
    'expense',
    'rights',
    'rollout',
    'certificate',
    'restart',
    'travel',
    'approval',
    'newsletter',
    'attachment',
    'signature',
    'projector',
    'badge',
    'parking',
    'aquarium',
  ],
};
let seed = 1;
const random = () => {
  seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
  return seed / 0x80000000;
};
const pick = (list) => list[Math.floor(list.length * random() ** 2.2)];
function text(index) {
  const count = 6 + Math.floor(random() * 9);
  const said = Array.from({ length: count }, () => pick(index % 2 === 0 ? words.ja : words.en));
  return index % 2 === 0 ? `${said.join('')}。席${index}` : `${said.join(' ')}, desk ${index}`;
}

let now = endAt - years;
let server = null;
const clock = { now: () => now, after: () => () => {} };
const open = () => openStore(completeSettings(settings), { clock });
const cid = () => randomBytes(16).toString('hex');

answerParent(
  {
    /** Says so many messages, evenly over two years. */
    fill: async (size) => {
      const store = await open();
      const append = (room, by, draft) =>
        store.append({ room, by, cid: cid(), hash: '', decide: () => [{ audience: 'everyone', ...draft }] });
      for (const room of rooms)
        await append(room, person(0), {
          ...{ type: 'room.created', data: { name: room, kind: 'rollout', title: room, purpose: '' } },
        });
      let next = 0;
      const say = async () => {
        while (next < size) {
          const index = (next += 1);
          now = Math.round(endAt - years + (index / size) * years);
          const body = { kind: 'text', text: text(index) };
          await append(rooms[index % rooms.length], person(index % people), { type: 'message.posted', data: { body } });
        }
      };
      await Promise.all(Array.from({ length: 1_000 }, say));
      await store.close();
    },
    /** Messages a second that are indexed when the index is made anew. */
    rebuild: async (size) => {
      const store = await open();
      await store.search.empty();
      const startedAt = performance.now();
      await indexEverything(store, () => {});
      const perSecond = (size / (performance.now() - startedAt)) * 1_000;
      await store.close();
      return perSecond;
    },
    start: async () => {
      server = await startTestServer({ rateBurst: 1e9, ratePerSecond: 1e9, logLevel: 'warn', ...settings });
      return { url: server.url, token: await server.tokenFor(person(1)) };
    },
    stopServer: () => server?.close(),
  },
  () => server?.close(),
);
