// Posts one question to a room, prints the room as it sees it, and ends once the question is in the log.
//   SUPPORT_CHAT_URL=http://127.0.0.1:3000 SUPPORT_CHAT_TOKEN=… SUPPORT_CHAT_ROOM=rollout SUPPORT_CHAT_TEXT='Is the VPN down?' node ask.mjs
import { createClient } from '@support-chat/client';

const {
  SUPPORT_CHAT_URL: url,
  SUPPORT_CHAT_TOKEN: token,
  SUPPORT_CHAT_ROOM: name,
  SUPPORT_CHAT_TEXT: text,
} = process.env;
if (!url || !token || !name || !text) {
  console.error('set SUPPORT_CHAT_URL, SUPPORT_CHAT_TOKEN, SUPPORT_CHAT_ROOM and SUPPORT_CHAT_TEXT');
  process.exit(2);
}

const client = createClient({ url, getToken: () => token });
const room = client.join(name);

/** Resolves with the first view that fits; rejects when the token or the room is refused, because waiting would not help. */
function viewWhere(fits) {
  return new Promise((resolve, reject) => {
    const end = room.subscribe((view) => {
      const refusal = view.refusal ?? (view.connection.state === 'refused' ? view.connection.refusal : null);
      if (!refusal && !fits(view)) return;
      queueMicrotask(() => end());
      if (refusal) reject(new Error(`${refusal.code}: ${refusal.message}`));
      else resolve(view);
    });
  });
}

try {
  const ready = await viewWhere((view) => view.state === 'ready');
  console.log(`in ${ready.room.title} as ${ready.me.name}`);
  const { cid } = await room.post({ text });
  const isMine = (message) => message.cid === cid;
  const view = await viewWhere(
    ({ messages, outgoing }) => messages.some(isMine) || outgoing.find(isMine)?.state === 'failed',
  );
  for (const message of view.messages) console.log(`${message.seq} ${message.by.name}: ${message.body.text}`);
  const failed = view.outgoing.find(isMine);
  if (failed) throw new Error(`${failed.refusal.code}: ${failed.refusal.message}`);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await client.close();
}
