// An authority made on the spot, and a certificate of it, for the servers that tests start.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const openssl = (folder: string, args: string) =>
  void execFileSync('openssl', args.split(' '), { cwd: folder, stdio: 'pipe' });

/** Writes ca.pem, server.key and server.pem. `address` is what the server listens on. */
export function makeCertificates(folder: string, address = '127.0.0.1'): void {
  const key = '-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes';
  openssl(folder, `req -x509 ${key} -days 2 -keyout ca.key -out ca.pem -subj /CN=Test-CA`);
  openssl(folder, `req ${key} -keyout server.key -out server.csr -subj /CN=localhost`);
  writeFileSync(join(folder, 'san'), `subjectAltName=DNS:localhost,IP:${address}`);
  openssl(
    folder,
    'x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile san -out server.pem',
  );
}
