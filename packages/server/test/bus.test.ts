/** News between nodes: the contract on every bus, and what only a Redis that fails can show. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Redis } from 'ioredis';
import { testBus } from '@support-chat/server/bus/contract';
import type { Bus, News } from '../dist/bus/bus.js';
import { createLocalBus } from '../dist/bus/local.js';
import { createRedisBus, type RedisBusOptions } from '../dist/bus/redis.js';
import { startRedis } from '../../../test/services/redis.js';

const redis = await startRedis();
const skip = redis ? false : 'there is no Redis';
after(() => redis?.remove());

testBus('local', () => Promise.resolve([createLocalBus()]), 1);

let channels = 0;
const hint = (head: number): News => ({ type: 'hint', room: 'rollout', head });
/** A bus, and a way to wait until it is connected or is not. */
const openBus = (channel: string, more: Partial<RedisBusOptions> = {}) => {
  const errors: Error[] = [];
  const waiting = new Set<() => void>();
  const bus = createRedisBus({
    ...{ url: redis?.url ?? '', channel, onError: (error: Error) => void errors.push(error) },
    onChange: () => waiting.forEach((check) => check()),
    ...more,
  });
  const until = (isConnected: boolean) =>
    new Promise<void>((resolve) => {
      const check = () => {
        if (bus.isConnected === isConnected) resolve();
      };
      waiting.add(check);
      check();
    });
  return { bus, errors, until };
};
const nextOf = (bus: Bus, fits: (news: News) => boolean = () => true) =>
  new Promise<News>((resolve) => {
    const undo = bus.subscribe((news) => {
      if (!fits(news)) return;
      undo();
      resolve(news);
    });
  });

if (redis)
  testBus(
    'redis',
    async (nodes) => {
      const channel = `c${(channels += 1)}`;
      const opened = Array.from({ length: nodes }, () => openBus(channel));
      await Promise.all(opened.map(({ until }) => until(true)));
      return opened.map(({ bus }) => bus);
    },
    3,
  );

test('F6 without Redis a node hears itself, and with Redis again the others', { skip }, async () => {
  const channel = `c${(channels += 1)}`;
  const [a, b] = [openBus(channel), openBus(channel)];
  await Promise.all([a.until(true), b.until(true)]);
  for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
    await redis?.end(signal);
    await Promise.all([a.until(false), b.until(false)]);
    const heard: News[] = [];
    const undo = a.bus.subscribe((news) => void heard.push(news));
    for (let head = 1; head <= 2_000; head += 1) a.bus.publish(hint(head));
    assert.equal(heard.length, 2_000);
    undo();
    await redis?.start();
    await Promise.all([a.until(true), b.until(true)]);
    const next = nextOf(b.bus);
    a.bus.publish(hint(3_000));
    assert.deepEqual(await next, hint(3_000), 'what was published meanwhile is not kept');
  }
  for (const { bus } of [a, b]) await bus.close();
});

test(
  'what somebody read while their node could not tell the others is told afterwards, the last of it once',
  { skip },
  async () => {
    const channel = `c${(channels += 1)}`;
    const [a, b] = [openBus(channel), openBus(channel)];
    await Promise.all([a.until(true), b.until(true)]);
    const heard: News[] = [];
    b.bus.subscribe((news) => void heard.push(news));
    const killer = new Redis(redis?.url ?? '');
    // Who listens stays connected.
    await killer.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    await a.until(false);
    const read = (person: string, exceptConnection: string): News => ({
      ...{ type: 'marker', room: 'rollout', person, exceptConnection },
    });
    for (const news of [read('ana', 'one'), read('ben', 'two'), hint(7), read('ana', 'three')]) a.bus.publish(news);
    await a.until(true);
    const next = nextOf(b.bus, ({ type }) => type === 'hint');
    a.bus.publish(hint(8));
    await next;
    assert.deepEqual(heard, [read('ben', 'two'), read('ana', 'three'), hint(8)]);
    await killer.quit();
    for (const { bus } of [a, b]) await bus.close();
  },
);

test('a Redis that falls silent is noticed', { skip }, async () => {
  const { bus, until } = openBus(`c${(channels += 1)}`, { silenceMs: 150 });
  await until(true);
  redis?.process().kill('SIGSTOP');
  await until(false);
  redis?.process().kill('SIGCONT');
  await until(true);
  await bus.close();
});

test('what is no news on the channel, or none this version knows, is told and does no harm', { skip }, async () => {
  const channel = `c${(channels += 1)}`;
  const { bus, errors, until } = openBus(channel);
  await until(true);
  const rogue = new Redis(redis?.url ?? '');
  bus.subscribe((news) => {
    if (news.type === 'signal') throw new TypeError('there is no signal in it');
  });
  const next = nextOf(bus, ({ type }) => type === 'hint');
  for (const text of ['', 'null', '{', '{"node":1,"news":{}}', '{"node":"x","news":null}', '"\\u0000"'])
    await rogue.publish(channel, text);
  await rogue.publish(channel, JSON.stringify({ node: 'x', news: { type: 'signal' } }));
  await rogue.publish(channel, JSON.stringify({ node: 'x', news: hint(1) }));
  assert.deepEqual(await next, hint(1));
  assert.equal(errors.length, 7);
  assert.match(errors.at(-1)?.message ?? '', /signal could not be taken/);
  await rogue.quit();
  await bus.close();
});

test('an address that is none is refused at once', () => {
  assert.throws(() => createRedisBus({ url: 'http://localhost' }), /begins with redis/);
});
