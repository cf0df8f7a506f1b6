/** Where the desk is, as the part of its address after `#`. */

/** A room, at a message of it if `seq` is set; or the queue, which is also where nothing is open. */
export type Place = {
  readonly room: string | null;
  readonly seq: number | null;
  /** The queue was asked for; on a phone it has the screen then. */
  readonly isQueue: boolean;
};

export function placeOf(hash: string): Place {
  const [, room = null, seq] = /^#\/rooms\/([a-z0-9.~-]+)(?:\/(\d{1,15}))?$/.exec(hash) ?? [];
  return { room, seq: seq === undefined ? null : Number(seq), isQueue: hash === '#/questions' };
}

export function hashOf({ room, seq, isQueue }: Partial<Place>): string {
  if (room) return seq ? `#/rooms/${room}/${seq}` : `#/rooms/${room}`;
  return isQueue ? '#/questions' : '#/';
}
