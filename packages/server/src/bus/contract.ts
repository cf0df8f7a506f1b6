/** The acceptance suite of buses: register it with `testBus` under node:test. Every bus passes all of it. */
/* eslint-disable @typescript-eslint/no-floating-promises -- node:test waits for what it gives back. */
import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import type { Bus, News } from './bus.js';

/** Registers the suite. `open` gives this many buses that are connected to each other, and to none of another call. */
export function testBus(name: string, open: (nodes: number) => Promise<readonly Bus[]>, maxNodes: number): void {
  describe(`bus contract: ${name}`, () => {
    let buses: readonly Bus[] = [];
    afterEach(async () => {
      await Promise.all(buses.map((bus) => bus.close()));
      buses = [];
    });
    const openAll = async (): Promise<readonly Bus[]> => (buses = await open(maxNodes));

    test('its own news arrive at once, in order, and once', async () => {
      for (const bus of await openAll()) {
        const heard = collect(bus);
        for (const head of [1, 2, 3]) bus.publish(hint(head));
        assert.deepEqual(heard.news, [hint(1), hint(2), hint(3)]);
        assert.deepEqual(new Set(heard.nodes), new Set([bus.node]));
      }
    });

    test('every node hears every other, in order, and knows which it is', async () => {
      const all = await openAll();
      assert.ok(all.every(({ isConnected }) => isConnected));
      assert.equal(new Set(all.map(({ node }) => node)).size, all.length);
      const heard = all.map(collect);
      const every: News[] = [
        hint(7),
        { type: 'signal', signal: { type: 'typing', room: 'r', by, isTyping: true }, exceptPerson: 'ana' },
        { type: 'signed_out', person: 'ana', at: 1 },
        { type: 'busy', person: 'ana', isBusy: true },
        { type: 'marker', person: '__proto__', room: '名前', exceptConnection: 'x' },
        {
          type: 'presence',
          presence: { desk: [by], rooms: [{ room: 'r', people: [{ ...by, isIdle: true }] }], isWhole: true },
        },
      ];
      for (const bus of all) for (const news of every) bus.publish(news);
      await Promise.all(heard.map((one) => one.until(every.length * all.length)));
      for (const { news, nodes } of heard)
        for (const { node } of all)
          assert.deepEqual(
            news.filter((_, index) => nodes[index] === node),
            every,
          );
    });

    test('who has unsubscribed hears nothing, others still do', async () => {
      const [bus] = await openAll();
      assert.ok(bus);
      const [gone, stays] = [collect(bus), collect(bus)];
      gone.undo();
      bus.publish(hint(1));
      assert.deepEqual([gone.news, stays.news], [[], [hint(1)]]);
    });

    test('closing is idempotent, and afterwards there is silence', async () => {
      const all = await openAll();
      const heard = all.map(collect);
      await Promise.all(all.map((bus) => bus.close()));
      for (const bus of all) {
        await bus.close();
        bus.publish(hint(1));
      }
      assert.deepEqual(
        heard.map(({ news }) => news),
        all.map(() => []),
      );
    });
  });
}

const by = { id: 'mia', name: 'Mia', role: 'agent' } as const;

function hint(head: number): News {
  return { type: 'hint', room: 'rollout', head };
}

/** Collects what a bus tells. */
function collect(bus: Bus) {
  const news: News[] = [];
  const nodes: string[] = [];
  let onNews = (): void => {};
  const undo = bus.subscribe((one, node) => {
    news.push(one);
    nodes.push(node);
    onNews();
  });
  const until = (count: number): Promise<void> =>
    new Promise((resolve) => {
      onNews = () => {
        if (news.length >= count) resolve();
      };
      onNews();
    });
  return { news, nodes, undo, until };
}
