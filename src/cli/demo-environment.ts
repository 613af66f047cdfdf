// In the folder of a demo the commands need no settings: the demo leaves its own in .demo/environment,
// readable by whoever started it. The real environment always wins.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '../config.ts';

const isOurs = (env: Environment) => Boolean(env['DATABASE_URL'] ?? env['DATABASE_URL_FILE']);

/** Lines of KEY=value; others are passed over. */
export function parseEnvironment(text: string): Record<string, string> {
  const pairs = text.matchAll(/^([A-Z][A-Z0-9_]*)=(.*)$/gm);
  return Object.fromEntries([...pairs].map(([, key, value]) => [key ?? '', value ?? '']));
}

/** The environment that a command goes by. */
export function withDemo(env: Environment, folder: string): Environment {
  const file = join(folder, '.demo', 'environment');
  if (isOurs(env) || !existsSync(file)) return env;
  return { ...env, ...parseEnvironment(readFileSync(file, 'utf8')) };
}
