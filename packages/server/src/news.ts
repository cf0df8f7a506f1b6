/** What this node makes of the news on the bus, its own included. */
import { parseLaneName } from '@support-chat/protocol';
import type { News, TakeNews } from './bus/bus.js';
import type { BusyPeople } from './busy-people.js';
import { channels, type Broadcast, type Connection } from './connection.js';
import type { Feed } from './feed.js';
import type { Calls } from './people/calls.js';
import type { Lobby } from './lobby.js';
import type { Logger } from './logger.js';
import type { Presence } from './presence.js';
import type { SignOuts } from './sign-outs.js';
import type { Store } from './store/store.js';
import { visibleAmong } from './visits.js';

export function createNewsTaker(options: {
  readonly feed: Feed;
  readonly lobby: Lobby;
  readonly presence: Presence;
  readonly busy: BusyPeople;
  readonly calls: Calls;
  readonly gateway: { devicesOf(person: string): readonly Connection[]; dismiss(person: string): void };
  readonly signOuts: SignOuts;
  readonly store: Store;
  readonly broadcast: Broadcast;
  readonly log: Logger;
}): TakeNews {
  const { feed, lobby, presence, busy, calls, gateway, signOuts, store, broadcast, log } = options;

  const tellDevices = async (
    { person, room }: { readonly person: string; readonly room: string },
    exceptConnection?: string,
  ): Promise<void> => {
    // As a rule they have one device, which knows.
    const all = gateway.devicesOf(person);
    if (all.length === 1 && all[0]?.id === exceptConnection) return;
    const devices = all.filter((device) => device.id !== exceptConnection && !device.isSlow);
    const [first] = devices;
    if (!first) return;
    // A person sees the same of a room on every device.
    const from = first.rooms.get(room) ?? 1;
    const standing = await store.standing(room, { person, isStaff: first.isStaff, from });
    for (const device of devices) device.send('standing', { room, standing });
  };

  /** Of a lane that one may not see any more one hears nothing. */
  const tellWhoSeesIt = async (room: string, person: string): Promise<void> => {
    const [device] = gateway.devicesOf(person);
    if (device && (await visibleAmong(store, [room], device.person)).has(room)) await tellDevices({ room, person });
  };

  /** Whoever has a lane hears of it on every device, also where it is not open. */
  const tellLane = (room: string): void => {
    const person = parseLaneName(room)?.person;
    if (person === undefined) return;
    tellWhoSeesIt(room, person).catch((error: unknown) =>
      log.warn('news of a lane could not be told', { room, error }),
    );
  };

  const tellSignal = ({ signal, exceptPerson }: Extract<News, { type: 'signal' }>): void => {
    const everybody = [channels.staffIn, channels.othersIn, channels.latecomersIn].map((of) => of(signal.room));
    const except = exceptPerson === undefined ? {} : { exceptPerson };
    broadcast(everybody, 'signal', signal, { isVolatile: true, ...except });
  };

  return (news, node) => {
    switch (news.type) {
      case 'hint':
        feed.hint(news.room);
        lobby.touch(news.room);
        tellLane(news.room);
        return;
      case 'signal':
        tellSignal(news);
        return;
      case 'looking':
        lobby.tellLooking(news.looking, news.isPrivate);
        return;
      case 'marker':
        tellDevices(news, news.exceptConnection).catch((error: unknown) =>
          log.warn('a marker could not be told', { room: news.room, error }),
        );
        return;
      case 'signed_out':
        if (signOuts.note(news.person, news.at)) gateway.dismiss(news.person);
        return;
      case 'busy':
        busy.note(news.person, news.isBusy);
        return;
      case 'called':
        void calls.tellConnected(news, (person) => gateway.devicesOf(person));
        return;
      case 'uncalled': {
        const { room, seq } = news;
        for (const connection of news.people.flatMap((person) => gateway.devicesOf(person)))
          if (lobby.has(connection)) connection.send('lobby', { rows: [], uncalled: [{ room, seq }] });
        return;
      }
      case 'presence':
        presence.take(node, news.presence);
    }
  };
}
