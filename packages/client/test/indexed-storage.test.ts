/** The storage of browsers, on an IndexedDB in memory. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { createClient } from '@support-chat/client';
import { createTestServer } from '@support-chat/client/testing';
import { indexedStorage } from '../dist/indexed-storage.js';
import { untilView } from './kit.js';

globalThis.IDBKeyRange = IDBKeyRange;

test('what was put is listed by prefix and in order, also after closing', async () => {
  const factory = new IDBFactory();
  const storage = indexedStorage('https://chat.example', () => factory);
  await storage.put('entry/b/2', { text: 'two' });
  await storage.put('entry/b/1', { text: 'one' });
  await storage.put('entry/a/1', { text: 'of another' });
  await storage.put('entry/b/2', { text: 'two again' });
  storage.close();
  const again = indexedStorage('https://chat.example', () => factory);
  assert.deepEqual(await again.list('entry/b/'), [
    ['entry/b/1', { text: 'one' }],
    ['entry/b/2', { text: 'two again' }],
  ]);
  await again.delete(['entry/b/1', 'entry/b/2']);
  assert.deepEqual(await again.list('entry/'), [['entry/a/1', { text: 'of another' }]]);
  assert.deepEqual(await indexedStorage('https://other.example', () => factory).list(''), []);
  again.close();
});

test('a browser that refuses the database makes every use reject', async () => {
  const factory = {
    open: () => {
      throw new DOMException('cookies are blocked', 'SecurityError');
    },
  } as unknown as IDBFactory;
  const storage = indexedStorage('https://chat.example', () => factory);
  await assert.rejects(storage.list(''), /cookies are blocked/);
  await assert.rejects(storage.put('a', 1), /cookies are blocked/);
  storage.close();
});

test('a database that is deleted by another tab is opened again', async () => {
  const factory = new IDBFactory();
  const storage = indexedStorage('https://chat.example', () => factory);
  await storage.put('a', 1);
  await new Promise((resolve) => (factory.deleteDatabase('support-chat:https://chat.example').onsuccess = resolve));
  await storage.put('b', 2);
  assert.deepEqual(await storage.list(''), [['b', 2]]);
  storage.close();
});

test('a message outlives the page in IndexedDB', async () => {
  const factory = new IDBFactory();
  const server = createTestServer();
  const open = () =>
    createClient({
      url: 'https://chat.example',
      getToken: () => 'ana',
      wire: server.wire,
      storage: indexedStorage('https://chat.example', () => factory),
    });
  const before = open();
  const room = before.join('rollout');
  await untilView(room, (view) => view.state === 'ready');
  server.cut();
  await room.post({ text: 'kept' });
  await before.close();
  server.restore();
  const after = open();
  const again = after.join('rollout');
  const view = await untilView(again, ({ messages }) => messages.length === 1);
  assert.deepEqual([view.messages[0]?.body.text, view.outboxKeptIn], ['kept', 'storage']);
  await after.close();
});
