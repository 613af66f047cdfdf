// One client of the demo directory: binds, searches, pages. Whoever has not bound sees nobody.
import { BerReader, BindRequest, ExtendedRequest } from 'ldapts';
import { sameSecret } from '../../core/random.ts';
import { extended, result, resultCodes, searchEntry, type Result } from './answers.ts';
import { readSearch, type SearchRequest } from './search-request.ts';
import type { Tree, TreeEntry } from './tree.ts';

const operational = new Set(['entryuuid']);
const sizeLimit = 1_000; // without paging, as real servers have one
const whoAmI = '1.3.6.1.4.1.4203.1.11.3';

/** The attributes a search asks for (RFC 4511, section 4.5.1.8). */
function selection(asked: readonly string[]): (attribute: string) => boolean {
  const names = new Set(asked);
  const allUser = names.size === 0 || names.has('*');
  const allOperational = names.has('+');
  return (key) =>
    key !== 'userpassword' && (names.has(key) || (operational.has(key) ? allOperational : allUser));
}

export type Conversation = {
  /** Answers one message; undefined ends the conversation. */
  answer(frame: Buffer): Buffer[] | undefined;
};

/** @param maxPage entries in one page at most, whatever is asked for. */
export function converse(tree: Tree, password: string, maxPage: number): Conversation {
  let boundAs: TreeEntry | undefined;

  function bind(request: BindRequest): Result {
    boundAs = undefined;
    if (request.dn === '' && request.password === '') return { code: resultCodes.success };
    const entry = tree.find(request.dn);
    // Both are looked at in any case, so that time does not tell which was wrong.
    const right = sameSecret(request.password, password);
    const isPerson = entry?.attributes.has('uid') ?? false;
    if (!right || !entry || !isPerson) return { code: resultCodes.invalidCredentials };
    boundAs = entry;
    return { code: resultCodes.success };
  }

  function search(id: number, request: SearchRequest): Buffer[] {
    const done = (outcome: Result, cookie?: Buffer) => result(id, 0x65, outcome, cookie);
    if (!boundAs)
      return [done({ code: resultCodes.insufficientAccessRights, message: 'bind first' })];
    if (!tree.find(request.base)) return [done({ code: resultCodes.noSuchObject })];
    const found = tree.within(request.base, request.scope).filter(request.question);
    const wanted = selection(request.attributes);
    if (request.page) return page(id, found, wanted, request.page);
    const limit = Math.min(request.sizeLimit || sizeLimit, sizeLimit);
    const code = found.length > limit ? resultCodes.sizeLimitExceeded : resultCodes.success;
    const entries = found.slice(0, limit).map((entry) => searchEntry(id, entry, wanted));
    return [...entries, done({ code })];
  }

  /** RFC 2696. The cookie is the place to go on from: the tree never changes. */
  function page(
    id: number,
    found: readonly TreeEntry[],
    wanted: (attribute: string) => boolean,
    asked: { size: number; cookie: string },
  ): Buffer[] {
    const at = Number(asked.cookie) || 0;
    const size = Math.min(asked.size || maxPage, maxPage);
    const entries = found.slice(at, at + size).map((entry) => searchEntry(id, entry, wanted));
    const next = at + size < found.length ? String(at + size) : '';
    return [...entries, result(id, 0x65, { code: resultCodes.success }, Buffer.from(next))];
  }

  function answerExtended(id: number, request: ExtendedRequest): Buffer {
    if (request.oid !== whoAmI) return extended(id, { code: resultCodes.protocolError });
    return extended(id, { code: resultCodes.success }, boundAs ? `dn:${boundAs.dn}` : '');
  }

  return {
    answer(frame) {
      const reader = new BerReader(frame);
      reader.readSequence();
      const messageId = reader.readInt() ?? 0;
      const tag = reader.readSequence();
      if (tag === 0x60) {
        const request = new BindRequest({ messageId });
        request.parse(reader, []);
        return [result(messageId, 0x61, bind(request))];
      }
      if (tag === 0x63) return search(messageId, readSearch(reader));
      if (tag === 0x77) {
        const request = new ExtendedRequest({ messageId });
        request.parse(reader, []);
        return [answerExtended(messageId, request)];
      }
      if (tag === 0x42) return undefined; // unbind
      if (tag === 0x50) return []; // abandon: everything was answered already
      return [extended(messageId, { code: resultCodes.unwillingToPerform, message: 'read only' })];
    },
  };
}
