// Secrets of applications: random, shown once, kept as a digest.
import { after, type Clock } from '../core/clock.ts';
import type { Change, Database } from '../core/database.ts';
import { AppError } from '../core/errors.ts';
import { digest, isId, newId, randomToken } from '../core/random.ts';
import type { Actor } from '../journal/actor.ts';
import { record } from '../journal/journal.ts';
import { usesSecret, type ClientMetadata } from './client-metadata.ts';

export type Secrets = ReturnType<typeof createSecrets>;

export function createSecrets(deps: { db: Database; clock: Clock }) {
  const { db, clock } = deps;

  /** Inside a transaction that has the application's row locked. */
  async function issueIn(
    tx: Change,
    by: Actor,
    applicationId: string,
    keepSeconds: number,
  ): Promise<string> {
    const secret = randomToken();
    await end(tx, applicationId, keepSeconds);
    const row = { id: newId(clock.now()), applicationId, hash: digest(secret) };
    await tx.prisma.applicationSecret.create({ data: row });
    await record(tx, by, {
      event: 'application.secret-issued',
      applicationId,
      detail: { secretId: row.id, keepPreviousSeconds: keepSeconds },
    });
    return secret;
  }

  async function end(tx: Change, applicationId: string, keepSeconds: number): Promise<void> {
    const last = after(clock.now(), keepSeconds);
    if (keepSeconds <= 0)
      return void (await tx.prisma.applicationSecret.deleteMany({ where: { applicationId } }));
    await tx.prisma.applicationSecret.updateMany({
      where: { applicationId, OR: [{ expiresAt: null }, { expiresAt: { gt: last } }] },
      data: { expiresAt: last },
    });
  }

  /**
   * A fresh secret, to be shown once. Those before end at once, or after `keepPreviousSeconds`, so
   * that an application can change over without an interruption.
   * @throws AppError `application.not-found`, `application.built-in`, `application.no-secret`.
   */
  async function issueSecret(
    by: Actor,
    id: string,
    { keepPreviousSeconds = 0 }: { keepPreviousSeconds?: number } = {},
  ): Promise<string> {
    return db.change(async (tx) => {
      const row = isId(id) ? await tx.prisma.application.findUnique({ where: { id } }) : null;
      if (!row) throw new AppError('application.not-found');
      if (row.builtIn) throw new AppError('application.built-in');
      if (!usesSecret(row.metadata as ClientMetadata)) throw new AppError('application.no-secret');
      return issueIn(tx, by, id, keepPreviousSeconds);
    });
  }

  /** How many count now. */
  const countSecrets = (applicationId: string): Promise<number> =>
    db.prisma.applicationSecret.count({
      where: { applicationId, OR: [{ expiresAt: null }, { expiresAt: { gt: clock.now() } }] },
    });

  return { issueSecret, issueIn, countSecrets };
}
