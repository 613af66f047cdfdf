// Sign-in sessions as their owner sees them. Pure.
import { deviceOf, type Device } from './user-agent.ts';

export type OwnSession = {
  id: string;
  device: Device;
  address: string | null;
  signedInAt: Date;
  expiresAt: Date;
  here: boolean; // the one this very page is shown in
  applications: { name: string; nameEn: string }[]; // entered in it; our own pages are left out
};

type Session = Omit<OwnSession, 'device' | 'here' | 'applications'> & {
  clientIds: readonly string[];
  sids: readonly string[];
  userAgent: string | null;
};
type Named = { clientId: string; name: string; nameEn: string; builtIn: boolean };

/** This device first, then the latest. `sid` is by what the portal knows the session it is shown in. */
export function ownSessions(
  sessions: readonly Session[],
  applications: readonly Named[],
  sid: string,
): OwnSession[] {
  const byClient = new Map(applications.map((one) => [one.clientId, one]));
  return sessions
    .map(({ clientIds, sids, userAgent, ...session }) => ({
      ...session,
      device: deviceOf(userAgent),
      here: sids.includes(sid),
      applications: clientIds
        .flatMap((clientId) => byClient.get(clientId) ?? [])
        .filter(({ builtIn }) => !builtIn)
        .map(({ name, nameEn }) => ({ name, nameEn })),
    }))
    .toSorted(
      (a, b) => Number(b.here) - Number(a.here) || b.signedInAt.getTime() - a.signedInAt.getTime(),
    );
}
