/**
 * Milliseconds from a key to questions like what is typed, over the wire, in a room of 5,000 questions that each have an
 * answer or none. Sentences of both languages are typed key by key. The server runs in its own process.
 */
import { startChild } from './child-process.mjs';
import { median, quantile } from './medians.mjs';
import { openRawSocket } from './raw-socket.mjs';
import { report } from './report.mjs';

const size = 5_000;
const rounds = 5;
const room = 'bench';
const things = {
  en: ['Outlook', 'the VPN', 'my calendar', 'the printer', 'my phone', 'the expense tool', 'Teams', 'the shared drive'],
  ja: ['メール', 'VPN', '予定表', 'プリンター', 'スマートフォン', '経費精算', '会議室の予約', '共有フォルダー'],
};
const troubles = {
  en: ['asks for my password', 'is very slow', 'cannot be opened', 'shows an error', 'lost everything', 'stops at 40%'],
  ja: [
    'でパスワードを聞かれます',
    'がとても遅いです',
    'が開けません',
    'にエラーが表示されます',
    'が消えました',
    'が途中で切れます',
  ],
};
const when = {
  en: [
    'since this morning',
    'after the move',
    'on the second floor',
    'at home',
    'in a hotel',
    'when I print',
    'for guests',
  ],
  ja: ['今朝から', '移行後に', '2階で', '自宅で', 'ホテルで', '印刷すると', 'ゲスト用に'],
};
const typed = [
  'Outlook wants my password since the move',
  '移行後にVPNが途中で切れます',
  'the printer on floor 2 is slow',
  'パスワードを忘れた',
];

const pick = (list, index) => list[index % list.length];
function question(index) {
  const language = index % 2 === 0 ? 'en' : 'ja';
  const [thing, trouble, time] = [
    pick(things[language], index >> 1),
    pick(troubles[language], Math.floor(index / 16)),
    pick(when[language], Math.floor(index / 96)),
  ];
  return language === 'en'
    ? `${thing} ${trouble} ${time}, desk ${index}`
    : `${time}${thing}${trouble}。席は${index}です。`;
}

const server = startChild('room-process.mjs');
try {
  const url = await server.ask('start');
  await server.ask('createRoom', room);
  await server.ask('fillQuestions', { room, texts: Array.from({ length: size }, (_, index) => question(index)) });
  const [token] = await server.ask('tokens', 1);
  const socket = await openRawSocket(url, token);
  const firstMs = (await keyMs(socket, 'first')).at(0);
  const times = [];
  let found = 0;
  for (let round = 0; round < rounds; round += 1)
    for (const text of typed)
      for (let length = 2; length <= text.length; length += 1) {
        const [ms, rows] = await keyMs(socket, text.slice(0, length));
        if (round > 0) times.push(ms);
        found += rows.length;
      }
  socket.close();
  if (found === 0) throw new Error('expected to find something, found nothing');
  report(`suggest: questions like what is typed, among ${size}, through the public API`, [
    {
      figure: 'a key',
      value: median(times),
      unit: 'ms',
      atMost: 16,
      note: `p99 ${quantile(times, 0.99).toFixed(1)} ms`,
    },
    { figure: 'the first key after a start, which reads them all', value: firstMs, unit: 'ms' },
  ]);
} finally {
  await server.stop();
}

async function keyMs(socket, text) {
  const startedAt = performance.now();
  const { rows } = await socket.ask('question.suggest', { room, text });
  return [performance.now() - startedAt, rows];
}
