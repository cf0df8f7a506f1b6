import { expect } from '@open-wc/testing';
import type { Call, Person } from '@support-chat/protocol';
import { cast } from '@support-chat/protocol/samples';
import { expectAccessible } from '../../widget/test/accessible.js';
import { all, change, clearScreen, hear, one, show, textOf } from '../../widget/test/screen.js';
import type { Calls } from '../dist/parts/calls.js';
import '../dist/parts/calls.js';

const call = (seq: number, by: Person = cast.mia, excerpt = `@tom ${seq}`): Call => ({
  ...{ room: 'rollout', title: 'New mail', seq, at: Date.now(), by, excerpt },
});
const rows = (part: Calls): string[] => all(part, '.call').map(textOf);

describe('calls at the desk', () => {
  afterEach(() => clearScreen());

  it('are the newest three, and all when wanted; each leads to its message', async () => {
    const part = await show<Calls>('support-desk-calls', { calls: [5, 4, 3, 2].map((seq) => call(seq)) });
    expect(rows(part).length).to.equal(3);
    one<HTMLButtonElement>(part, '.text-button').click();
    await change(part, {});
    expect(rows(part)).to.include('ML Mia Lindqvist · New mail @tom 2');
    const chosen = hear(part, 'support-desk-choose');
    all<HTMLButtonElement>(part, '.call')[3]?.click();
    expect(chosen).to.deep.equal([{ name: 'rollout', seq: 2 }]);
    await change(part, { calls: [] });
    expect(all(part, 'ul')).to.deep.equal([]);
  });

  it('are read out when they come, not those that were there, and not to who wants no disturbance', async () => {
    const part = await show<Calls>('support-desk-calls', { calls: [call(2)] });
    const status = one(part, '[role=status]');
    expect(textOf(status)).to.equal('');
    await change(part, { calls: [call(3, cast.ana), call(2)] });
    expect(textOf(status)).to.equal('Ana Silva calls you in New mail');
    await change(part, { isQuiet: true, calls: [call(4), call(3, cast.ana), call(2)] });
    expect(textOf(status)).to.equal('Ana Silva calls you in New mail');
    await change(part, { isQuiet: false, lang: 'ja', calls: [call(5), call(4)] });
    expect(textOf(status)).to.equal('Mia Lindqvistさんが「New mail」で呼んでいます');
  });

  for (const theme of ['light', 'dark'] as const)
    for (const language of ['en', 'ja'] as const)
      it(`can be used by everybody, ${theme}, in ${language}, on a phone`, async () => {
        const long = { ...cast.mia, name: 'W'.repeat(80) };
        const rtl = { ...cast.ana, name: 'فاطمة الزهراء' };
        const calls = [call(4, long, 'W'.repeat(140)), call(3, rtl), call(2, cast.kenji, '＠トム お願いします')];
        const part = await show<Calls>('support-desk-calls', { lang: language, calls }, { theme, language });
        await expectAccessible(part);
        for (const row of all(part, '.call')) expect(row.getBoundingClientRect().right).to.be.at.most(360);
      });
});
