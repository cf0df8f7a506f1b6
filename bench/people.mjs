/** Made-up members and what they say. */

export function person(index) {
  return { id: `person-${index}`, name: `Person ${index}`, role: 'employee' };
}

/** A message of a common length, in both languages. */
export const text = 'Outlook asks for my password again after the move. / 移行後にパスワードをまた聞かれます。';
