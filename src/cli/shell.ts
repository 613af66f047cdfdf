// What a command may know of the terminal it runs in. Tests hand in one of their own.
import { homedir, userInfo } from 'node:os';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { environment, type Environment } from '../config.ts';

export type Shell = {
  environment: Environment;
  folder: string; // where the command was called
  user: string; // whoever called it, for the journal
  out: (text: string) => void;
  err: (text: string) => void;
  /** Asks at the terminal without echo. Undefined where nobody sits there. */
  askSecret: ((question: string) => Promise<string>) | undefined;
  /** All of standard input. */
  readInput: () => Promise<string>;
};

function askSecret(question: string): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true });
  process.stderr.write(question);
  return new Promise((resolve, reject) => {
    lines.on('SIGINT', () => reject(new Error('interrupted')));
    lines.question('', resolve);
  }).finally(() => {
    lines.close();
    process.stderr.write('\n');
  }) as Promise<string>;
}

async function readInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** Some containers know no name for the user id. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return homedir();
  }
}

export function realShell(): Shell {
  return {
    environment,
    folder: process.cwd(),
    user: userName(),
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    askSecret: process.stdin.isTTY ? askSecret : undefined,
    readInput,
  };
}
