// Certificates of applications (RFC 8705). TLS ends at the reverse proxy, so the certificate comes in the
// header that the configuration names, and only from a proxy it trusts: anyone could write such a header.
// The proxy proves that the application holds the key; whether the certificate is one of ours, we check.
import { X509Certificate } from 'node:crypto';
import type { Request } from 'express';
import type { Configuration, KoaContextWithOIDC } from 'oidc-provider';
import { namesSubject } from '../applications/certificate-name.ts';

type MutualTls = NonNullable<NonNullable<Configuration['features']>['mTLS']>;

/** `header` in small letters; `authorities` as PEM: whoever issued a certificate must be among them. */
export type CertificateSource = { header: string; authorities: readonly string[] };

/** Whether an application can be told by that method here at all. */
export function canProve(method: string, source: CertificateSource | undefined): boolean {
  if (method === 'tls_client_auth') return (source?.authorities.length ?? 0) > 0;
  return method !== 'self_signed_tls_client_auth' || source !== undefined;
}

const longest = 16_384;
const clientAuthentication = '1.3.6.1.5.5.7.3.2'; // extended key usage (RFC 5280, section 4.2.1.12)

/** As nginx ($ssl_client_escaped_cert), as RFC 9440 (Client-Cert), or as bare base64 of the DER form. */
function read(text: string): X509Certificate | undefined {
  if (text === '' || text.length > longest) return undefined;
  try {
    if (/^(-----|%2D)/i.test(text)) return new X509Certificate(decodeURIComponent(text));
    return new X509Certificate(Buffer.from(text.replace(/^:|:$/g, ''), 'base64'));
  } catch {
    return undefined;
  }
}

const isOfNow = ({ validFromDate, validToDate }: X509Certificate, now = new Date()): boolean =>
  validFromDate <= now && now < validToDate;

function mayIdentify(certificate: X509Certificate): boolean {
  const uses = certificate.keyUsage as readonly string[] | undefined; // Node's name for the extended one
  return !uses || uses.includes(clientAuthentication);
}

/** The peer of this very connection, whatever X-Forwarded-For says of others. */
function isProxy(req: Request): boolean {
  const trusts = req.app.get('trust proxy fn') as (address: string, hop: number) => boolean;
  return trusts(req.socket.remoteAddress ?? '', 0);
}

export function createCertificates({ header, authorities }: CertificateSource): MutualTls {
  const issuers = authorities.map((pem) => new X509Certificate(pem));

  function certificateOf(ctx: KoaContextWithOIDC): X509Certificate | undefined {
    const req = ctx.req as Request;
    const value = req.headers[header];
    if (typeof value !== 'string' || !isProxy(req)) return undefined;
    const certificate = read(value);
    return certificate && isOfNow(certificate) ? certificate : undefined;
  }

  /** Issued by one of ours itself: there is no path to build, whoever needs one lists the authority between. */
  const isOurs = (certificate: X509Certificate): boolean =>
    mayIdentify(certificate) &&
    issuers.some(
      (issuer) =>
        issuer.ca &&
        isOfNow(issuer) &&
        certificate.checkIssued(issuer) &&
        certificate.verify(issuer.publicKey),
    );

  return {
    enabled: true,
    certificateBoundAccessTokens: true,
    selfSignedTlsClientAuth: true,
    tlsClientAuth: issuers.length > 0,
    getCertificate: (ctx) => certificateOf(ctx),
    certificateAuthorized: (ctx) => {
      const certificate = certificateOf(ctx);
      return certificate !== undefined && isOurs(certificate);
    },
    certificateSubjectMatches: (ctx, property, expected) => {
      const certificate = certificateOf(ctx);
      if (!certificate) return false;
      const { subject, subjectAltName } = certificate;
      return namesSubject({ subject, subjectAltName }, property, expected);
    },
  };
}
