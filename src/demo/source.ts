// The demo's directory as a source: what an administrator would enter in the console.
import { demoPassword } from './cast.ts';

const suffix = 'dc=angiang,dc=gov,dc=vn';

export const sourceName = 'Thư mục tỉnh An Giang (bản dùng thử)';

/** The account that reads the directory has the password that everybody has here. */
export const directoryPassword = demoPassword;

export const directorySettings = (url: string) => ({
  urls: [url],
  security: 'plain' as const,
  allowPlain: true, // it never leaves this machine
  bindDn: `uid=svc-dongbo,ou=units,${suffix}`,
  bases: { people: `ou=units,${suffix}`, groups: `ou=groups,${suffix}` },
});
