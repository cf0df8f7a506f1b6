/** Tells the other tabs of the same person that the outbox changed. */
export type TabChannel = {
  tell(): void;
  close(): void;
};

/** Opens the channel of this name; `heard` is called when another tab tells. */
export type TabChannelMaker = (name: string, heard: () => void) => TabChannel;

/** Channels over BroadcastChannel. */
export function broadcastChannel(name: string, heard: () => void): TabChannel {
  const channel = new BroadcastChannel(name);
  channel.onmessage = heard;
  return { tell: () => channel.postMessage('changed'), close: () => channel.close() };
}
