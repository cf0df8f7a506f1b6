import type { Person } from '@support-chat/protocol';
import { cast } from '@support-chat/protocol/samples';

/** Somebody in the demo, and what they do in the company. */
export type DemoPerson = { readonly person: Person; readonly title: string };

/** Everybody a visitor of the demo can be. */
export const demoPeople: readonly DemoPerson[] = Object.freeze([
  { person: cast.ana, title: 'Accounting' },
  { person: cast.ben, title: 'Field sales' },
  { person: cast.kenji, title: '製造管理部' },
  { person: cast.mia, title: 'Service desk' },
  { person: cast.tom, title: 'Network team' },
  { person: cast.sato, title: 'IT推進部 マネージャー' },
]);
