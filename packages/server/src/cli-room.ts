/** `support-chat room …` at a running server: each command is one request to its API. */
import { createWriteStream } from 'node:fs';
import { parseArgs } from 'node:util';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Refusal, type MemberDoc, type MessageDoc, type RefusalShape, type RoomDoc } from '@support-chat/protocol';

/** Where the server is, and who asks. */
export type Remote = { readonly url: string; readonly token: string };

type Options = Readonly<Record<string, string | undefined>>;

type RoomCommand = {
  /** What stands behind it in the list of commands. */
  readonly usage: string;
  readonly does: string;
  /** Options that must be there. */
  readonly needs?: readonly string[];
  readonly options?: readonly string[];
  run(remote: Remote, room: string, options: Options): Promise<string>;
};

const appended = async (remote: Remote, method: string, path: string, body?: object): Promise<string> => {
  const { seq } = (await ask(remote, method, path, body)) as { seq: number };
  return `done, event ${seq}`;
};
const at = (room: string, rest = ''): string => `/api/rooms/${encodeURIComponent(room)}${rest}`;
const row = (...cells: readonly (string | number)[]): string =>
  cells.map((cell) => String(cell).replace(/\p{Cc}/gu, ' ')).join('\t');

/** `never`, or a time with its zone. Throws Refusal('bad_request'). */
function timeOf(when: string): number | null {
  if (when === 'never') return null;
  const time = /T.*(?:Z|[+-]\d\d:?\d\d)$/iu.test(when) ? Date.parse(when) : Number.NaN;
  if (Number.isNaN(time))
    throw new Refusal(
      'bad_request',
      `expected a time with its zone, like 2026-01-31T09:00+09:00, or never; got "${when}"`,
    );
  return time;
}

/** The commands by name; all but `list` begin with the NAME of a room. */
export const roomCommands: Readonly<Record<string, RoomCommand>> = {
  create: {
    usage: 'create NAME --title T [--purpose P] [--kind K] [--opens WHEN]',
    does: 'make a room',
    needs: ['title'],
    options: ['purpose', 'kind', 'opens'],
    run: (remote, room, { title, purpose = '', kind = 'rollout', opens }) =>
      appended(remote, 'POST', '/api/rooms', {
        ...{ room, kind, title, purpose },
        ...(opens !== undefined && { opensAt: timeOf(opens) }),
      }),
  },
  list: {
    usage: 'list',
    does: 'list the rooms: name, state, head, title',
    run: async (remote) => {
      const lines: string[] = [];
      for (let after = ''; ;) {
        const query = new URLSearchParams({ limit: '500', ...(after && { after }) });
        const answer = await ask(remote, 'GET', `/api/rooms?${query.toString()}`);
        const { rooms, isLast } = answer as { rooms: { room: RoomDoc; head: number }[]; isLast: boolean };
        lines.push(...rooms.map(({ room, head }) => row(room.name, room.state, head, room.title)));
        if (isLast) return lines.join('\n');
        after = rooms.at(-1)?.room.name ?? '';
      }
    },
  },
  show: {
    usage: 'show NAME',
    does: 'everything about a room, as JSON',
    run: async (remote, room) => JSON.stringify(await ask(remote, 'GET', at(room)), null, 2),
  },
  describe: {
    usage: 'describe NAME --title T --purpose P [--bound-to office=osaka,office=kobe]',
    does: 'change what it is called and is for, and for whom; empty for everybody',
    needs: ['title', 'purpose'],
    options: ['bound-to'],
    run: (remote, room, { title, purpose, 'bound-to': to }) => {
      const boundTo = to?.split(',').flatMap((attribute) => attribute.trim() || []);
      return appended(remote, 'PATCH', at(room), { title, purpose, ...(boundTo && { boundTo }) });
    },
  },
  close: {
    usage: 'close NAME [--reason R]',
    does: 'end writing in a room',
    options: ['reason'],
    run: (remote, room, { reason = '' }) => appended(remote, 'POST', at(room, '/close'), { reason }),
  },
  reopen: {
    usage: 'reopen NAME [--reason R]',
    does: 'let people write again',
    options: ['reason'],
    run: (remote, room, { reason = '' }) => appended(remote, 'POST', at(room, '/reopen'), { reason }),
  },
  plan: {
    usage: 'plan NAME [--opens WHEN] [--closes WHEN]',
    does: 'say when it opens and closes by itself: 2026-01-31T09:00Z, or "never" for by hand',
    options: ['opens', 'closes'],
    run: (remote, room, { opens, closes }) =>
      appended(remote, 'POST', at(room, '/plan'), {
        ...(opens !== undefined && { opensAt: timeOf(opens) }),
        ...(closes !== undefined && { closesAt: timeOf(closes) }),
      }),
  },
  open: {
    usage: 'open NAME',
    does: 'open a planned room now',
    run: (remote, room) => appended(remote, 'POST', at(room, '/open'), {}),
  },
  archive: {
    usage: 'archive NAME [--reason R]',
    does: 'put a closed room away: it can only be read',
    options: ['reason'],
    run: (remote, room, { reason = '' }) => appended(remote, 'POST', at(room, '/archive'), { reason }),
  },
  unarchive: {
    usage: 'unarchive NAME [--reason R]',
    does: 'make an archived room a closed one again',
    options: ['reason'],
    run: (remote, room, { reason = '' }) => appended(remote, 'POST', at(room, '/unarchive'), { reason }),
  },
  delete: {
    usage: 'delete NAME --name NAME [--reason R]',
    does: 'take a closed room from everybody, for good after 30 days; the name once more',
    needs: ['name'],
    options: ['reason'],
    run: (remote, room, { name, reason = '' }) => appended(remote, 'POST', at(room, '/delete'), { name, reason }),
  },
  recover: {
    usage: 'recover NAME [--reason R]',
    does: 'take a deleted room back',
    options: ['reason'],
    run: (remote, room, { reason = '' }) => appended(remote, 'POST', at(room, '/recover'), { reason }),
  },
  post: {
    usage: 'post NAME --text T',
    does: 'post a message',
    needs: ['text'],
    run: (remote, room, { text }) => appended(remote, 'POST', at(room, '/messages'), { body: { kind: 'text', text } }),
  },
  members: {
    usage: 'members NAME',
    does: 'who was let in by name: id, as what, name',
    run: async (remote, room) => {
      const { members } = (await ask(remote, 'GET', at(room, '/members'))) as { members: MemberDoc[] };
      return members.map(({ person, as }) => row(person.id, as, person.name)).join('\n');
    },
  },
  add: {
    usage: 'add NAME --person ID --as host|member|expert|observer [--name N] [--role R]',
    does: 'let somebody in by name',
    needs: ['person', 'as'],
    options: ['name', 'role'],
    run: (remote, room, { person: id = '', as, name = id, role = 'employee' }) =>
      appended(remote, 'POST', at(room, '/members'), { person: { id, name, role }, as }),
  },
  remove: {
    usage: 'remove NAME --person ID',
    does: 'take somebody out',
    needs: ['person'],
    run: (remote, room, { person = '' }) =>
      appended(remote, 'DELETE', at(room, `/members/${encodeURIComponent(person)}`)),
  },
  questions: {
    usage: 'questions NAME [--state S]',
    does: 'its questions: number, state, people, asked by, text',
    options: ['state'],
    run: async (remote, room, { state }) => {
      const lines: string[] = [];
      for (let after = 0; ;) {
        const query = new URLSearchParams({ after: String(after), ...(state && { state }) });
        const answer = await ask(remote, 'GET', at(room, `/questions?${query.toString()}`));
        const { questions, isLast } = answer as { questions: MessageDoc[]; isLast: boolean };
        lines.push(...questions.map(questionRow));
        if (isLast) return lines.join('\n');
        after = questions.at(-1)?.seq ?? after;
      }
    },
  },
  export: {
    usage: 'export NAME --format jsonl|markdown|html|csv --to FILE',
    does: 'write everything in it to a file',
    needs: ['format', 'to'],
    run: async (remote, room, { format = '', to = '' }) => {
      const response = await send(remote, 'GET', at(room, `/export?format=${encodeURIComponent(format)}`));
      if (!response.body) throw new Refusal('internal', 'the server sent no file');
      // The web's stream and Node's are one at run time; their types are not.
      await pipeline(Readable.fromWeb(response.body), createWriteStream(to));
      return `room "${room}" written to ${to}`;
    },
  },
};

