/** What can be read over HTTP: rooms, messages, events, members, questions. */
import { randomBytes } from 'node:crypto';
import { isStaff, laneName, limits, parseLaneName, queueRowsOf, Refusal, type Person } from '@support-chat/protocol';
import { inputJsonSchema, parseReading, parseRequest } from '@support-chat/protocol/schemas';
import { appendAndTell } from '../append-and-tell.js';
import type { Bus } from '../bus/bus.js';
import { kinds } from '../kinds/kinds.js';
import { eventsFor, maySee, roomFor, sightOf, type Sight } from '../kinds/visibility.js';
import type { Guests } from '../guests.js';
import { findRooms } from '../found-rooms.js';
import { deletedRooms } from '../life/deleted-rooms.js';
import type { Numbers } from '../numbers/numbers.js';
import { ownWave } from '../own-wave.js';
import type { Searcher } from '../search/searcher.js';
import type { SignOuts } from '../sign-outs.js';
import type { Reader, Store } from '../store/store.js';
import { firstPortion } from '../portion.js';
import { versionsOf } from '../versions.js';
import { findVisit, visibleAmong } from '../visits.js';
import type { Files } from '../files/files.js';
import { exportRoom } from './export.js';
import type { ApiRoute } from './route.js';

const inRoom = '/api/rooms/{room}';
const roomsPerRead = 100;
const textTypes = ['application/jsonl', 'text/markdown', 'text/html', 'text/csv'];

