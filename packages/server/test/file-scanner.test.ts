/** Files wait for the scanner, and what it finds is said where they are shown. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { filesOf as filesIn } from '@support-chat/protocol';
import { startTestServer, type TestServer } from '@support-chat/server/testing';
import { eicar, startClamd } from './clamd-stub.js';
import { ask, blobOf, filesOf, post, refusalIn, refused } from './files-kit.js';
import { ana, ben, connect, createRoom, mia } from './kit.js';

const clamd = await startClamd();
after(() => clamd.close());

async function open(settings: object = {}): Promise<TestServer> {
  const server = await startTestServer({ clamd: clamd.address, ...settings });
  await createRoom(server);
  return server;
}

/** The state of the file in the message, as everybody is told it. */
async function stateOf(server: TestServer, seq: number, wanted: string): Promise<string | undefined> {
  const reader = await connect(server, ben);
  let state: string | undefined;
  for (let times = 0; times < 200 && state !== wanted; times += 1) {
    const { messages } = await reader.ask('room.page', { room: 'rollout', before: 99 });
    const body = messages.find((message) => message.seq === seq)?.body;
    state = body && filesIn(body)[0]?.state;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  reader.close();
  return state;
}

test('T20 what is harmful is shown as refused, can be had by nobody, and its bytes are gone', async () => {
  const server = await open();
  const file = await filesOf(server, ana).upload('rollout', blobOf(eicar, 'invoice.txt'));
  assert.equal(file.state, 'checking');
  const { seq } = await post(server, ana, [file.id], { text: 'please look' });
  assert.equal(await stateOf(server, seq, 'refused'), 'refused');
  for (const who of [ana, ben, mia]) {
    assert.equal(await refused(filesOf(server, who).file(file.id)), 'file_refused');
    assert.equal(
      (await refusalIn(await ask(server, who, `files/${file.id}/link`, { method: 'POST' }))).code,
      'file_refused',
    );
  }
  // Everybody is told by an event, and the words stay.
  const reader = await connect(server, ben);
  const { events } = await reader.ask('room.read', { room: 'rollout', after: 0 });
  const checked = events.find((event) => event.type === 'file.checked');
  assert.ok(checked?.type === 'file.checked' && checked.data.state === 'refused' && checked.by.role === 'bot');
  assert.equal(checked.data.body.text, 'please look');
  reader.close();
  await server.close();
});

test('what is found harmless can be had, also when it was not yet shown; until then nobody has it', async () => {
  clamd.answer = 'INSTREAM: busy ERROR';
  const server = await open();
  const file = await filesOf(server, ana).upload('rollout', blobOf('harmless', 'a.txt'));
  const { seq } = await post(server, ana, [file.id]);
  assert.equal(await stateOf(server, seq, 'checking'), 'checking');
  const early = await ask(server, ben, `files/${file.id}`);
  assert.deepEqual([early.status, (await refusalIn(early)).code], [503, 'unavailable']);
  clamd.answer = '';
  // Without a verdict it is asked again.
  assert.equal(await stateOf(server, seq, 'ready'), 'ready');
  assert.equal(await (await filesOf(server, ben).file(file.id)).text(), 'harmless');
  const alone = await filesOf(server, ana).upload('rollout', blobOf('harmless, too', 'b.txt'));
  for (let times = 0; times < 100 && (await ask(server, ana, `files/${alone.id}`)).status !== 200; times += 1)
    await new Promise((resolve) => setTimeout(resolve, 10));
  const { seq: later } = await post(server, ana, [alone.id]);
  assert.equal(await stateOf(server, later, 'ready'), 'ready', 'the message says it from the start');
  await server.close();
});

test('a file about which the scanner says nothing holds up no other one', async () => {
  clamd.answer = 'INSTREAM: busy ERROR';
  const server = await open();
  const before = clamd.scans;
  const waiting: { content: string; id: string; seq: number }[] = [];
  for (const content of ['one', 'another']) {
    const { id } = await filesOf(server, ana).upload('rollout', blobOf(content, 'a.txt'));
    waiting.push({ content, id, seq: (await post(server, ana, [id])).seq });
  }
  const [first, second] = waiting.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  assert.ok(first && second);
  while (clamd.scans < before + 2) await new Promise((resolve) => setTimeout(resolve, 10));
  clamd.answers.set(first.content, 'INSTREAM size limit exceeded. ERROR');
  clamd.answer = '';
  for (let times = 0; times < 300 && (await ask(server, ana, `files/${second.id}`)).status !== 200; times += 1)
    await new Promise((resolve) => setTimeout(resolve, 30));
  assert.equal(await stateOf(server, second.seq, 'ready'), 'ready');
  assert.equal(await stateOf(server, first.seq, 'checking'), 'checking');
  await server.close();
});

test('a scanner that is gone leaves files waiting, and a restart asks it again', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'support-chat-scanner-'));
  after(() => rmSync(dataDir, { recursive: true, force: true }));
  const gone = await open({ clamd: '127.0.0.1:1', dataDir });
  const file = await filesOf(gone, ana).upload('rollout', blobOf('harmless', 'a.txt'));
  const { seq } = await post(gone, ana, [file.id]);
  assert.equal((await ask(gone, ana, `files/${file.id}`)).status, 503);
  await gone.close();
  const server = await startTestServer({ clamd: clamd.address, dataDir });
  assert.equal(await stateOf(server, seq, 'ready'), 'ready');
  await server.close();
});
