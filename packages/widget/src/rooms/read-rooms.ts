import type { FoundRoom } from '@support-chat/protocol';

export type FoundRooms = { readonly rooms: readonly FoundRoom[]; readonly isAll: boolean };

/** The rooms that fit the text, as the directory of the server has them. Throws an Error that says what came instead. */
export async function readRooms(server: string, token: string, text: string): Promise<FoundRooms> {
  const response = await fetch(
    `${server.replace(/\/$/, '')}/api/directory?${new URLSearchParams({ text }).toString()}`,
    {
      headers: { authorization: `Bearer ${token}` },
      credentials: 'omit',
      cache: 'no-store',
    },
  );
  if (!response.ok) throw new Error(`expected the rooms from ${server}, got ${response.status}`);
  return (await response.json()) as FoundRooms;
}
