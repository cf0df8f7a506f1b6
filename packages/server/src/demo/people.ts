import type { Person } from '@support-chat/protocol';
import { cast } from '@support-chat/protocol/samples';

/** Somebody in the demo, what they do in the company, how their name is read, and where they work. */
export type DemoPerson = {
  readonly person: Person;
  readonly title: string;
  readonly reading?: string;
  readonly office?: string;
};

/** Everybody a visitor of the demo can be. */
export const demoPeople: readonly DemoPerson[] = Object.freeze([
  { person: cast.ana, title: 'Accounting', office: 'lisbon' },
  { person: cast.ben, title: 'Field sales' },
  { person: cast.kenji, title: '製造管理部', reading: 'たなか けんじ', office: 'osaka' },
  { person: cast.mia, title: 'Service desk' },
  { person: cast.tom, title: 'Network team' },
  { person: cast.sato, title: 'IT推進部 マネージャー', reading: 'さとう みさき' },
]);

/** Colleagues who are in no room, for calling them in. */
export const demoColleagues: readonly Omit<DemoPerson, 'title' | 'office'>[] = Object.freeze([
  { person: { id: 'lena', name: 'Lena Brandt', role: 'employee' } },
  { person: { id: 'mori', name: '森 由紀', role: 'employee' }, reading: 'もり ゆき' },
  { person: { id: 'ruiz', name: 'Carlos Ruiz', role: 'employee' } },
]);
