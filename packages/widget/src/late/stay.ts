/** As what somebody is here, put into a panel and tied to its room. Loaded in rooms into which people were let by name. */
import type { Room, RoomView } from '@support-chat/client';
import type { Panel } from '../parts/panel.js';
import { StayBar } from './stay-bar.js';

export { StayBar };

/** Thousands who hear of one who was let in do not ask at once. */
const spreadMs = 5_000;

/** Tells from now on as what the person is in the room, and takes them out when they want. */
export async function attach(panel: Panel, room: Room): Promise<void> {
  const bar = document.createElement('support-chat-stay') as StayBar;
  bar.hidden = true;
  /** Whom, and with how many members, it was last asked about. */
  let asked = keyOf(room.view);
  let timer: ReturnType<typeof setTimeout> | undefined;

  const ask = async (): Promise<void> => {
    const answer = await room.ask('member.mine', {});
    if (answer) bar.as = answer.as;
    else asked = ''; // Asked again with the next view.
    show(room.view);
  };
  const show = (view: RoomView): void => {
    const { me, room: doc, connection } = view;
    bar.lang = panel.lang;
    const visitor = doc?.visitors?.find(({ person }) => person.id === me?.id);
    bar.isUntilSolved = visitor !== undefined;
    if (visitor) bar.as = visitor.as;
    bar.hidden = panel.isLane || !bar.as || doc?.state === 'closed' || !doc?.members;
    const key = keyOf(view);
    if (key === asked || connection.state !== 'online' || !doc?.members) return;
    const waitMs = asked === '' || visitor ? 0 : Math.random() * spreadMs;
    asked = key;
    clearTimeout(timer);
    timer = setTimeout(() => void ask(), waitMs);
  };
  bar.addEventListener('support-chat-leave', (event) => {
    event.stopPropagation();
    const { me } = room.view;
    bar.refusal = '';
    if (me)
      room.act('member.remove', { person: me.id }).catch((error: unknown) => {
        bar.refusal = String((error as { code?: unknown }).code);
      });
  });
  new MutationObserver(() => show(room.view)).observe(panel, { attributeFilter: ['lang', 'islane'] });
  // Before the messages are shown: what comes later would move them.
  await ask();
  room.subscribe(show);
  bar.part.add('stay');
  panel.append(bar);
}

function keyOf({ me, room }: RoomView): string {
  return `${me?.id} ${room?.members ?? 0}`;
}
