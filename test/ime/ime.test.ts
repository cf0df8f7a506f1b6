/** The suite of sequences in three browsers, and what only a browser's own input method shows. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { areInstalled, openChromium, openFirefox, openWebKit, serve, type Driven, type Opener } from './browsers.js';

type Verdict = { readonly id: string; readonly title: string; readonly holds: boolean; readonly text: string };
type Served = Awaited<ReturnType<typeof serve>>;

type Browser = { name: string; programs: string[]; open: Opener; hasInputMethod: boolean };
const browsers: readonly Browser[] = [
  { name: 'Chromium', programs: [], open: openChromium, hasInputMethod: true },
  { name: 'Firefox', programs: ['firefox-esr'], open: openFirefox, hasInputMethod: true },
  // Its order of events is in the sequences; it lets no input method be played.
  { name: 'WebKitGTK', programs: ['WebKitWebDriver', 'Xvfb'], open: openWebKit, hasInputMethod: false },
];

for (const { name, programs, open, hasInputMethod } of browsers) {
  // In CI one that is missing is a failure.
  const skip = areInstalled(programs) || process.env['CI'] ? false : `${name} is not installed`;
  describe(name, { skip, timeout: 120_000 }, () => {
    let served: Served;
    let page: Driven;

    before(async () => {
      served = await serve();
      page = await open(served.url);
    });
    after(async () => {
      await page?.close();
      await served?.close();
    });

    test('every sequence holds', async () => {
      const verdicts = JSON.parse(String(await page.run('return JSON.stringify(await ime.runAll())'))) as Verdict[];
      assert.ok(verdicts.length >= 30, `${verdicts.length} sequences`);
      for (const { id, title, holds, ...seen } of verdicts)
        assert.ok(holds, `${id}: ${title}: ${JSON.stringify(seen)}`);
    });

    const sent = async (): Promise<unknown> => JSON.parse(String(await page.run('return JSON.stringify(ime.sent())')));
    const text = (): Promise<unknown> => page.run('return ime.text()');
    const restart = (): Promise<unknown> => page.run('await ime.restart()');
    const aMoment = (): Promise<unknown> => page.run('await new Promise((done) => setTimeout(done, 120))');

    test('without an input method, Enter sends what was typed', async () => {
      await restart();
      for (const key of 'vpn') await page.press(key);
      await page.press('Enter');
      await aMoment();
      assert.deepEqual([await sent(), await text()], [['vpn'], '']);
    });

    if (!hasInputMethod) return;

    test('a confirming Enter confirms, the next one sends, the sentence is whole', async () => {
      await restart();
      await page.mark('ろ', 'ろーる', 'ロールアウト');
      assert.match(String(await page.run('return ime.record()')), /compositionstart/);
      await page.confirm();
      await aMoment();
      assert.deepEqual([await sent(), await text()], [[], 'ロールアウト']);
      await page.press('Enter');
      await aMoment();
      assert.deepEqual([await sent(), await text()], [['ロールアウト'], '']);
    });

    test('with the list of people open, a confirming Enter takes nobody and the next one does', async () => {
      await restart();
      await page.press('@');
      await page.mark('たなか', '田中');
      await page.confirm();
      await aMoment();
      assert.deepEqual([await sent(), await text()], [[], '@田中']);
      for (
        let times = 0;
        times < 20 && !String(await page.run('return ime.names().join()')).includes('健司');
        times += 1
      )
        await aMoment();
      await page.press('Enter');
      await aMoment();
      assert.deepEqual([await sent(), await text()], [[], '@田中 健司 ']);
    });

    test('undo takes back all that was composed, not half of it', async () => {
      await restart();
      for (const key of 'vpn ') await page.press(key);
      await page.mark('せつぞく', '接続');
      await page.confirm();
      await aMoment();
      assert.equal(await text(), 'vpn 接続');
      await page.undo();
      // Chromium takes back what was typed before it in the same go, too.
      assert.ok(['vpn ', ''].includes(String(await text())), `"${String(await text())}"`);
      assert.deepEqual(await sent(), []);
    });

    test('what arrives leaves the marked text alone', async () => {
      await restart();
      await page.mark('にほ', 'にほんご');
      await page.run(`ime.arrive('in between')`);
      await aMoment();
      assert.equal(await text(), 'にほんご');
      await page.confirm();
      assert.equal(await text(), 'にほんご');
    });
  });
}
