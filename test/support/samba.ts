// A real Active Directory for tests: a Samba domain controller that serves LDAP and nothing else, on a
// loopback address of its own, because its ports are fixed. Making a domain takes seconds: it is made
// once in a run of the tests, and every server starts from a copy. Needs root, as Samba does.
import { randomInt } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCertificates } from './certificates.ts';
import { isRoot, run, serverProcess, type DirectoryServer } from './server-process.ts';

export type Samba = DirectoryServer & {
  suffix: string;
  /** `samba-tool` on this domain, as in `tool('user', 'disable', 'nvan')`. Gives what it says. */
  tool(...args: string[]): string;
};

export const domain = {
  realm: 'ANGIANG.TEST',
  name: 'ANGIANG',
  suffix: 'DC=angiang,DC=test',
  adminDn: 'CN=Administrator,CN=Users,DC=angiang,DC=test',
  adminPassword: 'Admin-of-the-tests-1!',
};

/** Nothing outside the folder and the one address: no service but LDAP, no NetBIOS, no pipes in /run. */
const configuration = (folder: string, address: string) => `[global]
netbios name = DC1
realm = ${domain.realm}
workgroup = ${domain.name}
server role = active directory domain controller
server services = ldap
interfaces = ${address}/8
bind interfaces only = yes
disable netbios = yes
private dir = ${folder}/private
state directory = ${folder}/state
cache directory = ${folder}/cache
lock directory = ${folder}/lock
binddns dir = ${folder}/bind-dns
pid directory = ${folder}/run
ncalrpc dir = ${folder}/run/ncalrpc
log file = ${folder}/log.%m
log level = 0
old password allowed period = 0
tls cafile = ${folder}/ca.pem
tls certfile = ${folder}/server.pem
tls keyfile = ${folder}/server.key
ldb:nosync = yes
tdb sync = no
[sysvol]
path = ${folder}/state/sysvol
read only = no
[netlogon]
path = ${folder}/state/sysvol/${domain.realm.toLowerCase()}/scripts
read only = no
`;

function makeDomain(folder: string): void {
  mkdirSync(folder);
  const names = `--realm=${domain.realm} --domain=${domain.name} --server-role=dc --host-name=dc1`;
  const quiet = '--dns-backend=NONE --host-ip=127.0.0.1 --quiet --option=ldb:nosync=yes';
  const rest = [`--targetdir=${folder}`, `--adminpass=${domain.adminPassword}`];
  const log = `--option=log file=${folder}/log.%m`;
  run('samba-tool', `domain provision ${names} ${quiet}`.split(' ').concat(rest, log));
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Where the made domain lies: the first who comes makes it, who comes meanwhile waits. */
async function madeDomain(): Promise<string> {
  const made = join(tmpdir(), 'samba-domain');
  try {
    mkdirSync(`${made}.lock`);
  } catch {
    for (let tries = 0; !existsSync(made) && tries < 1_200; tries++) await pause(50);
    if (existsSync(made)) return made;
    throw new Error('the domain was not made');
  }
  const draft = mkdtempSync(join(tmpdir(), 'samba-draft-'));
  makeDomain(join(draft, 'domain'));
  renameSync(join(draft, 'domain'), made);
  return made;
}

const anyAddress = () => `127.${randomInt(16, 250)}.${randomInt(1, 250)}.${randomInt(1, 250)}`;

/** A domain with no people but those every domain has. */
export async function startSamba(): Promise<Samba> {
  if (!isRoot) throw new Error('Samba needs root: the ports of a domain controller are below 1024');
  const made = await madeDomain();
  const folder = mkdtempSync(join(tmpdir(), 'samba-'));
  for (const part of ['private', 'state'])
    cpSync(join(made, part), join(folder, part), { recursive: true });
  for (const part of ['run', 'cache', 'lock', 'bind-dns']) mkdirSync(join(folder, part));
  const address = anyAddress();
  makeCertificates(folder, address);
  const config = join(folder, 'smb.conf');
  writeFileSync(config, configuration(folder, address));
  const options = [
    '--foreground',
    '--no-process-group',
    '--model=single',
    `--configfile=${config}`,
  ];
  const server = serverProcess(['/usr/sbin/samba', options], { host: address, port: 636 });
  await server.start();
  return {
    ...server,
    url: `ldap://${address}`,
    ldapsUrl: `ldaps://${address}`,
    ca: readFileSync(join(folder, 'ca.pem'), 'utf8'),
    suffix: domain.suffix,
    adminDn: domain.adminDn,
    adminPassword: domain.adminPassword,
    tool: (...args) => run('samba-tool', [...args, `--configfile=${config}`]),
    modify: (ldif) =>
      void run(
        'ldapmodify',
        ['-x', '-H', `ldaps://${address}`, '-D', domain.adminDn, '-w', domain.adminPassword],
        ldif,
        { LDAPTLS_CACERT: join(folder, 'ca.pem') },
      ),
    end: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
