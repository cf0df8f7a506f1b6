/** The demo's rooms and their first conversations. */
import { createHash } from 'node:crypto';
import { laneName, Refusal, type CommandTable, type Person, type ProblemFacts } from '@support-chat/protocol';
import { cast } from '@support-chat/protocol/samples';
import type { RoomServer } from '../server.js';
import { demoColleagues, demoPeople } from './people.js';

/** `staff`: a note. A number: a reply to that line of the room, from 0; with `solves`, its asker says that all is well. */
type Line = readonly [by: Person, text: string, how?: 'staff' | number, solves?: 'solves'];

type DemoRoom = {
  readonly name: string;
  readonly title: string;
  readonly purpose: string;
  readonly topics: readonly string[];
  /** Whom it is for; everybody where it does not say. */
  readonly boundTo?: readonly string[];
  readonly lines: readonly Line[];
  /** What is said in the lane of a person beside it. */
  readonly lane?: { readonly person: Person; readonly lines: readonly Line[] };
  /** What is broken or planned when the demo begins, and whom it concerns. */
  readonly problems?: readonly DemoProblem[];
};

/** Times are in minutes from the demo's beginning. */
type DemoProblem = Pick<ProblemFacts, 'what' | 'severity' | 'title'> & {
  readonly fromMin: number;
  readonly toMin: number;
  readonly remark: string;
  readonly affects: readonly Person[];
};

const { ana, ben, kenji, mia, tom, sato } = cast;

const rooms: readonly DemoRoom[] = [
  {
    name: 'rollout',
    title: 'New mail & calendar rollout',
    purpose: 'Help with the move to the new mail and calendar, wave 2 (Osaka and Lisbon).',
    topics: ['Mail', 'Calendar', 'メール', '予定表'],
    lines: [
      [
        sato,
        '本日から第2グループ（大阪・リスボン）の新メール移行が始まります。困ったことは何でもここに書いてください。\n' +
          'Wave 2 starts today for Osaka and Lisbon. Write here whatever goes wrong, in Japanese or in English.',
      ],
      [
        ana,
        'Good morning! Since the switch Outlook asks for my password every few minutes. I type it, it is accepted, and then the window comes back.',
      ],
      [
        mia,
        'Hi Ana, that is the old sign-in still saved in Windows. Please close Outlook, open Control Panel → Credential Manager → Windows Credentials, and remove every entry that begins with "MicrosoftOffice16". Then start Outlook and sign in once.',
        1,
      ],
      [
        ana,
        'There were three of them. Removed, signed in, and it has been quiet for ten minutes now. Thank you!',
        1,
        'solves',
      ],
      [mia, 'Good to hear. I have added it to the checklist so that wave 3 does not meet it.', 1],
      [
        kenji,
        '共有カレンダー「第2会議室」が一覧から消えてしまいました。移行前は編集もできていました。どうすればよいでしょうか。',
      ],
      [
        sato,
        '田中さん、会議室は移行後に一度だけ追加し直す必要があります。カレンダー画面で「予定表の追加」→「ディレクトリから」→「Osaka-Room-2」を選んでください。編集権限はそのまま引き継がれています。',
        5,
      ],
      [kenji, '追加できました。先週入れた予約も残っています。助かりました、ありがとうございます。', 5, 'solves'],
      [ben, 'My phone shows no mail since yesterday evening. iPhone, the built-in Mail app. The laptop is fine.'],
      [
        tom,
        'Ben, the built-in app still points at the old server. Settings → Apps → Mail → Mail Accounts → remove the company account, then install Outlook from Company Portal and sign in there. Your mail is on the server, removing the account loses nothing.',
        8,
      ],
      [ben, 'Done, mail is coming in again. Took two minutes.', 8, 'solves'],
      [
        tom,
        'Third iPhone today. The removal profile did not reach devices that were off on Friday; I am pushing it again at noon.',
        'staff',
      ],
      [
        kenji,
        'もう一つ質問です。自分で作った振り分けルールが見当たりません。移行の対象に含まれていますか。30件ほどあり、作り直すのは大変です。',
      ],
      [
        ana,
        'A new one from me: the out-of-office text I had saved for the holidays is empty. Is it stored somewhere, or do I have to write it again?',
      ],
    ],
    problems: [
      {
        ...{ what: 'maintenance', severity: 'down', title: 'Mail server restarts / メールサーバーの再起動' },
        ...{ fromMin: 26 * 60, toMin: 27 * 60 + 30, affects: [] },
        remark: 'Outlook reconnects by itself; nothing is lost. / Outlookは自動で再接続し、メールは失われません。',
      },
      {
        ...{
          what: 'outage',
          severity: 'degraded',
          title: 'Mail to other companies arrives late / 社外宛てメールの遅延',
        },
        ...{ fromMin: -40, toMin: 75, affects: [ben, kenji] },
        remark:
          'It arrives up to half an hour late; no need to send it again. / 最大30分遅れて届きます。再送は不要です。',
      },
    ],
    lane: {
      person: ana,
      lines: [
        [
          ana,
          'Not for everybody: since the move I see the calendar of my manager with all its private entries, salary talks among them. I should not, I think.',
        ],
        [
          mia,
          'Thank you for telling us here and not outside. You should not; a delegation from two years ago came back with the move. I have removed it, please look whether it is gone after the next start of Outlook.',
          0,
        ],
      ],
    },
  },
  {
    name: 'vpn',
    title: 'New VPN client',
    purpose: 'Help with the new VPN client. The old one is switched off on the 30th.',
    topics: ['VPN', 'Network'],
    lines: [
      [ben, 'The new client stops at "Connecting 40%" when I am in a hotel. At home it works. Same laptop.'],
      [
        tom,
        'Hotel networks often block the port the client tries first. In the client open Settings → Connection and set Protocol to "TCP 443". It is a little slower but gets through nearly everywhere. Sign in to the hotel page in the browser first.',
        0,
      ],
      [ben, 'That was it. Connected from the lobby right now, thanks Tom.', 0, 'solves'],
      [
        kenji,
        '新しいVPNに接続すると、製造ラインの共有フォルダ（\\\\fab-osaka）だけ開けません。他のフォルダは問題ありません。',
      ],
      [
        sato,
        '田中さん、ご連絡ありがとうございます。新しいVPNでは短い名前が使えないため、「\\\\fab-osaka.corp.example」と入力してみてください。ショートカットは本日中に配布し直します。',
        3,
      ],
      [kenji, '開けました。ショートカットの配布もお待ちしています。', 3, 'solves'],
    ],
  },
  {
    name: 'expenses',
    title: 'Expense tool',
    purpose: 'Questions about the new expense tool: receipts, approvals, exchange rates.',
    topics: ['Expenses', '経費'],
    lines: [
      [
        ana,
        'The tool refuses my train receipt with "Duplicate document". I have handed in only one. It is a return ticket, so both halves look alike.',
      ],
      [
        mia,
        'It compares the pictures and takes the two halves for one. Put both halves in one photo and enter the return trip as a single line with the total. I have withdrawn the refused one, so you can start anew.',
        0,
      ],
      [ana, 'One photo, one line, accepted. Thank you, Mia.', 0, 'solves'],
      [
        kenji,
        '海外出張の為替レートは、出発日と精算日のどちらが使われますか。自動で入ったレートが思ったより低いのですが。',
      ],
      [
        ben,
        'Who approves my expenses while my manager is on leave until the 14th? Two reports are waiting since last week.',
      ],
    ],
  },
  {
    name: 'osaka-it',
    title: '大阪オフィスIT / Osaka office IT',
    purpose: '大阪オフィスの設備：Wi-Fi、複合機、会議室。Wi-Fi, printers and meeting rooms of the Osaka office.',
    topics: ['Wi-Fi', 'Printers', '複合機'],
    boundTo: ['office=osaka'],
    lines: [
      [
        sato,
        '大阪オフィスの方だけが見られるルームです。設備のことは何でもここで聞いてください。\n' +
          'Only colleagues of the Osaka office see this room. Ask here about everything in the building.',
      ],
    ],
  },
];

