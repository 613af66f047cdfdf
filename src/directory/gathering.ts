// Changes that a directory tells by itself, gathered until they are applied together: one by one, a
// reorganisation would be a thousand transactions, and nobody could see that too many people leave.
import type { Places } from './cookie.ts';
import { emptyDelta, sizeOf, type Delta } from './delta.ts';
import type { Kind } from './feed.ts';
import { failure } from './socket.ts';
import { note, type Told } from './syncrepl.ts';

const quietMs = 250;
const longestMs = 2_500;
/** More than that is read anew, in batches. */
const most = 50_000;

export type Gathered = { delta: Delta; places: Places };

export function createGathering(from: Places) {
  let delta = emptyDelta();
  let places: Record<string, string> = { ...from };
  let heard = 0;
  let wake: () => void = () => undefined;

  const arrival = () => new Promise<void>((resolve) => (wake = resolve));

  return {
    /** @throws AppError `directory.size-limit` where more comes than is taken. */
    put(kind: Kind, told: Told): void {
      note(delta[kind], told);
      const cookie = cookieIn(told);
      if (cookie) places = { ...places, [kind]: cookie.toString('base64') };
      if (sizeOf(delta) > most) throw failure('directory.size-limit', String(most));
      if (sizeOf(delta) === 0) return;
      heard += 1;
      wake();
    },
    /** Resolves when something has come and nothing more for a moment; never where nothing comes. */
    async ready(pause: (ms: number) => Promise<void>): Promise<void> {
      while (sizeOf(delta) === 0) await arrival();
      for (let waited = 0; waited < longestMs; waited += quietMs) {
        const before = heard;
        await pause(quietMs);
        if (heard === before) return;
      }
    },
    take(): Gathered {
      const gathered = { delta, places };
      delta = emptyDelta();
      return gathered;
    },
  };
}

/** The cookie of OpenLDAP's set of ids is of the middle of a refresh: not one to go on from. */
function cookieIn(told: Told): Buffer | undefined {
  if (told.type === 'entry') return told.state.cookie;
  if (told.type === 'info' && told.info.type !== 'idSet') return told.info.cookie;
  return undefined;
}

/** The server has forgotten what was deleted and names what is there instead: to be asked in the other way. */
export const namesThePresent = (told: Told): boolean =>
  told.type === 'info' && told.info.type === 'refreshPresent' && told.info.cookie !== undefined;
