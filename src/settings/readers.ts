// Single settings in the shapes that other rooms ask for: they name what they need and know nothing of this room.
import { isStrong } from '../core/assurance.ts';
import { wordsIn } from './registry.ts';
import type { Settings } from './settings.ts';

export function settingReaders({ current, known }: Pick<Settings, 'current' | 'known'>) {
  return {
    /** At most so many rows in one export. */
    exportRows: async () => (await current()).exportRows,
    /** How soon a secret or a key that ends is told. */
    warnDays: async () => (await current()).warnDays,
    /** For how many days a key signs before its successor is made. */
    keyDays: async () => (await current()).keyDays,
    /** For how many days runs of the synchronisation are kept. */
    keptDays: async () => {
      const { keepRunDays, keepTrialRunDays } = await current();
      return { runs: keepRunDays, trials: keepTrialRunDays };
    },
    /** Of a session of the identity provider, in seconds. The engine asks where nothing can be waited for. */
    longestSession: () => known().providerHours * 3600,
    /** Seconds after which a session that nobody uses is asked for the password again. The console asks sooner. */
    longestIdle: (clientId: string | undefined) => {
      const { providerIdleMinutes, consoleIdleMinutes } = known();
      const ofConsole = clientId === 'console' ? consoleIdleMinutes : providerIdleMinutes;
      return Math.min(providerIdleMinutes, ofConsole) * 60;
    },
    secondFactorRules: async () => {
      const now = await current();
      return {
        people: now.secondFactorPeople,
        outside: now.secondFactorOutside === 'yes',
        classes: wordsIn(now.secondFactorClasses),
        graceDays: now.secondFactorGraceDays,
      };
    },
    /** The console is never open to a password alone, also to one that was given before this was asked. */
    isEnoughFor: (site: 'portal' | 'console') => (amr: readonly string[]) => {
      const { secondFactorPeople, secondFactorGraceDays } = known();
      if (site === 'portal' || secondFactorPeople === 'nobody' || secondFactorGraceDays > 0)
        return true;
      return isStrong(amr);
    },
    /** Of the sessions of one of our own sites, in seconds: without a request, and in all. */
    limitsOf: (site: 'portal' | 'console') => async () => {
      const now = await current();
      return site === 'portal'
        ? { idle: now.portalIdleMinutes * 60, longest: now.portalHours * 3600 }
        : { idle: now.consoleIdleMinutes * 60, longest: now.consoleHours * 3600 };
    },
  };
}
