/** Whether somebody is at the desk: told sparingly. */
import { createTestClock } from '@support-chat/client/testing';
import { expect } from '@open-wc/testing';
import { watchActivity } from '../dist/activity.js';

const press = () => window.dispatchEvent(new KeyboardEvent('keydown', { key: 'x' }));

describe('activity', () => {
  it('is told at most once a minute, and only while something is touched', async () => {
    const clock = createTestClock();
    const told: boolean[] = [];
    const activity = watchActivity({ clock, tell: (isIdle) => told.push(isIdle) });
    press();
    expect(told).to.deep.equal([]);
    await clock.advance(60_000);
    press();
    press();
    expect(told).to.deep.equal([false]);
    await clock.advance(600_000);
    expect(told).to.deep.equal([false]);
    activity.stop();
    press();
    expect(told).to.deep.equal([false]);
  });

  it('a device that nobody touched says so when it comes back, and the next touch takes it back at once', async () => {
    const clock = createTestClock();
    const told: boolean[] = [];
    const activity = watchActivity({ clock, tell: (isIdle) => told.push(isIdle) });
    activity.connected();
    expect(told).to.deep.equal([]);
    await clock.advance(300_000);
    activity.connected();
    expect(told).to.deep.equal([true]);
    press();
    expect(told).to.deep.equal([true, false]);
    activity.stop();
  });
});
