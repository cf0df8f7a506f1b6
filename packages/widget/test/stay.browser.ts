import { expect } from '@open-wc/testing';
import type { MemberRole } from '@support-chat/protocol';
import { cast } from '@support-chat/protocol/samples';
import { StayBar } from '../dist/late/stay-bar.js';
import { attach } from '../dist/late/stay.js';
import { stayStrings } from '../dist/late/stay-strings.js';
import { expectAccessible } from './accessible.js';
import { enter, inRoom } from './in-room.js';
import { all, change, clearScreen, hear, one, show, textOf } from './screen.js';

const roles = Object.keys(stayStrings.en.as) as MemberRole[];

describe('what somebody is here who was let in by name', () => {
  afterEach(() => clearScreen());

  for (const theme of ['light', 'dark'] as const)
    for (const language of ['en', 'ja'] as const)
      it(`has no violation at 360 px, asked and refused: ${theme}, ${language}`, async () => {
        const look = { theme, language, width: 360, height: 740 };
        const bar = await show<StayBar>(
          'support-chat-stay',
          { lang: language, as: 'guest', isUntilSolved: true },
          look,
        );
        await expectAccessible(bar);
        one<HTMLButtonElement>(bar, 'button').click();
        await change(bar, { refusal: 'forbidden' });
        await expectAccessible(bar);
        expect(bar.scrollWidth).to.be.at.most(360);
      });

  it('is said in words for every role, and until when', async () => {
    const bar = await show<StayBar>('support-chat-stay', { lang: 'en' });
    expect(textOf(bar)).to.equal('');
    for (const as of roles)
      for (const isUntilSolved of [false, true]) {
        await change(bar, { as, isUntilSolved });
        expect(textOf(one(bar, 'span'))).to.match(isUntilSolved ? /until the question is solved$/ : /room$/);
      }
  });

  it('takes two presses to leave, and the first can be taken back by keyboard', async () => {
    const bar = await show<StayBar>('support-chat-stay', { lang: 'en', as: 'expert' });
    const left = hear(bar, 'support-chat-leave');
    const press = async (place: number): Promise<void> => {
      all<HTMLButtonElement>(bar, 'button')[place]?.click();
      await change(bar, {});
    };
    await press(0);
    expect(textOf(bar.shadowRoot?.activeElement ?? null)).to.equal('Stay');
    await press(0);
    expect([left.length, textOf(bar.shadowRoot?.activeElement ?? null)]).to.deep.equal([0, 'Leave']);
    await press(0);
    await press(1);
    expect(left.length).to.equal(1);
    await change(bar, { refusal: 'unavailable' });
    expect(textOf(one(bar, 'p'))).to.contain('did not work');
  });

  it(
    'is there for whom it concerns, and gone when they left',
    inRoom(async (server, clock) => {
      const { ana, ben } = cast;
      server.append('mia', 'rollout', {
        ...{ type: 'member.added', audience: 'everyone' },
        data: { person: ben, as: 'expert', was: null, from: 1 },
      });
      for (const [person, isShown] of [
        [ana, false],
        [ben, true],
      ] as const) {
        const own = await enter(server, clock, { person: person.id });
        const ready = attach(own.panel, own.binding.room);
        await own.settled();
        await ready;
        await own.settled();
        const bar = own.panel.querySelector<StayBar>('support-chat-stay') as StayBar;
        expect(bar.checkVisibility(), person.id).to.equal(isShown);
        if (!isShown) continue;
        expect(textOf(one(bar, 'span'))).to.equal('Expert in this room');
        server.append('mia', 'rollout', {
          ...{ type: 'visitors.changed', audience: 'everyone' },
          data: { visitors: [{ person: ben, as: 'expert', questions: [2] }] },
        });
        await own.settled();
        await change(bar, {});
        expect(textOf(one(bar, 'span'))).to.equal('Expert until the question is solved');
        one<HTMLButtonElement>(bar, 'button').click();
        await change(bar, {});
        one<HTMLButtonElement>(bar, '.leave').click();
        await own.settled();
        expect(server.log('rollout').at(-1)?.type).to.equal('member.removed');
        expect(bar.checkVisibility()).to.equal(false);
      }
    }),
  );
});
