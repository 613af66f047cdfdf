// Cuts a stream of bytes into LDAP messages by their BER length (RFC 4511, section 5.1; X.690). The
// length is checked before anything is collected, so that a peer cannot make us hold what it likes.

export type FrameReader = {
  /** Gives each complete message, in order. @throws RangeError where the bytes are no LDAP messages. */
  push(chunk: Buffer): Buffer[];
  /** Bytes that wait for the rest of their message. */
  readonly waiting: number;
};

const sequence = 0x30;

/** Length of the whole first message, or undefined where the header itself is not complete. */
function messageLength(bytes: Buffer): number | undefined {
  const [tag, first] = bytes;
  if (tag !== undefined && tag !== sequence) throw new RangeError('not an LDAP message');
  if (first === undefined) return undefined;
  if (first < 0x80) return 2 + first;
  const count = first & 0x7f;
  if (count === 0 || count > 4) throw new RangeError('LDAP message of unreadable length');
  if (bytes.length < 2 + count) return undefined;
  return 2 + count + bytes.readUIntBE(2, count);
}

export function readFrames(maxBytes: number): FrameReader {
  let chunks: Buffer[] = [];
  let held = 0;
  let needed = 2; // nothing is joined before that many bytes are there: no quadratic copying

  function cut(): Buffer[] {
    const frames: Buffer[] = [];
    let rest = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
    for (;;) {
      const length = messageLength(rest);
      if (length !== undefined && length > maxBytes) throw new RangeError('LDAP message too large');
      needed = length ?? rest.length + 1;
      if (length === undefined || rest.length < length) break;
      frames.push(rest.subarray(0, length));
      rest = rest.subarray(length);
    }
    chunks = rest.length > 0 ? [rest] : [];
    held = rest.length;
    needed = Math.max(needed, 2);
    return frames;
  }

  return {
    push(chunk) {
      chunks.push(chunk);
      held += chunk.length;
      return held >= needed ? cut() : [];
    },
    get waiting() {
      return held;
    },
  };
}
