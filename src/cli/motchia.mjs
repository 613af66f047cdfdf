#!/usr/bin/env node
// Starts motchia.ts with the project's own Node: the one on the PATH may be too old for TypeScript.
// Plain JavaScript, so that any Node can at least say what is missing.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const needed = 24;
if (Number(process.versions.node.split('.')[0]) >= needed) {
  await import('./motchia.ts');
} else {
  const node = fileURLToPath(new URL('../../node_modules/node/bin/node', import.meta.url));
  if (!existsSync(node)) {
    console.error(
      `motchia needs Node ${needed} and found ${process.version}: run "npm ci" in the project's folder, which brings it.`,
    );
    process.exit(1);
  }
  const command = fileURLToPath(new URL('motchia.ts', import.meta.url));
  const child = spawn(node, [command, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => process.exit(code ?? 1));
}
