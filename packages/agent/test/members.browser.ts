import { expect } from '@open-wc/testing';
import {
  Refusal,
  type FoundPerson,
  type MemberDoc,
  type MemberRole,
  type Person,
  type RoomDoc,
} from '@support-chat/protocol';
import { cast } from '@support-chat/protocol/samples';
import { expectAccessible } from '../../widget/test/accessible.js';
import { all, change, clearScreen, drawn, one, pressKey, room, show, textOf } from '../../widget/test/screen.js';
import type { Members, MembersSource } from '../dist/parts/members.js';
import '../dist/parts/members.js';

const { ana, ben, kenji, mia } = cast;
const member = (person: Person, as: MemberRole): MemberDoc => ({ person, as, from: 1, rev: 2 });
const found = (person: Person): FoundPerson => ({ ...person, reading: null, as: null, mayEnter: true, isHere: false });

/** A room with these members, and what is done to them. */
async function stage(
  members: readonly MemberDoc[],
  options: { me?: Person; room?: Partial<RoomDoc>; lang?: string; theme?: 'light' | 'dark' } = {},
) {
  const state = { members: [...members], refuses: false, fails: false };
  const done: string[] = [];
  const source: MembersSource = {
    list: async () => {
      if (state.fails) throw new Refusal('unavailable', 'none');
      return state.members;
    },
    find: async (_room, text) => [ana, ben, kenji].filter(({ id }) => id.startsWith(text)).map(found),
    add: async (_room, person, as) => {
      if (state.refuses) throw new Refusal('forbidden', 'no');
      done.push(`add ${person.id} ${as}`);
      state.members = [...state.members.filter((one) => one.person.id !== person.id), member(person, as)];
    },
    remove: async (_room, person) => {
      done.push(`remove ${person}`);
      state.members = state.members.filter((one) => one.person.id !== person);
    },
    roster: () => Promise.resolve({ people: 0, entries: [] }),
    checklist: { set: () => Promise.resolve(), tick: () => Promise.resolve() },
    words: () => 'You may not do this.',
  };
  const { me = mia, room: rest = {}, lang = 'en', theme = 'light' } = options;
  const doc = { ...room, members: members.length, ...rest };
  const part = await show<Members>('support-desk-members', { lang, me, source, room: doc }, { theme, height: 5_000 });
  await drawn();
  const rows = (): string[] =>
    all(part, 'ul:not(.found) > .member').map((row) => {
      const choice = row.querySelector<HTMLSelectElement>('select');
      return `${textOf(row.querySelector('bdi'))}: ${choice ? choice.value : textOf(row.querySelector('.as'))}`;
    });
  const press = async (words: string): Promise<void> => {
    all<HTMLButtonElement>(part, 'button')
      .find((button) => textOf(button) === words)
      ?.click();
    await drawn();
  };
  return { part, state, done, rows, press, doc };
}

