import type { Refusals } from '../../strings.js';

/** Why something was refused, in English. */
export const refusals: Refusals = {
  bad_request: 'The server did not understand this. Reload the page and try again.',
  token_invalid: 'We could not confirm who you are. Reload the page and sign in again.',
  token_expired: 'Your sign-in has expired. Reload the page.',
  origin_refused: 'This page may not use support chat. Tell the owner of the page.',
  not_found: 'There is no such room, or you may not enter it.',
  forbidden: 'You may read here, but not do this.',
  room_closed: 'The room was closed before this was sent.',
  changed: 'This has changed meanwhile. Please look again.',
  rev_conflict: 'This message was changed on another device meanwhile. Compare the two, then save again.',
  unconfirmed: 'This would alert many people. Send it again and confirm.',
  room_exists: 'A room with this name exists already. Choose another name.',
  too_long: 'This is too long. Shorten it or send it in parts.',
  file_too_large: 'This file is too large.',
  file_refused: 'This kind of file is not taken here, or it cannot be read.',
  file_missing: 'A file is not there any more. Attach it again.',
  hash_mismatch: 'The file was damaged on its way. Attach it again.',
  quota_full: 'There is no more space for files here. Take back some that are not needed.',
  cid_conflict: 'This was sent before with another text. Copy it and send it again.',
  too_many_rooms: 'Too many rooms are open. Close one first.',
  rate_limited: 'That was a lot at once. It is sent in a moment.',
  unavailable: 'The server is restarting. It is sent as soon as it is back.',
  storage_full: 'Server storage is full. Your message is kept.',
  internal: 'Something went wrong on the server. Try again, or copy your text.',
};
