import { expect } from '@open-wc/testing';
import type { Roster, RosterEntry } from '@support-chat/protocol';
import { cast } from '@support-chat/protocol/samples';
import { expectAccessible } from '../../widget/test/accessible.js';
import { all, change, clearScreen, drawn, one, show, textOf } from '../../widget/test/screen.js';
import type { RosterList } from '../dist/parts/roster.js';
import '../dist/parts/roster.js';

const entry = (rest: Partial<RosterEntry> = {}): RosterEntry => ({
  ...{ ...cast.ana, presence: 'available', as: null, isHere: true },
  ...rest,
});
const everybody: Roster = {
  people: 5,
  entries: [
    entry({ ...cast.mia, presence: 'away' }),
    entry({ ...cast.ben, as: 'expert', isHere: false }),
    entry({ presence: 'offline', isHere: false, as: 'member' }),
  ],
};

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await drawn();
}

describe('everybody in a room', () => {
  afterEach(() => clearScreen());

  const open = (list: RosterList): void => one(list, 'summary').click();

  it('is counted, and named when somebody wants to know', async () => {
    const asked: string[] = [];
    const source = (room: string): Promise<Roster> => Promise.resolve((asked.push(room), everybody));
    const list = await show<RosterList>('support-desk-roster', { lang: 'en', room: 'rollout', people: 2, source });
    expect(textOf(one(list, 'summary'))).to.equal('2 people in the room');
    expect(asked).to.deep.equal([]);
    open(list);
    await until(() => all(list, 'li').length > 0);
    expect(all(list, 'li .about').map(textOf)).to.deep.equal([
      'Support · Away',
      'Employee, Expert · Here · not in the room now',
      'Employee, Member · Offline',
    ]);
    expect(list.renderRoot.textContent).to.contain('and 2 more');
    await change(list, { people: 3 });
    await until(() => asked.length === 2);
    await change(list, { room: 'vpn' });
    await until(() => asked.length === 3);
    expect(asked.at(-1)).to.equal('vpn');
  });

  it('says when it could not be loaded, and loads it again', async () => {
    let isDown = true;
    const source = (): Promise<Roster> => (isDown ? Promise.reject(new Error('down')) : Promise.resolve(everybody));
    const list = await show<RosterList>('support-desk-roster', { lang: 'en', room: 'rollout', people: 1, source });
    open(list);
    await until(() => all(list, '[role=alert]').length > 0);
    isDown = false;
    one<HTMLButtonElement>(list, '[role=alert] button').click();
    await until(() => all(list, 'li').length > 0);
    expect(all(list, '[role=alert]')).to.deep.equal([]);
  });

  for (const theme of ['light', 'dark'] as const)
    for (const language of ['en', 'ja'] as const)
      it(`can be used by everybody, ${theme} and in ${language}`, async () => {
        const long = { ...everybody, entries: [...everybody.entries, entry({ id: 'x', name: 'W'.repeat(80) })] };
        const values = { lang: language, room: 'rollout', people: 5, source: () => Promise.resolve(long) };
        const list = await show<RosterList>('support-desk-roster', values, { theme, language });
        open(list);
        await until(() => all(list, 'li').length > 0);
        await expectAccessible(list);
        expect(list.scrollWidth).to.be.at.most(list.clientWidth);
      });
});
