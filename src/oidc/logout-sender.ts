// The engine would send back-channel logouts itself, once, while the person waits. Here its method only
// queues, in the transaction that ends the session; what it did is kept for the delivery.
import type { ClientMetadata, Provider } from 'oidc-provider';
import { toMetadata, type Clients } from './clients.ts';
import type { LogoutDelivery, SendLogout } from './logout-delivery.ts';
import type { UnitsOfWork } from './unit-of-work.ts';

/** Not in the engine's types: signs a logout token and posts it; rejects unless the answer is 200 or 204. */
type Sender = {
  readonly clientId: string;
  backchannelLogout: (this: Sender, accountId: string, sid: string) => Promise<void>;
};
type SenderClass = { new (metadata: ClientMetadata): Sender; prototype: Sender };

/** Gives the way to really send one. */
export function redirectLogouts(
  provider: Provider,
  deps: { units: UnitsOfWork; clients: Clients; logouts: LogoutDelivery },
): SendLogout {
  const { units, clients, logouts } = deps;
  const Client = provider.Client as unknown as SenderClass;
  const send = Client.prototype.backchannelLogout;

  Client.prototype.backchannelLogout = function queue(this: Sender, accountId, sid) {
    const work = units.get();
    const target = { clientId: this.clientId, accountId, sid };
    work.stage(async (tx) => void (await logouts.queue(tx, [target])));
    work.afterwards(() => logouts.nudge());
    return Promise.resolve();
  };

  return async (clientId, accountId, sid) => {
    // Also to one that was suspended meanwhile: it is to end the session too.
    const application = await clients.find(clientId);
    if (!application) throw new Error('the application is gone');
    const client = new Client(toMetadata(application) as ClientMetadata);
    await send.call(client, accountId, sid);
  };
}
