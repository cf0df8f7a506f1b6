import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { laneName, type CannedReply, type Person } from '@support-chat/protocol';
import { cast } from '@support-chat/protocol/samples';
import { newCid, startTestServer, type TestServer } from '@support-chat/server/testing';

const { ana, mia, tom, sato } = cast;
type Answered = { readonly status: number; readonly answer: Record<string, unknown> };

let server: TestServer;
before(async () => {
  server = await startTestServer({ rateBurst: 1_000_000 });
  for (const room of ['rollout', 'vpn'])
    await server.submit(mia, 'room.create', { room, kind: 'rollout', title: room, purpose: '' });
  const hidden = `team-${'a'.repeat(32)}`;
  await server.submit(sato, 'room.create', { room: hidden, kind: 'team', title: 'x', purpose: '', isPrivate: true });
});
after(() => server.close());

async function call(person: Person, method: string, path: string, input?: object): Promise<Answered> {
  const response = await fetch(new URL(`api/${path}`, server.url), {
    method,
    headers: { authorization: `Bearer ${await server.tokenFor(person)}`, 'content-type': 'application/json' },
    ...(input && { body: JSON.stringify(input) }),
  });
  const answer = (await response.json()) as { refusal?: { code: string } };
  return { status: response.status, answer: answer.refusal ? { code: answer.refusal.code } : answer };
}
const keep = (person: Person, input: object) => call(person, 'POST', 'canned', input);
const drop = (person: Person, id: string, rev: number) => call(person, 'DELETE', `canned/${id}`, { rev });
const titles = async (person: Person, room = 'rollout'): Promise<string[]> =>
  ((await call(person, 'GET', `rooms/${room}/canned`)).answer['replies'] as CannedReply[])
    .map(({ title }) => title)
    .sort();
const made = (more: object) => ({ id: newCid(), scope: 'me', title: 'x', text: 'Restart it.', rev: 0, ...more });

test('each canned reply is for its person, its room, or everybody who helps', async () => {
  await keep(mia, made({ title: 'of mia' }));
  await keep(tom, made({ title: 'of tom' }));
  await keep(mia, made({ title: 'rollout', scope: 'room', room: 'rollout', reading: 'ろーるあうと' }));
  await keep(sato, made({ title: 'all', scope: 'all' }));
  assert.deepEqual(await titles(mia), ['all', 'of mia', 'rollout']);
  assert.deepEqual(await titles(tom), ['all', 'of tom', 'rollout']);
  assert.deepEqual(await titles(tom, 'vpn'), ['all', 'of tom']);
  const lane = laneName('rollout', 'ana');
  await server.submit(ana, 'message.post', { room: lane, body: { kind: 'text', text: 'in private' } });
  assert.deepEqual(await titles(mia, lane), ['all', 'of mia', 'rollout'], 'a lane has those of the room beside it');
});

test('to whoever does not help, canned replies are not there', async () => {
  const none = await call(ana, 'GET', 'rooms/none/canned');
  assert.deepEqual(none, { status: 404, answer: { code: 'not_found' } });
  assert.deepEqual(await call(ana, 'GET', 'rooms/rollout/canned'), none);
  assert.deepEqual(await keep(ana, made({})), none);
  assert.deepEqual(await drop(ana, newCid(), 1), none);
});

test('one of a private room, or of somebody else, can be neither taken nor dropped', async () => {
  const hidden = `team-${'a'.repeat(32)}`;
  const id = newCid();
  assert.equal((await keep(mia, made({ scope: 'room', room: hidden }))).status, 404);
  const ofRoom = made({ id, scope: 'room', room: hidden, title: 'secret' });
  assert.equal((await keep(sato, ofRoom)).status, 200);
  const ofTom = made({});
  await keep(tom, ofTom);
  for (const taken of [ofRoom, ofTom]) {
    const input = { ...taken, room: undefined };
    assert.deepEqual((await keep(mia, { ...input, scope: 'all', rev: 1 })).answer, { code: 'changed' });
    assert.deepEqual((await keep(mia, { ...input, scope: 'all', rev: 0 })).answer, { code: 'changed' });
    assert.equal((await drop(mia, taken.id, 1)).status, 200, 'as one that is not there');
  }
  assert.ok((await titles(sato, hidden)).includes('secret'));
  assert.ok((await titles(tom)).includes('x'));
});

test('the same change again has the same answer, and a stale one is refused', async () => {
  const reply = made({ title: 'first', scope: 'all' });
  assert.deepEqual((await keep(mia, reply)).answer, { rev: 1 });
  assert.deepEqual((await keep(mia, reply)).answer, { rev: 1 });
  assert.deepEqual((await keep(tom, { ...reply, title: 'second', rev: 1 })).answer, { rev: 2 });
  assert.deepEqual((await keep(mia, { ...reply, title: 'third', rev: 1 })).answer, { code: 'changed' });
  assert.deepEqual((await drop(mia, reply.id, 1)).answer, { code: 'changed' });
  assert.equal((await drop(mia, reply.id, 2)).status, 200);
  assert.equal((await drop(mia, reply.id, 2)).status, 200);
  assert.ok(!(await titles(mia)).includes('second'));
});

test('what has no shape of a canned reply is refused', async () => {
  const wrong = [{ scope: 'room' }, { scope: 'all', room: 'rollout' }, { title: ' ' }, { title: 'x'.repeat(81) }];
  for (const more of [...wrong, { text: '' }, { id: 'short' }, { scope: 'everyone' }])
    assert.equal((await keep(mia, made(more))).answer['code'], 'bad_request', JSON.stringify(more));
  assert.equal((await keep(mia, made({ text: 'あ'.repeat(6_000) }))).answer['code'], 'too_long');
});

test('a place holds 500, and they are read in portions', async () => {
  const place = { scope: 'room', room: 'vpn' };
  for (let count = 0; count < 500; count += 1) await keep(mia, made({ ...place, title: `t${count}` }));
  assert.deepEqual((await keep(mia, made(place))).answer, { code: 'forbidden' });
  const found: CannedReply[] = [];
  for (let isLast = false; !isLast;) {
    const after = found.at(-1)?.id;
    const { answer } = await call(sato, 'GET', `rooms/vpn/canned${after ? `?after=${after}` : ''}`);
    const replies = answer['replies'] as CannedReply[];
    assert.ok(replies.length > 0 && replies.length <= 100);
    found.push(...replies);
    isLast = answer['isLast'] === true;
  }
  assert.equal(found.filter(({ room }) => room === 'vpn').length, 500);
});
