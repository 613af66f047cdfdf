// A real slapd for tests: private configuration in a folder of its own, an unprivileged user where we
// are root, StartTLS and LDAPS with an authority made on the spot.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import {
  chownSync,
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
import { connect } from 'node:net';
import { join } from 'node:path';
import { freePort } from './ports.ts';

export type Slapd = {
  /** ldap://localhost:…, for StartTLS and plain. */
  url: string;
  ldapsUrl: string;
  /** PEM of the authority that signed the server's certificate. */
  ca: string;
  adminDn: string;
  adminPassword: string;
  /** Changes entries by LDIF, as `ldapmodify` takes it. */
  modify(ldif: string): void;
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Stops and removes everything. */
  end(): Promise<void>;
};

const suffix = 'dc=angiang,dc=gov,dc=vn';
const adminDn = `cn=admin,${suffix}`;
const adminPassword = 'admin of the tests';
const isRoot = process.getuid?.() === 0;
const nobody = 65534;

function openssl(folder: string, args: string): void {
  execFileSync('openssl', args.split(' '), { cwd: folder, stdio: 'pipe' });
}

/** An authority, and a certificate of it for localhost. */
export function makeCertificates(folder: string): void {
  const key = '-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2';
  openssl(folder, `req -x509 ${key} -keyout ca.key -out ca.pem -subj /CN=Test-CA`);
  openssl(
    folder,
    `req ${key.replace(' -days 2', '')} -keyout server.key -out server.csr -subj /CN=localhost`,
  );
  writeFileSync(join(folder, 'san'), 'subjectAltName=DNS:localhost,IP:127.0.0.1');
  openssl(
    folder,
    'x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile san -out server.pem',
  );
}

const configuration = (folder: string, sizeLimit: number | 'unlimited') => `
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
moduleload refint
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
index objectClass,uid,entryUUID eq
dbnosync
overlay refint
refint_attributes member
refint_nothing ${adminDn}
access to attrs=userPassword by anonymous auth by * none
access to * by users read by * none
`;

function run(program: string, args: string[], input?: string): string {
  return execFileSync(program, args, {
    input: input ?? '',
    stdio: ['pipe', 'pipe', 'pipe'],
  }).toString();
}

/** As nobody where we are root: slapd then could not touch anything of ours. */
function asNobody(program: string, args: string[]): [string, string[]] {
  if (!isRoot) return [program, args];
  const drop = [`--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups', '--'];
  return ['setpriv', [...drop, program, ...args]];
}

function chownAll(folder: string): void {
  if (isRoot) execFileSync('chown', ['-R', `${nobody}:${nobody}`, folder]);
}

async function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

function writeParts(path: string, parts: string | Iterable<string>): void {
  const file = openSync(path, 'w');
  for (const part of typeof parts === 'string' ? [parts] : parts) writeSync(file, part);
  closeSync(file);
}

/**
 * @param ldif loaded before the start, whole or in parts. Passwords stand in it as userPassword.
 * @param sizeLimit entries an account other than the administrator may read.
 */
export async function startSlapd(options: {
  ldif: string | Iterable<string>;
  sizeLimit?: number | 'unlimited';
}): Promise<Slapd> {
  const folder = mkdtempSync(join(tmpdir(), 'motchia-slapd-'));
  mkdirSync(join(folder, 'data'));
  makeCertificates(folder);
  const config = join(folder, 'slapd.conf');
  writeFileSync(config, configuration(folder, options.sizeLimit ?? 'unlimited'));
  writeParts(join(folder, 'start.ldif'), options.ldif);
  if (isRoot) chownSync(folder, nobody, nobody);
  chownAll(folder);
  run(...asNobody('/usr/sbin/slapadd', ['-q', '-f', config, '-l', join(folder, 'start.ldif')]));

  const [port, tlsPort] = [await freePort(), await freePort()];
  const url = `ldap://localhost:${port}`;
  const listeners = `ldap://127.0.0.1:${port}/ ldaps://127.0.0.1:${tlsPort}/`;
  let child: ChildProcess | undefined;

  async function start(): Promise<void> {
    const [program, args] = asNobody('/usr/sbin/slapd', ['-d', '0', '-f', config, '-h', listeners]);
    child = spawn(program, args, { stdio: 'ignore', cwd: '/' });
    for (let tries = 0; tries < 200; tries++) {
      if (await answers(port)) return;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error('slapd did not start');
  }

  async function stop(): Promise<void> {
    const running = child;
    child = undefined;
    if (!running) return;
    const ended = new Promise((resolve) => running.once('exit', resolve));
    running.kill('SIGTERM');
    await ended;
  }

  await start();
  return {
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
    start,
    stop,
    end: async () => {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
