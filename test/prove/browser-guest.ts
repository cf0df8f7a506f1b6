/** A person with a real browser, two tabs of it in the room, any of which may be killed at any time. */
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { BrowserContext, Page } from '@playwright/test';
import type { RoomView } from '@support-chat/client';
import type { Person } from '@support-chat/protocol';
import { Chromium } from './chromium.js';
import type { Shown } from './history.js';
import { isSettled, shownIn, stepOfAnswer, stepsOfFrame } from './observation.js';
import { createRandom } from './random.js';
import { room, type Guest, type Scene } from './scene.js';

/** What `post` of the page resolves to. */
type Promised = { readonly keptIn: 'storage' | 'memory'; readonly waiting: number };

/** What the page tells: a frame that came, or an answer to a request. */
type Told = { readonly name: string; readonly payload?: unknown; readonly input?: unknown; readonly answer?: unknown };

type Tab = { readonly name: string; page: Page | null; posts: number };

export type BrowserGuestOptions = {
  readonly scene: Scene;
  readonly person: Person;
  /** The script of the page. */
  readonly script: string;
  /** Path of a Chromium. */
  readonly program: string;
  /** The pages keep what they promise to keep in memory only. */
  readonly isForgetful?: boolean | undefined;
};

export class BrowserGuest implements Guest {
  readonly tabs: readonly Tab[];
  readonly #options: BrowserGuestOptions;
  readonly #chromium: Chromium;
  readonly #url: string;
  #context: BrowserContext | null = null;
  #isClosed = false;
  #doubts = 0;

  /** Opens nothing yet; `heal` does. */
  constructor(options: BrowserGuestOptions) {
    this.#options = options;
    this.#chromium = new Chromium(options.program);
    this.#url = options.scene.nodes[0]?.url ?? '';
    this.tabs = [1, 2].map((number) => ({ name: `${options.person.id}-tab-${number}`, page: null, posts: 0 }));
  }

  /** How many messages the tabs promised to keep. */
  get promised(): number {
    return this.tabs.reduce((sum, { posts }) => sum + posts, 0) - this.#doubts;
  }

  /** How many others there were: the tab died before it said so. */
  get doubts(): number {
    return this.#doubts;
  }

  /** Starts the browser and opens the tabs that are not there. */
  async heal(): Promise<void> {
    this.#context ??= await this.#start();
    for (const tab of this.tabs) if (!tab.page) await this.#open(tab, this.#context);
  }

  /** Posts from the tab. Resolves when it is stored or the tab has died, to how many messages wait there for an answer. */
  async post(tab: Tab): Promise<number> {
    const { scene, person } = this.#options;
    const { page } = tab;
    if (!page) return 0;
    const cid = randomBytes(16).toString('hex');
    scene.record({ kind: 'invoke', device: tab.name, person: person.id, room, cid });
    const call = `prove.post(${JSON.stringify(cid)}, ${JSON.stringify(`${tab.name} ${(tab.posts += 1)}`)})`;
    const promised = await page.evaluate<Promised>(call).catch(() => null);
    if (promised?.keptIn === 'storage') return promised.waiting;
    // The tab died on the way, or said that a reload would lose it.
    this.#doubts += 1;
    scene.record({ kind: 'doubt', room, cid });
    return promised?.waiting ?? 0;
  }

  /** Every tab posts, a little at a time, until told to stop. */
  chatter(everyMs: number): () => Promise<void> {
    let isOver = false;
    const write = async (tab: Tab, index: number): Promise<void> => {
      const random = createRandom(index + 7);
      while (!isOver && !this.#isClosed) {
        const waiting = await this.post(tab);
        await pause(random.between(0, 2 * everyMs) + 50 * Math.max(waiting - 20, 0));
      }
    };
    const writing = Promise.all(this.tabs.map(write));
    return async () => {
      isOver = true;
      await writing;
    };
  }

  /** The renderer dies without a word. */
  async crash(tab: Tab): Promise<void> {
    const { page } = tab;
    if (!page || !this.#context) return;
    const crashed = page.waitForEvent('crash');
    const devtools = await this.#context.newCDPSession(page);
    // It never answers.
    void devtools.send('Page.crash').catch(() => undefined);
    await crashed;
    await this.closeTab(tab);
  }

  /** Somebody closes the tab; no page is asked whether it may go. */
  async closeTab(tab: Tab): Promise<void> {
    const { page } = tab;
    tab.page = null;
    await page?.close({ runBeforeUnload: false }).catch(() => undefined); // It is gone already.
  }

  /** kill -9 of the browser. */
  async kill(): Promise<void> {
    this.#context = null;
    for (const tab of this.tabs) tab.page = null;
    await this.#chromium.kill();
  }

  /** Both tabs try to connect at once. */
  async reconnect(): Promise<void> {
    await Promise.all(this.tabs.map(async ({ page }) => page?.evaluate('prove.reconnect()').catch(() => undefined)));
  }

  async isSettled(head: number): Promise<boolean> {
    const views = await Promise.all(this.tabs.map((tab) => this.#view(tab)));
    return views.every((view) => view !== null && isSettled(view, head));
  }

  async shown(): Promise<readonly Shown[]> {
    const { person } = this.#options;
    const shown = this.tabs.map(async (tab) => {
      const view = await this.#view(tab);
      if (!view) throw new Error(`${tab.name} died at the end`);
      return shownIn(view, tab.name, person);
    });
    return Promise.all(shown);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.kill();
    await this.#chromium.remove();
  }

  #view({ page }: Tab): Promise<RoomView | null> {
    return page ? page.evaluate<RoomView>('prove.view()').catch(() => null) : Promise.resolve(null);
  }

  /** The page comes from here, so that it opens also while the server is down. */
  async #start(): Promise<BrowserContext> {
    const context = await this.#chromium.start();
    const files = {
      prove: '<!doctype html><script type="module" src="/prove.js"></script>',
      'prove.js': this.#options.script,
    };
    for (const [name, body] of Object.entries(files))
      await context.route(
        ({ pathname }) => pathname === `/${name}`,
        (route) => route.fulfill({ body, contentType: name.endsWith('.js') ? 'text/javascript' : 'text/html' }),
      );
    return context;
  }

  async #open(tab: Tab, context: BrowserContext): Promise<void> {
    const { scene, person, isForgetful } = this.#options;
    const page = await context.newPage();
    await page.exposeFunction('proveToken', () => scene.tokenFor(person));
    await page.exposeFunction('proveTell', ({ name, payload, input, answer }: Told) => {
      const step = stepOfAnswer(name, input, answer);
      if (step) scene.record(step);
      if (payload) stepsOfFrame(tab.name, name, payload).forEach((received) => scene.record(received));
    });
    await page.goto(`${this.#url}prove${isForgetful ? '?forgetful' : ''}#${room}`);
    tab.page = page;
  }
}