describe('members of a room', () => {
  afterEach(() => clearScreen());

  it('are those who were let in, who runs it first; guests are marked and cannot be made anything else', async () => {
    const { part, rows } = await stage([
      member({ id: 'g', name: 'Gil', role: 'guest' }, 'guest'),
      ...[member(kenji, 'expert'), member(ben, 'host')],
    ]);
    expect(rows()).to.deep.equal(['Ben Carter: host', '田中 健司: expert', 'Gil: Guest']);
    expect(textOf(one(part, 'h3 span'))).to.equal('Members 3');
  });

  it('are let in by the beginning of a name, by keyboard, as what the kind of the room wants', async () => {
    const { part, rows, done, press } = await stage([]);
    expect(textOf(one(part, '.help'))).to.contain('Add experts who answer beside support');
    await press('Add');
    const field = one<HTMLInputElement>(part, '[name=who]');
    expect(part.shadowRoot?.activeElement).to.equal(field);
    field.value = 'zzz';
    field.dispatchEvent(new InputEvent('input'));
    await drawn();
    expect(textOf(one(part, '#who-help'))).to.equal('Nobody of this name.');
    field.value = 'ken';
    field.dispatchEvent(new InputEvent('input'));
    await drawn();
    pressKey(field, { key: 'Enter', isComposing: true, number: 229 });
    await drawn();
    expect(all(part, '[name=as]'), 'the key was the input method’s').to.deep.equal([]);
    pressKey(field, { key: 'Enter' });
    await drawn();
    expect(one<HTMLSelectElement>(part, '[name=as]').value).to.equal('expert');
    one<HTMLFormElement>(part, 'form').requestSubmit();
    await drawn();
    expect([done, rows()]).to.deep.equal([['add kenji expert'], ['田中 健司: expert']]);
    expect(textOf(part.shadowRoot?.activeElement)).to.equal('Add');
  });

  it('become something else, and are taken out after one question; a refusal is said in words', async () => {
    const { part, rows, done, press, state } = await stage([member(ben, 'expert')]);
    const choice = (): HTMLSelectElement => one<HTMLSelectElement>(part, 'select');
    choice().value = 'observer';
    choice().dispatchEvent(new Event('change'));
    await drawn();
    expect(rows()).to.deep.equal(['Ben Carter: observer']);
    state.refuses = true;
    choice().value = 'host';
    choice().dispatchEvent(new Event('change'));
    await drawn();
    expect(textOf(one(part, '[role=alert]'))).to.equal('You may not do this.');
    await press('Take out Ben Carter');
    expect(textOf(one(part, '.more [role=alert]'))).to.equal('Take Ben Carter out of this room?');
    await press('Cancel');
    expect(done).to.deep.equal(['add ben observer']);
    await press('Take out Ben Carter');
    await press('Take out');
    expect([done.at(-1), rows()]).to.deep.equal(['remove ben', []]);
  });

  it('are only looked at by who does not run the room; everybody may leave', async () => {
    const team = { kind: 'team' } as const;
    const { part, done, press } = await stage([member(ben, 'host'), member(mia, 'member')], { room: team });
    expect([all(part, 'select').length, all(part, 'h3 button').length]).to.deep.equal([0, 0]);
    await press('Leave this room Mia Lindqvist');
    await press('Leave this room');
    expect(done).to.deep.equal(['remove mia']);
  });

  it('are read again when their number changes or it is tried again, and are those of the room that is shown', async () => {
    const { part, state, rows, press, doc } = await stage([member(ben, 'host')]);
    state.members = [member(ben, 'host'), member(ana, 'member')];
    await change(part, { room: { ...doc, members: 2 } });
    expect(rows().length).to.equal(2);
    state.fails = true;
    await change(part, { room: { ...doc, name: 'vpn', members: 1 } });
    expect(rows()).to.deep.equal([]);
    expect(textOf(one(part, '[role=alert]'))).to.equal('The members could not be read. Try again');
    state.fails = false;
    await press('Try again');
    expect(rows().length).to.equal(2);
    await change(part, { room: { ...doc, kind: 'lane' } });
    expect(all(part, '*').filter(({ localName }) => localName !== 'style')).to.deep.equal([]);
  });

  for (const theme of ['light', 'dark'] as const)
    for (const language of ['en', 'ja'] as const)
      it(`can be used by everybody, ${theme}, in ${language}, on a phone, many of them`, async () => {
        const crowd = Array.from({ length: 500 }, (_, i) =>
          member({ id: `p${i}`, name: `Person ${i}`, role: 'employee' }, 'member'),
        );
        const rtl = member({ id: 'rtl', name: 'فاطمة الزهراء', role: 'employee' }, 'host');
        const long = member({ id: 'long', name: 'W'.repeat(80), role: 'employee' }, 'host');
        const { part, press } = await stage([rtl, long, ...crowd], { lang: language, theme });
        expect(all(part, 'ul:not(.found) > .member').length).to.equal(50);
        for (const row of all(part, '.member')) expect(row.getBoundingClientRect().right).to.be.at.most(360);
        await press(language === 'en' ? 'Add' : '追加');
        await expectAccessible(part);
        await press(language === 'en' ? 'Show all 502' : '全502人を表示');
        expect(all(part, 'ul:not(.found) > .member').length).to.equal(502);
      });

  it('who are here for one question are marked, and can be made to stay', async () => {
    const visitors = [{ person: ben, as: 'expert', questions: [2] }] as const;
    const { part, done, press } = await stage([member(ben, 'expert'), member(kenji, 'expert')], {
      room: { kind: 'rollout', visitors },
    });
    expect(all(part, '.more .as').map(textOf)).to.deep.equal(['until the question is solved']);
    await press('Keep Ben Carter');
    expect(done).to.deep.equal(['add ben expert']);
  });

  it('leave by themselves, but the last host of a team', async () => {
    const own = async (...members: MemberDoc[]): Promise<string> => {
      const { part } = await stage(members, { me: ana, room: { kind: 'team' } });
      return textOf(all(part, 'ul:not(.found) > .member').find((row) => textOf(row).includes('Ana Silva')));
    };
    expect(await own(member(ana, 'host'), member(ben, 'member'))).to.contain('You are the last host');
    expect(await own(member(ana, 'host'), member(ben, 'host'))).to.contain('Leave this room');
    expect(await own(member(ana, 'host'))).to.contain('Leave this room');
    expect(await own(member(ana, 'member'), member(ben, 'host'))).to.contain('Leave this room');
  });
});
