// By which name of its certificate an application is known (RFC 8705, section 2.1.2). Pure.

export const certificateNames = [
  'tls_client_auth_subject_dn',
  'tls_client_auth_san_dns',
  'tls_client_auth_san_uri',
  'tls_client_auth_san_ip',
  'tls_client_auth_san_email',
] as const;
export type CertificateName = (typeof certificateNames)[number];

/** As Node writes them: the subject a line for each part, outermost first. */
type Named = { subject: string; subjectAltName: string | undefined };

const labels: Partial<Record<CertificateName, string>> = {
  tls_client_auth_san_dns: 'DNS:',
  tls_client_auth_san_uri: 'URI:',
  tls_client_auth_san_ip: 'IP Address:',
  tls_client_auth_san_email: 'email:',
};

const plain = (value: string): string =>
  value
    .trim()
    .replace(/\\([\\"+,;<=>#\s])/g, '$1')
    .normalize('NFC');

/** `CN` and `cn` are one type; a value with several types in one part has no plain form here. */
function part(text: string): string | undefined {
  const [, type, value] = /^\s*([A-Za-z][A-Za-z0-9.-]*|\d+(?:\.\d+)+)\s*=([^]*)$/.exec(text) ?? [];
  return type === undefined ? undefined : `${type.toUpperCase()}=${plain(value!)}`;
}

const same = (one: readonly (string | undefined)[], other: readonly (string | undefined)[]) =>
  one.length === other.length && one.every((each, i) => each !== undefined && each === other[i]);

/** RFC 4514 writes the innermost part first. */
const isSubject = (subject: string, expected: string): boolean =>
  same(subject.split('\n').map(part).toReversed(), expected.split(/(?<!\\),/).map(part));

/** A value that Node had to quote is none that an application would be registered by. */
function isAlternative(names: string, label: string, expected: string): boolean {
  const wanted = label === 'DNS:' ? expected.toLowerCase() : expected;
  return names
    .split(', ')
    .filter((name) => name.startsWith(label) && !name.includes('"'))
    .map((name) => name.slice(label.length))
    .some((name) => (label === 'DNS:' ? name.toLowerCase() : name) === wanted);
}

/** True where the certificate carries that name, letter by letter; wildcards mean nothing. */
export function namesSubject(certificate: Named, property: string, expected: string): boolean {
  if (property === 'tls_client_auth_subject_dn') return isSubject(certificate.subject, expected);
  const label = labels[property as CertificateName];
  return label !== undefined && isAlternative(certificate.subjectAltName ?? '', label, expected);
}
