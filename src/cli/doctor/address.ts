// The addresses that people open: encrypted, with a certificate that holds for a while yet, and
// answered by this product.
import { connect, type PeerCertificate } from 'node:tls';
import { fail, ok, warn, type Finding } from './finding.ts';

const patienceMs = 5_000;
const day = 24 * 3600 * 1000;

type Handshake = { certificate: PeerCertificate; trusted: boolean; reason: string };

function shakeHands(url: URL): Promise<Handshake> {
  return new Promise((resolve, reject) => {
    const port = Number(url.port || 443);
    // Not trusted yet: the finding says what is wrong with the certificate instead of a bare failure.
    const socket = connect({
      host: url.hostname,
      port,
      servername: url.hostname,
      rejectUnauthorized: false,
    });
    socket.setTimeout(patienceMs, () => socket.destroy(new Error('no answer in time')));
    socket.once('error', reject);
    socket.once('secureConnect', () => {
      resolve({
        certificate: socket.getPeerCertificate(),
        trusted: socket.authorized,
        reason: String(socket.authorizationError ?? ''),
      });
      socket.end();
    });
  });
}

export function ofCertificate(
  key: string,
  { certificate, trusted, reason }: Handshake,
  now: Date,
): Finding {
  const days = Math.floor((new Date(certificate.valid_to).getTime() - now.getTime()) / day);
  if (days < 0) return fail(key, `its certificate ended ${-days} days ago: renew it`);
  if (!trusted)
    return fail(
      key,
      `its certificate is not trusted here (${reason}): complete the chain, or name its authority in NODE_EXTRA_CA_CERTS`,
    );
  if (days < 21) return warn(key, `its certificate ends in ${days} days: renew it`);
  return ok(key, `certificate good for ${days} days`);
}

/** What lies between people and the product may answer in its place: so the content is looked at. */
const aboutCertificate = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME/;

async function ofAnswer(key: string, url: URL): Promise<Finding[]> {
  try {
    const signal = AbortSignal.timeout(patienceMs);
    const answer = await fetch(new URL('/health/live', url), { signal });
    if (answer.ok && (await answer.text()) === 'ok') return [ok(key, `${url.origin} answers`)];
    const found = `${url.origin} answers, but not as this product (status ${answer.status})`;
    return [warn(key, `${found}: check the proxy`)];
  } catch (error) {
    const { cause } = error as { cause?: { code?: string } };
    if (aboutCertificate.test(cause?.code ?? '')) return []; // the finding on the certificate says it
    return [
      warn(key, `nothing answers at ${url.origin}: start the product, or check proxy and name`),
    ];
  }
}

export async function examineAddress(key: string, url: URL, demo: boolean): Promise<Finding[]> {
  const answer = await ofAnswer(key, url);
  if (url.protocol === 'http:') {
    const plain = `${url.origin} is plain http`;
    return [
      ...answer,
      demo
        ? ok(key, `${plain}, as the demo is`)
        : warn(key, `${plain}: only this machine can use it`),
    ];
  }
  try {
    return [...answer, ofCertificate(key, await shakeHands(url), new Date())];
  } catch {
    return answer; // nothing listens: said already
  }
}
