// A visitor of the sign-in page for the benchmarks of attacks: as little of a browser as it takes, so that
// what is measured is the product. Addresses are what the bench says: it is the trusted proxy.
import { Agent, request } from 'node:http';

export type Answer = { status: number; location: string; text: string; ms: number };

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

export function createVisitor(site: URL, address: string) {
  const cookies = new Map<string, string>();

  function keep(lines: readonly string[]): void {
    for (const line of lines) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
  }

  function ask(path: string, body?: string): Promise<Answer> {
    const began = performance.now();
    return new Promise((resolve, reject) => {
      const headers: Record<string, string> = {
        host: site.host,
        'x-forwarded-for': address,
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(body !== undefined && {
          'content-type': 'application/x-www-form-urlencoded',
          origin: site.origin,
        }),
      };
      const to = { host: '127.0.0.1', port: site.port, path, headers, agent };
      const asked = request({ ...to, method: body === undefined ? 'GET' : 'POST' }, (answer) => {
        const parts: Buffer[] = [];
        keep(answer.headers['set-cookie'] ?? []);
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('end', () => {
          const location = answer.headers.location ?? '';
          const text = Buffer.concat(parts).toString();
          const ms = performance.now() - began;
          resolve({ status: answer.statusCode ?? 0, location, text, ms });
        });
      });
      asked.on('error', reject).end(body);
    });
  }

  async function follow(first: Answer): Promise<Answer> {
    let answer = first;
    for (let i = 0; i < 12 && answer.location; i += 1) {
      const to = new URL(answer.location, site);
      answer = await ask(`${to.pathname}${to.search}`);
    }
    return answer;
  }

  return {
    /** The address of a sign-in form. */
    async open(): Promise<string> {
      const page = await follow(await ask('/'));
      const action = /action="(\/sign-in\/[^"]+)"/.exec(page.text)?.[1];
      if (!action) throw new Error(`no sign-in form: ${page.status}`);
      return action;
    },
    /** One try; the form stays good for more. */
    submit: (action: string, login: string, password: string): Promise<Answer> =>
      ask(action, new URLSearchParams({ login, password }).toString()),
    follow,
    /** The cookies of another browser. */
    borrow: (others: ReadonlyMap<string, string>): void =>
      others.forEach((value, name) => cookies.set(name, value)),
    cookies,
  };
}

export type Visitor = ReturnType<typeof createVisitor>;

/** So many workers take turns until the list is empty. */
export async function inParallel(
  count: number,
  workers: number,
  work: (i: number) => Promise<void>,
) {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) {
      const i = next;
      next += 1;
      await work(i);
    }
  };
  await Promise.all(Array.from({ length: workers }, worker));
}

export const quantile = (values: readonly number[], q: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * q))] ?? 0;