export function readingRoutes({
  store,
  files,
  signOuts,
  numbers,
  searcher,
  guests,
  bus,
}: {
  readonly store: Store;
  readonly files: Pick<Files, 'bytes'>;
  readonly signOuts: SignOuts;
  readonly numbers: Numbers;
  readonly searcher: Searcher;
  readonly guests: Guests;
  readonly bus: Pick<Bus, 'publish'>;
}): readonly ApiRoute[] {
  /** Throws Refusal('not_found'). */
  const see = async (person: Person, name: string) => {
    const { visit, head } = await findVisit(store, name, person);
    const sight = sightOf(visit);
    return { visit, head, sight, room: roomFor(sight, visit.room) };
  };

  return [
    {
      ...{ method: 'GET', path: '/api/rooms', tag: 'rooms', summary: 'Rooms that you may see, by name', cost: 10 },
      ...{ input: inputJsonSchema('rooms.list'), answer: 'Rooms', isCommand: false },
      run: async (person, input) => {
        const { after = '', limit = roomsPerRead } = parseReading('rooms.list', input);
        const memberships = await store.memberships(person.id);
        const rows = (await store.rooms()).filter(
          ({ room }) => room.name > after && maySee({ person, room, member: memberships.get(room.name) ?? null }),
        );
        const rooms = rows.slice(0, limit).map(({ room, head }) => {
          const sight = sightOf({ person, member: memberships.get(room.name) ?? null });
          return { room: roomFor(sight, room), head };
        });
        return { rooms, isLast: rows.length <= limit };
      },
    },
    {
      ...{ method: 'GET', path: '/api/directory', tag: 'rooms', summary: 'The right room, by topic or title', cost: 8 },
      ...{ input: inputJsonSchema('rooms.find'), answer: 'FoundRooms', isCommand: false },
      run: (person, input) => findRooms(store, person, parseRequest('rooms.find', input).text),
    },
    {
      ...{ method: 'GET', path: '/api/search', tag: 'messages', summary: 'Messages, by the words in them', cost: 4 },
      ...{ input: inputJsonSchema('message.search'), answer: 'FoundMessages', isCommand: false },
      run: (person, input) => searcher.search(person, parseRequest('message.search', input)),
    },
    {
      ...{ method: 'GET', path: '/api/deleted-rooms', tag: 'rooms', summary: 'Rooms that you may take back', cost: 10 },
      ...{ input: inputJsonSchema('rooms.deleted'), answer: 'DeletedRooms', isCommand: false },
      run: (person) => deletedRooms(store, person),
    },
    {
      ...{ method: 'GET', path: inRoom, tag: 'rooms', summary: 'One room', cost: 2 },
      ...{ input: inputJsonSchema('room.show'), answer: 'Room', isCommand: false },
      run: async (person, input) => {
        const { room, head } = await see(person, parseReading('room.show', input).room);
        return { room, head };
      },
    },
    {
      ...{ method: 'GET', path: `${inRoom}/messages`, tag: 'messages', summary: 'Messages, the newest first page' },
      ...{ cost: 2, input: inputJsonSchema('room.messages'), answer: 'MessagePage', isCommand: false },
      run: async (person, input) => {
        const { room, ...range } = parseReading('room.messages', input);
        const { before = Number.MAX_SAFE_INTEGER, limit = limits.windowMessages } = range;
        const { sight } = await see(person, room);
        return store.page(room, { before, limit, ...sight });
      },
    },
    {
      ...{ method: 'GET', path: `${inRoom}/messages/{message}/versions`, tag: 'messages' },
      ...{ summary: 'What it said before it was edited', cost: 4, answer: 'Versions', isCommand: false },
      input: inputJsonSchema('message.versions'),
      run: (person, input) => versionsOf(store, person, parseRequest('message.versions', input)),
    },
    {
      ...{ method: 'GET', path: `${inRoom}/events`, tag: 'messages', summary: 'The log after an event' },
      ...{ cost: 2, input: inputJsonSchema('room.read'), answer: 'Events', isCommand: false },
      run: async (person, input) => {
        const { room, after, limit = limits.maxEventsPerRead } = parseRequest('room.read', input);
        const { sight, head } = await see(person, room);
        return { events: firstPortion(eventsFor(sight, await store.read(room, { after, limit }))), head };
      },
    },
    {
      ...{ method: 'GET', path: `${inRoom}/export`, tag: 'messages', summary: 'Everything, as a file' },
      ...{ cost: 20, input: inputJsonSchema('room.export'), answer: { contentTypes: textTypes }, isCommand: false },
      run: async (person, input) => {
        const { room, format } = parseReading('room.export', input);
        const { visit, sight, head } = await see(person, room);
        const file = exportRoom({ store, bytes: files.bytes, visit, sight, head, format });
        const audience = kinds[visit.room.kind].hasNotes ? 'staff' : 'everyone';
        // Known before the first part is on its way; who asks for the head alone takes nothing.
        const note = () =>
          appendAndTell(
            { store, bus },
            {
              ...{ room, by: person, cid: randomBytes(16).toString('hex'), hash: 'export' },
              decide: () => [{ type: 'room.exported', audience, data: { format } }],
            },
          );
        return { ...file, parts: after(note, file.parts) };
      },
    },
    {
      ...{ method: 'GET', path: `${inRoom}/members`, tag: 'members', summary: 'Who was let in by name', cost: 4 },
      ...{ input: inputJsonSchema('room.members'), answer: 'Members', isCommand: false },
      run: async (person, input) => {
        const { room } = parseRequest('room.members', input);
        await see(person, room);
        return { members: await store.members(room) };
      },
    },
    {
      ...{ method: 'GET', path: `${inRoom}/questions`, tag: 'questions', summary: 'Questions of a room, by number' },
      ...{ cost: 4, input: inputJsonSchema('room.questions'), answer: 'Questions', isCommand: false },
      run: async (person, input) => {
        const { room, state, after = 0, limit = limits.maxQuestionsPerRead } = parseReading('room.questions', input);
        const { sight } = await see(person, room);
        const wanted = (await store.readQuestions(room)).filter(
          (row) => row.seq > after && row.seq >= sight.from && (!state || row.state === state),
        );
        const questions = await store.messages(
          room,
          wanted.slice(0, limit).map(({ seq }) => seq),
        );
        return { questions, isLast: wanted.length <= limit };
      },
    },
    {
      ...{ method: 'GET', path: `${inRoom}/numbers`, tag: 'rooms', summary: 'What happened in the room, counted' },
      ...{ cost: 10, input: inputJsonSchema('room.numbers'), answer: 'Numbers', isCommand: false },
      run: async (person, input) => {
        const { room, timeZone = 'UTC' } = parseRequest('room.numbers', input);
        const { visit, head } = await see(person, room);
        return { numbers: await numbers.of(visit, head, timeZone) };
      },
    },
    {
      ...{ method: 'GET', path: `${inRoom}/wave`, tag: 'rooms', summary: 'The wave that is yours' },
      ...{ cost: 2, input: inputJsonSchema('wave.mine'), answer: 'OwnWave', isCommand: false },
      run: async (person, input) => {
        const { visit } = await see(person, parseRequest('wave.mine', input).room);
        return ownWave(visit.room, person);
      },
    },
    {
      ...{ method: 'GET', path: `${inRoom}/ratings`, tag: 'questions', summary: 'What you said of questions here' },
      ...{ cost: 4, input: inputJsonSchema('ratings.mine'), answer: 'Ratings', isCommand: false },
      run: async (person, input) => {
        const { visit, head } = await see(person, parseRequest('ratings.mine', input).room);
        return numbers.ratingsOf(visit, head);
      },
    },
    {
      ...{ method: 'GET', path: '/api/questions', tag: 'questions', summary: 'Unsolved questions of all rooms' },
      ...{ cost: 4, input: inputJsonSchema('queue.show'), answer: 'Queue', isCommand: false },
      run: async (person, input) => {
        const { room, after: seq = 0 } = parseReading('queue.show', input);
        if (!isStaff(person.role))
          throw new Refusal('forbidden', `the queue is for agents and managers, you are ${person.role}`);
        const found = await store.queue(room === undefined ? null : { room, seq }, limits.maxQuestionsPerRead);
        const visible = await visibleAmong(store, new Set(found.map((row) => row.room)), person);
        const rows = found.flatMap((row) => (visible.has(row.room) ? queueRowsOf(row.room, [row.message]) : []));
        return { rows, isLast: found.length < limits.maxQuestionsPerRead };
      },
    },
    {
      // For the launcher's badge, before there is a socket.
      ...{ method: 'GET', path: `${inRoom}/unread`, tag: 'rooms', summary: 'How much you have not seen', cost: 2 },
      ...{ input: inputJsonSchema('room.unread'), answer: 'Unread', isCommand: false },
      run: async (person, input) => {
        const { room } = parseReading('room.unread', input);
        const standing = await store.standing(room, readerIn(person, (await see(person, room)).sight));
        // What the desk said in private counts, too.
        const isStaffReader = isStaff(person.role);
        const lane = parseLaneName(room)
          ? null
          : await store.standing(laneName(room, person.id), readerIn(person, { isStaff: isStaffReader, from: 1 }));
        return { unread: standing.unread + (lane?.unread ?? 0), marker: standing.marker, head: standing.head };
      },
    },
    {
      // The secret is in the body: addresses are written down in many places.
      ...{ method: 'POST', path: '/api/guests', tag: 'guests', summary: 'Come in by a link, as somebody new' },
      ...{ cost: 20, input: inputJsonSchema('guest'), answer: 'GuestPass', isCommand: false, isOpen: true },
      run: (_somebody, input) => guests.enter(input),
    },
    {
      // No GET, for the same reason; and nothing that only looks at an address uses it up.
      ...{ method: 'POST', path: '/api/guests/look', tag: 'guests', summary: 'Until when a link lets one in' },
      ...{ cost: 10, input: inputJsonSchema('guest look'), answer: 'GuestOffer', isCommand: false, isOpen: true },
      run: (_somebody, input) => guests.look(input),
    },
    {
      ...{
        method: 'POST',
        path: '/api/people/{person}/sign-out',
        tag: 'people',
        summary: 'End all sign-ins of a person',
      },
      ...{ cost: 4, input: inputJsonSchema('person.signOut'), answer: 'Nothing', isCommand: false },
      run: async (person, input) => {
        const { person: id } = parseReading('person.signOut', input);
        if (id !== person.id && person.role !== 'manager')
          throw new Refusal('forbidden', `managers sign others out, you are ${person.role}`);
        await signOuts.signOut(id);
        return {};
      },
    },
  ];
}

function readerIn({ id }: Person, sight: Sight): Reader {
  return { person: id, ...sight };
}

/** The parts, once this is done. */
async function* after(begin: () => Promise<unknown>, parts: AsyncIterable<string>): AsyncGenerator<string> {
  await begin();
  yield* parts;
}
