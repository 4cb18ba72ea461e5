/** Ids say their kind: "profile-x8k2m0q4r1". */
export type ItemId = string;

const ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz";

/** `length` characters of about 5.17 bits each from the platform's generator. */
export function randomKey(length: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(length));
  let key = "";
  for (const byte of bytes) key += ALPHABET[byte % ALPHABET.length];
  return key;
}

export function newItemId(kind: string): ItemId {
  return `${kind}-${randomKey(10)}`;
}
