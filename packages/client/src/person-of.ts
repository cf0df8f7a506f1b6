/**
 * Id of the person that a token names; null for one that is not a JWT. Nothing is verified: it only chooses what is
 * shown of this device's storage before the server has named the person.
 */
export function personOf(token: string): string | null {
  try {
    const payload = atob((token.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/'));
    const text = new TextDecoder().decode(Uint8Array.from(payload, (char) => char.charCodeAt(0)));
    const { sub } = JSON.parse(text) as { readonly sub?: unknown }; // Anything but an object throws or has no `sub`.
    return typeof sub === 'string' && sub !== '' ? sub : null;
  } catch {
    return null; // Then `hello` says who it is.
  }
}
