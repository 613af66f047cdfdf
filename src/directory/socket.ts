// Sockets to a directory server: plain, TLS at once (ldaps), or TLS over an open one (StartTLS).
// Certificates are always checked, against the source's own authorities where it names some.
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, TLSSocket } from 'node:tls';
import { AppError, type ErrorCode } from '../core/errors.ts';

export type Endpoint = {
  urls: readonly string[]; // tried in order
  security: 'startTls' | 'ldaps' | 'plain';
  allowPlain: boolean;
  ca: string | null; // PEM; in place of the system's authorities
  connectMs: number;
  operationMs: number; // longest silence of the server within an operation
};

/** `detail` is for administrators: the server's or the system's own words, never a secret. */
export function failure(code: ErrorCode, detail: string, cause?: unknown): AppError {
  return new AppError(code, { params: { detail: detail.slice(0, 300) }, cause });
}

/** LDAP result codes that have a cure of their own; every other is `directory.refused` with its number. */
const codes: Record<number, ErrorCode> = {
  4: 'directory.size-limit',
  11: 'directory.size-limit',
  32: 'directory.no-base',
  49: 'directory.bind-refused',
};

export const refusal = (code: number, message: string) =>
  failure(
    codes[code] ?? 'directory.refused',
    `${code} ${message}`.trim(),
    Object.assign(new Error(message), { resultCode: code }),
  );

/** The number by which the server refused (RFC 4511, appendix A), where it was that. */
export const resultCodeOf = (error: unknown): number | undefined =>
  ((error as Error).cause as { resultCode?: number } | undefined)?.resultCode;

const certificateTrouble = /CERT|SIGNATURE|ISSUER|ALTNAME|SELF_SIGNED|^ERR_SSL|EPROTO/;

export function fromSocketError(error: Error): AppError {
  const { code } = error as { code?: string };
  const tls = certificateTrouble.test(code ?? '') || /certificate/i.test(error.message);
  return failure(tls ? 'directory.tls' : 'directory.unreachable', error.message, error);
}

/** What an administrator may want to see of a connection that works. */
export type Channel = {
  server: string; // address and port that answered
  encryption: { protocol: string; cipher: string } | null; // null: none
  certificate: { subject: string; issuer: string; validTo: Date } | null;
};

const oneLine = (name: string) => name.split('\n').join(', ');

export function channelOf(socket: Socket): Channel {
  const server = `${socket.remoteAddress ?? ''}:${socket.remotePort ?? ''}`;
  if (!(socket instanceof TLSSocket)) return { server, encryption: null, certificate: null };
  const shown = socket.getPeerX509Certificate();
  return {
    server,
    encryption: { protocol: socket.getProtocol() ?? '', cipher: socket.getCipher().name },
    certificate: shown
      ? {
          subject: oneLine(shown.subject),
          issuer: oneLine(shown.issuer),
          validTo: new Date(shown.validTo),
        }
      : null,
  };
}

const hostOf = (url: URL) => url.hostname.replace(/^\[|\]$/g, '');
const portOf = (url: URL) => Number(url.port) || (url.protocol === 'ldaps:' ? 636 : 389);

function start(endpoint: Endpoint, url: URL, over: Socket | undefined): Socket {
  const host = hostOf(url);
  if (endpoint.security !== 'ldaps' && !over) return connectTcp({ host, port: portOf(url) });
  return connectTls({
    ...(over ? { socket: over, host } : { host, port: portOf(url) }),
    ...(endpoint.ca ? { ca: endpoint.ca } : {}),
    ...(isIP(host) ? {} : { servername: host }),
    minVersion: 'TLSv1.2',
    rejectUnauthorized: true,
  });
}

/**
 * Resolves when the socket is connected and its certificate, where there is one, was accepted.
 * @param over an open plain socket to encrypt.
 * @throws AppError `directory.unreachable` or `directory.tls`.
 */
export function openSocket(endpoint: Endpoint, url: URL, over?: Socket): Promise<Socket> {
  const encrypted = endpoint.security === 'ldaps' || over !== undefined;
  return new Promise((resolve, reject) => {
    const socket = start(endpoint, url, over);
    const timer = setTimeout(
      () => socket.destroy(new Error('no answer in time')),
      endpoint.connectMs,
    );
    const fail = (error: Error) => {
      clearTimeout(timer);
      socket.destroy();
      over?.destroy();
      reject(fromSocketError(error));
    };
    const closed = () => fail(new Error('connection closed'));
    socket.once('error', fail);
    socket.once('close', closed);
    socket.once(encrypted ? 'secureConnect' : 'connect', () => {
      clearTimeout(timer);
      socket.off('error', fail);
      socket.off('close', closed);
      resolve(socket);
    });
  });
}
