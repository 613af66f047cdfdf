// A real slapd for tests: private configuration in a folder of its own, an unprivileged user where we
// are root, StartTLS and LDAPS with an authority made on the spot.
import {
  appendFileSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCertificates } from './certificates.ts';
import { freePort } from './ports.ts';
import {
  asNobody,
  giveToNobody,
  run,
  serverProcess,
  type DirectoryServer,
} from './server-process.ts';

export type Slapd = DirectoryServer;

const suffix = 'dc=angiang,dc=gov,dc=vn';
const adminDn = `cn=admin,${suffix}`;
const adminPassword = 'admin of the tests';

/** Deletions that syncprov remembers; with fewer than happened it tells what is present instead. */
const changes = (sessionLog: number) => `overlay syncprov
syncprov-checkpoint 1 1
syncprov-sessionlog ${sessionLog}
`;

const policyDn = `cn=policy,${suffix}`;

/** ppolicy tells in its control what it would else keep to itself, locks among it. */
const policyOverlay = `overlay ppolicy
ppolicy_default ${policyDn}
ppolicy_use_lockout
`;

const policyEntry = (lines: readonly string[]) =>
  ['', `dn: ${policyDn}`, 'objectClass: device', 'objectClass: pwdPolicy', 'cn: policy']
    .concat('pwdAttribute: userPassword', lines, '')
    .join('\n');

type Options = {
  /** Loaded before the start, whole or in parts. Passwords stand in it as userPassword. */
  ldif: string | Iterable<string>;
  /** Entries an account other than the administrator may read. */
  sizeLimit?: number | 'unlimited';
  /** Tells its changes (RFC 4533), remembering so many; left out: it does not. */
  sessionLog?: number;
  /** Lines of the password policy for everybody, such as `pwdMaxFailure: 3`; left out: there is none. */
  passwordPolicy?: readonly string[];
};

const configuration = (
  folder: string,
  { sizeLimit = 'unlimited', sessionLog, passwordPolicy }: Options,
) => `
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
moduleload refint
moduleload syncprov
moduleload ppolicy
pidfile ${folder}/slapd.pid
TLSCACertificateFile ${folder}/ca.pem
TLSCertificateFile ${folder}/server.pem
TLSCertificateKeyFile ${folder}/server.key
disallow bind_anon
sizelimit ${sizeLimit}
database mdb
suffix "${suffix}"
rootdn "${adminDn}"
rootpw "${adminPassword}"
directory ${folder}/data
maxsize 8589934592
index objectClass,uid,entryUUID,entryCSN eq
dbnosync
overlay refint
refint_attributes member
refint_nothing ${adminDn}
${sessionLog === undefined ? '' : changes(sessionLog)}${passwordPolicy ? policyOverlay : ''}access to attrs=userPassword by self write by anonymous auth by * none
access to * by users read by * none
`;

function writeParts(path: string, parts: string | Iterable<string>): void {
  const file = openSync(path, 'w');
  for (const part of typeof parts === 'string' ? [parts] : parts) writeSync(file, part);
  closeSync(file);
}

export async function startSlapd(options: Options): Promise<Slapd> {
  const folder = mkdtempSync(join(tmpdir(), 'motchia-slapd-'));
  mkdirSync(join(folder, 'data'));
  makeCertificates(folder);
  const config = join(folder, 'slapd.conf');
  writeFileSync(config, configuration(folder, options));
  const policy = options.passwordPolicy ? policyEntry(options.passwordPolicy) : '';
  writeParts(join(folder, 'start.ldif'), options.ldif);
  if (policy) appendFileSync(join(folder, 'start.ldif'), policy);
  giveToNobody(folder);
  run(...asNobody('/usr/sbin/slapadd', ['-q', '-f', config, '-l', join(folder, 'start.ldif')]));

  const [port, tlsPort] = [await freePort(), await freePort()];
  const url = `ldap://localhost:${port}`;
  const listeners = `ldap://127.0.0.1:${port}/ ldaps://127.0.0.1:${tlsPort}/`;
  const server = serverProcess(
    asNobody('/usr/sbin/slapd', ['-d', '0', '-f', config, '-h', listeners]),
    { host: '127.0.0.1', port },
  );
  await server.start();
  return {
    ...server,
    url,
    ldapsUrl: `ldaps://localhost:${tlsPort}`,
    ca: readFileSync(join(folder, 'ca.pem'), 'utf8'),
    adminDn,
    adminPassword,
    modify: (ldif) =>
      void run(
        'ldapmodify',
        ['-x', '-H', `ldap://127.0.0.1:${port}`, '-D', adminDn, '-w', adminPassword],
        ldif,
      ),
    end: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