/** Creates the rooms and posts their lines. A room that exists is left as it is, whatever this text has become since. */
export async function seedRooms(server: RoomServer): Promise<void> {
  await server.keepPeople(
    [...demoPeople, ...demoColleagues].map(({ person, reading }) => ({ ...person, ...(reading && { reading }) })),
  );
  for (const { name, lines, lane, problems = [], ...facts } of rooms) {
    if (!(await isCreated(server, { room: name, cid: cidOf(name, 'create'), kind: 'rollout', ...facts }))) continue;
    await announce(server, name, problems);
    await post(server, name, lines);
    if (lane) await post(server, laneName(name, lane.person.id), lane.lines);
  }
}

async function announce(server: RoomServer, room: string, problems: readonly DemoProblem[]): Promise<void> {
  const begin = Math.floor(Date.now() / 300_000) * 300_000;
  for (const [index, { fromMin, toMin, affects, ...facts }] of problems.entries()) {
    const times = { startsAt: begin + fromMin * 60_000, endsAt: begin + toMin * 60_000 };
    const cid = cidOf(room, `problem ${index}`);
    const { seq: problem } = await server.submit(mia, 'problem.announce', { room, cid, ...facts, ...times });
    for (const by of affects)
      await server.submit(by, 'problem.join', { room, cid: cidOf(room, `affected ${index}`), problem });
  }
}

async function post(server: RoomServer, room: string, lines: readonly Line[]): Promise<void> {
  const seqs: number[] = [];
  for (const [index, [by, text, how, solves]] of lines.entries()) {
    const re = typeof how === 'number' ? seqs[how] : undefined;
    const cid = cidOf(room, `line ${index}`);
    const audience = how === 'staff' ? how : 'everyone';
    const { seq } = await server.submit(by, 'message.post', { room, cid, body: { kind: 'text', text }, audience, re });
    // A lane begins with an event of its own.
    seqs.push(seq + (room.includes('~') && index === 0 ? 1 : 0));
    if (solves && re !== undefined)
      await server.submit(by, 'question.resolve', { room, cid: cidOf(room, `solved ${index}`), question: re });
  }
}

/** Whether the room is new. */
async function isCreated(server: RoomServer, room: CommandTable['room.create']): Promise<boolean> {
  try {
    return !(await server.submit(sato, 'room.create', room)).dup;
  } catch (error) {
    // The same command id with another text, or a room somebody else made.
    if (error instanceof Refusal && (error.code === 'cid_conflict' || error.code === 'room_exists')) return false;
    throw error;
  }
}

function cidOf(room: string, part: string): string {
  return createHash('sha256').update(`support-chat demo\n${room}\n${part}`).digest('hex').slice(0, 32);
}
