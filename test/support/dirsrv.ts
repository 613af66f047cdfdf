// A real 389 Directory Server for tests: configuration, data and certificates in a folder of its own.
// Written from the template of the package and not by dscreate, which wants systemd and files in /etc.
import { createHash, randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { makeCertificates } from './certificates.ts';
import { freePort } from './ports.ts';
import {
  asNobody,
  giveToNobody,
  isRoot,
  run,
  serverProcess,
  type DirectoryServer,
} from './server-process.ts';

export type Dirsrv = DirectoryServer;

const suffix = 'dc=angiang,dc=gov,dc=vn';
const adminDn = 'cn=Directory Manager';
const adminPassword = 'manager of the tests';

/** The server refuses a clear password in its configuration. */
function hashed(password: string): string {
  const salt = randomBytes(8);
  const digest = createHash('sha512').update(password).update(salt).digest();
  return `{SSHA512}${Buffer.concat([digest, salt]).toString('base64')}`;
}

type Ports = { port: number; tlsPort: number };

/** What the template leaves open, by the names it gives. */
function placesOf(folder: string, { port }: Ports): Record<string, string> {
  const names = ['lock', 'tmp', 'cert', 'ldif', 'bak', 'run', 'inst', 'log', 'db'];
  return {
    ...Object.fromEntries(names.map((name) => [`${name}_dir`, join(folder, name)])),
    config_dir: join(folder, 'config'),
    schema_dir: join(folder, 'config', 'schema'),
    db_home_dir: join(folder, 'db'),
    db_lib: 'bdb',
    fqdn: 'localhost',
    ds_port: String(port),
    ds_user: isRoot ? 'nobody' : userInfo().username,
    rootdn: adminDn,
    ds_passwd: hashed(adminPassword),
    ds_suffix: suffix,
    ldapi_enabled: 'off',
    ldapi: join(folder, 'run', 'ldapi'),
    ldapi_autobind: 'off',
  };
}

const settingsOf = ({ tlsPort }: Ports) => `nsslapd-security: on
nsslapd-securePort: ${tlsPort}
nsslapd-listenhost: 127.0.0.1
nsslapd-securelistenhost: 127.0.0.1
nsslapd-allow-anonymous-access: rootdse
nsslapd-accesslog-logging-enabled: off`;

const database = `
dn: cn=userRoot,cn=ldbm database,cn=plugins,cn=config
objectClass: top
objectClass: extensibleObject
objectClass: nsBackendInstance
cn: userRoot
nsslapd-suffix: ${suffix}

dn: cn="${suffix}",cn=mapping tree,cn=config
objectClass: top
objectClass: extensibleObject
objectClass: nsMappingTree
cn: "${suffix}"
nsslapd-state: backend
nsslapd-backend: userRoot
`;

/** As the package's own sample tree has it: nobody may do more than change the own password. */
const ownRights = `dn: ${suffix}
changetype: modify
add: aci
aci: (targetattr="userPassword")(version 3.0; acl "own password"; allow (write) userdn="ldap:///self";)
`;

function configuration(folder: string, ports: Ports): string {
  const places = placesOf(folder, ports);
  return (
    readFileSync('/usr/share/dirsrv/data/template-dse.ldif', 'utf8')
      .replace(/%(\w+)%/g, (_, name: string) => places[name] ?? '')
      .replace('cn: config\n', `cn: config\n${settingsOf(ports)}\n`)
      // memberOf is kept for both kinds of groups, on people of any class
      .replace(/(cn: MemberOf Plugin[^]*?nsslapd-pluginenabled: )off/, '$1on')
      .replace(
        'memberOfGroupAttr: member\n',
        'memberOfGroupAttr: member\nmemberOfGroupAttr: uniqueMember\nmemberOfAutoAddOC: nsMemberOf\n',
      )
      .trimEnd() + `\n${database}`
  );
}

/** The server reads keys from a database of NSS, under the name that the template gives. */
function importCertificates(folder: string): void {
  const cert = join(folder, 'cert');
  const store = ['-d', `sql:${cert}`];
  const p12 = join(folder, 'server.p12');
  run('certutil', ['-N', ...store, '--empty-password']);
  run('certutil', ['-A', ...store, '-n', 'CA', '-t', 'CT,,', '-i', join(folder, 'ca.pem')]);
  const pair = ['-inkey', join(folder, 'server.key'), '-in', join(folder, 'server.pem')];
  run('openssl', [
    'pkcs12',
    '-export',
    '-name',
    'Server-Cert',
    ...pair,
    '-out',
    p12,
    '-passout',
    'pass:',
  ]);
  run('pk12util', ['-i', p12, ...store, '-W', '', '-K', '']);
  writeFileSync(join(cert, 'pin.txt'), '');
}

/** @param ldif added after the start, so that ids and memberOf are the server's own doing. */
export async function startDirsrv(options: { ldif: string }): Promise<Dirsrv> {
  const folder = mkdtempSync(join(tmpdir(), 'dirsrv-'));
  const parts = ['config', 'cert', 'lock', 'tmp', 'ldif', 'bak', 'run', 'inst', 'log', 'db'];
  for (const part of parts) mkdirSync(join(folder, part));
  cpSync('/etc/dirsrv/schema', join(folder, 'config', 'schema'), { recursive: true });
  cpSync('/etc/dirsrv/config', join(folder, 'config'), { recursive: true });
  makeCertificates(folder);
  importCertificates(folder);
  const ports = { port: await freePort(), tlsPort: await freePort() };
  writeFileSync(join(folder, 'config', 'dse.ldif'), configuration(folder, ports));
  giveToNobody(folder);
  const flags = ['-D', join(folder, 'config'), '-i', join(folder, 'run', 'pid'), '-d', '0'];
  const server = serverProcess(asNobody('/usr/sbin/ns-slapd', flags), {
    host: '127.0.0.1',
    port: ports.port,
  });
  const url = `ldap://localhost:${ports.port}`;
  const modify = (ldif: string, ...flags: string[]) =>
    void run('ldapmodify', ['-x', '-H', url, '-D', adminDn, '-w', adminPassword, ...flags], ldif);
  await server.start();
  modify(options.ldif, '-a');
  modify(ownRights);
  return {
    ...server,
    url,
    ldapsUrl: `ldaps://localhost:${ports.tlsPort}`,
    ca: readFileSync(join(folder, 'ca.pem'), 'utf8'),
    adminDn,
    adminPassword,
    modify,
    end: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
