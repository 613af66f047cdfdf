// Which addresses an application may name. Pure.
import { BlockList, isIP } from 'node:net';

const longest = 2000;
const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;
/** As the browser writes it. A `;` or `'`, which URLs allow, would end the policy our pages name the host in. */
const plainHost = /^([a-z0-9_.-]+|\[[0-9a-f:]+\])$/;

export type AddressRule = (text: string) => boolean;

function rangesOf(hosts: readonly string[]): BlockList {
  const list = new BlockList();
  for (const host of hosts) {
    const [network = '', bits] = host.split('/');
    const family = isIP(network) === 6 ? 'ipv6' : 'ipv4';
    if (!isIP(network)) continue;
    if (bits === undefined) list.addAddress(network, family);
    else list.addSubnet(network, Number(bits), family);
  }
  return list;
}

/** True for hosts inside our own network that the configuration lists (names, addresses, CIDR). */
function privateHost(hosts: readonly string[]): (hostname: string) => boolean {
  const names = new Set(hosts.map((host) => host.toLowerCase()));
  const ranges = rangesOf(hosts);
  return (hostname) => {
    const address = hostname.replace(/^\[|\]$/g, '');
    const family = isIP(address);
    return (
      names.has(address) || (family > 0 && ranges.check(address, family === 6 ? 'ipv6' : 'ipv4'))
    );
  };
}

/**
 * https everywhere; http on this machine and on listed private hosts only. Without wildcard, fragment
 * (RFC 6749, section 3.1.2), user name or control characters: redirects compare letter by letter.
 */
export function webAddress(privateHosts: readonly string[]): AddressRule {
  const isPrivate = privateHost(privateHosts);
  return (text) => {
    if (text.length > longest || /[\p{C}\s*#\\]/u.test(text) || !/^https?:\/\//.test(text))
      return false;
    if (!URL.canParse(text)) return false;
    const url = new URL(text);
    if (url.username || url.password || !plainHost.test(url.hostname)) return false;
    return url.protocol === 'https:' || loopback.test(url.hostname) || isPrivate(url.hostname);
  };
}

/** As a web address, or a scheme of a native application's own, such as `vn.gov.angiang.app:/done` (RFC 8252, section 7.1). */
export function nativeAddress(web: AddressRule): AddressRule {
  return (text) =>
    web(text) ||
    (text.length <= longest && /^[a-z][a-z0-9-]*(\.[a-z0-9-]+)+:\/[^\p{C}\s*#\\]*$/u.test(text));
}
