// Requests that this server makes to addresses which applications name (jwks_uri, back-channel logout).
// Such an address must not be a way into our own network: special-use addresses are refused unless the
// configuration lists the host. The check sits in the name lookup of the very connection, so that a
// name which answers differently the second time (DNS rebinding) gains nothing.
import { lookup as resolve, type LookupAddress } from 'node:dns';
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';

export type Outgoing = ReturnType<typeof createOutgoing>;

const timeoutMs = 5_000;
const bodyLimit = 256 * 1024;

/** Not on the public Internet (IANA special-purpose registries). */
const specialUse = [
  '0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12',
  '192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15',
  '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4',
  '::/96', '::ffff:0:0:0/96', '64:ff9b::/96', '64:ff9b:1::/48', '100::/64', '2001::/23', '2001:db8::/32',
  '2002::/16', '3fff::/20', '5f00::/16', 'fc00::/7', 'fe80::/10', 'fec0::/10', 'ff00::/8',
]; // prettier-ignore

const familyOf = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

function addressList(ranges: readonly string[]): BlockList {
  const addresses = new BlockList();
  for (const range of ranges) {
    const [network = '', bits] = range.split('/');
    if (!isIP(network)) continue;
    if (bits === undefined) addresses.addAddress(network, familyOf(network));
    else addresses.addSubnet(network, Number(bits), familyOf(network));
  }
  return addresses;
}

async function readAnswer(answer: IncomingMessage): Promise<Response> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > bodyLimit) throw new Error('the answer is too large');
    chunks.push(chunk);
  }
  const status = answer.statusCode ?? 0;
  const headers = new Headers();
  for (const [name, value] of Object.entries(answer.headers))
    if (value !== undefined) headers.set(name, String(value));
  const bodyless = [204, 205, 304].includes(status);
  return new Response(bodyless ? null : Buffer.concat(chunks), { status, headers });
}

/**
 * @param options.privateHosts names, addresses or ranges (CIDR) that may be on a private network.
 */
export function createOutgoing(options: { privateHosts: readonly string[] }) {
  const special = addressList(specialUse);
  const allowed = addressList(options.privateHosts);
  const names = new Set(options.privateHosts.map((host) => host.toLowerCase()));

  const mayReach = (host: string, address: string): boolean =>
    names.has(host) ||
    !special.check(address, familyOf(address)) ||
    allowed.check(address, familyOf(address));

  /** For `net.connect`: only addresses that may be reached. */
  const guardedLookup: LookupFunction = (host, lookupOptions, done) => {
    resolve(host, { ...lookupOptions, all: true }, (error, addresses: LookupAddress[]) => {
      if (error) return done(error, '', 0);
      const good = addresses.filter(({ address }) => mayReach(host.toLowerCase(), address));
      const [first] = good;
      if (!first) return done(refused(host), '', 0);
      return lookupOptions.all ? done(null, good) : done(null, first.address, first.family);
    });
  };

  const refused = (host: string) =>
    new Error(`${host} is on a private network and not listed in PRIVATE_HOSTS`);

  /** Like the global fetch, for the few options the engine gives; follows no redirect. */
  async function fetch(address: string | URL | Request, init: RequestInit = {}): Promise<Response> {
    const url = new URL(address instanceof Request ? address.url : address);
    const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
    if (isIP(host) && !mayReach(host, host)) throw refused(host);
    const body = init.body ? String(init.body as string | URLSearchParams) : '';
    const request: RequestOptions = {
      method: init.method ?? 'GET',
      headers: {
        ...Object.fromEntries(new Headers(init.headers)),
        ...(body && { 'content-length': Buffer.byteLength(body) }),
      },
      lookup: guardedLookup,
      signal: AbortSignal.timeout(timeoutMs),
      agent: false, // no kept connection that a later, differently resolved name could use
    };
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    return new Promise((done, fail) => {
      send(url, request, (answer) => void readAnswer(answer).then(done, fail))
        .on('error', fail)
        .end(body);
    });
  }

  return { fetch };
}