/** Runs one of them. Throws Refusal, and TypeError for words that fit none. */
export async function runRoomCommand(remote: Remote, words: readonly string[]): Promise<string> {
  const [action = '', ...rest] = words;
  const command = roomCommands[action];
  if (!command) throw new TypeError(`expected room ${Object.keys(roomCommands).join(', ')}; got "${action}"`);
  const { needs = [], options = [] } = command;
  const { values, positionals } = parseArgs({
    args: rest,
    options: Object.fromEntries([...needs, ...options].map((name) => [name, { type: 'string' as const }])),
    allowPositionals: true,
  });
  const wantsName = action !== 'list';
  const missing = needs.find((name) => values[name] === undefined);
  if (positionals.length !== Number(wantsName) || missing !== undefined)
    throw new TypeError(`expected room ${command.usage}`);
  return command.run(remote, positionals[0] ?? '', values); // All options are of type string.
}

function questionRow({ seq, by, body, question }: MessageDoc): string {
  const text = body.text.replace(/\s+/g, ' ');
  return row(seq, question?.state ?? '', question?.affected.length ?? 0, by.name, text);
}

async function ask(remote: Remote, method: string, path: string, body?: object): Promise<unknown> {
  return (await send(remote, method, path, body)).json();
}

/** Throws the server's Refusal; Refusal('unavailable') when nobody answers. */
async function send({ url, token }: Remote, method: string, path: string, body?: object): Promise<Response> {
  const headers = { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) };
  const href = `${url.replace(/\/+$/, '')}${path}`;
  const response = await fetch(href, { method, headers, ...(body && { body: JSON.stringify(body) }) }).catch(
    (error: unknown) => {
      throw new Refusal('unavailable', `no server answers at ${url}`, { cause: error });
    },
  );
  if (response.ok) return response;
  const answer = (await response.json().catch(() => null)) as { refusal?: RefusalShape } | null;
  const { code = 'internal', message = `${url} answered ${response.status}, which no room server does` } =
    answer?.refusal ?? {};
  throw new Refusal(code, message);
}
