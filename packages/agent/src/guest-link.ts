/** The secret of a link for guests is made here, shown once, and sent to nobody: the server gets its digest. */

export type NewLink = {
  readonly hash: string;
  /** The address for the guest, once it is known which number the link has. */
  address(server: string, room: string, link: number): string;
};

/** Makes the secret of a link. Needs a secure context: https, or this machine. */
export async function newGuestLink(): Promise<NewLink> {
  const secret = hexOf(crypto.getRandomValues(new Uint8Array(16)));
  const hash = hexOf(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(secret))));
  return { hash, address: (server, room, link) => `${server.replace(/\/+$/, '')}/guest#${room}/${link}/${secret}` };
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
